/** Softmax under a mask: exactly 0 where one may not look, even in a row where one may look nowhere. */
import { tf } from "./tf";
import { floatType, runKernel } from "./engine/kernel";
import { withBackward } from "./engine/with-backward";
import { timesOrZero } from "./masked";

/** Stands for a score where one may not look: far below any real score, and far from the end of float32. */
const FORBIDDEN_SCORE = -1e30;

/** A mask made ready once, for all layers that use it in a batch. */
export type PreparedMask = {
  /** 1 = may look, 0 = may not; as the scores, or with axes of length 1 to share it  float32 */
  readonly allowed: tf.Tensor;
  /** Whether one may look, for selecting scores  bool */
  readonly isAllowed: tf.Tensor;
};

/** Makes a mask ready. */
export const prepareMask = (mask: tf.Tensor): PreparedMask => ({
  allowed: mask.cast("float32"),
  isAllowed: mask.cast("bool"),
});

/**
 * Turns each row of scores into a distribution. Its gradient is written by hand, ∂e = α ⊙ (∂α − Σ ∂α ⊙ α), since a
 * weight of 0 already keeps everything from a masked score.
 *
 * @param scores  rows in the last axis  float32; where the mask is 0 they may be anything, NaN too
 * @param mask    broadcasts to the scores; omit to look everywhere
 */
export function maskedSoftmax<Scores extends tf.Tensor>(scores: Scores, mask?: PreparedMask): Scores {
  const forward = (given: Scores) => {
    const weights = weigh(given, mask);
    return { value: weights, saved: [weights] as [Scores] };
  };
  return withBackward([scores], forward, (change, [weights]) => {
    const overall = timesOrZero(change, weights).sum(-1, true);
    return timesOrZero(change.sub(overall), weights);
  });
}

function weigh<Scores extends tf.Tensor>(scores: Scores, mask?: PreparedMask): Scores {
  if (mask === undefined) return tf.softmax(scores);
  const inputs = [mask.isAllowed, scores, tf.scalar(FORBIDDEN_SCORE)];
  const [seen] = runKernel("SelectV2", [floatType()], inputs, 1); // `tf.where` would copy the mask for each head
  return timesOrZero(tf.softmax(seen as Scores), mask.allowed);
}
