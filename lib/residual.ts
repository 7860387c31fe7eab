/** Residual connection: what stands around each of the Transformer's sublayers. */
import type { tf } from "./tf";
import { Dropout } from "./dropout";
import { pure } from "./engine/pure";
import type { LayerConfig } from "./feed-forward";
import { LayerNorm } from "./layer-norm";
import type { RandomGenerator } from "./random";

/** A sublayer's surroundings: residual connection, dropout and normalisation. */
export class Residual {
  readonly norm: LayerNorm | undefined;
  private readonly dropout: Dropout;
  private readonly isPre: boolean;
  private readonly isAdded: boolean;

  constructor({ dModel, dropout = 0, norm = "pre", residual = true }: LayerConfig, random: RandomGenerator) {
    this.norm = norm === "none" ? undefined : new LayerNorm({ width: dModel });
    this.dropout = new Dropout({ rate: dropout }, random);
    this.isPre = norm === "pre";
    this.isAdded = residual;
  }

  /**
   * Runs a sublayer with its surroundings; it may also say where it looked.
   *
   * @param sublayer  [batch, time, dModel] → [batch, time, dModel]
   * @returns what the sublayer gave, its output added to x unless `residual` is false
   */
  apply<Result extends { readonly output: tf.Tensor3D }>(
    x: tf.Tensor3D,
    isTraining: boolean,
    sublayer: (x: tf.Tensor3D) => Result,
  ): Result {
    const normalised = (given: tf.Tensor3D) => this.norm?.apply(given) ?? given;
    const result = sublayer(this.isPre ? normalised(x) : x);
    const dropped = this.dropout.apply(result.output, { isTraining });
    const sum = this.isAdded ? x.add<tf.Tensor3D>(dropped) : dropped;
    return { ...result, output: this.isPre ? sum : normalised(sum) };
  }
}
pure(Residual);
