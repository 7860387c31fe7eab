/** The five attention scores as layers: each chosen by its name, with the parameters it learns. */
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
  private readonly learned: Learned;

  constructor(config: ScoreConfig, random: RandomGenerator) {
    checkScore("ScoreLayer", checkMaking("ScoreLayer", config, random));
    this.learned = newScore(config, random);
    this.parameters = parametersOf(this.learned);
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
    const { learned } = this;
    switch (learned.score) {
      case "dot":
        return dotScore(queries, keys);
      case "scaledDot":
        return scaledDotScore(queries, keys);
      case "general":
        return generalScore(queries, keys, learned.weight);
      case "concat":
        return concatScore(queries, keys, learned.weights);
      case "location":
        return tf.tidy(() => locationScore(queries, positions(learned.weight, keys.shape[1])));
    }
  }
}
pure(ScoreLayer);

/** The location score's columns for a source of this length. */
function positions(weight: tf.Tensor2D, source: number): tf.Tensor2D {
  const [hidden, maxSource] = weight.shape;
  if (source > maxSource) {
    throw new RangeError(`ScoreLayer.apply: the location score knows ${maxSource} positions, got ${source}`);
  }
  return weight.slice([0, 0], [hidden, source]);
}

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

/** A score and what it learns. */
type Learned =
  | { readonly score: "dot" | "scaledDot" }
  | { readonly score: "general" | "location"; readonly weight: tf.Variable<tf.Rank.R2> }
  | { readonly score: "concat"; readonly weights: ConcatVariables };

/** {@link ConcatWeights} that training changes. */
interface ConcatVariables extends ConcatWeights {
  readonly queryWeight: tf.Variable<tf.Rank.R2>;
  readonly keyWeight: tf.Variable<tf.Rank.R2>;
  readonly vector: tf.Variable<tf.Rank.R1>;
  readonly deeper: readonly tf.Variable<tf.Rank.R2>[];
}

function newScore(config: ScoreConfig, random: RandomGenerator): Learned {
  const { score, querySize, keySize, maxSource = 64, numScoreLayers = 1 } = config;
  const matrix = (rows: number, columns: number) =>
    uniformParameter([rows, columns], 1 / Math.sqrt(rows), random);
  switch (score) {
    case "dot":
    case "scaledDot":
      return { score };
    case "general":
      return { score, weight: matrix(querySize, keySize) };
    case "concat": {
      const queryWeight = matrix(querySize, querySize);
      const keyWeight = matrix(keySize, querySize);
      const vector = uniformParameter([querySize], 1 / Math.sqrt(querySize), random);
      const deeper = Array.from({ length: numScoreLayers - 1 }, () => matrix(querySize, querySize));
      return { score, weights: { queryWeight, keyWeight, vector, deeper } };
    }
    case "location":
      return { score, weight: matrix(querySize, maxSource) };
  }
}

function parametersOf(learned: Learned): Parameters {
  if ("weight" in learned) return { weight: learned.weight };
  if (!("weights" in learned)) return {};
  const { deeper, ...outer } = learned.weights;
  return { ...outer, ...Object.fromEntries(deeper.map((weight, i) => [`deeper.${i}`, weight])) };
}
