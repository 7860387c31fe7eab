/** Answers to `clipGradients`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Gradients = Record<string, tf.Tensor>;
type Answer = (gradients: Gradients, maxNorm: number) => Gradients;
const { mistake, leak, alternative } = variantsOf<Answer>();

const map = (gradients: Gradients, change: (gradient: tf.Tensor) => tf.Tensor): Gradients =>
  Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, change(gradient)]));
const squares = (gradients: Gradients): tf.Tensor =>
  tf.addN(Object.values(gradients).map((gradient) => gradient.square().sum()));
const lengthOf = (gradients: Gradients): tf.Tensor => squares(gradients).sqrt();
const right: Answer = (gradients, maxNorm) => {
  const scale = tf.div(maxNorm, lengthOf(gradients).maximum(maxNorm));
  return map(gradients, (gradient) => gradient.mul(scale));
};

export const mistakes: Mistake[] = [
  mistake("every number is clipped by itself: the direction changes", (gradients, maxNorm) =>
    map(gradients, (gradient) => gradient.clipByValue(-maxNorm, maxNorm)),
  ),
  mistake("every tensor is clipped by its own length, not all together", (gradients, maxNorm) =>
    map(gradients, (gradient) => gradient.mul(tf.div(maxNorm, lengthOf({ gradient }).maximum(maxNorm)))),
  ),
  mistake("short gradients are stretched: clip only what is too long", (gradients, maxNorm) => {
    const scale = tf.div(maxNorm, lengthOf(gradients).maximum(1e-12));
    return map(gradients, (gradient) => gradient.mul(scale));
  }),
  mistake("the length is not a root: the sum of squares is used", (gradients, maxNorm) => {
    const scale = tf.div(maxNorm, squares(gradients).maximum(maxNorm));
    return map(gradients, (gradient) => gradient.mul(scale));
  }),
  mistake(
    "the tensors' lengths are added up: the length of all together is one root over all squares",
    (gradients, maxNorm) => {
      const sum = tf.addN(Object.values(gradients).map((gradient) => lengthOf({ gradient })));
      return map(gradients, (gradient) => gradient.mul(tf.div(maxNorm, sum.maximum(maxNorm))));
    },
  ),
  mistake("the length is divided by how many tensors there are", (gradients, maxNorm) => {
    const mean = lengthOf(gradients).div(Object.keys(gradients).length);
    return map(gradients, (gradient) => gradient.mul(tf.div(maxNorm, mean.maximum(maxNorm))));
  }),
  mistake("gradients of 0 become NaN: you divide by their length", (gradients, maxNorm) => {
    const scale = tf.minimum(1, tf.div(maxNorm, lengthOf(gradients)));
    return map(gradients, (gradient) =>
      gradient.div(lengthOf(gradients)).mul(lengthOf(gradients)).mul(scale),
    );
  }),
  leak(right),
];

export const alternatives: Alternative[] = [
  alternative("the length as a plain number", (gradients, maxNorm) => {
    const length = Math.sqrt(squares(gradients).dataSync()[0]!);
    return map(gradients, (gradient) =>
      length > maxNorm ? gradient.mul(maxNorm / length) : gradient.clone(),
    );
  }),
  alternative("all numbers in one vector", (gradients, maxNorm) => {
    const length = tf.concat(Object.values(gradients).map((gradient) => gradient.flatten())).norm();
    const isLong = length.greater(maxNorm);
    const scale = tf.where(isLong, tf.div(maxNorm, length.maximum(1e-20)), tf.scalar(1));
    return map(gradients, (gradient) => gradient.mul(scale));
  }),
];
