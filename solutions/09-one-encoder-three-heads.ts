// %% [markdown]
// # Exercises 09: one encoder, three task heads
//
// Four small functions around an encoder that is there already: one answer for a whole text, one for every token, labels
// made from plain text, and a score that is not fooled by a large class. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 09 --watch` checks every time you save.

// %%
import { check, show, table } from "../lib/notebook";
import { curvePlot } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { tf } from "../lib/tf";

const random = randomGenerator("exercises/09");

// %% [markdown] {"course": {"task": "textLogits", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## N → 1: one answer for the whole text
//
// To classify a text, a token `[CLS]` of its own is put in front. It means nothing; attention lets it collect what the others
// know. After the encoder, only *its* state goes on:
//
// $$z = h_0 W + b$$
//
// `hiddens` are the encoder's states, `[batch, time, dModel]`, with `[CLS]` at the first position; `weight` is `[dModel, class]`,
// `bias` is `[class]`. Return the logits, `[batch, class]`.

// %% {"course": {"task": "textLogits", "role": "answer"}}
/**
 * @param hiddens  the encoder's states, [CLS] first  [batch, time, dModel]
 * @param weight   [dModel, class]
 * @param bias     [class]
 * @returns [batch, class]
 */
function textLogits(
  hiddens: tf.Tensor3D,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
): tf.Tensor2D {
  return tf.tidy(() => {
    const [batch, , dModel] = hiddens.shape;
    const cls = hiddens
      .slice([0, 0, 0], [batch, 1, dModel])
      .reshape<tf.Tensor2D>([batch, dModel]);
    return cls.matMul(weight).add<tf.Tensor2D>(bias);
  });
}

// %% {"course": {"task": "textLogits", "role": "check"}}
await check("textLogits", textLogits);

// %% [markdown] {"course": {"task": "textLogits", "role": "hint"}}
// Texts differ in length, and are padded at the end. Which position do they all have, and where is `[CLS]`?
//
// ---
//
// ```
// cls = the first position of every text      [batch, dModel]
// times weight, plus bias
// ```
//
// ---
//
// `hiddens.slice([0, 0, 0], [batch, 1, dModel])` takes one position; a `reshape` (or `squeeze([1])`) takes its axis away. Then `matMul` and `add`.

// %% {"course": {"task": "textLogits", "role": "look"}}
// Only the first position counts: whatever stands behind it, the verdict is the same. (The encoder must have done its work.)
const clsState = tf.tensor3d([[[1, 0]]]);
const [spamWeight, spamBias] = [tf.tensor2d([[-1, 2], [0, 0]]), tf.tensor1d([0.5, 0])]; // prettier-ignore
table(
  [0, 3, 6].map((others) => {
    const rest = tf.randomNormal<tf.Rank.R3>(
      [1, others, 2],
      0,
      1,
      "float32",
      random.seed(),
    );
    const text = others === 0 ? clsState : tf.concat([clsState, rest], 1);
    const [ham, spam] = tf.softmax(textLogits(text, spamWeight, spamBias)).dataSync();
    return { "tokens behind [CLS]": others, ham: ham!.toFixed(3), spam: spam!.toFixed(3) };
  }),
);

// %% [markdown] {"course": {"task": "tokenLogits", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## N → N: one answer for every token
//
// The same encoder, another head: now every state goes through one matrix, the same for all positions.
//
// $$z_t = h_t W + b$$
//
// `hiddens` are `[batch, time, dModel]`, `weight` is `[dModel, class]`, `bias` is `[class]`. Return `[batch, time, class]`.

// %% {"course": {"task": "tokenLogits", "role": "answer"}}
/**
 * @param hiddens  the encoder's states  [batch, time, dModel]
 * @param weight   [dModel, class]
 * @param bias     [class]
 * @returns [batch, time, class]
 */
function tokenLogits(
  hiddens: tf.Tensor3D,
  weight: tf.Tensor2D,
  bias: tf.Tensor1D,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, time, dModel] = hiddens.shape;
    const flat = hiddens.reshape<tf.Tensor2D>([batch * time, dModel]).matMul(weight); // [batch · time, class]
    return flat.add(bias).reshape<tf.Tensor3D>([batch, time, -1]);
  });
}

// %% {"course": {"task": "tokenLogits", "role": "check"}}
await check("tokenLogits", tokenLogits);

// %% [markdown] {"course": {"task": "tokenLogits", "role": "hint"}}
// A matrix takes rows. What is a row here, and how many are there?
//
// ---
//
// ```
// flat = all positions of all sequences as rows       [batch · time, dModel]
// times weight, plus bias
// batch and time apart again
// ```
//
// ---
//
// `reshape([batch * time, dModel])`, `matMul(weight)`, `add(bias)`, and back with `reshape([batch, time, -1])`: -1 means
// "whatever is left".

// %% {"course": {"task": "tokenLogits", "role": "look"}}
// A head that reads the mark off a state in which it is written: each word gets the mark that follows it.
const marks = ["", ",", "."];
const written = tf.oneHot(tf.tensor1d([0, 1, 0, 0, 2], "int32"), 3, 4, 0, "float32");
const seen = tokenLogits(written.expandDims<tf.Tensor3D>(0), tf.eye(3), tf.zeros([3]));
const best = seen.argMax<tf.Tensor2D>(2).arraySync()[0]!;
table(
  ["well", "then", "let", "us", "go"].map((word, t) => ({ word, mark: marks[best[t]!] })),
);

