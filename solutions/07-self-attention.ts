// %% [markdown]
// # Exercises 07: self-attention
//
// Four small functions: who may look at whom, the look itself, several heads, and the pattern that tells where each token
// stands. The fifth task makes a layer of them, a sequence that looks at itself, and trains it. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 07 --watch` checks every time you save.
// If TypeScript says that `Tensor<Rank>` is no `Tensor3D`, it has lost count of the axes: tell it with `as tf.Tensor3D`.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the data that the cells below use
import { load as loadReverse } from "../datasets/reverse/reverse";
import { Adam } from "../lib/adam";
import { linear, weightsOf, type MultiHeadWeights } from "../lib/functional";
import { watchTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import { MultiHeadAttention } from "../lib/multi-head-attention";
import { band, check, show, table } from "../lib/notebook";
import { alignmentPlot, curvePlot, headsPlot } from "../lib/plots";
import * as positions from "../lib/positional-encoding";
import { randomGenerator } from "../lib/random";
import { tf } from "../lib/tf";

// %%
const words = ["the", "cat", "sat", "down"];

// %% [markdown] {"course": {"task": "causalMask", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## The mask that hides the future
//
// A decoder reads a whole sentence at once, but position $t$ may only look at positions $s \le t$: the past and itself.
//
// $$M_{ts} = 1 \text{ if } s \le t, \text{ else } 0$$
//
// `time` is the number of positions. Return the mask, `[time, time]` int32: a row for each position that looks, a column for
// each position that is looked at, 1 = may look.

// %% {"course": {"task": "causalMask", "role": "answer"}}
/**
 * @param time  how many positions
 * @returns 1 where the row's position may look at the column's  [time, time]  int32
 */
function causalMask(time: number): tf.Tensor2D {
  return tf.tidy(() => {
    const ones = tf.ones<tf.Rank.R2>([time, time]);
    return tf.linalg.bandPart(ones, -1, 0).cast("int32");
  });
}

// %% {"course": {"task": "causalMask", "role": "check"}}
await check("causalMask", causalMask);

// %% [markdown] {"course": {"task": "causalMask", "role": "hint"}}
// Write the mask of three positions on paper. How many ones has the first row, how many the last?
//
// ---
//
// ```
// positions = 0, 1, …, time − 1
// as a column: t, who looks        as a row: s, who is looked at
// 1 where s ≤ t, as whole numbers
// ```
//
// ---
//
// `tf.range(0, time)` counts; `expandDims(1)` makes a column of it. `greaterEqual` compares a column with a row and gives a whole
// table of true and false, `cast("int32")` makes numbers of it. Or look up what `tf.linalg.bandPart` keeps of a matrix.

// %% {"course": {"task": "causalMask", "role": "look"}}
// Each word and those that it may look at.
const allowed = causalMask(words.length).arraySync();
table(
  words.map((word, t) => ({
    word,
    "may look at": words.filter((_, s) => allowed[t]![s] === 1).join(" "),
  })),
);

// %% [markdown] {"course": {"task": "scaledDotProductAttention", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## Attention as one matrix product
//
// All queries at once: every query meets every key, softmax makes weights of each *row* of scores, and the weights average
// the values.
//
// $$\mathrm{output} = \mathrm{softmax}\!\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V$$
//
// `queries` are `[batch, query, dKey]`, `keys` are `[batch, key, dKey]`, `values` are `[batch, key, dValue]`. `mask`, if
// there is one, is `[batch, query, key]` with 1 = may look. Return `{ output, weights }`, `[batch, query, dValue]` and
// `[batch, query, key]`.
//
// A forbidden position gets a weight of exactly 0. (Here every query may look somewhere.)

// %% {"course": {"task": "scaledDotProductAttention", "role": "answer"}}
interface Looked {
  /** [batch, query, dValue] */
  output: tf.Tensor3D;
  /** [batch, query, key] */
  weights: tf.Tensor3D;
}

/**
 * @param queries  [batch, query, dKey]
 * @param keys     [batch, key, dKey]
 * @param values   [batch, key, dValue]
 * @param mask     1 = may look  [batch, query, key]  int32; omit to look everywhere
 */
function scaledDotProductAttention(
  queries: tf.Tensor3D,
  keys: tf.Tensor3D,
  values: tf.Tensor3D,
  mask?: tf.Tensor3D,
): Looked {
  return tf.tidy(() => {
    const scores = tf.matMul(queries, keys, false, true).div(Math.sqrt(keys.shape[2])); // [batch, query, key]
    const barrier = mask ? mask.cast("float32").sub(1).mul(1e9) : tf.scalar(0);
    const weights = scores.add<tf.Tensor3D>(barrier).softmax();
    const output: tf.Tensor3D = tf.matMul(weights, values);
    return { output, weights };
  });
}

// %% {"course": {"task": "scaledDotProductAttention", "role": "check"}}
await check("scaledDotProductAttention", scaledDotProductAttention);

// %% [markdown] {"course": {"task": "scaledDotProductAttention", "role": "hint"}}
// Follow the shapes: what must be turned so that `[query, dKey]` times it gives `[query, key]`? And which length is under the
// root?
//
// ---
//
// ```
// scores = queries times keys turned over, divided by the root of dKey     [batch, query, key]
// where the mask is 0, make the score very low
// weights = softmax over the last axis
// output = weights times values
// ```
//
// ---
//
// `tf.matMul(a, b, false, true)` turns `b` over for you. The barrier is the one of sheet 06: `mask.cast("float32").sub(1)` is 0
// or -1, and 1e9 times that goes on top of the scores. Divide by `Math.sqrt(keys.shape[2])` *before* softmax.

// %% {"course": {"task": "scaledDotProductAttention", "role": "look"}}
// Each word asks for the one before it: the weights stand just below the diagonal. Nobody stands before "the".
const signs = tf.eye(5).mul<tf.Tensor2D>(6).expandDims<tf.Tensor3D>(0); // a sign of its own for each place
const asks = signs.slice<tf.Tensor3D>([0, 0, 0], [1, 4, 5]);
const shows = signs.slice<tf.Tensor3D>([0, 1, 0], [1, 4, 5]); // place s shows what place s + 1 asks for
const lookedBack = scaledDotProductAttention(asks, shows, tf.ones([1, 4, 2]));
show(
  alignmentPlot({
    source: words,
    target: words,
    weights: lookedBack.weights.arraySync()[0]!,
    title: "Your attention: every word looks at the one before it",
    sourceTitle: "key",
    targetTitle: "query",
  }),
);

// %% [markdown] {"course": {"task": "splitHeads", "role": "prompt", "difficulty": 2, "minutes": 10}}
// ## Cutting the width into heads
//
// Several heads share the width: with `dModel` = 6 and 2 heads, the first head works on numbers 1 to 3 of *every* position,
// the second on 4 to 6. So that each head is a sequence of its own, `head` moves before `time`.
//
// `x` is `[batch, time, dModel]`. Return `[batch, head, time, dHead]` with `dHead = dModel / numHeads`. Heads that do not divide the
// width are refused with an error that names the function.

// %% {"course": {"task": "splitHeads", "role": "answer"}}
/**
 * @param x         [batch, time, dModel]
 * @param numHeads  a divisor of dModel
 * @returns [batch, head, time, dHead]
 * @throws {RangeError} numHeads does not divide dModel
 */
function splitHeads(x: tf.Tensor3D, numHeads: number): tf.Tensor4D {
  const [batch, time, dModel] = x.shape;
  if (dModel % numHeads !== 0)
    throw new RangeError(
      `splitHeads: ${numHeads} heads do not divide a width of ${dModel}`,
    );
  return tf.tidy(() => {
    const apart = x.reshape([batch, time, numHeads, dModel / numHeads]); // still position by position
    return apart.transpose<tf.Tensor4D>([0, 2, 1, 3]);
  });
}

// %% {"course": {"task": "splitHeads", "role": "check"}}
await check("splitHeads", splitHeads);

// %% [markdown] {"course": {"task": "splitHeads", "role": "hint"}}
// `reshape` never moves a number, it only counts differently; `transpose` moves. Which axis can `reshape` cut in two, and which
// two axes must then change places?
//
// ---
//
// ```
// refuse heads that do not divide the width
// cut the last axis in two: [batch, time, head, dHead]
// let time and head change places
// ```
//
// ---
//
// Reshape to `[batch, time, numHeads, dModel / numHeads]` first. `transpose` takes the old axes in their new order: `[0, 2, 1, 3]` says
// that the third comes second. A `reshape` straight to `[batch, head, time, dHead]` has the right shape and the wrong numbers.

// %% {"course": {"task": "splitHeads", "role": "look"}}
// Two positions of width 4, numbered by place: each head should hold the same columns of both positions.
const numbered = tf.tensor3d([[[11, 12, 13, 14], [21, 22, 23, 24]]]); // prettier-ignore
const heads = splitHeads(numbered, 2).arraySync()[0]!;
table(
  heads.map((rows, h) => ({
    head: h + 1,
    "position 1": rows[0]!.join(" "),
    "position 2": rows[1]!.join(" "),
  })),
);

// %% [markdown] {"course": {"task": "sinusoidalEncoding", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## Where am I?
//
// Attention sees a set. To let it see an order, a pattern of waves is added to each position's vector: every pair of columns
// turns at its own speed, the first pair fast, the last pair slowly.
//
// $$PE_{t, 2i} = \sin\frac{t}{10000^{2i / d}} \qquad PE_{t, 2i + 1} = \cos\frac{t}{10000^{2i / d}}$$
//
// `time` is the number of positions (counted from 0), `dModel` is $d$. Return `[time, dModel]` float32. A size that is no whole number
// ≥ 1 is refused with an error that names the function; lib's `checkSizes("sinusoidalEncoding", { time, dModel })` of
// `./lib/argument` does that in one line.

// %% {"course": {"task": "sinusoidalEncoding", "role": "answer", "from": "lib/positional-encoding"}}
import { sinusoidalEncoding } from "../lib/positional-encoding";

// %% {"course": {"task": "sinusoidalEncoding", "role": "check"}}
await check("sinusoidalEncoding", sinusoidalEncoding);

// %% [markdown] {"course": {"task": "sinusoidalEncoding", "role": "hint"}}
// Columns 0 and 1 share one speed, columns 2 and 3 the next. Which number do 2 and 3 have in common that 4 does not?
//
// ---
//
// ```
// for each position t and each column:
//     even = the column, or the one before it if the column is odd
//     angle = t / 10000 to the power of (even / dModel)
//     sin of the angle in an even column, cos in an odd one
// ```
//
// ---
//
// `column - (column % 2)` is the $2i$ of both columns of a pair. In JavaScript `a ** b` is a power, and
// `Array.from({ length: time }, (_, t) => …)` makes a list of what the function gives for 0, 1, 2, …; one inside another
// makes the rows of a table, and `tf.tensor2d(rows)` a tensor of them.

// %% {"course": {"task": "sinusoidalEncoding", "role": "look"}}
// Three pairs of a pattern of width 16: the later the columns, the slower the wave.
const waves = sinusoidalEncoding(60, 16).arraySync();
show(
  curvePlot({
    series: [0, 4, 8].map((column) => ({
      name: `column ${column}`,
      x: waves.map((_, t) => t),
      y: waves.map((row) => row[column]!),
    })),
    xTitle: "position",
    yTitle: "value",
    title: "Each pair of columns turns at its own speed",
  }),
);

// %% [markdown]
// The last task has a small data set: 12 letters, and the same letters in reverse. A position's vector says which letter it holds (12
// columns) and where it stands (20 columns of waves).

// %%
/** `count` pairs, from the `from`-th on. */
function mirrored(split: "train" | "test", from: number, count: number) {
  const limit = from + count;
  const pairs = loadReverse({ split, limit, minLength: 12, maxLength: 12 }).slice(from);
  const idsOf = (rows: (readonly string[])[]) =>
    tf.tensor2d(
      rows.map((row) => row.map((letter) => letter.charCodeAt(0) - 97)),
      [count, 12],
      "int32",
    );
  return tf.tidy(() => {
    const sources = idsOf(pairs.map(({ source }) => source));
    const letter = tf.oneHot(sources, 12, 1, 0, "float32") as tf.Tensor3D;
    const waves = positions.sinusoidalEncoding(12, 20).expandDims<tf.Tensor3D>(0);
    const place = waves.tile<tf.Tensor3D>([count, 1, 1]);
    const inputs: tf.Tensor3D = tf.concat([letter, place], 2);
    const targets = idsOf(pairs.map(({ target }) => target));
    return { inputs, targets, targetMask: tf.onesLike(targets) };
  });
}

// %% [markdown] {"course": {"task": "multiHeadSelfAttention", "role": "prompt", "difficulty": 3, "minutes": 35}}
// ## All of it: a layer that trains
//
// Now the whole layer, and the loop that trains it. The weights are called as lib's `MultiHeadAttention` calls its parameters, so
// the check can put lib's own numbers in: `weights.queries` makes the queries, `weights.keysValues` makes the keys (its first `dModel`
// columns) and the values (the others), `weights.output` is $W^O$. Each has a matrix `inputToOutput` and a `bias`.
//
// $$\mathrm{head}_i = \mathrm{softmax}\!\left(\frac{Q_i K_i^\top}{\sqrt{d_{head}}}\right) V_i \qquad \mathrm{output} = [\mathrm{head}_1 ; \dots ; \mathrm{head}_h]\,W^O + b^O$$
//
// Return two functions, `run` and `train`. `train` takes **one step of the optimizer for each batch**, and gives the loss *before* each
// step, in nats. The loss takes each position's output for the scores of `dModel` tokens: `maskedCrossEntropy(output, targets, targetMask)`.
//
// Given: `linear(x, weights.queries)` multiplies the last axis and adds the bias, whatever the axes before it. Heads that do not divide
// the width are refused with an error that names the function. `run` leaves no tensors behind but its two.

// %% {"course": {"task": "multiHeadSelfAttention", "role": "answer"}}
interface AttentionBatch {
  /** [batch, time, dModel] */
  inputs: tf.Tensor3D;
  /** [batch, time]  int32 */
  targets: tf.Tensor2D;
  /** 1 where a target counts  [batch, time]  int32 */
  targetMask: tf.Tensor2D;
}

interface AttentionLayer {
  /**
   * @param mask  1 = may look  [batch, time, time]  int32; omit to look everywhere
   * @returns output [batch, time, dModel] and weights [batch, head, time, time]
   */
  run(
    inputs: tf.Tensor3D,
    mask?: tf.Tensor3D,
  ): { output: tf.Tensor3D; weights: tf.Tensor4D };
  /** @returns the loss before each step */
  train(batches: AttentionBatch[], optimizer: tf.Optimizer): number[];
}

/**
 * @param weights   of all heads, side by side
 * @param numHeads  a divisor of dModel
 * @throws {RangeError} numHeads does not divide dModel
 */
function multiHeadSelfAttention(
  weights: MultiHeadWeights,
  numHeads: number,
): AttentionLayer {
  const dModel = weights.queries.bias.size;
  if (dModel % numHeads !== 0)
    throw new RangeError(
      `multiHeadSelfAttention: ${numHeads} heads do not divide a width of ${dModel}`,
    );
  const intoHeads = (x: tf.Tensor) =>
    x
      .reshape([x.shape[0]!, x.shape[1]!, numHeads, dModel / numHeads])
      .transpose<tf.Tensor4D>([0, 2, 1, 3]);
  const run = (inputs: tf.Tensor3D, mask?: tf.Tensor3D) =>
    tf.tidy(() => {
      const queries = intoHeads(linear(inputs, weights.queries));
      const [keys, values] = tf
        .split(linear(inputs, weights.keysValues), 2, 2)
        .map(intoHeads);
      const scores = tf
        .matMul(queries, keys!, false, true)
        .div(Math.sqrt(dModel / numHeads));
      const barrier = mask
        ? mask.cast("float32").sub(1).mul(1e9).expandDims(1)
        : tf.scalar(0);
      const looked = scores.add<tf.Tensor4D>(barrier).softmax(); // [batch, head, query, key]
      const joined = tf.matMul(looked, values!).transpose([0, 2, 1, 3]);
      const output = linear(joined.reshape<tf.Tensor3D>(inputs.shape), weights.output);
      return { output, weights: looked };
    });
  const step = ({ inputs, targets, targetMask }: AttentionBatch, optimizer: tf.Optimizer) =>
    tf.tidy(() => {
      const loss = () => maskedCrossEntropy(run(inputs).output, targets, targetMask);
      return optimizer.minimize(loss, true)!.dataSync()[0]!;
    });
  return {
    run,
    train: (batches, optimizer) => batches.map((batch) => step(batch, optimizer)),
  };
}

// %% {"course": {"task": "multiHeadSelfAttention", "role": "check"}}
await check("multiHeadSelfAttention", multiHeadSelfAttention);

// %% [markdown] {"course": {"task": "multiHeadSelfAttention", "role": "hint"}}
// One sequence plays three roles here, each by a matrix of its own. `splitHeads` comes before the scores; what undoes it, after them? With several
// heads one axis more stands before the last two: do `matMul` and `softmax` care?
//
// ---
//
// ```
// refuse heads that do not divide the width
// run:   queries, keys, values = linear of the inputs, each cut into heads     [batch, head, time, dHead]
//        scores = queries times keys turned over, by the root of dHead; the mask, if there is one, for every head
//        weights = softmax; what the heads found, joined again                 [batch, time, dModel]
//        output = linear of that by weights.output
// train: for each batch: a step of the optimizer on the loss; remember the loss that it started from
// ```
//
// ---
//
// `tf.split(both, 2, 2)` gives keys and values. `expandDims(1)` gives the mask's barrier an axis for the heads. `optimizer.minimize(f, true)`
// computes `f()`, a scalar, changes every variable that `f` used, and returns what `f()` was (without `true` it returns nothing);
// `dataSync()[0]` is its number. Wrap the step in `tf.tidy` as well.

// %% {"course": {"task": "multiHeadSelfAttention", "role": "look"}}
// Your layer learns to write 12 letters in reverse, each output by itself. 10 to 30 seconds.
const newLayer = new MultiHeadAttention(
  { dModel: 32, numHeads: 2 },
  randomGenerator("07/mirror"),
);
const yours = multiHeadSelfAttention(weightsOf<MultiHeadWeights>(newLayer), 2);
const adam = new Adam({ learningRate: 0.01 });
await watchTraining(
  Array.from({ length: 400 }, (_, i) => mirrored("train", 32 * (i % 200), 32)),
  (batch) => yours.train([batch], adam)[0]!,
  {
    title: "Your layer, trained by your loop",
    baselines: [{ name: "a guess among 10 letters", lossNats: Math.log(10) }],
  },
);
const unseen = mirrored("test", 0, 200);
const answer = yours.run(unseen.inputs);
const right = answer.output.argMax(2).equal(unseen.targets).mean().dataSync()[0]!;
band({ name: "your layer: letters right", value: right, low: 0.98, high: 1 });
const letters = loadReverse({ split: "test", limit: 1, minLength: 12, maxLength: 12 })[0]!;
show(
  headsPlot({
    queries: letters.target,
    keys: letters.source,
    weights: [answer.weights.slice([0], [1]).squeeze<tf.Tensor3D>([0]).arraySync()],
    title: "Where your two heads look for each letter of the answer",
  }),
);
