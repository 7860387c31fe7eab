/** Answers to `shiftRight`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (targets: tf.Tensor2D, sos: number) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const column = (targets: tf.Tensor2D, id: number): tf.Tensor2D =>
  tf.fill<tf.Rank.R2>([targets.shape[0], 1], id, "int32");
const withoutLast = (targets: tf.Tensor2D): tf.Tensor2D =>
  targets.slice([0, 0], [targets.shape[0], targets.shape[1] - 1]);
const shifted = (targets: tf.Tensor2D, sos: number): tf.Tensor2D =>
  tf.concat([column(targets, sos), withoutLast(targets)], 1);

export const mistakes: Mistake[] = [
  mistake("nothing is shifted: the decoder would read the very token that it should write", (targets) =>
    targets.clone(),
  ),
  mistake("the last column is still there: inputs are one step longer than targets", (targets, sos) =>
    tf.concat([column(targets, sos), targets], 1),
  ),
  mistake(
    "the shift goes to the left: the decoder would read the token after the one it writes",
    (targets, sos) => tf.concat([targets.slice([0, 1]), column(targets, sos)], 1),
  ),
  mistake("<sos> replaces the first token: it should push all tokens one step on", (targets, sos) =>
    tf.concat([column(targets, sos), targets.slice([0, 1])], 1),
  ),
  mistake("<sos> is always 1: use the id that is given", (targets) => shifted(targets, 1)),
  mistake("the tokens are float32: ids are int32", (targets, sos) => shifted(targets, sos).cast("float32")),
  mistake(
    'tf.fill without a dtype makes float32, and ids are int32: give it "int32" as its third argument',
    (targets, sos) => tf.concat([tf.fill([targets.shape[0], 1], sos), withoutLast(targets)], 1),
  ),
  leak(shifted),
];

export const alternatives: Alternative[] = [
  alternative(
    "pad on the left, then cut",
    (targets, sos) =>
    targets.pad([[0, 0], [1, 0]], sos).slice([0, 0], targets.shape), // prettier-ignore
  ),
  alternative("plain lists", (targets, sos) =>
    tf.tensor2d(
      targets.arraySync().map((row) => [sos, ...row.slice(0, -1)]),
      targets.shape,
      "int32",
    ),
  ),
];
