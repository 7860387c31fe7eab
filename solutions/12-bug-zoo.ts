// %% [markdown]
// # Exercises 12: the bug zoo
//
// Twelve parts of a model, each of a few lines, and of each a right one and a broken one. The bugs are those that people really make.
// Nothing crashes. Each task starts with a **symptom**, and with what the two do side by side. Find out what is wrong, then write the
// *test* that catches it: a function that gets a model and throws an error if it is broken. If the model is right, the test just ends.
//
// - A good test is neither blind (it passes a broken model) nor jumpy (it fails a right one that is written in another way, or has
//   weights of its own). The checks try both.
// - Test what is *right*, not the one bug that you found. A hidden check has models with the same symptom for another reason.
// - The error should say what is wrong, in a sentence of at least three words. `should`, below, throws one for you.
// - A test judges at once: no `async`.
//
// Look at what a model *does*. (The models live in `tests/exercises/fixtures/12-bug-zoo`; reading them there spoils the hunt.)
//
// Under each task stand a cell that checks your test, three folded hints, and a table of your test's verdicts.
// In a terminal, `npm run check -- 12 --watch` checks every time you save.
// Whole models come in [13-second-zoo](13-second-zoo.ipynb).

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the models that the cells below use
import { check, show, table } from "../lib/notebook";
import { curvePlot } from "../lib/plots";
import { sinusoidalEncoding } from "../lib/positional-encoding";
import { randomGenerator } from "../lib/random";
import { tf } from "../lib/tf";
import * as zoo from "../tests/exercises/fixtures/12-bug-zoo/pairs";

// %%
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

// %% [markdown] {"course": {"task": "testMaskedAttention", "role": "prompt", "difficulty": 1, "minutes": 12}}
// ## Nonsense beside a longer sentence
//
// *Symptom*: a sentence that is translated alone comes out well. In a batch with a longer one, so that it is padded, it is nonsense.
//
// `attend(scores, values, mask)` is the masked attention of notebook 06: it takes `[batch, source]`, `[batch, source, dValue]` and an int32 mask
// `[batch, source]` with 1 = a real token, and returns `{ weights, context }`. Write the test.

// %%
// The same three words, alone and with two padded positions behind them whose values are 100.
table(
  Object.entries(zoo.maskedAttentions).map(([model, attend]) => {
    const contextOf = (length: number) => {
      const scores = [0.5, 2, 1, 0, 0].slice(0, length);
      const values = [1, 2, 3, 100, 100].slice(0, length).map((value) => [value]);
      const mask = tf.tensor2d([[1, 1, 1, 0, 0].slice(0, length)], [1, length], "int32");
      const { context } = attend(tf.tensor2d([scores]), tf.tensor3d([values]), mask);
      return context.dataSync()[0]!.toFixed(2);
    };
    return { model, "context, alone": contextOf(3), "context, padded": contextOf(5) };
  }),
);

// %% {"course": {"task": "testMaskedAttention", "role": "answer"}}
type MaskedAttention = (
  scores: tf.Tensor2D, // [batch, source]
  values: tf.Tensor3D, // [batch, source, dValue]
  mask: tf.Tensor2D, // [batch, source]  int32
) => { weights: tf.Tensor2D; context: tf.Tensor2D };

/** @throws {Error} the model is broken */
function testMaskedAttention(attend: MaskedAttention): void {
  const scores = tf.tensor2d([[1, 2, 3]]);
  const mask = tf.tensor2d([[1, 1, 0]], [1, 3], "int32");
  const weights = attend(scores, tf.ones([1, 3, 2]), mask).weights.dataSync();
  should(weights[2] === 0, `the padded position has a weight of ${weights[2]}`);
  should(
    near(weights[0]! + weights[1]!, 1),
    "the real positions do not share all the weight",
  );
}

// %% {"course": {"task": "testMaskedAttention", "role": "check"}}
await check("testMaskedAttention", testMaskedAttention);

// %% [markdown] {"course": {"task": "testMaskedAttention", "role": "hint"}}
// Which smallest input has a padded position? What do you know about the weights there, whatever the scores are? And about the others?
//
// ---
//
// ```
// one sequence of three positions, the last of them padding
// ask the model for its weights
// say what must hold of the last weight, and what must hold of the first two together
// ```
//
// ---
//
// `weights.dataSync()` gives plain numbers. Give the padding the *highest* score: then whatever goes wrong is large. Compare sums with `near`, not with `===`.

