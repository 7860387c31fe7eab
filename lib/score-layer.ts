/**
 * The five attention scores as layers: each chosen by its name, with the parameters it learns.
 */
import { tf } from "./tf";
import { checkSizes, shown } from "./argument";
import {
  concatScore,
  dotScore,
  generalScore,
  locationScore,
  scaledDotScore,
  type ConcatWeights,
} from "./attention-scores";
import { pure } from "./engine/pure";
import { checkMaking, uniformParameter, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import { checkShapes } from "./shapes";

/** The five attention scores, by name. */
export const SCORE_NAMES = ["dot", "scaledDot", "general", "concat", "location"] as const;
/** The name of an attention score. */
export type ScoreName = (typeof SCORE_NAMES)[number];

export interface ScoreConfig {
  readonly score: ScoreName;
  /** Width of the decoder's state, ≥ 1. */
  readonly querySize: number;
  /** Width of the encoder's states, ≥ 1; dot and scaledDot need the query's. */
  readonly keySize: number;
  /** The longest source that the location score knows, ≥ 1; the other scores take any length. */
  readonly maxSource?: number;
  /** How many hidden layers the concat score's network has, ≥ 1; 1 unless said otherwise. */
  readonly numScoreLayers?: number;
}

/**
 * A score function together with its parameters. They are learnt like all others: the loss reaches them through the
 * softmax, so they need no target of their own.
 *
 * Taught in notebook 06.
 * @throws {RangeError} an unknown score, a size that is not a whole number ≥ 1, or dot with unequal widths
 */
export class ScoreLayer {
  readonly parameters: Parameters;
  private readonly score: ScoreName;

  constructor(config: ScoreConfig, random: RandomGenerator) {
    const { score, maxSource = 64, numScoreLayers = 1 } = checkMaking("ScoreLayer", config, random);
    checkScore("ScoreLayer", config);
    this.score = score;
    this.parameters = scoreParameters({ ...config, maxSource, numScoreLayers }, random);
  }

  /**
   * @param queries  decoder states  [batch, target, hidden]  float32
   * @param keys     encoder states  [batch, source, keyHidden]  float32
   * @returns scores [batch, target, source]
   * @throws {RangeError} the location score meets a source longer than maxSource
   */
  apply(queries: tf.Tensor3D, keys: tf.Tensor3D): tf.Tensor3D {
    checkShapes("ScoreLayer.apply", {
      queries: [queries, "batch target hidden"],
      keys: [keys, "batch source keyHidden"],
    });
    switch (this.score) {
      case "dot":
        return dotScore(queries, keys);
      case "scaledDot":
        return scaledDotScore(queries, keys);
      case "general":
        return generalScore(queries, keys, this.parameters["weight"] as tf.Variable<tf.Rank.R2>);
      case "concat":
        return concatScore(queries, keys, concatWeights(this.parameters));
      case "location":
        return tf.tidy(() => locationScore(queries, this.positions(keys.shape[1])));
    }
  }

  /** The location score's columns for a source of this length. */
  private positions(source: number): tf.Tensor2D {
    const weight = this.parameters["weight"] as tf.Variable<tf.Rank.R2>;
    const [hidden, maxSource] = weight.shape;
    if (source > maxSource) {
      throw new RangeError(
        `ScoreLayer.apply: the location score knows ${maxSource} positions, got ${source}`,
      );
    }
    return weight.slice([0, 0], [hidden, source]);
  }
}
pure(ScoreLayer);

/** @throws {RangeError} an unknown score, a size that is not a whole number ≥ 1, or dot with unequal widths */
export function checkScore(functionName: string, config: ScoreConfig): void {
  const { score, querySize, keySize, maxSource = 64, numScoreLayers = 1 } = config;
  checkSizes(functionName, { querySize, keySize, maxSource, numScoreLayers });
  if (!SCORE_NAMES.includes(score)) {
    throw new RangeError(
      `${functionName}: score should be one of ${SCORE_NAMES.join(", ")}, got ${shown(score)}`,
    );
  }
  if ((score === "dot" || score === "scaledDot") && querySize !== keySize) {
    throw new RangeError(
      `${functionName}: ${score} needs query and keys of one width, got querySize ${querySize} and keySize ${keySize}`,
    );
  }
}

/** The concat score's parameters; the matrices of its further layers are "deeper.0", "deeper.1", … */
function concatWeights(parameters: Parameters): ConcatWeights {
  const deeper = Object.keys(parameters).filter((name) => name.startsWith("deeper."));
  const weights = { ...parameters, deeper: deeper.map((name) => parameters[name]) };
  return weights as unknown as ConcatWeights;
}

function scoreParameters(
  { score, querySize, keySize, maxSource, numScoreLayers }: Required<ScoreConfig>,
  random: RandomGenerator,
): Parameters {
  const matrix = (rows: number, columns: number) =>
    uniformParameter([rows, columns], 1 / Math.sqrt(rows), random);
  switch (score) {
    case "dot":
    case "scaledDot":
      return {};
    case "general":
      return { weight: matrix(querySize, keySize) };
    case "concat":
      return {
        queryWeight: matrix(querySize, querySize),
        keyWeight: matrix(keySize, querySize),
        vector: uniformParameter([querySize], 1 / Math.sqrt(querySize), random),
        ...Object.fromEntries(
          Array.from({ length: numScoreLayers - 1 }, (_, i) => [`deeper.${i}`, matrix(querySize, querySize)]),
        ),
      };
    case "location":
      return { weight: matrix(querySize, maxSource) };
  }
}
