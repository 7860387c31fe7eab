// %% [markdown]
// # Exercises 12: the bug zoo
//
// Twelve models, each with one bug that people really make. None of them crashes: they run, they train, and are quietly worse. You
// see the symptom, and write the *test* that catches the bug: a function that gets a model, ends with an error that says what is wrong if
// the model is broken, and ends quietly if it is right.
//
// A good test is neither blind (it passes a broken model) nor jumpy (it fails a right one, or one that is written in another way). The
// checks try both. Look at what a model *does*; how it is written is nobody's business. (The animals live in
// `tests/exercises/fixtures/12-bug-zoo`, but the symptom should be enough.)
//
// Under each task stand a cell that checks your test, three folded hints, and a table of your test's verdicts.
// In a terminal, `npm run check -- 12 --watch` checks every time you save.

// %%
import { check, show, table } from "../lib/notebook";
import { curvePlot } from "../lib/plots";
import { sinusoidalEncoding } from "../lib/positional-encoding";
import { randomGenerator } from "../lib/random";
import { tf } from "../lib/tf";
import * as attention from "../tests/exercises/fixtures/12-bug-zoo/attention";
import * as layer from "../tests/exercises/fixtures/12-bug-zoo/layer";
import * as sequence from "../tests/exercises/fixtures/12-bug-zoo/sequence";

/** Ends a test with a reason, unless what should be true is true. Use it in your tests. */
function should(isTrue: boolean, reason: string): void {
  if (!isTrue) throw new Error(reason);
}

/** Whether two numbers are equal but for float32's rounding. */
const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-4;

/** What a test says about each model. */
function verdicts<Model>(
  test: (model: Model) => void,
  models: Record<string, Model>,
): object[] {
  return Object.entries(models).map(([model, made]) => {
    try {
      tf.tidy(() => test(made));
      return { model, "your test": "passes" };
    } catch (error) {
      return { model, "your test": `fails: ${(error as Error).message}` };
    }
  });
}

// %% [markdown] {"course": {"task": "paddingGetsNothing", "role": "prompt", "difficulty": 1, "minutes": 10}}
// ## The padding has the word
//
// *Symptom*: a sentence that is translated alone comes out well. In a batch with a longer one, so that it is padded, it is nonsense.
//
// `attend(scores, values, mask)` takes `[batch, source]`, `[batch, source, dValue]` and an int32 mask `[batch, source]` with 1 = a real token; it returns
// `{ weights, context }`. A padded position should get a weight of exactly 0. Write the test.

// %%
// The same three words, alone and with two padded positions behind them whose values are 100.
const inMasked = (attend: attention.MaskedAttention, length: number) => {
  const scores = [0.5, 2, 1, 0, 0].slice(0, length);
  const values = [1, 2, 3, 100, 100].slice(0, length).map((value) => [value]);
  const mask = [1, 1, 1, 0, 0].slice(0, length);
  const given = attend(
    tf.tensor2d([scores]),
    tf.tensor3d([values]),
    tf.tensor2d([mask], [1, length], "int32"),
  );
  return given.context.dataSync()[0]!.toFixed(2);
};
const masked = {
  right: attention.maskedAttention("right"),
  broken: attention.maskedAttention("inverted"),
};
table([
  {
    context: "alone",
    right: inMasked(masked.right, 3),
    broken: inMasked(masked.broken, 3),
  },
  {
    context: "padded",
    right: inMasked(masked.right, 5),
    broken: inMasked(masked.broken, 5),
  },
]);

// %% {"course": {"task": "paddingGetsNothing", "role": "answer"}}
type MaskedAttention = (
  scores: tf.Tensor2D, // [batch, source]
  values: tf.Tensor3D, // [batch, source, dValue]
  mask: tf.Tensor2D, // [batch, source]  int32
) => { weights: tf.Tensor2D; context: tf.Tensor2D };

/** @throws {Error} the model looks at padding */
function paddingGetsNothing(attend: MaskedAttention): void {
  const scores = tf.tensor2d([[1, 2, 3]]);
  const mask = tf.tensor2d([[1, 1, 0]], [1, 3], "int32");
  const weights = attend(scores, tf.ones([1, 3, 2]), mask).weights.dataSync();
  should(weights[2] === 0, `the padded position has a weight of ${weights[2]}`);
  should(
    near(weights[0]! + weights[1]!, 1),
    "the real positions do not share all the weight",
  );
}

// %% {"course": {"task": "paddingGetsNothing", "role": "check"}}
await check("paddingGetsNothing", paddingGetsNothing);

