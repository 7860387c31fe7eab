/** Answers to `meanState`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (hiddens: tf.Tensor3D, mask: tf.Tensor2D) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const counted = (hiddens: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor2D =>
  hiddens.mul(mask.cast("float32").expandDims(2)).sum(1);
const lengths = (mask: tf.Tensor2D): tf.Tensor2D => mask.cast("float32").sum(1, true).maximum(1);
const right: Answer = (hiddens, mask) => counted(hiddens, mask).div(lengths(mask));

export const mistakes: Mistake[] = [
  mistake("the mean is taken over padding too: the mask says which states count", (hiddens) =>
    hiddens.mean(1),
  ),
  mistake(
    "padding is made 0 but still counts: divide by the number of real tokens, not by time",
    (hiddens, mask) => counted(hiddens, mask).div(hiddens.shape[1]),
  ),
  mistake("this is the sum: divide by the number of real tokens", counted),
  mistake("it is divided by the tokens of the whole batch: each text has its own number", (hiddens, mask) =>
    counted(hiddens, mask).div(mask.cast("float32").sum().maximum(1)),
  ),
  mistake("a text without tokens gives NaN, 0 / 0: its mean is 0", (hiddens, mask) =>
    counted(hiddens, mask).div(mask.cast("float32").sum(1, true)),
  ),
  mistake("the mean is taken over the width: it runs over time", (hiddens, mask) =>
    hiddens.mul(mask.cast("float32").expandDims(2)).mean(2),
  ),
  mistake("the first text's mask is used for all", (hiddens, mask) =>
    right(hiddens, mask.slice([0, 0], [1, -1])),
  ),
  mistake(
    "the number of tokens has lost its axis, so that it meets the wrong axis of the states: sum(1, true) keeps it",
    (hiddens, mask) => counted(hiddens, mask).div(mask.cast("float32").sum(1).maximum(1)),
  ),
  leak(right),
];

export const alternatives: Alternative[] = [
  alternative("weights that add up to 1, times the states", (hiddens, mask) =>
    tf.matMul(mask.cast("float32").div(lengths(mask)).expandDims<tf.Tensor3D>(1), hiddens).squeeze([1]),
  ),
  alternative("where, sum and a loop over texts", (hiddens, mask) =>
    tf.stack(
      mask.arraySync().map((row, text) => {
        const states = hiddens.slice<tf.Tensor3D>([text], [1]).squeeze<tf.Tensor2D>([0]);
        const ones = tf.tensor2d(row, [row.length, 1]);
        return states
          .mul(ones)
          .sum(0)
          .div(Math.max(1, row.filter(Boolean).length));
      }),
    ),
  ),
];
