// %% [markdown]
// # Exercises 02: LSTM and GRU
//
// Gates decide what a network keeps. You write one step of each of the two famous cells, find the state behind padding, and
// read a sequence from both ends. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 02 --watch` checks every time you save.
// If TypeScript says that `Tensor<Rank>` is no `Tensor2D`, it has lost count of the axes: tell it with `as tf.Tensor2D`.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib that the cells below use
import type { GruWeights } from "../lib/gru";
import { check, table } from "../lib/notebook";
import { tf } from "../lib/tf";

// %% [markdown] {"course": {"task": "lstmStep", "role": "prompt", "difficulty": 2, "minutes": 15}}
// ## One step of an LSTM
//
// The cell $c$ is changed by *adding*, so that a gradient can travel far. Three gates between 0 and 1 say how much is let in
// ($i$), how much is kept ($f$) and how much is shown ($o$); $g$ is the candidate, what could be added.
//
// $$[i, f, g, o] = x W_x + h W_h + b \qquad c' = \sigma(f) \odot c + \sigma(i) \odot \tanh(g) \qquad
// h' = \sigma(o) \odot \tanh(c')$$
//
// `input` is `[batch, input]`; `state` is `{ hidden, cell }`, both `[batch, hidden]`. The weights of all four stand side by side,
// in the order i, f, g, o: `inputToGates` `[input, 4·hidden]`, `hiddenToGates` `[hidden, 4·hidden]`, `bias` `[4·hidden]`.
// Return `{ hidden, cell }` after the step.

// %% {"course": {"task": "lstmStep", "role": "answer", "from": "lib/lstm"}}
import { lstmStep } from "../lib/lstm";

// %% {"course": {"task": "lstmStep", "role": "check"}}
await check("lstmStep", lstmStep);

// %% [markdown] {"course": {"task": "lstmStep", "role": "hint"}}
// All four are computed at once. How do you get four tensors of `[batch, hidden]` out of one of `[batch, 4·hidden]`?
//
// ---
//
// ```
// gates = the sum of both products and the bias
// cut gates into i, f, g, o along the last axis
// new cell:   (sigmoid of f) times the old cell  plus  (sigmoid of i) times (tanh of g)
// new hidden: (sigmoid of o) times (tanh of the new cell)
// ```
//
// ---
//
// `tf.split(gates, 4, 1)` gives a list of four. Which three need a sigmoid, and which one tanh? The hidden state is made from the
// *new* cell. Return an object with the two names `hidden` and `cell`, and put `tf.tidy` around all of it.

// %% {"course": {"task": "lstmStep", "role": "look"}}
// A cell that was told 1 and then nothing for 30 steps: what is left depends on the forget gate alone.
function keptAfter(steps: number, forgetBias: number): number {
  const weights = {
    inputToGates: tf.zeros<tf.Rank.R2>([1, 4]),
    hiddenToGates: tf.zeros<tf.Rank.R2>([1, 4]),
    bias: tf.tensor1d([-20, forgetBias, 0, 0]),
  };
  let state = { hidden: tf.zeros<tf.Rank.R2>([1, 1]), cell: tf.ones<tf.Rank.R2>([1, 1]) };
  for (let t = 0; t < steps; t++) {
    state = lstmStep(tf.zeros<tf.Rank.R2>([1, 1]), state, weights);
  }
  return state.cell.dataSync()[0]!;
}
table(
  [0, 1, 3, 5].map((forgetBias) => ({
    "bias of the forget gate": forgetBias,
    "left after 30 steps": keptAfter(30, forgetBias),
  })),
);

