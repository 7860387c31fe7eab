// %% [markdown]
// # Exercises 01: recurrent networks
//
// You write one step of a recurrent network, run it over a sequence, find its gradients by hand, and keep them from
// exploding. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 01 --watch` checks every time you save.
// If TypeScript says that `Tensor<Rank>` is no `Tensor2D`, it has lost count of the axes: tell it with `as tf.Tensor2D`.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib that the cells below use
import { check, table } from "../lib/notebook";
import type { RnnWeights } from "../lib/rnn";
import { tf } from "../lib/tf";

// %%
// One unit, and a state of nothing: what the cells below the tasks try your functions on.
const small = {
  inputToHidden: tf.tensor2d([[1]]),
  hiddenToHidden: tf.tensor2d([[0.8]]),
  bias: tf.tensor1d([0]),
};
const zero = tf.zeros<tf.Rank.R2>([1, 1]);

// %% [markdown] {"course": {"task": "rnnStep", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## One step
//
// A recurrent network reads one input at a time and keeps a state. The new state comes from the input and from the old
// state, each through a matrix of its own:
//
// $$h' = \tanh(x W_x + h W_h + b)$$
//
// `input` is `[batch, input]`, `hidden` is `[batch, hidden]`. The weights are `inputToHidden` $W_x$ `[input, hidden]`,
// `hiddenToHidden` $W_h$ `[hidden, hidden]` and `bias` `[hidden]`. Return the new state, `[batch, hidden]`.

// %% {"course": {"task": "rnnStep", "role": "answer", "from": "lib/rnn"}}
import { rnnStep } from "../lib/rnn";

// %% {"course": {"task": "rnnStep", "role": "check"}}
await check("rnnStep", rnnStep);

// %% [markdown] {"course": {"task": "rnnStep", "role": "hint"}}
// Three parts are added. Which of them is a matrix product, and in which order do its two factors stand, so that the shapes
// meet?
//
// ---
//
// ```
// part of the input: input times inputToHidden
// part of the state: hidden times hiddenToHidden
// add both and the bias, then tanh of it all
// ```
//
// ---
//
// `a.matMul(b)` needs a's last axis to be b's first: `[batch, input]` by `[input, hidden]`. `add` spreads the bias `[hidden]`
// over the batch. `tanh()` stands outside everything, and `tf.tidy(() => …)` around it frees what lies between.

// %% {"course": {"task": "rnnStep", "role": "look"}}
// One unit that reads a single 1 and then zeros: with a weight of 0.9 to itself it forgets, with 1.5 it never does.
const remember = (toItself: number) => {
  const weights = {
    inputToHidden: tf.tensor2d([[1]]),
    hiddenToHidden: tf.tensor2d([[toItself]]),
    bias: tf.tensor1d([0]),
  };
  let state = tf.zeros<tf.Rank.R2>([1, 1]);
  return [1, 0, 0, 0, 0, 0].map((x) => {
    state = rnnStep(tf.tensor2d([[x]]), state, weights);
    return Number(state.dataSync()[0]!.toFixed(3));
  });
};
table([
  { "weight to itself": 0.9, states: remember(0.9).join("  ") },
  { "weight to itself": 1.5, states: remember(1.5).join("  ") },
]);

// %% [markdown] {"course": {"task": "unroll", "role": "prompt", "difficulty": 2, "minutes": 10}}
// ## A whole sequence
//
// Unrolling is a loop: each step reads its input and the state that the step before left behind.
//
// `inputs` is `[batch, time, input]`, `initial` is the state before the first step `[batch, hidden]`, and `weights` are
// those of `rnnStep`. Return the states of *all* steps, `[batch, time, hidden]`.
//
// `rnnStep` is given to you here, from `lib`: your own answer above is not needed for this task.

// %%
import { rnnStep as step } from "../lib/rnn";

// %% {"course": {"task": "unroll", "role": "answer"}}
/**
 * @param inputs   [batch, time, input]
 * @param initial  the state before the first step  [batch, hidden]
 * @param weights  as `step(input, hidden, weights)` takes them
 * @returns the state after each step  [batch, time, hidden]
 */
function unroll(
  inputs: tf.Tensor3D,
  initial: tf.Tensor2D,
  weights: RnnWeights,
): tf.Tensor3D {
  return tf.tidy(() => {
    let hidden = initial;
    const hiddens: tf.Tensor2D[] = [];
    for (let t = 0; t < inputs.shape[1]; t++) {
      const input = inputs.slice([0, t, 0], [-1, 1, -1]).squeeze<tf.Tensor2D>([1]);
      hidden = step(input, hidden, weights);
      hiddens.push(hidden);
    }
    return tf.stack(hiddens, 1) as tf.Tensor3D;
  });
}

// %% {"course": {"task": "unroll", "role": "check"}}
await check("unroll", unroll);