// %% [markdown] {"course": {"task": "paddingGetsNothing", "role": "hint"}}
// Which smallest input shows a padded position? What do you know about its weight, whatever the scores are?
//
// ---
//
// ```
// one sequence of three positions, the last of them padding
// ask the model for its weights
// the last weight should be 0, the others should sum to 1
// ```
//
// ---
//
// `weights.dataSync()` gives plain numbers. Give the padding the *highest* score, so that a mask that is ignored is caught too. Compare sums with `near`, not with `===`.

// %% {"course": {"task": "paddingGetsNothing", "role": "look"}}
table(verdicts(paddingGetsNothing, masked), "What your test says");

// %% [markdown] {"course": {"task": "sequencesStayApart", "role": "prompt", "difficulty": 1, "minutes": 10}}
// ## The answer depends on the neighbours
//
// *Symptom*: the same sentence gets another answer in another batch. In a batch of one, attention looks at everything with full weight.
//
// `attend(scores, values)` takes `[batch, source]` and `[batch, source, dValue]`, and returns `{ weights, context }`. Each sequence should have its own softmax,
// over its own source. Write the test.

// %%
// One sentence, with more and more neighbours.
const apart = {
  right: attention.batchAttention("right"),
  broken: attention.batchAttention("over the batch"),
};
const withNeighbours = (attend: attention.Attention, count: number) => {
  const scores = [[1, 2, 0.5], [0, 1, 3], [2, 2, 2]].slice(0, count + 1); // prettier-ignore
  const { weights } = attend(tf.tensor2d(scores), tf.ones([count + 1, 3, 1]));
  return [...weights.dataSync()].slice(0, 3).map((weight) => weight.toFixed(2)).join(" "); // prettier-ignore
};
table(
  [0, 1, 2].map((count) => ({
    neighbours: count,
    "weights, right": withNeighbours(apart.right, count),
    "weights, broken": withNeighbours(apart.broken, count),
  })),
);

// %% {"course": {"task": "sequencesStayApart", "role": "answer"}}
type Attention = (
  scores: tf.Tensor2D, // [batch, source]
  values: tf.Tensor3D, // [batch, source, dValue]
) => { weights: tf.Tensor2D; context: tf.Tensor2D };

/** @throws {Error} one sequence's weights depend on another's */
function sequencesStayApart(attend: Attention): void {
  const weightsOf = (scores: number[][]) =>
    attend(tf.tensor2d(scores), tf.ones([scores.length, 3, 2])).weights.dataSync();
  const alone = weightsOf([[1, 2, 4]]);
  const together = weightsOf([[1, 2, 4], [9, -3, 0]]); // prettier-ignore
  const isSame = alone.every((weight, i) => near(weight, together[i]!));
  should(isSame, "a neighbour changes the weights of a sequence");
}

// %% {"course": {"task": "sequencesStayApart", "role": "check"}}
await check("sequencesStayApart", sequencesStayApart);

// %% [markdown] {"course": {"task": "sequencesStayApart", "role": "hint"}}
// What should another sequence in the batch change for the first one? How do you ask the model that?
//
// ---
//
// ```
// weights of one sequence, alone
// weights of the same sequence, with a very different one behind it
// the first row should be the same both times
// ```
//
// ---
//
// `every((weight, i) => near(weight, other[i]!))` compares number by number. Let batch and source have different lengths: a square table hides which axis was used.

// %% {"course": {"task": "sequencesStayApart", "role": "look"}}
table(verdicts(sequencesStayApart, apart), "What your test says");

// %% [markdown] {"course": {"task": "lossIgnoresPadding", "role": "prompt", "difficulty": 1, "minutes": 10}}
// ## The loss that falls by itself
//
// *Symptom*: the loss is lower the more the lengths in a batch differ, although the model writes no better.
//
// `loss(logits, targets, mask)` takes `[batch, time, vocab]`, `[batch, time]` int32 and `[batch, time]` int32, and returns the mean in nats over the *real* tokens. More
// padding should leave it as it is, whatever stands there. Write the test.

// %%
// One unsure word, and padding of which the model is very sure.
const lossModels = {
  right: sequence.sequenceLoss("right"),
  broken: sequence.sequenceLoss("over padding"),
};
const paddings = [0, 1, 2, 4, 8];
const paddedLoss = (loss: sequence.Loss, count: number) => {
  const row = (first: number[], rest: number[]) => [
    first,
    ...Array.from({ length: count }, () => rest),
  ];
  const logits = tf.tensor3d([row([0, 0, 0, 0], [9, 0, 0, 0])]);
  const targets = tf.tensor2d([row([2], [0]).flat()], [1, count + 1], "int32");
  const mask = tf.tensor2d([row([1], [0]).flat()], [1, count + 1], "int32");
  return loss(logits, targets, mask).dataSync()[0]!;
};
show(
  curvePlot({
    series: Object.entries(lossModels).map(([name, loss]) => ({
      name,
      x: paddings,
      y: paddings.map((count) => paddedLoss(loss, count)),
    })),
    xTitle: "padded positions",
    yTitle: "loss (nats a token)",
    title: "The broken loss falls with every padded position",
  }),
);

