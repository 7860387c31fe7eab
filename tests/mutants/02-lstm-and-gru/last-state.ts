/** Answers to `lastState`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (hiddens: tf.Tensor3D, mask: tf.Tensor2D) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** The states where `place` counts to the length of each sequence. */
function pick(hiddens: tf.Tensor3D, mask: tf.Tensor2D, place: (lengths: tf.Tensor) => tf.Tensor): tf.Tensor {
  const isThere = tf.oneHot(place(mask.sum(1)).cast("int32"), mask.shape[1]).cast("float32");
  return hiddens.mul(isThere.expandDims(2)).sum(1);
}
const right: Answer = (hiddens, mask) => pick(hiddens, mask, (lengths) => lengths.sub(1));

export const mistakes: Mistake[] = [
  mistake("the state is taken after the padding: it must be the one at the last real token", (hiddens) =>
    hiddens.slice([0, hiddens.shape[1] - 1, 0], [-1, 1, -1]).squeeze([1]),
  ),
  mistake("the state stands one step too late: positions are counted from 0", (hiddens, mask) =>
    pick(hiddens, mask, (lengths) => lengths),
  ),
  mistake("the state stands one step too early", (hiddens, mask) =>
    pick(hiddens, mask, (lengths) => lengths.sub(2)),
  ),
  mistake("the first state is taken, not the last", (hiddens) =>
    hiddens.slice([0, 0, 0], [-1, 1, -1]).squeeze([1]),
  ),
  mistake("one length is used for all: each sequence has its own", (hiddens, mask) =>
    pick(hiddens, mask, (lengths) => tf.fill(lengths.shape, lengths.max().dataSync()[0]! - 1)),
  ),
  mistake("the real states are averaged, not picked", (hiddens, mask) =>
    hiddens.mul(mask.expandDims(2)).sum(1).div(mask.sum(1).maximum(1).expandDims(1)),
  ),
  mistake("a sequence without tokens gets its first state: position -1 was taken for 0", (hiddens, mask) =>
    pick(hiddens, mask, (lengths) => lengths.sub(1).maximum(0)),
  ),
  leak(right),
  mistake("one length is used for all: each sequence has its own", (hiddens, mask) =>
    pick(hiddens, mask, (lengths) => tf.fill(lengths.shape, lengths.dataSync()[0]! - 1)),
  ),
];

export const alternatives: Alternative[] = [
  alternative("the mask minus itself one step later", (hiddens, mask) => {
    const later = mask.slice([0, 1], [-1, -1]).pad([[0, 0], [0, 1]]); // prettier-ignore
    return hiddens.mul(mask.sub(later).cast("float32").expandDims(2)).sum(1);
  }),
  alternative("a loop over the batch", (hiddens, mask) => {
    const lengths = mask.sum(1).dataSync();
    const [batch, , width] = hiddens.shape;
    const states = Array.from({ length: batch }, (_, b) =>
      lengths[b] === 0
        ? tf.zeros([1, width])
        : hiddens.slice([b, lengths[b]! - 1, 0], [1, 1, -1]).reshape([1, width]),
    );
    return tf.concat(states, 0);
  }),
];
