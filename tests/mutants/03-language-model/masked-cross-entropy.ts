/** Answers to `maskedCrossEntropy`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (logits: tf.Tensor3D, targets: tf.Tensor2D, mask: tf.Tensor2D) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** −log softmax(z)[y] of every position  [batch, time] */
const surprise = (logits: tf.Tensor3D, targets: tf.Tensor2D): tf.Tensor =>
  tf.logSoftmax(logits).mul(tf.oneHot(targets, logits.shape[2])).sum(-1).neg();
const meanWhere = (values: tf.Tensor, mask: tf.Tensor): tf.Tensor =>
  values.mul(mask).sum().div(mask.sum().cast("float32").maximum(1));
const right: Answer = (logits, targets, mask) => meanWhere(surprise(logits, targets), mask.cast("float32"));

export const mistakes: Mistake[] = [
  mistake("the mean runs over the padding too", (logits, targets) => surprise(logits, targets).mean()),
  mistake(
    "padding is masked, but still counted in the mean: divide by the number of real tokens",
    (logits, targets, mask) => surprise(logits, targets).mul(mask).mean(),
  ),
  mistake("the sum is not divided: a longer text has a larger loss", (logits, targets, mask) =>
    surprise(logits, targets).mul(mask).sum(),
  ),
  mistake("the sign is wrong: the loss falls as the model gets worse", (logits, targets, mask) =>
    right(logits, targets, mask).neg(),
  ),
  mistake("the loss is in bits: use the natural logarithm for nats", (logits, targets, mask) =>
    right(logits, targets, mask).div(Math.LN2),
  ),
  mistake(
    "every sequence counts alike: average over all tokens, not over sequences first",
    (logits, targets, mask) => {
      const perSequence = surprise(logits, targets)
        .mul(mask)
        .sum(1)
        .div(mask.sum(1).cast("float32").maximum(1));
      return perSequence.mean();
    },
  ),
  mistake("softmax is missing: the logits are not probabilities", (logits, targets, mask) =>
    meanWhere(logits.mul(tf.oneHot(targets, logits.shape[2])).sum(-1).neg(), mask.cast("float32")),
  ),
  mistake("the logarithm of a softmax that is 0 is -Infinity: use tf.logSoftmax", (logits, targets, mask) => {
    const picked = tf.softmax(logits).mul(tf.oneHot(targets, logits.shape[2])).sum(-1);
    return meanWhere(picked.log().neg(), mask.cast("float32"));
  }),
  mistake("a batch without real tokens gives NaN: never divide by a count of 0", (logits, targets, mask) =>
    surprise(logits, targets).mul(mask).sum().div(mask.sum().cast("float32")),
  ),
  mistake(
    "the sum runs over time: what is picked stands on the last axis, the vocabulary",
    (logits, targets, mask) =>
      meanWhere(
        tf.logSoftmax(logits).mul(tf.oneHot(targets, logits.shape[2])).sum(1).neg(),
        mask.cast("float32"),
      ),
  ),
  mistake(
    "the largest logit has lost its axis, so that it meets the wrong axis of the logits: max(-1, true) keeps it",
    (logits, targets, mask) => {
      const shifted = logits.sub<tf.Tensor3D>(logits.max(-1));
      return meanWhere(surprise(shifted, targets), mask.cast("float32"));
    },
  ),
  mistake("the first sequence's mask is used for all", (logits, targets, mask) =>
    right(logits, targets, mask.slice([0, 0], [1, -1]).tile([mask.shape[0], 1])),
  ),
  leak(right),
];

export const alternatives: Alternative[] = [
  alternative("the largest logit taken off by hand", (logits, targets, mask) => {
    const shifted = logits.sub(logits.max(-1, true));
    const logTotal = shifted.exp().sum(-1).log();
    const chosen = shifted.mul(tf.oneHot(targets, logits.shape[2]).cast("float32")).sum(-1);
    return logTotal.sub(chosen).mul(mask).sum().div(mask.sum().cast("float32").maximum(1));
  }),
  alternative("flattened, and gathered by position", (logits, targets, mask) => {
    const [batch, time, vocab] = logits.shape;
    const flat = tf.logSoftmax(logits.reshape([batch * time, vocab])).flatten();
    const places = tf
      .range(0, batch * time, 1, "int32")
      .mul(vocab)
      .add(targets.flatten())
      .cast<tf.Tensor1D>("int32");
    return meanWhere(flat.gather(places).neg(), mask.flatten().cast("float32"));
  }),
];
