/** Answers to `mergeHeads`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (x: tf.Tensor4D, outputWeight: tf.Tensor2D) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** The heads of each position side by side  [batch · time, head · dHead] */
const joined = (x: tf.Tensor4D): tf.Tensor2D => {
  const [batch, head, time, dHead] = x.shape;
  return x.transpose([0, 2, 1, 3]).reshape([batch * time, head * dHead]);
};
const mixed = (x: tf.Tensor4D, rows: tf.Tensor2D, outputWeight: tf.Tensor2D): tf.Tensor =>
  rows.matMul(outputWeight).reshape([x.shape[0], x.shape[2], outputWeight.shape[1]]);

export const mistakes: Mistake[] = [
  mistake(
    "head and time do not change places before the reshape: positions and heads are mixed up",
    (x, outputWeight) => {
      const [batch, head, time, dHead] = x.shape;
      return mixed(x, x.reshape([batch * time, head * dHead]), outputWeight);
    },
  ),
  mistake("W^O is missing: the heads are only joined", (x) =>
    joined(x).reshape([x.shape[0], x.shape[2], -1]),
  ),
  mistake("the heads are joined from the last to the first", (x, outputWeight) =>
    mixed(x, joined(x.reverse<tf.Tensor4D>(1)), outputWeight),
  ),
  mistake(
    "the numbers of the heads are woven into each other: one head should stand behind the other",
    (x, outputWeight) => {
      const [batch, head, time, dHead] = x.shape;
      return mixed(x, x.transpose([0, 2, 3, 1]).reshape([batch * time, head * dHead]), outputWeight);
    },
  ),
  mistake("time and batch have changed places", (x, outputWeight) =>
    mixed(x, joined(x), outputWeight).transpose([1, 0, 2]),
  ),
  mistake("the first head's rows of W^O are used for every head", (x, outputWeight) => {
    const [, head, , dHead] = x.shape;
    const first = outputWeight.slice<tf.Tensor2D>([0, 0], [dHead, outputWeight.shape[1]]);
    return mixed(x, joined(x), first.tile([head, 1]));
  }),
  leak((x, outputWeight) => mixed(x, joined(x), outputWeight)),
];

export const alternatives: Alternative[] = [
  alternative("a slice of W^O for each head, and the sum", (x, outputWeight) => {
    const [batch, , time, dHead] = x.shape;
    const parts = tf.unstack(x, 1).map((one, h) => {
      const rows = outputWeight.slice([h * dHead, 0], [dHead, outputWeight.shape[1]]);
      return one.reshape<tf.Tensor2D>([batch * time, dHead]).matMul(rows);
    });
    return tf.addN(parts).reshape([batch, time, outputWeight.shape[1]]);
  }),
  alternative("heads joined by concat", (x, outputWeight) => {
    const [batch, , time] = x.shape;
    const rows = tf.concat(tf.unstack(x, 1), 2).reshape<tf.Tensor2D>([batch * time, outputWeight.shape[0]]);
    return mixed(x, rows, outputWeight);
  }),
];