// %% {"course": {"task": "testMaskedAttention", "role": "look"}}
table(verdicts(testMaskedAttention, zoo.maskedAttentions), "What your test says");

// %% [markdown] {"course": {"task": "testBatchedAttention", "role": "prompt", "difficulty": 1, "minutes": 12}}
// ## The answer depends on the neighbours
//
// *Symptom*: the same sentence gets another answer in another batch.
//
// `attend(scores, values)` is attention without a mask: it takes `[batch, source]` and `[batch, source, dValue]`, and returns `{ weights, context }`. Write the test.

// %%
// One sentence, with more and more neighbours.
table(
  Object.entries(zoo.batchedAttentions).map(([model, attend]) => {
    const contextBeside = (neighbours: number) => {
      const scores = [[1, 2, 0.5], [0, 1, 3], [2, 2, 2]].slice(0, neighbours + 1); // prettier-ignore
      const values = tf.tensor3d(scores.map(() => [[1], [2], [3]]));
      return attend(tf.tensor2d(scores), values).context.dataSync()[0]!.toFixed(2);
    };
    return {
      model,
      "context, alone": contextBeside(0),
      "beside one": contextBeside(1),
      "beside two": contextBeside(2),
    };
  }),
);

// %% {"course": {"task": "testBatchedAttention", "role": "answer"}}
type Attention = (
  scores: tf.Tensor2D, // [batch, source]
  values: tf.Tensor3D, // [batch, source, dValue]
) => { weights: tf.Tensor2D; context: tf.Tensor2D };

/** @throws {Error} the model is broken */
function testBatchedAttention(attend: Attention): void {
  const short = { scores: [1, 2, 4], values: [[3], [1], [2]] };
  const other = { scores: [9, -3, 0], values: [[-5], [7], [8]] };
  const contextsOf = (...rows: (typeof short)[]) => {
    const scores = tf.tensor2d(rows.map((row) => row.scores));
    return attend(scores, tf.tensor3d(rows.map((row) => row.values))).context.dataSync();
  };
  const alone = contextsOf(short)[0]!;
  should(near(alone, contextsOf(short, other)[0]!), "a neighbour changes the context");
  should(near(alone, contextsOf(other, short)[1]!), "a neighbour before it changes the context"); // prettier-ignore
}

// %% {"course": {"task": "testBatchedAttention", "role": "check"}}
await check("testBatchedAttention", testBatchedAttention);

// %% [markdown] {"course": {"task": "testBatchedAttention", "role": "hint"}}
// What should another sequence in the batch change for the first one? How do you ask the model that? Does it matter which of the two comes first?
//
// ---
//
// ```
// the context of one sequence, alone
// its context with a very different one behind it, and with that one before it
// compare
// ```
//
// ---
//
// Weights alone tell half of it: compare what comes out, the context. Give the two sequences different values too. Let batch and source have different lengths: a square table hides which axis was used.

// %% {"course": {"task": "testBatchedAttention", "role": "look"}}
table(verdicts(testBatchedAttention, zoo.batchedAttentions), "What your test says");

// %% [markdown] {"course": {"task": "testSequenceLoss", "role": "prompt", "difficulty": 1, "minutes": 12}}
// ## The loss that falls by itself
//
// *Symptom*: the loss is lower the more the lengths in a batch differ, although the model writes no better.
//
// `loss(logits, targets, mask)` takes `[batch, time, vocab]`, `[batch, time]` int32 and an int32 mask `[batch, time]`, and returns the mean in nats over the tokens whose
// mask is 1. Any id may stand in `targets`, at any place. Write the test.

// %%
// One word of which the model is unsure, in longer and longer batches; in the rest it is very sure.
const added = [0, 1, 2, 4, 8];
const lossInBatch = (loss: (typeof zoo.losses)[string], count: number) => {
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
    series: Object.entries(zoo.losses).map(([name, loss]) => ({
      name,
      x: added,
      y: added.map((count) => lossInBatch(loss, count)),
    })),
    xTitle: "how much longer the batch is",
    yTitle: "loss (nats a token)",
    title: "The same word in longer and longer batches",
  }),
);

