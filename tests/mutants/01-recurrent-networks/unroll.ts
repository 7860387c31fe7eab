/** Answers to `unroll`: wrong as learners are wrong, and right in other ways. */
import { rnnStep, type RnnWeights } from "../../../lib/rnn";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (inputs: tf.Tensor3D, initial: tf.Tensor2D, weights: RnnWeights) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const steps = (inputs: tf.Tensor3D): tf.Tensor2D[] =>
  Array.from({ length: inputs.shape[1] }, (_, t) =>
    inputs.slice([0, t, 0], [-1, 1, -1]).squeeze<tf.Tensor2D>([1]),
  );

/** The states of all steps, in the order in which they are read. */
function states(read: tf.Tensor2D[], initial: tf.Tensor2D, weights: RnnWeights): tf.Tensor2D[] {
  let hidden = initial;
  return read.map((input) => (hidden = rnnStep(input, hidden, weights)));
}

export const mistakes: Mistake[] = [
  mistake("the state is not handed on: every step starts from the first state", (inputs, initial, weights) =>
    tf.stack(
      steps(inputs).map((input) => rnnStep(input, initial, weights)),
      1,
    ),
  ),
  mistake("the first state is ignored: the sequence starts from zeros", (inputs, initial, weights) =>
    tf.stack(states(steps(inputs), tf.zerosLike(initial), weights), 1),
  ),
  mistake(
    "the states are stacked along the batch: time must be the second axis",
    (inputs, initial, weights) => tf.stack(states(steps(inputs), initial, weights), 0),
  ),
  mistake("the sequence is read from its end", (inputs, initial, weights) =>
    tf.stack(states(steps(inputs).reverse(), initial, weights), 1),
  ),
  mistake(
    "the states stand one step too early in time: the first one is the state before any input",
    (inputs, initial, weights) =>
      tf.stack([initial, ...states(steps(inputs), initial, weights).slice(0, -1)], 1),
  ),
  mistake("only the last state comes back", (inputs, initial, weights) =>
    states(steps(inputs), initial, weights).at(-1)!,
  ),
  mistake("the loop stops one step too early", (inputs, initial, weights) => {
    const read = steps(inputs);
    return tf.stack(states(read.length > 1 ? read.slice(0, -1) : read, initial, weights), 1);
  }),
  leak((inputs, initial, weights) => tf.stack(states(steps(inputs), initial, weights), 1)),
  mistake(
    "inputs[t] is undefined, for a tensor is no list: tf.unstack(inputs, 1) gives a list of the steps",
    (inputs, initial, weights) => {
      const list = inputs as unknown as tf.Tensor2D[];
      return tf.stack(
        states(
          Array.from({ length: inputs.shape[1] }, (_, t) => list[t]!),
          initial,
          weights,
        ),
        1,
      );
    },
  ),
];

export const alternatives: Alternative[] = [
  alternative("all inputs projected in one product first", (inputs, initial, weights) => {
    const [batch, time, input] = inputs.shape;
    const projected = inputs.reshape<tf.Tensor2D>([batch * time, input]).matMul(weights.inputToHidden);
    const perStep = steps(projected.reshape<tf.Tensor3D>([batch, time, -1]));
    let hidden = initial as tf.Tensor;
    const hiddens = perStep.map((part) => {
      hidden = part.add(hidden.matMul(weights.hiddenToHidden)).add(weights.bias).tanh();
      return hidden.expandDims<tf.Tensor3D>(1);
    });
    return tf.concat(hiddens, 1);
  }),
  alternative("recursion instead of a loop", (inputs, initial, weights) => {
    const run = ([first, ...rest]: tf.Tensor2D[], hidden: tf.Tensor2D): tf.Tensor2D[] => {
      if (first === undefined) return [];
      const next = rnnStep(first, hidden, weights);
      return [next, ...run(rest, next)];
    };
    return tf.stack(run(steps(inputs), initial), 1);
  }),
];