// %% {"course": {"task": "lossIgnoresPadding", "role": "answer"}}
type Loss = (
  logits: tf.Tensor3D, // [batch, time, vocab]
  targets: tf.Tensor2D, // [batch, time]  int32
  mask: tf.Tensor2D, // [batch, time]  int32
) => tf.Scalar;

/** @throws {Error} padding changes the loss */
function lossIgnoresPadding(loss: Loss): void {
  const lossOf = (logits: number[][], mask: number[]) => {
    const ids = tf.ones<tf.Rank.R2>([1, mask.length], "int32");
    const counts = tf.tensor2d([mask], [1, mask.length], "int32");
    return loss(tf.tensor3d([logits]), ids, counts).dataSync()[0]!;
  };
  const short = lossOf([[1, 2, 0]], [1]);
  const long = lossOf([[1, 2, 0], [9, -9, 0]], [1, 0]); // prettier-ignore
  should(near(short, long), `padding changes the loss from ${short} to ${long}`);
}

// %% {"course": {"task": "lossIgnoresPadding", "role": "check"}}
await check("lossIgnoresPadding", lossIgnoresPadding);

// %% [markdown] {"course": {"task": "lossIgnoresPadding", "role": "hint"}}
// Which two batches should have the same loss? They must differ in nothing but padding.
//
// ---
//
// ```
// short = the loss of one real token
// long = the loss of the same token with padding behind it, where the logits are wild
// both should be equal
// ```
//
// ---
//
// Two bugs lie here: padding that is counted, and a sum over the real tokens that is divided by *all*. Only a test that changes the *number* of padded positions catches both.

// %% {"course": {"task": "lossIgnoresPadding", "role": "look"}}
table(verdicts(lossIgnoresPadding, lossModels), "What your test says");

// %% [markdown] {"course": {"task": "inputsLagTargets", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## The loss of zero
//
// *Symptom*: after a few steps the loss is 0. Left to itself, the model repeats one token for ever.
//
// `makePair(tokens)` gives `{ inputs, targets }`, two lists of ids: what a decoder reads, and what it should write. With `<sos>` = 1 and `<eos>` = 2, tokens 5 6 7 should
// give inputs 1 5 6 7 and targets 5 6 7 2: at every step the decoder reads the target *before*. Write the test.

// %%
// A model that only counts which target follows which input, trained on three sequences.
const pairModels = {
  right: sequence.pairMaker("right"),
  broken: sequence.pairMaker("not shifted"),
};
const songs = [[5, 6, 7, 5, 8], [6, 7, 5, 6, 8], [5, 8, 6, 7, 5]]; // prettier-ignore
function counted(makePair: sequence.PairMaker) {
  const pairs = songs
    .map(makePair)
    .flatMap(({ inputs, targets }) => inputs.map((input, t) => [input, targets[t]!]));
  const count = (input: number, target?: number) =>
    pairs.filter(([i, o]) => i === input && (target === undefined || o === target)).length;
  const nats = pairs.map(([i, o]) => -Math.log(count(i!, o) / count(i!)));
  const best = (input: number) =>
    [2, 5, 6, 7, 8].reduce((top, target) =>
      count(input, target) > count(input, top) ? target : top,
    );
  const written = [best(5)];
  while (written.length < 6) written.push(best(written[written.length - 1]!));
  return {
    "loss (nats)": (nats.reduce((sum, nat) => sum + nat, 0) / nats.length + 0).toFixed(3),
    "writes after 5": written.join(" "),
  };
}
table(
  Object.entries(pairModels).map(([model, makePair]) => ({ model, ...counted(makePair) })),
);

// %% {"course": {"task": "inputsLagTargets", "role": "answer"}}
type PairMaker = (tokens: readonly number[]) => { inputs: number[]; targets: number[] };

/** @throws {Error} the decoder reads what it should write */
function inputsLagTargets(makePair: PairMaker): void {
  const { inputs, targets } = makePair([5, 6, 7, 8]);
  should(inputs.length === targets.length, "inputs and targets have different lengths");
  const read = inputs.slice(1).join(" ");
  const written = targets.slice(0, -1).join(" ");
  should(read === written, `after ${written} was written, ${read} is read`);
}

// %% {"course": {"task": "inputsLagTargets", "role": "check"}}
await check("inputsLagTargets", inputsLagTargets);

