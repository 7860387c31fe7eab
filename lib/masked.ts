/**
 * Leaving out: what a mask forbids is exactly 0, whatever number stands there, and so is its gradient. Multiplying by the
 * mask would let NaN and infinity through, since 0 · NaN is NaN.
 */
import { tf } from "./tf";
import { floatType, runKernel } from "./engine/kernel";
import { withBackward } from "./engine/with-backward";

/**
 * A tensor where its mask is not 0, times the mask; 0 elsewhere.
 *
 * @param given  any axes, such as [batch, time, hidden]  float32
 * @param mask   the same axes, or 1 instead of their length to share it  [batch, time, 1]; no gradient passes it
 * @returns with the axes of given
 * @throws {Error} by TensorFlow, if the mask does not fit
 */
export function masked<Given extends tf.Tensor>(given: Given, mask: tf.Tensor): Given {
  const forward = (x: Given) => {
    const kept = mask.cast("float32");
    return { value: timesOrZero(x, kept), saved: [kept] as [tf.Tensor] };
  };
  return tf.tidy(() => withBackward([given], forward, (change, [kept]) => timesOrZero(change, kept)));
}

/** a · b, and 0 where b is 0, whatever a is. Without a gradient of its own. */
export const timesOrZero = <Given extends tf.Tensor>(a: Given, b: tf.Tensor): Given =>
  runKernel("MulNoNan", [floatType()], [a, b], 1)[0] as Given;