// %% {"course": {"task": "testSequenceLoss", "role": "answer"}}
type Loss = (
  logits: tf.Tensor3D, // [batch, time, vocab]
  targets: tf.Tensor2D, // [batch, time]  int32
  mask: tf.Tensor2D, // [batch, time]  int32
) => tf.Scalar;

/** @throws {Error} the loss is broken */
function testSequenceLoss(loss: Loss): void {
  const lossOf = (logits: number[][], mask: number[]) => {
    const ids = tf.ones<tf.Rank.R2>([1, mask.length], "int32");
    const counts = tf.tensor2d([mask], [1, mask.length], "int32");
    return loss(tf.tensor3d([logits]), ids, counts).dataSync()[0]!;
  };
  const short = lossOf([[1, 2, 0]], [1]);
  const long = lossOf([[1, 2, 0], [9, -9, 0]], [1, 0]); // prettier-ignore
  should(near(short, long), `padding changes the loss from ${short} to ${long}`);
}

// %% {"course": {"task": "testSequenceLoss", "role": "check"}}
await check("testSequenceLoss", testSequenceLoss);

// %% [markdown] {"course": {"task": "testSequenceLoss", "role": "hint"}}
// Which two batches should have the same loss, although one is longer?
//
// ---
//
// ```
// short = the loss of one real token
// long = the loss of the same token with more behind it, where the mask is 0 and the logits are wild
// compare
// ```
//
// ---
//
// The *number* of positions must differ, not only what stands there. And what stands there should look like a real word to a loss that forgets to ask the mask: which id would you put into `targets`?

// %% {"course": {"task": "testSequenceLoss", "role": "look"}}
table(verdicts(testSequenceLoss, zoo.losses), "What your test says");

// %% [markdown] {"course": {"task": "testPairMaker", "role": "prompt", "difficulty": 1, "minutes": 10}}
// ## The loss of zero
//
// *Symptom*: after a few steps the loss is 0. Left to itself, the model repeats one token for ever.
//
// `makePair(tokens)` makes of a sequence of ids what a decoder needs for teacher forcing: `{ inputs, targets }`, two lists of ids, what it reads and what it should write,
// step by step. `<sos>` is 1 and `<eos>` is 2. Write the test.

// %%
// A decoder that only counts which target follows which input, trained on three sequences.
const songs = [[5, 6, 7, 5, 8], [6, 7, 5, 6, 8], [5, 8, 6, 7, 5]]; // prettier-ignore
function counted(makePair: (typeof zoo.pairMakers)[string]) {
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
  Object.entries(zoo.pairMakers).map(([model, makePair]) => ({
    "trained with": model,
    ...counted(makePair),
  })),
);

// %% {"course": {"task": "testPairMaker", "role": "answer"}}
type PairMaker = (tokens: readonly number[]) => { inputs: number[]; targets: number[] };

/** @throws {Error} the pairs are broken */
function testPairMaker(makePair: PairMaker): void {
  const { inputs, targets } = makePair([5, 6, 7, 8]);
  should(inputs.length === targets.length, "inputs and targets have different lengths");
  const read = inputs.slice(1).join(" ");
  const written = targets.slice(0, -1).join(" ");
  should(read === written, `after ${written} was written, ${read} is read`);
}

// %% {"course": {"task": "testPairMaker", "role": "check"}}
await check("testPairMaker", testPairMaker);

// %% [markdown] {"course": {"task": "testPairMaker", "role": "hint"}}
// Write both lists below each other, by hand, for the tokens 5 6 7. Which number of the one should equal which number of the other?
//
// ---
//
// ```
// a pair of a few different tokens
// cut one number off each list, so that what is left should be the same
// compare what is left
// ```
//
// ---
//
// `slice(1)` leaves out the first, `slice(0, -1)` the last; `join(" ")` makes texts of them, which `===` compares. Look at both lists, from end to end. Tokens that are all different show a shift in any direction.

// %% {"course": {"task": "testPairMaker", "role": "look"}}
table(verdicts(testPairMaker, zoo.pairMakers), "What your test says");

