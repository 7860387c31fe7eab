/** Answers to `rnnStep`: wrong as learners are wrong, and right in other ways. */
import type { RnnWeights } from "../../../lib/rnn";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (input: tf.Tensor2D, hidden: tf.Tensor2D, weights: RnnWeights) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const inside: Answer = (input, hidden, { inputToHidden, hiddenToHidden, bias }) =>
  input.matMul(inputToHidden).add(hidden.matMul(hiddenToHidden)).add(bias);

export const mistakes: Mistake[] = [
  mistake("tanh is missing: the state can grow without end", inside),
  mistake("sigmoid stands where tanh belongs", (input, hidden, weights) =>
    inside(input, hidden, weights).sigmoid(),
  ),
  mistake("the old state is not read: nothing is remembered", (input, _hidden, { inputToHidden, bias }) =>
    input.matMul(inputToHidden).add(bias).tanh(),
  ),
  mistake("the input is not read", (_input, hidden, { hiddenToHidden, bias }) =>
    hidden.matMul(hiddenToHidden).add(bias).tanh(),
  ),
  mistake("the bias is missing", (input, hidden, { inputToHidden, hiddenToHidden }) =>
    input.matMul(inputToHidden).add(hidden.matMul(hiddenToHidden)).tanh(),
  ),
  mistake(
    "tanh is around the old state's part only",
    (input, hidden, { inputToHidden, hiddenToHidden, bias }) =>
      input.matMul(inputToHidden).add(hidden.matMul(hiddenToHidden).tanh()).add(bias),
  ),
  mistake(
    "tanh is around each part: it stands around the sum",
    (input, hidden, { inputToHidden, hiddenToHidden, bias }) =>
      input.matMul(inputToHidden).add(bias).tanh().add(hidden.matMul(hiddenToHidden).tanh()),
  ),
  mistake(
    "the matrix from state to state is transposed",
    (input, hidden, { inputToHidden, hiddenToHidden, bias }) =>
      input
        .matMul(inputToHidden)
        .add(hidden.matMul(hiddenToHidden, false, true))
        .add(bias)
        .tanh(),
  ),
  mistake("the old state is added to the new one: that is a residual network", (input, hidden, weights) =>
    inside(input, hidden, weights).tanh().add(hidden),
  ),
  leak((input, hidden, weights) => inside(input, hidden, weights).tanh()),
  mistake(
    "(e²ᵃ − 1) / (e²ᵃ + 1) is Infinity / Infinity for large sums: use tanh",
    (input, hidden, weights) => {
      const power = inside(input, hidden, weights).mul(2).exp();
      return power.sub(1).div(power.add(1));
    },
  ),
  mistake(
    "the factors stand the wrong way round: a vector is a row here, so it is x W, not W x",
    (input, hidden, { inputToHidden, hiddenToHidden, bias }) =>
      inputToHidden.matMul(input).add(hiddenToHidden.matMul(hidden)).add(bias).tanh(),
  ),
];

export const alternatives: Alternative[] = [
  alternative(
    "one matrix over input and state joined",
    (input, hidden, { inputToHidden, hiddenToHidden, bias }) => {
      const joined = tf.concat([input, hidden], 1);
      return joined
        .matMul(tf.concat([inputToHidden, hiddenToHidden], 0))
        .add(bias)
        .tanh();
    },
  ),
  alternative("einsum, and tanh written with exponentials", (input, hidden, weights) => {
    const { inputToHidden, hiddenToHidden, bias } = weights;
    const fromInput = tf.einsum("bi,ih->bh", input, inputToHidden);
    const sum = fromInput.add(tf.einsum("bh,hk->bk", hidden, hiddenToHidden)).add(bias);
    return sum.mul(2).sigmoid().mul(2).sub(1);
  }),
];
