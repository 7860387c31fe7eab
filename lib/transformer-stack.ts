/** How a Transformer reads tokens: their embedding, enlarged, plus where they stand. */
import { tf } from "./tf";
import { checkList, checkRecord, checkSizes, shown } from "./argument";
import { Dropout } from "./dropout";
import { Embedding } from "./embedding";
import { cacheLength } from "./engine/cache-length";
import { pure } from "./engine/pure";
import { Linear } from "./linear";
import type { KeysValues } from "./multi-head-attention";
import { collectParameters, type HasParameters, type Parameters } from "./parameters";
import { LearnedPositions, sinusoidalEncoding } from "./positional-encoding";
import type { RandomGenerator } from "./random";
import { checkRotary, rotationAt, type Rotation } from "./rotary-positions";
import { LayerNorm } from "./layer-norm";
import { checkLayer } from "./transformer-layer";
import type { LayerConfig } from "./feed-forward";

export interface StackConfig extends LayerConfig {
  /** How many tokens there are, ≥ 1. */
  readonly vocabSize: number;
  /** How many layers stand on one another, ≥ 1. */
  readonly numLayers: number;
  /**
   * How a token's place is told: by waves added to its vector, by a learned vector, by turning queries and keys, or not at
   * all. "sinusoidal" unless said otherwise.
   */
  readonly positions?: "sinusoidal" | "learned" | "rotary" | "none";
  /** The longest sequence, for learned positions, ≥ 1. */
  readonly maxTime?: number;
}

/** Checks all that a stack is made from before anything is made. */
export function checkStack<Config extends StackConfig>(
  functionName: string,
  config: Config,
  random: RandomGenerator,
): Config {
  const { vocabSize, numLayers, dModel, numHeads, positions } = checkLayer(functionName, config, random);
  checkSizes(functionName, { vocabSize, numLayers });
  if (positions === "learned") checkSizes(functionName, { maxTime: config.maxTime! });
  if (positions === "rotary") checkRotary(functionName, dModel / numHeads);
  if (positions === undefined || ["sinusoidal", "learned", "rotary", "none"].includes(positions))
    return config;
  throw new RangeError(
    `${functionName}: positions should be "sinusoidal", "learned", "rotary" or "none", got ${shown(positions)}`,
  );
}

/**
 * Embedding · √dModel + position, with dropout.
 *
 * The table starts at a standard deviation of 1/√dModel: what is read has one of 1, and if the output layer is tied to
 * the table, the first scores have one of about 1 too.
 */
export class TokenReader {
  readonly parameters: Parameters;
  readonly embedding: Embedding;
  private readonly dropout: Dropout;
  private readonly config: StackConfig;
  private readonly learned: LearnedPositions | undefined;

  constructor(config: StackConfig, random: RandomGenerator) {
    const { vocabSize, dModel, dropout = 0, positions, maxTime = 1 } = config;
    const standardDeviation = 1 / Math.sqrt(dModel);
    this.embedding = new Embedding({ vocabSize, embeddingSize: dModel, standardDeviation }, random);
    this.dropout = new Dropout({ rate: dropout }, random);
    this.learned = positions === "learned" ? new LearnedPositions({ maxTime, dModel }, random) : undefined;
    this.config = config;
    this.parameters = collectParameters({ embedding: this.embedding, positions: this.learned });
  }

  /**
   * @param tokens  [batch, time]  int32
   * @param past    keys of the tokens before  [batch, head, key, dHead]; none at the beginning
   * @returns [batch, time, dModel]
   */
  read(tokens: tf.Tensor2D, { past, isTraining }: { past?: tf.Tensor4D; isTraining: boolean }): tf.Tensor3D {
    const scaled = this.embedding.apply(tokens).mul<tf.Tensor3D>(Math.sqrt(this.config.dModel));
    const positions = this.positionsOf(tokens.shape[1], past);
    return this.dropout.apply(positions === undefined ? scaled : scaled.add(positions), { isTraining });
  }