// %% [markdown] {"course": {"task": "inputsLagTargets", "role": "hint"}}
// Write both lists below each other. Which number of the inputs should equal which one of the targets?
//
// ---
//
// ```
// a pair of a few different tokens
// the inputs without their first should be the targets without their last
// ```
//
// ---
//
// `inputs.slice(1)` and `targets.slice(0, -1)`; `join()` makes texts of them, which `===` compares. Tokens that are all different show a shift in any direction.

// %% {"course": {"task": "inputsLagTargets", "role": "look"}}
table(verdicts(inputsLagTargets, pairModels), "What your test says");

// %% [markdown] {"course": {"task": "stateIgnoresPadding", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## The encoder that falls asleep
//
// *Symptom*: short sentences in a batch with long ones come out worse, and all of them alike.
//
// `encode(inputs, mask)` reads `[batch, time, 2]` with an int32 mask `[batch, time]` and gives one state a sequence, `[batch, 2]`: the one after the last *real* step. Write the
// test. (There are several right encoders, with weights of their own: do not expect certain numbers.)

// %%
// How far the state of two words moves as padding is added behind them.
const encoders = {
  right: sequence.encoder("right", 0.9),
  broken: sequence.encoder("at the last step", 0.9),
};
const padded = [0, 1, 2, 4, 8];
const stateWith = (encode: sequence.Encoder, count: number) => {
  const steps = [[1, -1], [0.5, 2], ...Array.from({ length: count }, () => [0, 0])]; // prettier-ignore
  const mask = steps.map((_, t) => (t < 2 ? 1 : 0));
  return encode(
    tf.tensor3d([steps]),
    tf.tensor2d([mask], [1, mask.length], "int32"),
  ).dataSync();
};
show(
  curvePlot({
    series: Object.entries(encoders).map(([name, encode]) => {
      const [a, b] = stateWith(encode, 0);
      const far = (state: ArrayLike<number>) => Math.hypot(state[0]! - a!, state[1]! - b!);
      return { name, x: padded, y: padded.map((count) => far(stateWith(encode, count))) };
    }),
    xTitle: "padded steps",
    yTitle: "distance from the state without padding",
    title: "The broken encoder reads on over the padding",
  }),
);

// %% {"course": {"task": "stateIgnoresPadding", "role": "answer"}}
type Encoder = (
  inputs: tf.Tensor3D, // [batch, time, 2]
  mask: tf.Tensor2D, // [batch, time]  int32
) => tf.Tensor2D; // [batch, 2]

/** @throws {Error} the state is not that of the last real step */
function stateIgnoresPadding(encode: Encoder): void {
  const stateOf = (steps: number[][], mask: number[]) =>
    encode(tf.tensor3d([steps]), tf.tensor2d([mask], [1, mask.length], "int32")).dataSync();
  const [first, second, padding] = [[1, -1], [0.5, 2], [3, 3]]; // prettier-ignore
  const short = stateOf([first!, second!], [1, 1]);
  const long = stateOf([first!, second!, padding!], [1, 1, 0]);
  should(short.every((x, i) => near(x, long[i]!)), "padding behind a sequence changes its state"); // prettier-ignore
}

// %% {"course": {"task": "stateIgnoresPadding", "role": "check"}}
await check("stateIgnoresPadding", stateIgnoresPadding);

// %% [markdown] {"course": {"task": "stateIgnoresPadding", "role": "hint"}}
// Two batches, one state. What do they have in common, and in what may they differ?
//
// ---
//
// ```
// the state of two steps without padding
// the state of the same two steps with a padded third
// both should be the same
// ```
//
// ---
//
// Changing what stands *at* the padding is not enough: an encoder may set padding to 0 and read on. Compare *with* and *without*, number by number, by `near`.

// %% {"course": {"task": "stateIgnoresPadding", "role": "look"}}
table(verdicts(stateIgnoresPadding, encoders), "What your test says");

// %% [markdown] {"course": {"task": "headsKeepTheirColumns", "role": "prompt", "difficulty": 2, "minutes": 10}}
// ## The heads that see a chequerboard
//
// *Symptom*: attention with several heads learns hardly better than one; with a causal mask it knows things that it cannot know.
//
// `split(x, numHeads)` turns `[batch, time, dModel]` into `[batch, head, time, dHead]`. Head 1 should hold the first `dHead` columns of *every* position. Write the test.

// %%
// Positions 1 to 3 with columns 1 to 4: what does the first of two heads hold?
const splitters = {
  right: attention.headSplitter("right"),
  broken: attention.headSplitter("reshaped"),
};
const places = tf.tensor3d([[[11, 12, 13, 14], [21, 22, 23, 24], [31, 32, 33, 34]]]); // prettier-ignore
table(
  Object.entries(splitters).map(([model, split]) => ({
    model,
    "first head": JSON.stringify(split(places, 2).arraySync()[0]![0]),
  })),
);