// %% [markdown] {"course": {"task": "punctuationLabels", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## Labels for nothing
//
// To restore punctuation one needs words without marks, and for each word the mark that followed it. Any text gives both, and
// nobody has to label anything.
//
// `tokens` are the words and marks of a text, in order: `["well", ",", "let", "us", "go", "."]`; `marks` are the tokens that count as
// marks: `[",", "."]`. Return `{ words, labels }`: all words, and for each the place of the mark behind it in `marks`, counted from 1, or
// 0 if no mark follows: `{ words: ["well", "let", "us", "go"], labels: [1, 0, 0, 2] }`.
//
// A mark before the first word belongs to nobody; of several marks in a row the first counts.

// %% {"course": {"task": "punctuationLabels", "role": "answer"}}
interface LabelledWords {
  readonly words: string[];
  /** For each word: 0 = no mark follows, i = the i-th mark, counted from 1. */
  readonly labels: number[];
}

/**
 * @param tokens  words and marks of a text, in order
 * @param marks   the tokens that count as marks
 */
function punctuationLabels(
  tokens: readonly string[],
  marks: readonly string[],
): LabelledWords {
  const words: string[] = [];
  const labels: number[] = [];
  tokens.forEach((token, i) => {
    if (marks.includes(token)) return;
    words.push(token);
    labels.push(marks.indexOf(tokens[i + 1] ?? "") + 1); // -1 + 1: a word, or nothing, follows
  });
  return { words, labels };
}

// %% {"course": {"task": "punctuationLabels", "role": "check"}}
await check("punctuationLabels", punctuationLabels);

// %% [markdown] {"course": {"task": "punctuationLabels", "role": "hint"}}
// For which tokens is there something to write down? And where do you find the label of a word: before it or behind it?
//
// ---
//
// ```
// for each token that is no mark:
//     write it down as a word
//     its label: the place of the next token among the marks, counted from 1; 0 if it is none
// ```
//
// ---
//
// `marks.indexOf(token)` is -1 for what is no mark, so `+ 1` gives 0 for "none" and counts the marks from 1. Behind the last word
// there is no token at all: `tokens[i + 1]` is undefined there.

// %% {"course": {"task": "punctuationLabels", "role": "look"}}
// Most words have no mark behind them: a model that always says "none" is right most of the time. Remember it in the next task.
const text =
  "in the end , they say , it was quiet . no one spoke , and no one left .".split(" ");
const labelled = punctuationLabels(text, [",", "."]);
table(
  ["none", ",", "."].map((mark, label) => ({
    mark,
    words: labelled.words.filter((_, i) => labelled.labels[i] === label).length,
    examples: labelled.words.filter((_, i) => labelled.labels[i] === label).slice(0, 4).join(" "),
  })),
); // prettier-ignore

// %% [markdown] {"course": {"task": "precisionRecall", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## A score that a large class cannot fool
//
// If nine of ten words have no comma behind them, "never a comma" is 90 % right. So one asks about the commas alone: of those that
// the model set, how many are right (precision)? Of those in the text, how many did it find (recall)?
//
// $$P = \frac{\text{right ones}}{\text{set}} \qquad R = \frac{\text{right ones}}{\text{in the text}} \qquad F_1 = \frac{2PR}{P + R}$$
//
// `predicted` and `expected` are labels, one for each word; `label` is the class that is asked about. Return `{ precision, recall, f1 }`.
// A division by 0 counts as 0. Lists of different length are refused with an error that names the function.

// %% {"course": {"task": "precisionRecall", "role": "answer"}}
interface ClassScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * @param predicted  the model's label for each word
 * @param expected   the right one
 * @param label      the class that is asked about
 * @throws {RangeError} lists of different length
 */
function precisionRecall(
  predicted: readonly number[],
  expected: readonly number[],
  label: number,
): ClassScore {
  if (predicted.length !== expected.length)
    throw new RangeError(
      `precisionRecall: ${predicted.length} labels for ${expected.length} words`,
    );
  const share = (part: number, all: number) => (all === 0 ? 0 : part / all);
  const count = (labels: readonly number[]) => labels.filter((one) => one === label).length;
  const right = predicted.filter((one, i) => one === label && expected[i] === label).length;
  const [precision, recall] = [
    share(right, count(predicted)),
    share(right, count(expected)),
  ];
  return { precision, recall, f1: share(2 * precision * recall, precision + recall) };
}

// %% {"course": {"task": "precisionRecall", "role": "check"}}
await check("precisionRecall", precisionRecall);

// %% [markdown] {"course": {"task": "precisionRecall", "role": "hint"}}
// Three counts are enough for all three numbers. Which three? And which of them may be 0?
//
// ---
//
// ```
// refuse lists of different length
// set = how many predicted labels are the label; there = how many expected ones
// right = at how many places both are
// precision = right / set, recall = right / there, f1 = 2 P R / (P + R); 0 where one would divide by 0
// ```
//
// ---
//
// `filter(…).length` counts. Write a helper `share(part, all)` that returns 0 if `all` is 0, and use it three times.

// %% {"course": {"task": "precisionRecall", "role": "look"}}
// A model that sets more and more commas: recall rises, precision falls, F1 is best where both are good.
const truth = Array.from({ length: 200 }, (_, i) => (i % 10 === 0 ? 1 : 0));
const sure = truth.map((label) => 0.55 * label + 0.7 * random.uniform()); // how sure the model is of a comma
const thresholds = Array.from({ length: 21 }, (_, i) => 0.05 * i);
const judged = thresholds.map(
  (threshold) =>
  precisionRecall(sure.map((p) => (p > threshold ? 1 : 0)), truth, 1), // prettier-ignore
);
show(
  curvePlot({
    series: (["precision", "recall", "f1"] as const).map((name) => ({
      name,
      x: thresholds,
      y: judged.map((score) => score[name]),
    })),
    xTitle: "how sure the model must be",
    yTitle: "share",
    title: "Your scores for commas, 1 word in 10 has one",
  }),
);
