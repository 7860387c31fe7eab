/** Answers to `lstmStep`: wrong as learners are wrong, and right in other ways. */
import type { LstmState, LstmWeights } from "../../../lib/lstm";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Next = { hidden: tf.Tensor; cell: tf.Tensor };
type Answer = (input: tf.Tensor2D, state: LstmState, weights: LstmWeights) => Next;
const { mistake, leak, alternative } = variantsOf<Answer>();

type Gates = Record<"i" | "f" | "g" | "o", tf.Tensor>;

function gatesOf(input: tf.Tensor2D, state: LstmState, weights: LstmWeights, order = "ifgo"): Gates {
  const fromHidden = state.hidden.matMul(weights.hiddenToGates);
  const parts = tf.split(input.matMul(weights.inputToGates).add(fromHidden).add(weights.bias), 4, 1);
  return Object.fromEntries([...order].map((name, k) => [name, parts[k]!])) as Gates;
}

function nextOf({ i, f, g, o }: Gates, { cell: old }: LstmState): Next {
  const cell = f.sigmoid().mul(old).add(i.sigmoid().mul(g.tanh()));
  return { hidden: o.sigmoid().mul(cell.tanh()), cell };
}

const right: Answer = (input, state, weights) => nextOf(gatesOf(input, state, weights), state);

export const mistakes: Mistake[] = [
  mistake(
    "input gate and forget gate are swapped: the order is input, forget, candidate, output",
    (input, state, weights) => nextOf(gatesOf(input, state, weights, "figo"), state),
  ),
  mistake(
    "candidate and output gate are swapped: the order is input, forget, candidate, output",
    (input, state, weights) => nextOf(gatesOf(input, state, weights, "ifog"), state),
  ),
  mistake("the hidden state is used where the cell belongs", (input, state, weights) =>
    nextOf(gatesOf(input, state, weights), { ...state, cell: state.hidden }),
  ),
  mistake(
    "the candidate goes through a sigmoid: it needs tanh, so that it can subtract too",
    (input, state, weights) => {
      const { i, f, g, o } = gatesOf(input, state, weights);
      const cell = f.sigmoid().mul(state.cell).add(i.sigmoid().mul(g.sigmoid()));
      return { hidden: o.sigmoid().mul(cell.tanh()), cell };
    },
  ),
  mistake("tanh of the cell is missing in the hidden state", (input, state, weights) => {
    const { o } = gatesOf(input, state, weights);
    const { cell } = right(input, state, weights);
    return { hidden: o.sigmoid().mul(cell), cell };
  }),
  mistake("the forget gate is missing: the cell only grows", (input, state, weights) => {
    const { i, g, o } = gatesOf(input, state, weights);
    const cell = state.cell.add(i.sigmoid().mul(g.tanh()));
    return { hidden: o.sigmoid().mul(cell.tanh()), cell };
  }),
  mistake("the hidden state is made from the old cell, not from the new one", (input, state, weights) => {
    const { o } = gatesOf(input, state, weights);
    return { hidden: o.sigmoid().mul(state.cell.tanh()), cell: right(input, state, weights).cell };
  }),
  mistake("hidden state and cell come back in each other's place", (input, state, weights) => {
    const { hidden, cell } = right(input, state, weights);
    return { hidden: cell, cell: hidden };
  }),
  leak(right),
  mistake("the cell is cut off at ±10: it may grow as large as it likes", (input, state, weights) => {
    const { o } = gatesOf(input, state, weights);
    const cell = right(input, state, weights).cell.clipByValue(-10, 10);
    return { hidden: o.sigmoid().mul(cell.tanh()), cell };
  }),
  mistake(
    "1 is added to the forget gate: that belongs into the bias when it is made",
    (input, state, weights) => {
      const { f, ...others } = gatesOf(input, state, weights);
      return nextOf({ f: f.add(1), ...others }, state);
    },
  ),
  mistake("the gates go through a hard sigmoid, 0.2 x + 0.5: use tf.sigmoid", (input, state, weights) => {
    const { i, f, g, o } = gatesOf(input, state, weights);
    const hard = (gate: tf.Tensor): tf.Tensor => gate.mul(0.2).add(0.5).clipByValue(0, 1);
    const cell = hard(f).mul(state.cell).add(hard(i).mul(g.tanh()));
    return { hidden: hard(o).mul(cell.tanh()), cell };
  }),
  mistake(
    "the matrices are transposed: they are turned already so that a row goes in on their left, x W",
    (input, state, weights) => {
      const inside = input
        .matMul(weights.inputToGates, false, true)
        .add(state.hidden.matMul(weights.hiddenToGates, false, true));
      const [i, f, g, o] = tf.split(inside.add(weights.bias), 4, 1) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      return nextOf({ i, f, g, o }, state);
    },
  ),
];

export const alternatives: Alternative[] = [
  alternative(
    "one matrix over input and state joined",
    (input, state, { inputToGates, hiddenToGates, bias }) => {
      const matrix = tf.concat([inputToGates, hiddenToGates], 0);
      const gates = tf.concat([input, state.hidden], 1).matMul(matrix).add(bias);
      const [i, f, g, o] = tf.split(gates, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      return nextOf({ i, f, g, o }, state);
    },
  ),
  alternative("a product for each gate", (input, state, { inputToGates, hiddenToGates, bias }) => {
    const size = state.hidden.shape[1];
    const [i, f, g, o] = [0, 1, 2, 3].map((k) => {
      const columns = (matrix: tf.Tensor2D): tf.Tensor2D => matrix.slice([0, k * size], [-1, size]);
      const sum = input.matMul(columns(inputToGates)).add(state.hidden.matMul(columns(hiddenToGates)));
      return sum.add(bias.slice([k * size], [size]));
    }) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    return nextOf({ i, f, g, o }, state);
  }),
];
