/** Short ways to write the wrong and the other right answers of a task. */
import { tf } from "../../lib/tf";
import type { Alternative, Mistake } from "./sheet";

type AnyFunction = (...args: never[]) => unknown;

/**
 * Builders for the variants of one signature. Each answer is tidied, so that a mutant has one mistake and no leak.
 *
 *     const { mistake, leak, alternative } = variantsOf<(query: tf.Tensor2D, keys: tf.Tensor3D) => tf.Tensor>();
 */
export function variantsOf<Answer extends AnyFunction>() {
  return {
    /** @param says  what is wrong, as the learner will read it */
    mistake: (says: string, answer: Answer): Mistake => ({ says, answer: tidied(answer) }),
    /** The right answer, but tensors in between are left over. */
    leak: (answer: Answer): Mistake => ({
      says: "tensors in between are left over: wrap the work in tf.tidy(() => …)",
      answer,
    }),
    /** @param name  how it differs from the reference */
    alternative: (name: string, answer: Answer): Alternative => ({ name, answer: tidied(answer) }),
  };
}

const tidied = (answer: AnyFunction): AnyFunction => {
  const run = answer as (...args: unknown[]) => tf.TensorContainer;
  return (...args: unknown[]) => tf.tidy(() => run(...args));
};
