/** Answers to `tokenLogits`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (hiddens: tf.Tensor3D, weight: tf.Tensor2D, bias: tf.Tensor1D) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** [batch · time, class], without the bias */
const flat = (hiddens: tf.Tensor3D, weight: tf.Tensor2D): tf.Tensor2D =>
  tf.matMul(hiddens.reshape<tf.Tensor2D>([-1, hiddens.shape[2]]), weight);
const apart = (rows: tf.Tensor, { shape: [batch, time] }: tf.Tensor3D): tf.Tensor =>
  rows.reshape([batch, time, -1]);

export const mistakes: Mistake[] = [
  mistake("the bias is missing", (hiddens, weight) => apart(flat(hiddens, weight), hiddens)),
  mistake("batch and time are not apart again: that is [batch · time, class]", (hiddens, weight, bias) =>
    flat(hiddens, weight).add(bias),
  ),
  mistake("time and batch have changed places on the way back", (hiddens, weight, bias) =>
    flat(hiddens, weight).add(bias).reshape([hiddens.shape[1], hiddens.shape[0], -1]),
  ),
  mistake("only [CLS] is answered: every token should be", (hiddens, weight, bias) =>
    (tf.unstack(hiddens, 1)[0] as tf.Tensor2D).matMul(weight).add(bias),
  ),
  mistake("every token gets the answer of the first", (hiddens, weight, bias) =>
    (tf.unstack(hiddens, 1)[0] as tf.Tensor2D)
      .matMul(weight)
      .add(bias)
      .expandDims(1)
      .tile([1, hiddens.shape[1], 1]),
  ),
  mistake("softmax is taken already: the loss wants logits", (hiddens, weight, bias) =>
    apart(flat(hiddens, weight).add<tf.Tensor2D>(bias).softmax(), hiddens),
  ),
  leak((hiddens, weight, bias) => apart(flat(hiddens, weight).add(bias), hiddens)),
];

export const alternatives: Alternative[] = [
  alternative("einsum", (hiddens, weight, bias) => tf.einsum("btm,mc->btc", hiddens, weight).add(bias)),
  alternative("a loop over the positions", (hiddens, weight, bias) =>
    tf.stack(
      tf.unstack(hiddens, 1).map((state) => (state as tf.Tensor2D).matMul(weight).add(bias)),
      1,
    ),
  ),
];
