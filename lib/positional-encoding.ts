/** Positional encoding: tells attention, which sees a set, where in the sequence each token stands. */
import { tf } from "./tf";
import { checkSize, checkSizes, shown } from "./argument";
import { cacheLength } from "./engine/cache-length";
import { pure } from "./engine/pure";
import { checkMaking, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import { checkShapes } from "./shapes";

/**
 * A fixed pattern of waves: each pair of columns turns at its own speed, from 2π to 10,000 · 2π positions a turn.
 *
 *     PE(t, 2i) = sin(t / 10000^(2i / dModel))      PE(t, 2i + 1) = cos(t / 10000^(2i / dModel))
 *
 * @param time    how many positions, ≥ 1
 * @param dModel  width of a position's pattern, ≥ 1
 * @returns [time, dModel]  float32
 * @throws {RangeError} a size is not a whole number ≥ 1
 *
 * Ours / theirs: t is pos, dModel is d_model.
 * Taught in notebook 07.
 * @source Vaswani et al. 2017, "Attention Is All You Need", §3.5. https://arxiv.org/abs/1706.03762
 * @exercise 07-self-attention
 */
export function sinusoidalEncoding(time: number, dModel: number): tf.Tensor2D {
  checkSizes("sinusoidalEncoding", { time, dModel });
  const wave = (t: number, column: number): number => {
    const angle = t / 10_000 ** ((column - (column % 2)) / dModel);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  };
  const pattern = Array.from({ length: time }, (_, t) =>
    Array.from({ length: dModel }, (_, column) => wave(t, column)),
  );
  return tf.tensor2d(pattern);
}

export interface LearnedPositionsConfig {
  /** The most positions that it knows, ≥ 1. */
  readonly maxTime: number;
  /** Width of a position's vector, ≥ 1. */
  readonly dModel: number;
}

/**
 * A learned vector for every position.
 *
 * Taught in notebook 10.
 * @throws {RangeError} a size is not a whole number ≥ 1
 * @source Gehring et al. 2017, "Convolutional Sequence to Sequence Learning", §3.1. https://arxiv.org/abs/1705.03122
 */
export class LearnedPositions {
  readonly parameters: Parameters;
  private readonly table: tf.Tensor2D;
  private readonly maxTime: number;
  private readonly dModel: number;

  constructor(config: LearnedPositionsConfig, random: RandomGenerator) {
    const { maxTime, dModel } = checkMaking("LearnedPositions", config, random);
    checkSizes("LearnedPositions", { maxTime, dModel });
    this.maxTime = maxTime;
    this.dModel = dModel;
    const numbers = () => tf.randomNormal<tf.Rank.R2>([maxTime, dModel], 0, 0.02, "float32", random.seed());
    const table = tf.tidy(() => tf.variable(numbers()));
    this.table = table;
    this.parameters = { table };
  }

  /**
   * @param time   how many positions, ≥ 1
   * @param start  the first of them, counted from 0
   * @returns [time, dModel]
   * @throws {RangeError} a position ≥ maxTime, or start is not a whole number ≥ 0
   */
  apply(time: number, start = 0): tf.Tensor2D {
    checkSize("LearnedPositions.apply", "time", time);
    if (!Number.isInteger(start) || start < 0) {
      throw new RangeError(`LearnedPositions.apply: start should be a whole number ≥ 0, got ${shown(start)}`);
    }
    this.checkTime("apply", start + time);
    return this.table.slice([start, 0], [time, this.dModel]);
  }

  /**
   * The position after those of a KV cache.
   *
   * @param keys  of the tokens before  [batch, head, key, dHead]  float32
   * @returns [1, dModel]
   * @throws {RangeError} there is no position after the cache's
   */
  next(keys: tf.Tensor4D): tf.Tensor2D {
    checkShapes("LearnedPositions.next", { keys: [keys, "batch head key dHead"] });
    this.checkTime("next", keys.shape[2] + 1);
    return tf.tidy(() => tf.gather(this.table, cacheLength(keys)));
  }

  private checkTime(method: string, time: number): void {
    if (time <= this.maxTime) return;
    throw new RangeError(
      `LearnedPositions.${method}: there are ${this.maxTime} positions, got ${time} tokens`,
    );
  }
}
pure(LearnedPositions);
