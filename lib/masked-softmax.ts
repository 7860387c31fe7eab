/**
 * Softmax under a mask: exactly 0 where one may not look, even in a row where one may look nowhere.
 */
import { tf } from "./tf";

/** Far below any real score, and far from the end of float32: adding it to a score leaves nothing of the score. */
const FORBIDDEN = -1e30;

/** A mask made ready once, for all layers that use it in a batch. */
export type PreparedMask = {
  /** 1 = may look, 0 = may not; as the scores, or with axes of length 1 to share it  float32 */
  readonly allowed: tf.Tensor;
  /** 0 = may look, very low = may not; what is added to the scores. */
  readonly barrier: tf.Tensor;
};

/** Makes a mask ready; caller disposes its two tensors. */
export function prepareMask(mask: tf.Tensor): PreparedMask {
  const allowed = mask.cast("float32");
  return { allowed, barrier: tf.tidy(() => allowed.sub(1).mul(-FORBIDDEN)) };
}

/**
 * Turns each row of scores into a distribution. Its gradient is written by hand, ∂e = α ⊙ (∂α − Σ ∂α ⊙ α), since a
 * weight of 0 already keeps everything from a masked score.
 *
 * @param scores  rows in the last axis  float32
 * @param mask    broadcasts to the scores; omit to look everywhere
 */
export function maskedSoftmax<Scores extends tf.Tensor>(scores: Scores, mask?: PreparedMask): Scores {
  const run = tf.customGrad((given, save) => {
    const raw = given as tf.Tensor;
    const weights =
      mask === undefined ? tf.softmax(raw) : tf.softmax(raw.add(mask.barrier)).mul(mask.allowed);
    (save as tf.GradSaveFunc)([weights]);
    const gradFunc = (change: tf.Tensor, [saved]: tf.Tensor[]) => {
      const overall = change.mul(saved!).sum(-1, true);
      return change.sub(overall).mul(saved!);
    };
    return { value: weights, gradFunc };
  });
  return run(scores) as Scores;
}