// %% {"course": {"task": "headsKeepTheirColumns", "role": "answer"}}
type HeadSplitter = (x: tf.Tensor3D, numHeads: number) => tf.Tensor4D;

/** @throws {Error} a head does not hold its columns of all positions */
function headsKeepTheirColumns(split: HeadSplitter): void {
  const numbered = tf.tensor3d([[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]]); // prettier-ignore
  const heads = split(numbered, 2);
  should(heads.shape.join() === "1,2,3,2", `the shape is [${heads.shape.join(", ")}]`);
  const held = [...heads.dataSync()].slice(0, 6).join(" ");
  should(held === "1 2 5 6 9 10", `the first head holds ${held}`);
}

// %% {"course": {"task": "headsKeepTheirColumns", "role": "check"}}
await check("headsKeepTheirColumns", headsKeepTheirColumns);

// %% [markdown] {"course": {"task": "headsKeepTheirColumns", "role": "hint"}}
// How do you see from a number where it came from?
//
// ---
//
// ```
// a sequence of three positions and four columns, numbered so that each number tells its place
// split it into two heads
// the shape should be right, and the first head should hold columns 1 and 2 of all positions
// ```
//
// ---
//
// `arraySync()` or `dataSync()` give the numbers in order. The shape alone is not enough, and a single position hides everything: take at least two.

// %% {"course": {"task": "headsKeepTheirColumns", "role": "look"}}
table(verdicts(headsKeepTheirColumns, splitters), "What your test says");

// %% [markdown] {"course": {"task": "cellRemembers", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## The memory that leaks
//
// *Symptom*: an LSTM recalls no further than a plain RNN.
//
// `step(input, { hidden, cell })` is one step of an LSTM with one unit, in plain numbers; it returns `{ hidden, cell }`. The cell should be kept apart from the
// hidden state: read as the old cell, written as the new one, and not squashed. Write the test. (Right LSTMs have weights of their own.)

// %%
// A cell of 1, and then nothing but zeros: how much of it is left?
const lstms = {
  right: layer.lstmStep("right", 6),
  "hidden read as cell": layer.lstmStep("hidden read as cell", 6),
  "hidden kept as cell": layer.lstmStep("hidden kept as cell", 6),
};
const timeSteps = Array.from({ length: 31 }, (_, t) => t);
show(
  curvePlot({
    series: Object.entries(lstms).map(([name, step]) => {
      let state: layer.State = { hidden: 0, cell: 1 };
      const cells = timeSteps.map((t) => (t === 0 ? state : (state = step(0, state))).cell);
      return { name, x: timeSteps, y: cells };
    }),
    xTitle: "time steps",
    yTitle: "cell",
    title: "What is left of the cell",
  }),
);

// %% {"course": {"task": "cellRemembers", "role": "answer"}}
interface State {
  readonly hidden: number;
  readonly cell: number;
}
type LstmStep = (input: number, state: State) => State;

/** @throws {Error} the hidden state takes the cell's place */
function cellRemembers(step: LstmStep): void {
  const [low, high] = [0, 2].map((cell) => step(0.5, { hidden: 0.1, cell }));
  should(!near(low!.cell, high!.cell), "the old cell is not heard in the new one");
  const { hidden, cell } = step(0.5, { hidden: 0.1, cell: 2 });
  should(!near(hidden, cell), "the new cell is the new hidden state");
}

// %% {"course": {"task": "cellRemembers", "role": "check"}}
await check("cellRemembers", cellRemembers);

// %% [markdown] {"course": {"task": "cellRemembers", "role": "hint"}}
// Two things may go wrong with the cell: it is not read, or it is not kept. How do you see each?
//
// ---
//
// ```
// two steps with the same hidden state and different cells: the new cells should differ
// one step: the new cell and the new hidden state should differ
// ```
//
// ---
//
// A start of hidden = cell = 0 hides which of the two was read. Compare with `!near(…)`, and look at the new *cell*: the new hidden state alone does not tell what was kept.

// %% {"course": {"task": "cellRemembers", "role": "look"}}
table(verdicts(cellRemembers, lstms), "What your test says");

// %% [markdown] {"course": {"task": "decoderMovesOn", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## The decoder that stammers
//
// *Symptom*: free-running output repeats itself until `maxTime`; teacher-forced all is well.
//
// `decode(step, start, maxTime)` writes greedily: from `<sos>` (1) and the state `start`, each `step(token, state)` gives `{ logits, state }`, and *both* the token and the
// state go into the next step. It returns at most `maxTime` tokens, without `<eos>` (2). Your test brings its own `step`. Write it.

