/** Schedules: numbers that change while a model trains, as functions of the step, counted from 1. */
import { checkBetween, checkPositive, checkRecord, checkSize, checkSizes, shown } from "./argument";

/** From a step, counted from 1, to the number that holds there. */
export type Schedule = (step: number) => number;

/**
 * How often the decoder reads the right token instead of its own, over training: a probability in [0, 1].
 *
 * @throws {RangeError} a probability outside [0, 1], or another number out of its range
 *
 * Taught in notebook 05.
 * @source Bengio et al. 2015, "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks", §2.4.
 *   https://arxiv.org/abs/1506.03099
 * @exercise 05-teacher-forcing
 */
export const teacherForcing = {
  /** The same all the time: 1 is teacher forcing, 0 is free running. */
  constant(probability: number): Schedule {
    checkBetween("teacherForcing.constant", "probability", probability, "[0, 1]");
    return () => probability;
  },

  /**
   * Falls by the same amount every step, from `start` at step 1 to `end` at step `steps`, and stays there.
   *
   *     ε_i = max(end, start − c i)
   */
  linear(options: { start?: number; end?: number; steps: number }): Schedule {
    const { start = 1, end = 0, steps } = checkRecord("teacherForcing.linear", "options", options);
    checkBetween("teacherForcing.linear", "start", start, "[0, 1]");
    checkBetween("teacherForcing.linear", "end", end, "[0, 1]");
    checkSize("teacherForcing.linear", "steps", steps);
    const share = (step: number) => Math.min(1, (step - 1) / Math.max(1, steps - 1));
    return (step) => start + (end - start) * share(checkStep("teacherForcing.linear", step));
  },

  /**
   * Falls by the same share every step.
   *
   *     ε_i = kⁱ
   *
   * @param rate  k, in (0, 1)
   */
  exponential(options: { rate: number }): Schedule {
    const { rate } = checkRecord("teacherForcing.exponential", "options", options);
    checkBetween("teacherForcing.exponential", "rate", rate, "(0, 1)");
    return (step) => rate ** checkStep("teacherForcing.exponential", step);
  },

  /**
   * Stays high, then falls, then stays low.
   *
   *     ε_i = k / (k + exp(i / k))
   *
   * @param rate  k, ≥ 1: the larger, the later it falls
   */
  inverseSigmoid(options: { rate: number }): Schedule {
    const { rate } = checkRecord("teacherForcing.inverseSigmoid", "options", options);
    if (!(rate >= 1) || rate === Infinity) {
      throw new RangeError(`teacherForcing.inverseSigmoid: rate should be a number ≥ 1, got ${shown(rate)}`);
    }
    return (step) => rate / (rate + Math.exp(checkStep("teacherForcing.inverseSigmoid", step) / rate));
  },
};

export interface WarmupOptions {
  /** Width of the model, ≥ 1: wider ones learn at a lower rate. */
  readonly dModel: number;
  /** Steps until the learning rate is at its highest, ≥ 1. */
  readonly warmupSteps: number;
  /** What the rate is multiplied with, > 0; 1 as in the paper unless said otherwise. */
  readonly factor?: number;
}

/**
 * The Transformer's learning rate: rises in a straight line, then falls with the root of the step.
 *
 *     η_i = factor · dModel^−½ · min(i^−½, i · warmupSteps^−3/2)
 *
 * @returns the `learningRate` that `train` takes
 * @throws {RangeError} an option out of its range
 *
 * Ours / theirs: dModel is d_model, warmupSteps warmup_steps.
 * Taught in notebook 08.
 * @source Vaswani et al. 2017, "Attention Is All You Need", §5.3, eq. 3. https://arxiv.org/abs/1706.03762
 * @exercise 08-transformer
 */
export function warmup(options: WarmupOptions): Schedule {
  const { dModel, warmupSteps, factor = 1 } = checkRecord("warmup", "options", options);
  checkSizes("warmup", { dModel, warmupSteps });
  checkPositive("warmup", "factor", factor);
  return (step) => {
    checkStep("warmup", step);
    return (factor / Math.sqrt(dModel)) * Math.min(step ** -0.5, step * warmupSteps ** -1.5);
  };
}

function checkStep(functionName: string, step: number): number {
  checkSize(functionName, "step", step);
  return step;
}
