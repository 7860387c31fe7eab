/** Answers to `tiedLogits`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (hiddens: tf.Tensor3D, embedding: tf.Tensor2D) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const logits = (hiddens: tf.Tensor3D, embedding: tf.Tensor2D): tf.Tensor => {
  const [batch, time, dModel] = hiddens.shape;
  const positions = hiddens.reshape<tf.Tensor2D>([batch * time, dModel]);
  return tf.matMul(positions, embedding, false, true).reshape([batch, time, embedding.shape[0]]);
};

export const mistakes: Mistake[] = [
  mistake("softmax is taken already: the loss wants logits", (hiddens, embedding) =>
    logits(hiddens, embedding).softmax(),
  ),
  mistake(
    "the logits are divided by √dModel, as attention does with scores; an output layer does not",
    (hiddens, embedding) => logits(hiddens, embedding).div(Math.sqrt(embedding.shape[1])),
  ),
  mistake("only the last position is answered; every position should be", (hiddens, embedding) => {
    const all = logits(hiddens, embedding);
    const [batch, time, vocab] = all.shape as [number, number, number];
    return all.slice([0, time - 1, 0], [batch, 1, vocab]).squeeze([1]);
  }),
  mistake("the table is reshaped to [dModel, vocab]; it should be turned over", (hiddens, embedding) => {
    const [vocab, dModel] = embedding.shape;
    const shuffled = embedding.reshape<tf.Tensor2D>([dModel, vocab]);
    return logits(hiddens, shuffled.transpose());
  }),
  mistake("batch and time are not apart again: that is [batch · time, vocab]", (hiddens, embedding) =>
    logits(hiddens, embedding).reshape([-1, embedding.shape[0]]),
  ),
  mistake("the most likely token is returned, not the logits", (hiddens, embedding) =>
    logits(hiddens, embedding).argMax(2),
  ),
  leak((hiddens, embedding) => {
    const turned = embedding.transpose<tf.Tensor2D>();
    return logits(hiddens, turned.transpose());
  }),
];

export const alternatives: Alternative[] = [
  alternative("einsum", (hiddens, embedding) => tf.einsum("btm,vm->btv", hiddens, embedding)),
  alternative("the table turned over, a loop over the batch", (hiddens, embedding) => {
    const turned = embedding.transpose<tf.Tensor2D>();
    return tf.stack(tf.unstack(hiddens).map((one) => (one as tf.Tensor2D).matMul(turned)));
  }),
];