// %%
// A step that counts in its state: it should write 4 5 6 7 8.
const decoders = {
  right: sequence.decoder("right"),
  broken: sequence.decoder("state lost"),
};
const oneHot = (next: number) =>
  Array.from({ length: 20 }, (_, token) => (token === next ? 5 : 0));
const countsUp: sequence.Step = (_token, state) => ({
  logits: oneHot(4 + state),
  state: state + 1,
});
table(
  Object.entries(decoders).map(([model, decode]) => ({
    model,
    writes: decode(countsUp, 0, 5).join(" "),
  })),
);

// %% {"course": {"task": "decoderMovesOn", "role": "answer"}}
type Step = (token: number, state: number) => { logits: number[]; state: number };
type Decode = (step: Step, start: number, maxTime: number) => number[];

/** @throws {Error} token or state is not handed to the next step */
function decoderMovesOn(decode: Decode): void {
  const logits = (next: number) =>
    Array.from({ length: 20 }, (_, i) => (i === next ? 1 : 0));
  const byState: Step = (_, state) => ({
    logits: logits(4 + state),
    state: state + 1,
  });
  should(decode(byState, 0, 3).join(" ") === "4 5 6", "the state is not handed on");
  const byToken: Step = (token, state) => ({ logits: logits(token + 3), state });
  should(decode(byToken, 0, 3).join(" ") === "4 7 10", "the token is not read back");
}

// %% {"course": {"task": "decoderMovesOn", "role": "check"}}
await check("decoderMovesOn", decoderMovesOn);

// %% [markdown] {"course": {"task": "decoderMovesOn", "role": "hint"}}
// What must a step look like so that one sees whether its *state* arrives? And whether its *token* does?
//
// ---
//
// ```
// a step that writes 4 + state, and counts its state up: three tokens should be 4 5 6
// a step that writes the token it read plus 3: three tokens should be 4 7 10
// ```
//
// ---
//
// A helper `logits(next)` with a 1 at one place and 0 elsewhere saves typing. One step for each question: a step that reads only its state passes a decoder that loses the token.

// %% {"course": {"task": "decoderMovesOn", "role": "look"}}
table(verdicts(decoderMovesOn, decoders), "What your test says");

// %% [markdown] {"course": {"task": "normTamesFlatRows", "role": "prompt", "difficulty": 3, "minutes": 12}}
// ## The norm that shouts
//
// *Symptom*: rare spikes in the gradient, always at positions whose numbers are nearly equal.
//
// `norm(inputs)` is layer normalisation of `[position, width]` without scale and shift: $(x - \mathrm{mean}) / \sqrt{\mathrm{var} + \varepsilon}$ with ε = 1e-5. Under the root, ε keeps rows that are almost
// flat small. Write the test.

// %%
// Rows [−s, +s]: how large do they come out?
const norms = {
  right: layer.norm("right"),
  broken: layer.norm("ε outside"),
};
const spreads = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];
show(
  curvePlot({
    series: Object.entries(norms).map(([name, norm]) => ({
      name,
      x: spreads,
      y: spreads.map((s) => norm(tf.tensor2d([[-s, s]])).dataSync()[1]!),
    })),
    xTitle: "spread of a row",
    xScale: "log",
    yTitle: "after the norm",
    title: "Outside the root, ε lets rounding errors grow to full size",
  }),
);

// %% {"course": {"task": "normTamesFlatRows", "role": "answer"}}
type Norm = (inputs: tf.Tensor2D) => tf.Tensor2D; // [position, width]

/** @throws {Error} an almost flat row is blown up */
function normTamesFlatRows(norm: Norm): void {
  const flat = norm(tf.tensor2d([[0.0001, 0.0003]])).dataSync();
  should(Math.abs(flat[0]!) < 0.1, `a row that differs by 0.0002 comes out as ${flat[0]}`);
  const equal = norm(tf.tensor2d([[7, 7, 7]])).dataSync();
  should(equal.every((x) => near(x, 0)), `equal numbers come out as ${equal.join(" ")}`); // prettier-ignore
}

// %% {"course": {"task": "normTamesFlatRows", "role": "check"}}
await check("normTamesFlatRows", normTamesFlatRows);

// %% [markdown] {"course": {"task": "normTamesFlatRows", "role": "hint"}}
// For which rows does ε matter at all? Look at the plot: where do the two curves part?
//
// ---
//
// ```
// a row that is almost flat, such as 0.0001 and 0.0003: what comes out should be far below 1
// a row of equal numbers: what comes out should be 0 (without any ε it is NaN)
// ```
//
// ---
//
// The right value is $10^{-4} / \sqrt{10^{-8} + 10^{-5}}$, about 0.03; with ε outside it is about 0.9. So any bound between them will do. `near(NaN, 0)` is false, as it should be.