// %% [markdown] {"course": {"task": "gruStep", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## One step of a GRU
//
// Two gates and no cell of its own. The update gate $z$ mixes the old state with a candidate $n$; the reset gate $r$ says how much of
// the old state the candidate may see.
//
// $$r = \sigma(x W_{xr} + b_{xr} + h W_{hr} + b_{hr}) \qquad z = \sigma(x W_{xz} + b_{xz} + h W_{hz} + b_{hz})$$
// $$n = \tanh(x W_{xn} + b_{xn} + r \odot (h W_{hn} + b_{hn})) \qquad h' = (1 - z) \odot n + z \odot h$$
//
// The weights of all three stand side by side, in the order r, z, n: `inputToGates` `[input, 3·hidden]`, `hiddenToGates`
// `[hidden, 3·hidden]`, `inputBias` and `hiddenBias` `[3·hidden]`. `input` is `[batch, input]` and `hidden` `[batch, hidden]`.
// Return the new state, `[batch, hidden]`.

// %% {"course": {"task": "gruStep", "role": "answer"}}
/**
 * @param input    [batch, input]
 * @param hidden   the state before the step  [batch, hidden]
 * @param weights  inputToGates, hiddenToGates, inputBias and hiddenBias
 * @returns the state after the step  [batch, hidden]
 */
function gruStep(
  input: tf.Tensor2D,
  hidden: tf.Tensor2D,
  weights: GruWeights,
): tf.Tensor2D {
  return tf.tidy(() => {
    const fromInput = input.matMul(weights.inputToGates).add(weights.inputBias);
    const fromHidden = hidden.matMul(weights.hiddenToGates).add(weights.hiddenBias);
    const [xr, xz, xn] = tf.split(fromInput, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const [hr, hz, hn] = tf.split(fromHidden, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const r = xr.add(hr).sigmoid();
    const z = xz.add(hz).sigmoid();
    const n = xn.add(r.mul(hn)).tanh();
    return tf.sub(1, z).mul(n).add<tf.Tensor2D>(z.mul(hidden));
  });
}

// %% {"course": {"task": "gruStep", "role": "check"}}
await check("gruStep", gruStep);

// %% [markdown] {"course": {"task": "gruStep", "role": "hint"}}
// Here the part of the input and the part of the state must be kept apart for a while. Why? Look at where $r$ stands.
//
// ---
//
// ```
// x parts: input times inputToGates plus inputBias, cut in three
// h parts: hidden times hiddenToGates plus hiddenBias, cut in three
// r, z: sigmoid of the x part plus the h part
// n: tanh of the x part plus r times the h part
// mix: (1 - z) times n, plus z times the old state
// ```
//
// ---
//
// `tf.split(…, 3, 1)` cuts in three along the last axis. `r` multiplies the *whole* h part of the candidate, its bias too. `tf.sub(1, z)`
// is $1 - z$. A `z` of 1 keeps the old state as it is.

// %% {"course": {"task": "gruStep", "role": "look"}}
// The update gate, driven by its bias, mixes an old state of 1 with a candidate of 0.
const mixed = [-5, 0, 5].map((bias) => {
  const state = gruStep(tf.zeros<tf.Rank.R2>([1, 1]), tf.ones<tf.Rank.R2>([1, 1]), {
    inputToGates: tf.zeros<tf.Rank.R2>([1, 3]),
    hiddenToGates: tf.zeros<tf.Rank.R2>([1, 3]),
    inputBias: tf.tensor1d([0, bias, 0]),
    hiddenBias: tf.zeros<tf.Rank.R1>([3]),
  });
  return { "bias of the update gate": bias, "new state": state.dataSync()[0]! };
});
table(mixed, "An old state of 1, a candidate of 0");

// %% [markdown] {"course": {"task": "lastState", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## The last state that means something
//
// In a batch the short sequences are padded. The state at the last *position* of a short sequence has read padding; what you want is the
// state at its last real *token*.
//
// `hiddens` is `[batch, time, hidden]`. `mask` is `[batch, time]`, 1 for a token and 0 for padding; padding stands at the end only.
// Return `[batch, hidden]`. A sequence without any token gets zeros. The gradient must reach the states that you picked.

// %% {"course": {"task": "lastState", "role": "answer"}}
/**
 * @param hiddens  the states of all steps  [batch, time, hidden]
 * @param mask     1 = a token, 0 = padding  [batch, time]  int32
 * @returns the state at each sequence's last token  [batch, hidden]
 */
function lastState(hiddens: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const last = mask.sum(1).sub(1).cast<tf.Tensor1D>("int32"); // -1 if there is no token
    const isLast = tf.oneHot(last, mask.shape[1]).cast("float32"); // [batch, time]
    return hiddens.mul(isLast.expandDims(2)).sum<tf.Tensor2D>(1);
  });
}