  /** What is added for the places of `time` tokens [time, dModel]; nothing if their places are told otherwise. */
  private positionsOf(time: number, past?: tf.Tensor4D): tf.Tensor | undefined {
    const { dModel, positions = "sinusoidal" } = this.config;
    const start = past?.shape[2] ?? 0;
    const isNext = past !== undefined && time === 1;
    if (this.learned !== undefined) return isNext ? this.learned.next(past) : this.learned.apply(time, start);
    if (positions !== "sinusoidal") return undefined;
    return isNext ? encodingAfter(past, dModel) : sinusoidalEncoding(start + time, dModel).slice([start, 0]);
  }

  /** How queries and keys of `time` tokens are turned; not at all unless the positions are rotary. */
  rotationOf(time: number, past?: tf.Tensor4D): Rotation | undefined {
    const { dModel, numHeads, positions } = this.config;
    return positions === "rotary" ? rotationAt(time, dModel / numHeads, past) : undefined;
  }
}
pure(TokenReader);

/** The row of `sinusoidalEncoding` after those of a KV cache  [dModel]. */
function encodingAfter(past: tf.Tensor4D, dModel: number): tf.Tensor1D {
  const columns = tf.range(0, dModel);
  const isCosine = columns.mod(2);
  const periods = tf.pow(10_000, columns.sub(isCosine).div(dModel));
  const angles = cacheLength(past).div(periods);
  return tf.where(isCosine.cast("bool"), angles.cos(), angles.sin()) as tf.Tensor1D;
}

/** From a decoder's last states to scores of every token: a matrix of its own, or the embedding's table once more. */
export class TokenScores {
  readonly parameters: Parameters;
  private readonly norm: LayerNorm | undefined;
  private readonly output: Linear | undefined;
  private readonly embedding: Embedding;

  constructor(
    { vocabSize, dModel, norm = "pre" }: StackConfig,
    { embedding, isTied }: { readonly embedding: Embedding; readonly isTied: boolean },
    random: RandomGenerator,
  ) {
    // Pre-norm leaves the sum of all layers as it is; it is normalised once at the end.
    this.norm = norm === "pre" ? new LayerNorm({ width: dModel }) : undefined;
    this.output = isTied ? undefined : new Linear({ inputSize: dModel, outputSize: vocabSize }, random);
    this.embedding = embedding;
    this.parameters = collectParameters({ norm: this.norm, output: this.output });
  }

  /** States [batch, time, dModel] → logits [batch, time, vocab]. */
  apply(states: tf.Tensor3D): tf.Tensor3D {
    const normalised = this.norm?.apply(states) ?? states;
    return this.output?.apply(normalised) ?? this.embedding.scores(normalised);
  }
}
pure(TokenScores);

/**
 * Checks a KV cache: nothing yet, or keys and values for each layer.
 *
 * @throws {TypeError} no state, or no list of records in it
 * @throws {RangeError} of another stack
 */
export function checkPast(
  functionName: string,
  state: { readonly past: readonly KeysValues[] },
  numLayers: number,
): void {
  const { past } = checkRecord(functionName, "state", state);
  checkList(functionName, "state.past", past);
  past.forEach((layer, index) => checkRecord(functionName, `state.past[${index}]`, layer));
  if (past.length === 0 || past.length === numLayers) return;
  throw new RangeError(
    `${functionName}: state.past should have 0 or ${numLayers} layers, got ${past.length}; it is of another model`,
  );
}

/** Makes the layers of a stack. */
export function stackOf<Layer>(numLayers: number, make: () => Layer): Layer[] {
  return Array.from({ length: numLayers }, make);
}

/** Runs layer upon layer, each on what the one below it gave. */
export function runStack<Options, Output extends { readonly output: tf.Tensor3D }>(
  layers: readonly { run(inputs: tf.Tensor3D, options: Options): Output }[],
  inputs: tf.Tensor3D,
  optionsOf: (index: number) => Options,
): { readonly states: tf.Tensor3D; readonly looks: readonly Output[] } {
  let states = inputs;
  const looks = layers.map((layer, index) => {
    const look = layer.run(states, optionsOf(index));
    states = look.output;
    return look;
  });
  return { states, looks };
}

/** The parameters of a stack, by the layer's number: "0.feedForward…" */
export function stackParameters(layers: HasParameters[]): HasParameters {
  const numbered = layers.map((layer, index) => [String(index), layer] as const);
  return { parameters: collectParameters(Object.fromEntries(numbered)) };
}