// %% {"course": {"task": "normTamesFlatRows", "role": "look"}}
table(verdicts(normTamesFlatRows, norms), "What your test says");

// %% [markdown] {"course": {"task": "scoresAreScaled", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## The attention that made up its mind
//
// *Symptom*: the wider the model, the worse it learns; at the start each query already looks at a single key.
//
// `attend(queries, keys, values)` takes `[batch, query, dKey]`, `[batch, key, dKey]`, `[batch, key, dValue]` and returns `{ weights, output }`. The scores should be divided by
// $\sqrt{d_k}$. Write the test.

// %%
// Random queries and keys: the largest of 8 weights, on average, as they get wider.
const scaledModels = {
  right: attention.keyAttention("right"),
  unscaled: attention.keyAttention("unscaled"),
  "divided by d": attention.keyAttention("divided by d"),
};
const random = randomGenerator("exercises/12");
const keyWidths = [1, 4, 16, 64, 256];
const drawn = keyWidths.map((dKey) =>
  [64, 8].map((count) =>
    tf.randomNormal<tf.Rank.R3>([1, count, dKey], 0, 1, "float32", random.seed()),
  ),
);
show(
  curvePlot({
    series: Object.entries(scaledModels).map(([name, attend]) => ({
      name,
      x: keyWidths,
      y: drawn.map(
        ([queries, keys]) =>
        attend(queries!, keys!, tf.ones([1, 8, 1])).weights.max(2).mean().dataSync()[0]!, // prettier-ignore
      ),
    })),
    xTitle: "dKey",
    xScale: "log",
    yTitle: "largest weight",
    title: "Divided by the root of dKey, weights hardly change with the width",
  }),
);

// %% {"course": {"task": "scoresAreScaled", "role": "answer"}}
type KeyAttention = (
  queries: tf.Tensor3D, // [batch, query, dKey]
  keys: tf.Tensor3D, // [batch, key, dKey]
  values: tf.Tensor3D, // [batch, key, dValue]
) => { weights: tf.Tensor3D; output: tf.Tensor3D };

/** @throws {Error} the scores are not divided by the root of dKey */
function scoresAreScaled(attend: KeyAttention): void {
  const keys = tf.tensor3d([[[1, 1, 1, 1], [0, 0, 0, 0]]]); // prettier-ignore
  const { weights } = attend(tf.ones([1, 1, 4]), keys, tf.ones([1, 2, 1]));
  const [fits, other] = weights.dataSync();
  const score = Math.log(fits! / other!); // the difference of the two scores
  should(Math.abs(score - 2) < 1e-3, `4 / √4 = 2 was expected as a score, got ${score}`);
}

// %% {"course": {"task": "scoresAreScaled", "role": "check"}}
await check("scoresAreScaled", scoresAreScaled);

// %% [markdown] {"course": {"task": "scoresAreScaled", "role": "hint"}}
// If you know the weights of two keys, what do you know about the difference of their scores? (Softmax is made of powers of e.)
//
// ---
//
// ```
// a query of four ones, a key of four ones, a key of four zeros: products 4 and 0
// the scores should be 4 / √4 = 2 and 0
// so the first weight should be e² times the second
// ```
//
// ---
//
// `Math.log(first / second)` is the difference of the two scores. Choose a width whose root is neither 1 nor the width itself: 4 is good, 1 is blind.

// %% {"course": {"task": "scoresAreScaled", "role": "look"}}
table(verdicts(scoresAreScaled, scaledModels), "What your test says");

// %% [markdown] {"course": {"task": "positionsCountOnce", "role": "prompt", "difficulty": 3, "minutes": 12}}
// ## The place drowns the word
//
// *Symptom*: words at the same place are mistaken for each other, words at different places are not recognised as the same.
//
// `read(tokens)` gives a vector for each token id, `[time, 8]`: its own vector plus the sinusoidal pattern of its place, *once*. The embedding adds it, and somebody added it
// again in the encoder. Write the test; lib's `sinusoidalEncoding(time, 8)` is at hand. (Right readers have token vectors of their own.)

// %%
// How far apart are two different words at one place, and one word at two places?
const readers = {
  right: layer.reader("right"),
  broken: layer.reader("positions twice"),
};
const distance = (a: number[], b: number[]) => Math.hypot(...a.map((x, i) => x - b[i]!));
table(
  Object.entries(readers).map(([model, read]) => {
    const [here, , there] = read([3, 4, 3]).arraySync();
    const [other] = read([5]).arraySync();
    return {
      model,
      "two words, one place": distance(here!, other!).toFixed(2),
      "one word, two places": distance(here!, there!).toFixed(2),
    };
  }),
);

