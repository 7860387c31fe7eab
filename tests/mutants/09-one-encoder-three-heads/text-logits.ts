/** Answers to `textLogits`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (hiddens: tf.Tensor3D, weight: tf.Tensor2D, bias: tf.Tensor1D) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const at = (hiddens: tf.Tensor3D, position: number): tf.Tensor2D =>
  tf.unstack(hiddens, 1)[position] as tf.Tensor2D;

export const mistakes: Mistake[] = [
  mistake("the last position is read, where padding may stand; [CLS] is the first", (hiddens, weight, bias) =>
    at(hiddens, hiddens.shape[1] - 1).matMul(weight).add(bias),
  ), // prettier-ignore
  mistake("the second position is read: counting starts at 0", (hiddens, weight, bias) =>
    at(hiddens, Math.min(1, hiddens.shape[1] - 1)).matMul(weight).add(bias),
  ), // prettier-ignore
  mistake(
    "the mean over all positions is read, padding included; only [CLS] should be",
    (hiddens, weight, bias) => hiddens.mean<tf.Tensor2D>(1).matMul(weight).add(bias),
  ),
  mistake(
    "the first sequence of the batch is read, not the first position of each",
    (hiddens, weight, bias) => (tf.unstack(hiddens, 0)[0] as tf.Tensor2D).matMul(weight).add(bias),
  ),
  mistake("squeeze without an axis takes a batch of 1 away too: name the axis", (hiddens, weight, bias) =>
    tf.dot(hiddens.slice([0, 0, 0], [-1, 1, -1]).squeeze<tf.Tensor2D>(), weight).add(bias),
  ),
  mistake("the bias is missing", (hiddens, weight) => at(hiddens, 0).matMul(weight)),
  mistake("softmax is taken already: the loss wants logits", (hiddens, weight, bias) =>
    at(hiddens, 0).matMul(weight).add<tf.Tensor2D>(bias).softmax(),
  ),
  mistake(
    "the matrix is transposed: it is turned already so that a row goes in on its left, x W",
    (hiddens, weight, bias) => at(hiddens, 0).matMul(weight, false, true).add(bias),
  ),
  leak((hiddens, weight, bias) => at(hiddens, 0).matMul(weight).add(bias)),
];

export const alternatives: Alternative[] = [
  alternative("gather and squeeze", (hiddens, weight, bias) =>
    tf
      .gather(hiddens, tf.tensor1d([0], "int32"), 1)
      .squeeze<tf.Tensor2D>([1])
      .matMul(weight)
      .add(bias),
  ),
  alternative("all positions projected, then the first taken", (hiddens, weight, bias) => {
    const [batch, time, dModel] = hiddens.shape;
    const all = hiddens
      .reshape<tf.Tensor2D>([batch * time, dModel])
      .matMul(weight)
      .reshape([batch, time, -1]);
    return tf.unstack(all, 1)[0]!.add(bias);
  }),
];