// %% [markdown] {"course": {"task": "testEncoder", "role": "prompt", "difficulty": 2, "minutes": 15}}
// ## Short sentences come out worse
//
// *Symptom*: short sentences in a batch with long ones come out worse, and all of them alike.
//
// `encode(inputs, mask)` is an RNN that reads `[batch, time, 2]` with an int32 mask `[batch, time]`, 1 at the words of each sequence, and gives one state a sequence, `[batch, 2]`, for a
// decoder to start from. Write the test. (There are several right encoders, with weights of their own: do not expect certain numbers.)

// %%
// A sentence of two words, beside longer and longer ones.
const longer = [0, 1, 2, 4, 8];
const stateBeside = (encode: (typeof zoo.encoders)[string], count: number) => {
  const steps = [[1, -1], [0.5, 2], ...Array.from({ length: count }, () => [0, 0])]; // prettier-ignore
  const mask = tf.tensor2d([steps.map((_, t) => (t < 2 ? 1 : 0))], [1, count + 2], "int32");
  return encode(tf.tensor3d([steps]), mask).dataSync();
};
show(
  curvePlot({
    series: Object.entries(zoo.encoders).map(([name, encode]) => {
      const [a, b] = stateBeside(encode, 0);
      const far = (state: ArrayLike<number>) => Math.hypot(state[0]! - a!, state[1]! - b!);
      return { name, x: longer, y: longer.map((count) => far(stateBeside(encode, count))) };
    }),
    xTitle: "how many words longer the neighbour is",
    yTitle: "distance from its state alone",
    title: "The state of a sentence of two words",
  }),
);

// %% {"course": {"task": "testEncoder", "role": "answer"}}
/** Gives one state a sequence  [batch, 2]. */
type Encoder = (
  inputs: tf.Tensor3D, // [batch, time, 2]
  mask: tf.Tensor2D, // [batch, time]  int32
) => tf.Tensor2D;

/** @throws {Error} the encoder is broken */
function testEncoder(encode: Encoder): void {
  const long = [[1, -1], [0.5, 2], [-1, 1]]; // prettier-ignore
  const mask = tf.tensor2d([[1, 1, 1], [1, 0, 0]], [2, 3], "int32"); // prettier-ignore
  const together = encode(tf.tensor3d([long, [[2, 1], [3, 3], [3, 3]]]), mask).dataSync(); // prettier-ignore
  const one = tf.ones<tf.Rank.R2>([1, 1], "int32");
  const alone = encode(tf.tensor3d([[[2, 1]]]), one).dataSync();
  should(alone.every((x, i) => near(x, together[2 + i]!)), "beside a longer one, a sequence has another state"); // prettier-ignore
}

// %% {"course": {"task": "testEncoder", "role": "check"}}
await check("testEncoder", testEncoder);

// %% [markdown] {"course": {"task": "testEncoder", "role": "hint"}}
// One short sequence, in two batches. What may differ between the two batches, and what should not differ between the two states?
//
// ---
//
// ```
// the state of one short sequence alone
// a batch of a longer sequence and the short one, filled up where its mask is 0
// the short one's state in that batch
// compare
// ```
//
// ---
//
// Fill up with numbers that are not 0, and compare *with* and *without*: changing what stands there is not enough. Put the long one first. `dataSync()` gives the states in a row: the second sequence's two numbers are those at 2 and 3.

// %% {"course": {"task": "testEncoder", "role": "look"}}
table(verdicts(testEncoder, zoo.encoders), "What your test says");

// %% [markdown] {"course": {"task": "testHeadSplitter", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## The heads that know too much
//
// *Symptom*: attention with several heads learns hardly better than one; with a causal mask it knows things that it cannot know.
//
// `split(x, numHeads)` turns `[batch, time, dModel]` into `[batch, head, time, dHead]`, as in notebook 07: the first head gets the first `dHead` columns. Write the test.

// %%
// Change one position of three, and see which rows of the first of two heads change.
table(
  Object.entries(zoo.headSplitters).map(([model, split]) => {
    const firstHead = (changed: number) => {
      const x = [0, 1, 2].map((t) => [1, 2, 3, 4].map((c) => c + (t === changed ? 10 : 0)));
      return split(tf.tensor3d([x]), 2).arraySync()[0]![0]!;
    };
    const rows = (changed: number) =>
      firstHead(changed)
        .flatMap((row, t) => (row.join() === firstHead(9)[t]!.join() ? [] : [t + 1]))
        .join(", ");
    return {
      model,
      "position 1 changes row": rows(0),
      "position 2 changes row": rows(1),
      "position 3 changes row": rows(2),
    };
  }),
);

