/** Answers to `splitHeads`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

const { mistake, leak, alternative } = variantsOf<(x: tf.Tensor3D, numHeads: number) => tf.Tensor>();

const refuse = (x: tf.Tensor3D, numHeads: number): void => {
  if (x.shape[2] % numHeads !== 0)
    throw new RangeError(`splitHeads: ${numHeads} heads do not divide a width of ${x.shape[2]}`);
};
/** [batch, time, head, dHead] */
const apart = (x: tf.Tensor3D, numHeads: number): tf.Tensor4D => {
  refuse(x, numHeads);
  const [batch, time, dModel] = x.shape;
  return x.reshape([batch, time, numHeads, dModel / numHeads]);
};

export const mistakes: Mistake[] = [
  mistake(
    "one reshape alone: the shape is right, but a head holds whole positions, not columns of all positions",
    (x, numHeads) => {
      refuse(x, numHeads);
      const [batch, time, dModel] = x.shape;
      return x.reshape([batch, numHeads, time, dModel / numHeads]);
    },
  ),
  mistake("head and time have not changed places: that is [batch, time, head, dHead]", apart),
  mistake(
    "the last axis is cut as [dHead, head], so that each head gets every numHeads-th number",
    (x, numHeads) => {
      refuse(x, numHeads);
      const [batch, time, dModel] = x.shape;
      return x.reshape([batch, time, dModel / numHeads, numHeads]).transpose([0, 3, 1, 2]);
    },
  ),
  mistake("time and dHead have changed places too: that is [batch, head, dHead, time]", (x, numHeads) =>
    apart(x, numHeads).transpose([0, 2, 3, 1]),
  ),
  mistake("batch and head have changed places: that is [head, batch, time, dHead]", (x, numHeads) =>
    apart(x, numHeads).transpose([2, 0, 1, 3]),
  ),
  mistake("heads that do not divide the width are taken, and the last numbers are cut off", (x, numHeads) => {
    const [batch, time, dModel] = x.shape;
    const dHead = Math.floor(dModel / numHeads);
    const cut = x.slice([0, 0, 0], [batch, time, dHead * numHeads]);
    return cut.reshape([batch, time, numHeads, dHead]).transpose([0, 2, 1, 3]);
  }),
  leak((x, numHeads) => apart(x, numHeads).transpose([0, 2, 1, 3])),
];

export const alternatives: Alternative[] = [
  alternative("split and stack", (x, numHeads) => {
    refuse(x, numHeads);
    return tf.stack(tf.split(x, numHeads, 2), 1);
  }),
  alternative("a slice for each head", (x, numHeads) => {
    refuse(x, numHeads);
    const [batch, time, dModel] = x.shape;
    const dHead = dModel / numHeads;
    const heads = Array.from({ length: numHeads }, (_, h) =>
      x.slice([0, 0, h * dHead], [batch, time, dHead]).expandDims(1),
    );
    return tf.concat(heads, 1);
  }),
];