// %% [markdown] {"course": {"task": "unroll", "role": "hint"}}
// What changes from one step to the next, and what stays the same? Keep what changes in a variable outside the loop.
//
// ---
//
// ```
// hidden = initial
// for each t: hidden = step(input at t, hidden, weights); put it on a list
// stack the list so that time is the second axis
// ```
//
// ---
//
// The input at time `t` is `inputs.slice([0, t, 0], [-1, 1, -1])`, which still has a time axis of length 1: `squeeze([1])`
// takes it away. (`-1` as a size means: all.) `tf.stack(list, 1)` puts the new axis second; with `0` it would be first.

// %% {"course": {"task": "unroll", "role": "look"}}
// How much does the last state still know of the first input? Change that input a little and see.
const lastState = (length: number, first: number) => {
  const inputs = tf.tensor3d([Array.from({ length }, (_, t) => [t === 0 ? first : 0])]);
  return unroll(inputs, zero, small).dataSync().at(-1)!;
};
table(
  [1, 2, 5, 10, 20].map((length) => ({
    steps: length,
    "change of the last state": Math.abs(lastState(length, 1) - lastState(length, 0)),
  })),
  "What is left of the first input",
);

// %% [markdown] {"course": {"task": "numericSlope", "role": "prompt", "difficulty": 1, "minutes": 5}}
// ## A slope without calculus
//
// Before you trust a gradient that you derived, compare it with one that needs no derivation: move the input a little to both
// sides and see how much the output changes.
//
// $$f'(x) \approx \frac{f(x + \varepsilon) - f(x - \varepsilon)}{2\varepsilon}$$
//
// `f` takes a number and gives a number, `x` is where you look, `step` is $\varepsilon$; it is 1e-4 if nobody says otherwise.
// Return the slope.

// %% {"course": {"task": "numericSlope", "role": "answer"}}
/**
 * @param f     a function of one number
 * @param x     where the slope is wanted
 * @param step  ε, how far to go to each side
 */
function numericSlope(f: (x: number) => number, x: number, step = 1e-4): number {
  return (f(x + step) - f(x - step)) / (2 * step);
}

// %% {"course": {"task": "numericSlope", "role": "check"}}
await check("numericSlope", numericSlope);

// %% [markdown] {"course": {"task": "numericSlope", "role": "hint"}}
// A slope is a height divided by a length. How far apart are the two points at which you measure the height?
//
// ---
//
// ```
// right = f one step to the right of x
// left  = f one step to the left of x
// the slope is their difference, divided by the distance of two steps
// ```
//
// ---
//
// The brackets matter: `/ 2 * step` divides by 2 and then *multiplies*. Keep the default value in the list of parameters.

// %% {"course": {"task": "numericSlope", "role": "look"}}
// From both sides the error falls with the square of the step, until rounding takes over.
table(
  [1, 0.1, 0.01, 0.001].map((size) => ({
    step: size,
    "error of your slope of sin at 1": Math.abs(
      numericSlope(Math.sin, 1, size) - Math.cos(1),
    ),
  })),
);

// %% [markdown] {"course": {"task": "rnnStepBackward", "role": "prompt", "difficulty": 3, "minutes": 20}}
// ## The way back through one step
//
// Back-propagation through time goes through one step after the other, from the end. You write what happens in one.
//
// The step was $h' = \tanh(a)$ with $a = x W_x + h W_h + b$. `change` is the gradient of the loss with respect to $h'$. First it
// passes tanh, whose slope is $1 - h'^2$:
//
// $$\delta = \text{change} \odot (1 - h'^2)$$
//
// and then it spreads to everything that $a$ was made of:
//
// $$\partial x = \delta W_x^\top \quad \partial h = \delta W_h^\top \quad \partial W_x = x^\top \delta \quad
// \partial W_h = h^\top \delta \quad \partial b = \textstyle\sum_{\text{batch}} \delta$$
//
// Return `{ input, hidden, inputToHidden, hiddenToHidden, bias }`, each with the shape of what it is the gradient of. Use
// `step` from above for $h'$, and no automatic differentiation.

// %% {"course": {"task": "rnnStepBackward", "role": "answer"}}
interface StepGradients {
  input: tf.Tensor;
  hidden: tf.Tensor;
  inputToHidden: tf.Tensor;
  hiddenToHidden: tf.Tensor;
  bias: tf.Tensor;
}

/**
 * @param input   [batch, input]
 * @param hidden  the state before the step  [batch, hidden]
 * @param change  the gradient of the loss with respect to the state after the step  [batch, hidden]
 */
function rnnStepBackward(
  input: tf.Tensor2D,
  hidden: tf.Tensor2D,
  weights: RnnWeights,
  change: tf.Tensor2D,
): StepGradients {
  return tf.tidy(() => {
    const next = step(input, hidden, weights);
    const delta = change.mul(tf.sub(1, next.square())); // before tanh
    return {
      input: delta.matMul(weights.inputToHidden, false, true),
      hidden: delta.matMul(weights.hiddenToHidden, false, true),
      inputToHidden: input.matMul(delta, true),
      hiddenToHidden: hidden.matMul(delta, true),
      bias: delta.sum(0),
    };
  });
}