// %% {"course": {"task": "testHeadSplitter", "role": "answer"}}
type HeadSplitter = (x: tf.Tensor3D, numHeads: number) => tf.Tensor4D;

/** @throws {Error} the heads are broken */
function testHeadSplitter(split: HeadSplitter): void {
  const first = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]; // prettier-ignore
  const second = first.map((row) => row.map((x) => x + 100));
  const heads = split(tf.tensor3d([first, second]), 2);
  should(heads.shape.join() === "2,2,3,2", `the shape is [${heads.shape.join(", ")}]`);
  const held = heads.arraySync().map(([head]) => head!.flat().join(" "));
  should(held[0] === "1 2 5 6 9 10", `the first head holds ${held[0]}`);
  should(held[1] === "101 102 105 106 109 110", `in the second sequence it holds ${held[1]}`); // prettier-ignore
}

// %% {"course": {"task": "testHeadSplitter", "role": "check"}}
await check("testHeadSplitter", testHeadSplitter);

// %% [markdown] {"course": {"task": "testHeadSplitter", "role": "hint"}}
// How do you see from a number where it came from?
//
// ---
//
// ```
// sequences of a few positions and four columns, numbered so that each number tells its place
// split them into two heads
// write down what a head should hold, and compare: shape, numbers and their order
// ```
//
// ---
//
// `arraySync()` or `dataSync()` give the numbers in order. The shape alone is not enough; a single position hides everything, and a single sequence hides half: take two of each at least, and no two axes of one length.

// %% {"course": {"task": "testHeadSplitter", "role": "look"}}
table(verdicts(testHeadSplitter, zoo.headSplitters), "What your test says");

// %% [markdown] {"course": {"task": "testLstmStep", "role": "prompt", "difficulty": 2, "minutes": 15}}
// ## The memory that leaks
//
// *Symptom*: an LSTM recalls no further than a plain RNN. Two of the three models below have it, each for another reason.
//
// `step(input, { hidden, cell })` is one step of an LSTM with one unit, in plain numbers; it returns `{ hidden, cell }`. Write the test. (Right LSTMs have weights of their
// own; some write as much as they forget. The gates look at input and hidden state only.)

// %%
// A cell of 1, and then nothing but zeros.
const timeSteps = Array.from({ length: 31 }, (_, t) => t);
show(
  curvePlot({
    series: Object.entries(zoo.lstmSteps).map(([name, step]) => {
      let state = { hidden: 0, cell: 1 };
      const cells = timeSteps.map((t) => (t === 0 ? 1 : (state = step(0, state)).cell));
      return { name, x: timeSteps, y: cells };
    }),
    xTitle: "time steps",
    yTitle: "cell",
    title: "A cell of 1, and then nothing but zeros",
  }),
);

// %% {"course": {"task": "testLstmStep", "role": "answer"}}
interface State {
  readonly hidden: number;
  readonly cell: number;
}
type LstmStep = (input: number, state: State) => State;

/** @throws {Error} the step is broken */
function testLstmStep(step: LstmStep): void {
  const [none, one, ten] = [0, 1, 10].map((cell) => step(0.5, { hidden: 0.1, cell }).cell);
  should(!near(none!, one!), "the old cell is not heard in the new one");
  should(near(ten! - none!, 10 * (one! - none!)), "ten times the cell does not leave ten times as much"); // prettier-ignore
}

// %% {"course": {"task": "testLstmStep", "role": "check"}}
await check("testLstmStep", testLstmStep);

// %% [markdown] {"course": {"task": "testLstmStep", "role": "hint"}}
// Write down the line of the LSTM's equations that makes the new cell. How does the new cell change, if only the old cell does?
//
// ---
//
// ```
// steps with the same input and the same hidden state, and with different old cells: none, small, large
// should the new cells differ? by how much, compared with one another?
// ```
//
// ---
//
// The gates do not look at the cell, so the new cell is a straight line in the old one. Three old cells show whether it is a line and whether it is flat. A start of hidden = cell = 0 shows nothing, and the new *hidden* state does not tell what was kept.

// %% {"course": {"task": "testLstmStep", "role": "look"}}
table(verdicts(testLstmStep, zoo.lstmSteps), "What your test says");

