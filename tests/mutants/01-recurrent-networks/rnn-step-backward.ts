/** Answers to `rnnStepBackward`: wrong as learners are wrong, and right in other ways. */
import { rnnStep, type RnnWeights } from "../../../lib/rnn";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Gradients = Record<"input" | "hidden" | "inputToHidden" | "hiddenToHidden" | "bias", tf.Tensor>;
type Answer = (
  input: tf.Tensor2D,
  hidden: tf.Tensor2D,
  weights: RnnWeights,
  change: tf.Tensor2D,
) => Gradients;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** From the change before tanh to all five. */
const spread = (
  input: tf.Tensor2D,
  hidden: tf.Tensor2D,
  weights: RnnWeights,
  inner: tf.Tensor,
): Gradients => ({
  input: inner.matMul(weights.inputToHidden, false, true),
  hidden: inner.matMul(weights.hiddenToHidden, false, true),
  inputToHidden: input.matMul(inner, true),
  hiddenToHidden: hidden.matMul(inner, true),
  bias: inner.sum(0),
});

const right: Answer = (input, hidden, weights, change) => {
  const next = rnnStep(input, hidden, weights);
  return spread(input, hidden, weights, change.mul(tf.sub(1, next.square())));
};

/** The way that the prompt rules out. */
const byTensorFlow: Answer = (input, hidden, { inputToHidden, hiddenToHidden, bias }, change) => {
  const step = (...[x, h, fromInput, fromHidden, b]: tf.Tensor[]): tf.Tensor =>
    tf.tanh(tf.matMul(x!, fromInput!).add(tf.matMul(h!, fromHidden!)).add(b!));
  const found = tf.grads(step)([input, hidden, inputToHidden, hiddenToHidden, bias], change);
  const names = ["input", "hidden", "inputToHidden", "hiddenToHidden", "bias"];
  return Object.fromEntries(names.map((name, i) => [name, found[i]!])) as Gradients;
};

export const mistakes: Mistake[] = [
  mistake("TensorFlow finds the gradients: here you write them, without tf.grads", byTensorFlow),
  mistake("the slope of tanh is missing: multiply the change by 1 - h'²", (input, hidden, weights, change) =>
    spread(input, hidden, weights, change),
  ),
  mistake(
    "the slope of tanh is taken at the old state, not at the new one",
    (input, hidden, weights, change) =>
      spread(input, hidden, weights, change.mul(tf.sub(1, hidden.square()))),
  ),
  mistake("the slope is 1 - h', without the square", (input, hidden, weights, change) =>
    spread(input, hidden, weights, change.mul(tf.sub(1, rnnStep(input, hidden, weights)))),
  ),
  mistake("the slope is h'(1 - h'): that is the sigmoid's", (input, hidden, weights, change) => {
    const next = rnnStep(input, hidden, weights);
    return spread(input, hidden, weights, change.mul(next).mul(tf.sub(1, next)));
  }),
  mistake("the matrix is not transposed on the way back to the state", (input, hidden, weights, change) => {
    const inner = change.mul(tf.sub(1, rnnStep(input, hidden, weights).square()));
    return { ...spread(input, hidden, weights, inner), hidden: inner.matMul(weights.hiddenToHidden) };
  }),
  mistake(
    "the bias has a gradient for every sequence: sum over the batch",
    (input, hidden, weights, change) => ({
      ...right(input, hidden, weights, change),
      bias: change.mul(tf.sub(1, rnnStep(input, hidden, weights).square())),
    }),
  ),
  mistake("the bias' gradient is the mean over the batch, not the sum", (input, hidden, weights, change) => ({
    ...right(input, hidden, weights, change),
    bias: change.mul(tf.sub(1, rnnStep(input, hidden, weights).square())).mean(0),
  })),
  leak(right),
  mistake(
    "the gradient of W_h is made with the new state: it was the old one that W_h multiplied",
    (input, hidden, weights, change) => {
      const next = rnnStep(input, hidden, weights);
      return {
        ...right(input, hidden, weights, change),
        hiddenToHidden: next.matMul(change.mul(tf.sub(1, next.square())), true),
      };
    },
  ),
];

export const alternatives: Alternative[] = [
  alternative("the sums over the batch as einsum", (input, hidden, weights, change) => {
    const next = rnnStep(input, hidden, weights);
    const inner = change.sub(change.mul(next).mul(next));
    return {
      input: tf.einsum("bh,ih->bi", inner, weights.inputToHidden),
      hidden: tf.einsum("bh,kh->bk", inner, weights.hiddenToHidden),
      inputToHidden: tf.einsum("bi,bh->ih", input, inner),
      hiddenToHidden: tf.einsum("bk,bh->kh", hidden, inner),
      bias: tf.ones<tf.Rank.R2>([1, input.shape[0]]).matMul(inner).squeeze([0]),
    };
  }),
  alternative("both matrices at once", (input, hidden, weights, change) => {
    const inner = change.mul(tf.sub(1, rnnStep(input, hidden, weights).square()));
    const [inputSize, hiddenSize] = weights.inputToHidden.shape;
    const matrices = tf.concat([input, hidden], 1).matMul(inner, true);
    const [inputToHidden, hiddenToHidden] = tf.split(matrices, [inputSize, hiddenSize], 0);
    const back = inner.matMul(tf.concat([weights.inputToHidden, weights.hiddenToHidden], 0), false, true);
    const [toInput, toHidden] = tf.split(back, [inputSize, hiddenSize], 1);
    return {
      input: toInput!,
      hidden: toHidden!,
      inputToHidden: inputToHidden!,
      hiddenToHidden: hiddenToHidden!,
      bias: inner.sum(0),
    };
  }),
];