// %% {"course": {"task": "lastState", "role": "check"}}
await check("lastState", lastState);

// %% [markdown] {"course": {"task": "lastState", "role": "hint"}}
// How do you get the length of each sequence out of the mask? And how do you pick a *different* position in each row, with tensor
// operations that a gradient can pass?
//
// ---
//
// ```
// last = the sum of each row of the mask, minus 1
// isLast = 1 at that position of each row, 0 elsewhere
// multiply the states by it, and sum over time
// ```
//
// ---
//
// `tf.oneHot(positions, time)` makes a row with a single 1 for each position (and none for -1); it wants `int32`. `expandDims(2)` lets a row
// `[batch, time]` meet states `[batch, time, hidden]`.

// %% {"course": {"task": "lastState", "role": "look"}}
// Three sequences of lengths 4, 2 and 0, whose states count the steps: your function should give 4, 2 and 0.
const counting = tf.tile(tf.tensor3d([[[1], [2], [3], [4]]]), [3, 1, 1]) as tf.Tensor3D;
const threeLengths = tf.tensor2d(
  [
    [1, 1, 1, 1],
    [1, 1, 0, 0],
    [0, 0, 0, 0],
  ],
  [3, 4],
  "int32",
);
console.log([...lastState(counting, threeLengths).dataSync()]);

// %% [markdown] {"course": {"task": "bothWays", "role": "prompt", "difficulty": 2, "minutes": 10}}
// ## Reading both ways
//
// A state knows what came before it. A second network that reads from the end adds what comes after, and each position gets both,
// side by side.
//
// `forward` and `backward` are functions that read `[batch, time, input]` from the first step to the last and give their states,
// `[batch, time, hidden]`. They know one direction only: you turn the sequence round for the second, and its states back again.
// Return `[batch, time, 2·hidden]`: for each position the forward state, then the backward state *of the same token*.

// %% {"course": {"task": "bothWays", "role": "answer"}}
/** Reads a sequence from its first step to its last: [batch, time, input] to [batch, time, hidden]. */
type Reader = (inputs: tf.Tensor3D) => tf.Tensor3D;

/** @param inputs  [batch, time, input] */
function bothWays(inputs: tf.Tensor3D, forward: Reader, backward: Reader): tf.Tensor3D {
  return tf.tidy(() => {
    const fromStart = forward(inputs);
    const fromEnd = backward(inputs.reverse(1)).reverse<tf.Tensor3D>(1);
    return tf.concat([fromStart, fromEnd], 2);
  });
}

// %% {"course": {"task": "bothWays", "role": "check"}}
await check("bothWays", bothWays);

// %% [markdown] {"course": {"task": "bothWays", "role": "hint"}}
// The backward network's first state belongs to the last token. Where must it stand in the result?
//
// ---
//
// ```
// states of the forward reader, as they are
// states of the backward reader on the sequence turned round in time, and these turned round again
// both joined along the last axis
// ```
//
// ---
//
// `reverse(1)` turns axis 1, the time; `reverse()` without an axis would turn all of them. It is needed twice. `tf.concat([a, b], 2)` joins
// the widths.

// %% {"course": {"task": "bothWays", "role": "look"}}
// A reader that sums up what it has read: forwards the sum so far, backwards the sum still to come.
const summing: Reader = (inputs) => tf.cumsum(inputs, 1);
const sums = bothWays(tf.tensor3d([[[1], [2], [3], [4]]]), summing, summing).dataSync();
table(
  [1, 2, 3, 4].map((input, t) => ({
    input,
    "so far": sums[2 * t],
    "still to come": sums[2 * t + 1],
  })),
);