// %% [markdown] {"course": {"task": "testDecoder", "role": "prompt", "difficulty": 2, "minutes": 15}}
// ## The decoder that stammers
//
// *Symptom*: free-running output repeats itself until `maxTime`; teacher-forced all is well.
//
// `decode(step, start, maxTime)` writes greedily, from `<sos>` (1) and the state `start`, with any `step(token, state)` that gives `{ logits, state }`. It returns at most
// `maxTime` tokens, without `<eos>` (2). Your test brings its own `step`. Write it.

// %%
// A step that counts in its state: it should write 4 5 6 7 8.
const countsUp = (_token: number, state: number) => ({
  logits: Array.from({ length: 20 }, (_, token) => (token === 4 + state ? 5 : 0)),
  state: state + 1,
});
table(
  Object.entries(zoo.decoders).map(([model, decode]) => ({
    model,
    writes: decode(countsUp, 0, 5).join(" "),
  })),
);

// %% {"course": {"task": "testDecoder", "role": "answer"}}
type Step = (token: number, state: number) => { logits: number[]; state: number };
type Decode = (step: Step, start: number, maxTime: number) => number[];

/** @throws {Error} the decoder is broken */
function testDecoder(decode: Decode): void {
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

// %% {"course": {"task": "testDecoder", "role": "check"}}
await check("testDecoder", testDecoder);

// %% [markdown] {"course": {"task": "testDecoder", "role": "hint"}}
// What does a decoder carry from one step to the next? Design a step whose output shows you what it was given.
//
// ---
//
// ```
// for each thing that is carried: a step that writes a number made of it
// work out by hand what three tokens should be
// compare
// ```
//
// ---
//
// A helper `logits(next)` with a 1 at one place and 0 elsewhere saves typing. One step for each question: a step that looks at one thing only is blind to the other. And two tokens are too few to see whether it goes on.

// %% {"course": {"task": "testDecoder", "role": "look"}}
table(verdicts(testDecoder, zoo.decoders), "What your test says");

// %% [markdown] {"course": {"task": "testLayerNorm", "role": "prompt", "difficulty": 3, "minutes": 20}}
// ## Rare spikes
//
// *Symptom*: rare spikes in the gradient, always at positions whose numbers are nearly equal.
//
// `norm(inputs)` is the layer normalisation of notebook 08, of `[position, width]`, with ε = 1e-5 and without scale and shift. Write the test.

// %%
// Rows [−s, +s]: how large do they come out?
const spreads = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];
show(
  curvePlot({
    series: Object.entries(zoo.norms).map(([name, norm]) => ({
      name,
      x: spreads,
      y: spreads.map((s) => norm(tf.tensor2d([[-s, s]])).dataSync()[1]!),
    })),
    xTitle: "spread of a row",
    xScale: "log",
    yTitle: "after the norm",
    title: "Rows of two numbers, from nearly equal to far apart",
  }),
);

// %% {"course": {"task": "testLayerNorm", "role": "answer"}}
type Norm = (inputs: tf.Tensor2D) => tf.Tensor2D; // [position, width]

/** @throws {Error} the norm is broken */
function testLayerNorm(norm: Norm): void {
  const upper = (mean: number, s: number) =>
    norm(tf.tensor2d([[mean - s, mean + s]])).dataSync()[1]!;
  for (const [mean, s] of [
    [0.0002, 0.0001],
    [7, 0],
    [3000, 0.25],
  ]) {
    // prettier-ignore
    const wanted = s! / Math.sqrt(s! ** 2 + 1e-5);
    const got = upper(mean!, s!);
    should(Math.abs(got - wanted) < 1e-3, `${mean} ± ${s} comes out as ${got}, not ${wanted}`); // prettier-ignore
  }
}

// %% {"course": {"task": "testLayerNorm", "role": "check"}}
await check("testLayerNorm", testLayerNorm);

// %% [markdown] {"course": {"task": "testLayerNorm", "role": "hint"}}
// Where do the two curves part? Take the equation of notebook 08 and work out, for one such row, what should come out.
//
// ---
//
// ```
// for rows whose numbers are nearly equal, equal, and nearly equal but large:
//     work out by hand what should come out
//     compare
// ```
//
// ---
//
// For a row [m − s, m + s] the mean is m and the variance s². Large and nearly equal, such as 3000 ± 0.25, is where float32 runs out of digits. Allow a difference of 0.001. `NaN < 0.001` is false, as it should be.

