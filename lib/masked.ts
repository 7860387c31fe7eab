/**
 * Leaving out: what a mask forbids is exactly 0, whatever number stands there, and so is its gradient. Multiplying by the
 * mask would let NaN and infinity through, since 0 · NaN is NaN.
 */
import { tf } from "./tf";
import { floatType, runKernel } from "./engine/kernel";

/**
 * A tensor where its mask is not 0, times the mask; 0 elsewhere.
 *
 * @param mask  broadcasts to the tensor; no gradient passes it
 */
export function masked<Given extends tf.Tensor>(given: Given, mask: tf.Tensor): Given {
  const run = tf.customGrad((x, save) => {
    const kept = mask.cast("float32");
    (save as tf.GradSaveFunc)([kept]);
    const gradFunc = (change: tf.Tensor, [saved]: tf.Tensor[]) => timesOrZero(change, saved!);
    return { value: timesOrZero(x as tf.Tensor, kept), gradFunc };
  });
  return tf.tidy(() => run(given)) as Given;
}

/** a · b, and 0 where b is 0, whatever a is. Without a gradient of its own. */
export const timesOrZero = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
  runKernel("MulNoNan", [floatType()], [a, b], 1)[0]!;