// %% {"course": {"task": "positionsCountOnce", "role": "answer"}}
type Reader = (tokens: readonly number[]) => tf.Tensor2D; // [time, 8]

/** @throws {Error} the positions are added twice, or never */
function positionsCountOnce(read: Reader): void {
  const [first, second] = read([3, 3]).arraySync();
  const [here, next] = sinusoidalEncoding(2, 8).arraySync();
  const moved = second!.map((x, i) => x - first![i]!);
  const expected = next!.map((x, i) => x - here![i]!);
  should(moved.every((x, i) => near(x, expected[i]!)), "a token moves by another step than its place"); // prettier-ignore
}

// %% {"course": {"task": "positionsCountOnce", "role": "check"}}
await check("positionsCountOnce", positionsCountOnce);

// %% [markdown] {"course": {"task": "positionsCountOnce", "role": "hint"}}
// You do not know the token vectors. Which two readings have the *same* token vector, so that it cancels out?
//
// ---
//
// ```
// read one token twice in a row: two rows
// their difference is only a difference of places
// it should be the difference of the first two rows of the sinusoidal pattern
// ```
//
// ---
//
// `read([3, 3]).arraySync()` gives both rows. Subtract number by number with `map`, and compare with `every` and `near`. That they differ at all is not enough: added twice, they differ too.

// %% {"course": {"task": "positionsCountOnce", "role": "look"}}
table(verdicts(positionsCountOnce, readers), "What your test says");

// %% [markdown] {"course": {"task": "scoreSeesQueryAndKeys", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## The additive score that looks at nothing
//
// *Symptom*: alignments are the same straight line for every sentence, whatever its word order. Somebody taught the *location* score, which only knows the query, as the *additive* one.
//
// `score(query, keys)` takes `[batch, hidden]` and `[batch, source, hidden]` and returns `[batch, source]`. An additive score hears both: the query, and each key. Write the test.
// (Right scores have weights of their own.)

// %%
// Three keys in two orders: the scores should move with them.
const scoreModels = {
  right: attention.additiveScore("right"),
  broken: attention.additiveScore("location"),
};
const inOrder = (score: attention.Score, keys: number[][]) =>
  [...score(tf.tensor2d([[1, 0]]), tf.tensor3d([keys])).dataSync()].map((x) => x.toFixed(2)).join(" "); // prettier-ignore
table(
  Object.entries(scoreModels).map(([model, score]) => ({
    model,
    "keys a b c": inOrder(score, [[1, 0], [0, 1], [-1, 0]]),
    "keys c b a": inOrder(score, [[-1, 0], [0, 1], [1, 0]]),
  })),
); // prettier-ignore

// %% {"course": {"task": "scoreSeesQueryAndKeys", "role": "answer"}}
type Score = (query: tf.Tensor2D, keys: tf.Tensor3D) => tf.Tensor2D; // [batch, source]

/** @throws {Error} the score does not hear the query, or does not see the keys */
function scoreSeesQueryAndKeys(score: Score): void {
  const scoresOf = (query: number[], keys: number[][]) =>
    score(tf.tensor2d([query]), tf.tensor3d([keys])).dataSync();
  const [north, west] = [[0, 1], [-1, 0]]; // prettier-ignore
  const [a, b] = scoresOf([1, 0], [north!, west!]);
  const [c, d] = scoresOf([1, 0], [west!, north!]);
  should(near(a!, d!) && near(b!, c!), "the scores do not move with their keys");
  const [e, f] = scoresOf([0, 1], [north!, west!]);
  should(!near(a!, e!) || !near(b!, f!), "another query gets the same scores");
}

// %% {"course": {"task": "scoreSeesQueryAndKeys", "role": "check"}}
await check("scoreSeesQueryAndKeys", scoreSeesQueryAndKeys);

// %% [markdown] {"course": {"task": "scoreSeesQueryAndKeys", "role": "hint"}}
// What should happen to the scores if two keys change places? And if another query comes?
//
// ---
//
// ```
// scores of two keys
// the same query, the keys exchanged: the scores should be exchanged too
// another query, the same keys: the scores should differ
// ```
//
// ---
//
// Do both: a score that only knows the keys passes the first part, one that only knows the query passes the second. Compare with `near` and `!near`.

// %% {"course": {"task": "scoreSeesQueryAndKeys", "role": "look"}}
table(verdicts(scoreSeesQueryAndKeys, scoreModels), "What your test says");