// %% {"course": {"task": "testLayerNorm", "role": "look"}}
table(verdicts(testLayerNorm, zoo.norms), "What your test says");

// %% [markdown] {"course": {"task": "testKeyAttention", "role": "prompt", "difficulty": 2, "minutes": 15}}
// ## The wider, the worse
//
// *Symptom*: the wider the model, the worse it learns. Two of the three models below have it, each in its own way.
//
// `attend(queries, keys, values)` is the scaled dot-product attention of notebook 07: it takes `[batch, query, dKey]`, `[batch, key, dKey]`, `[batch, key, dValue]` and returns
// `{ weights, output }`. Write the test.

// %%
// Random queries and keys: the largest of 8 weights, on average, as they get wider.
const random = randomGenerator("exercises/12");
const keyWidths = [1, 4, 16, 64, 256];
const drawn = keyWidths.map((dKey) =>
  [64, 8].map((count) =>
    tf.randomNormal<tf.Rank.R3>([1, count, dKey], 0, 1, "float32", random.seed()),
  ),
);
show(
  curvePlot({
    series: Object.entries(zoo.keyAttentions).map(([name, attend]) => ({
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
    title: "The largest of 8 weights, on average",
  }),
);

// %% {"course": {"task": "testKeyAttention", "role": "answer"}}
type KeyAttention = (
  queries: tf.Tensor3D, // [batch, query, dKey]
  keys: tf.Tensor3D, // [batch, key, dKey]
  values: tf.Tensor3D, // [batch, key, dValue]
) => { weights: tf.Tensor3D; output: tf.Tensor3D };

/** @throws {Error} the model is broken */
function testKeyAttention(attend: KeyAttention): void {
  const keys = tf.tensor3d([[[1, 1, 1, 1], [0, 0, 0, 0]]]); // prettier-ignore
  const { weights } = attend(tf.ones([1, 1, 4]), keys, tf.ones([1, 2, 1]));
  const [fits, other] = weights.dataSync();
  const score = Math.log(fits! / other!); // the difference of the two scores
  should(Math.abs(score - 2) < 1e-3, `4 / √4 = 2 was expected as a score, got ${score}`);
}

// %% {"course": {"task": "testKeyAttention", "role": "check"}}
await check("testKeyAttention", testKeyAttention);

// %% [markdown] {"course": {"task": "testKeyAttention", "role": "hint"}}
// If you know the weights of two keys, what do you know about the difference of their scores? (Softmax is made of powers of e.)
//
// ---
//
// ```
// a query of ones, a key of ones, a key of zeros: you know both products
// work out both scores by hand, by the equation of notebook 07
// compare their difference with what the two weights tell
// ```
//
// ---
//
// `Math.log(first / second)` is the difference of the two scores. Let all sizes differ (how many keys, how wide they are, how wide the values), and no size be 1 where it matters: then only one divisor gives the right number.

// %% {"course": {"task": "testKeyAttention", "role": "look"}}
table(verdicts(testKeyAttention, zoo.keyAttentions), "What your test says");

// %% [markdown] {"course": {"task": "testTokenReader", "role": "prompt", "difficulty": 3, "minutes": 15}}
// ## One word at two places
//
// *Symptom*: a model takes the same word at two places for two different words, more than it should.
//
// `read(tokens)` gives a vector for each token id, `[time, 8]`: its own vector plus the sinusoidal pattern of its place; lib's `sinusoidalEncoding(time, 8)` is at hand. Write
// the test. (Right readers have token vectors of their own.)

// %%
// How far apart are two different words at one place, and one word at two places?
const distance = (a: number[], b: number[]) => Math.hypot(...a.map((x, i) => x - b[i]!));
table(
  Object.entries(zoo.readers).map(([model, read]) => {
    const [here, , there] = read([3, 4, 3]).arraySync();
    const [other] = read([4]).arraySync();
    return {
      model,
      "two words, one place": distance(here!, other!).toFixed(2),
      "one word, two places": distance(here!, there!).toFixed(2),
    };
  }),
);

// %% {"course": {"task": "testTokenReader", "role": "answer"}}
type Reader = (tokens: readonly number[]) => tf.Tensor2D; // [time, 8]

/** @throws {Error} the reader is broken */
function testTokenReader(read: Reader): void {
  const vectors = read([3, 3, 3, 3, 3, 3]).arraySync();
  const patterns = sinusoidalEncoding(6, 8).arraySync();
  const moves = (rows: number[][]) => rows.flatMap((row) => row.map((x, i) => x - rows[0]![i]!)); // prettier-ignore
  const wanted = moves(patterns);
  should(moves(vectors).every((x, i) => near(x, wanted[i]!)), "a token moves by another step than its place"); // prettier-ignore
}

// %% {"course": {"task": "testTokenReader", "role": "check"}}
await check("testTokenReader", testTokenReader);

// %% [markdown] {"course": {"task": "testTokenReader", "role": "hint"}}
// You do not know the token vectors. Which readings have the *same* token vector, so that it cancels out?
//
// ---
//
// ```
// read one token several times in a row
// each row less the first: what should be left?
// compare with the sinusoidal pattern
// ```
//
// ---
//
// `read([3, 3, 3, 3, 3, 3]).arraySync()` gives all rows. Subtract number by number with `map`, and compare with `every` and `near`. That rows differ at all is not enough: by how much? And two rows say nothing of the sixth.

// %% {"course": {"task": "testTokenReader", "role": "look"}}
table(verdicts(testTokenReader, zoo.readers), "What your test says");

// %% [markdown] {"course": {"task": "testAdditiveScore", "role": "prompt", "difficulty": 3, "minutes": 20}}
// ## The map that stands still
//
// *Symptom*: put the source words in another order, and the alignment map stays as it was.
//
// `score(query, keys)` is the additive score of notebook 06 (there: concat, with one layer): it takes `[batch, hidden]` and `[batch, source, hidden]` and returns `[batch, source]`, before
// softmax. Write the test. (Right scores have weights of their own.)

// %%
// Three source words in two orders: how much does one query look at each place?
table(
  Object.entries(zoo.scores).map(([model, score]) => {
    const looks = (...keys: number[][]) => {
      const weights = score(tf.tensor2d([[1, 0]]), tf.tensor3d([keys])).softmax();
      return [...weights.dataSync()].map((x) => x.toFixed(2)).join(" ");
    };
    const [a, b, c] = [[1, 0], [0, 1], [-1, 0]]; // prettier-ignore
    return { model, "words a b c": looks(a!, b!, c!), "words c b a": looks(c!, b!, a!) };
  }),
);

// %% {"course": {"task": "testAdditiveScore", "role": "answer"}}
type Score = (query: tf.Tensor2D, keys: tf.Tensor3D) => tf.Tensor2D; // [batch, source]

/** @throws {Error} the score is broken */
function testAdditiveScore(score: Score): void {
  const lead = (query: number[], ...keys: number[][]) => {
    const [first, second] = score(tf.tensor2d([query]), tf.tensor3d([keys])).dataSync();
    return first! - second!; // all that softmax sees of two scores
  };
  const [north, west] = [[0, 1], [-1, 0]]; // prettier-ignore
  const before = lead([1, 0], north!, west!);
  should(!near(before, 0), "two different keys get the same weight");
  should(near(lead([1, 0], west!, north!), -before), "the weights do not move with their keys"); // prettier-ignore
  should(!near(lead([0, 1], north!, west!), before), "another query gets the same weights"); // prettier-ignore
}

// %% {"course": {"task": "testAdditiveScore", "role": "check"}}
await check("testAdditiveScore", testAdditiveScore);

// %% [markdown] {"course": {"task": "testAdditiveScore", "role": "hint"}}
// A weight should depend on two things. How do you change the one and keep the other?
//
// ---
//
// ```
// two keys and a query
// exchange the keys: what should happen?
// take another query: what should happen?
// ask it of the weights, not of the scores
// ```
//
// ---
//
// Softmax only sees the *difference* of two scores: something that is added to all of them changes nothing. So compare differences (or weights), with `near` and `!near`. And make sure that two different keys do get different scores.

// %% {"course": {"task": "testAdditiveScore", "role": "look"}}
table(verdicts(testAdditiveScore, zoo.scores), "What your test says");