// %% {"course": {"task": "rnnStepBackward", "role": "check"}}
await check("rnnStepBackward", rnnStepBackward);

// %% [markdown] {"course": {"task": "rnnStepBackward", "role": "hint"}}
// Start with $\delta$. Which state does the slope of tanh need, the one before or the one after the step? Then let the shapes
// lead you: there is only one way to multiply each pair.
//
// ---
//
// ```
// next  = the state after the step
// delta = change times (1 minus next squared), number by number
// to the input and the state: delta times the transposed matrix
// to each matrix: what it was multiplied with, transposed, times delta
// to the bias: delta summed over the batch
// ```
//
// ---
//
// `a.matMul(b, false, true)` multiplies by $b^\top$, `a.matMul(b, true)` multiplies $a^\top$ by b. The bias was spread over the
// batch on the way forward, so on the way back its gradients are gathered: `sum(0)`.

// %% {"course": {"task": "rnnStepBackward", "role": "look"}}
// Send a gradient of 1 back through 20 steps, again and again through your function: it vanishes or explodes.
function gradientAfter(steps: number, toItself: number): number {
  const weights = { ...small, hiddenToHidden: tf.tensor2d([[toItself]]) };
  let change = tf.ones<tf.Rank.R2>([1, 1]);
  for (let t = 0; t < steps; t++)
    change = rnnStepBackward(zero, zero, weights, change).hidden as tf.Tensor2D;
  return change.dataSync()[0]!;
}
table(
  [0.5, 1, 1.5].map((toItself) => ({
    "weight to itself": toItself,
    "after 5 steps": gradientAfter(5, toItself),
    "after 20 steps": gradientAfter(20, toItself),
  })),
  "What is left of a gradient of 1",
);

// %% [markdown] {"course": {"task": "clipGradients", "role": "prompt", "difficulty": 2, "minutes": 10}}
// ## Clipping
//
// An exploding gradient throws the weights far away in one step. Clipping shortens the gradient but keeps its direction: all
// tensors together are one long vector, whose length may be at most `maxNorm`.
//
// $$\lVert g \rVert = \sqrt{\textstyle\sum_k g_k^2} \qquad g \leftarrow g \cdot \frac{\text{maxNorm}}{\lVert g \rVert}
// \text{ if } \lVert g \rVert > \text{maxNorm}$$
//
// `gradients` is a record from names to tensors of any shape. Return a record with the same names and *new* tensors. Short
// gradients keep their values, and gradients that are all 0 stay 0.
// (Pascanu et al. 2013, algorithm 1. https://arxiv.org/abs/1211.5063)

// %% {"course": {"task": "clipGradients", "role": "answer"}}
type Gradients = Record<string, tf.Tensor>;

/**
 * @param gradients  a tensor for each parameter's name
 * @param maxNorm    how long all of them together may be, > 0
 */
function clipGradients(gradients: Gradients, maxNorm: number): Gradients {
  return tf.tidy(() => {
    const squares = Object.values(gradients).map((gradient) => gradient.square().sum());
    const length = tf.addN(squares).sqrt();
    const scale = tf.div(maxNorm, length.maximum(maxNorm)); // 1 if they are short enough
    const clipped = Object.entries(gradients).map(([name, gradient]) => [
      name,
      gradient.mul(scale),
    ]);
    return Object.fromEntries(clipped) as Gradients;
  });
}

// %% {"course": {"task": "clipGradients", "role": "check"}}
await check("clipGradients", clipGradients);

// %% [markdown] {"course": {"task": "clipGradients", "role": "hint"}}
// There is *one* length for all tensors, and so one factor. What must the factor be when the length is below `maxNorm`?
//
// ---
//
// ```
// squares = for each tensor the sum of its squares
// length  = root of the sum of all squares
// scale   = maxNorm / length, but never above 1
// multiply each tensor by scale
// ```
//
// ---
//
// `Object.values(gradients)` is the list of tensors, `tf.addN` adds a list of scalars. Dividing by the *larger* of length and
// `maxNorm` (`length.maximum(maxNorm)`) gives a factor of exactly 1 for short gradients, and never divides by 0.

// %% {"course": {"task": "clipGradients", "role": "look"}}
// The direction stays: the ratio of the two numbers is the same before and after.
const before = { kernel: tf.tensor1d([30]), bias: tf.tensor1d([40]) };
const after = clipGradients(before, 5);
table(
  [before, after].map(({ kernel, bias }) => {
    const [a, b] = [kernel!.dataSync()[0]!, bias!.dataSync()[0]!];
    return { kernel: a, bias: b, ratio: a / b, length: Math.hypot(a, b) };
  }),
  "Before and after clipping to 5",
);
