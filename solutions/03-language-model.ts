// %% [markdown]
// # Exercises 03: a language model
//
// Five small functions that every language model needs: its vocabulary, the shift by one, its loss, and two ways to choose what it
// says next. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 03 --watch` checks every time you save.
// If TypeScript says that `Tensor<Rank>` is no `Tensor2D`, it has lost count of the axes: tell it with `as tf.Tensor2D`.

// %%
import { check, table } from "../lib/notebook";
import { tf } from "../lib/tf";

// How a model likes four tokens: what the cells below two tasks look at.
const liked = tf.tensor1d([2, 1, 0, -1]);

// %% [markdown] {"course": {"task": "buildVocabulary", "role": "prompt", "difficulty": 1, "minutes": 10}}
// ## A vocabulary
//
// A model knows numbers, not words. The vocabulary is the list of all tokens that it knows; a token's number is its place on the
// list. It is built from the **training** text alone.
//
// First come `<pad>`, `<sos>`, `<eos>` and `<unk>`, in this order. Then come the tokens that occur at least `minCount` times in
// `trainingTokens` (1 if nobody says otherwise), the most frequent first; equally frequent ones in the order of the alphabet
// (as `<` compares strings), so that every machine numbers them alike. Return the list.

// %% {"course": {"task": "buildVocabulary", "role": "answer"}}
/**
 * @param trainingTokens  all tokens of the training text, one after the other
 * @param minCount        how often a token must occur to be known
 */
function buildVocabulary(trainingTokens: readonly string[], minCount = 1): string[] {
  const counts = new Map<string, number>();
  for (const token of trainingTokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  const known = [...counts].filter(([, count]) => count >= minCount);
  known.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return ["<pad>", "<sos>", "<eos>", "<unk>", ...known.map(([token]) => token)];
}

// %% {"course": {"task": "buildVocabulary", "role": "check"}}
await check("buildVocabulary", buildVocabulary);

// %% [markdown] {"course": {"task": "buildVocabulary", "role": "hint"}}
// Three steps: count, leave out, sort. What do you compare first when you sort, and what only if that is equal?
//
// ---
//
// ```
// for each token: its count goes up by one
// keep the pairs of token and count whose count is large enough
// sort them: the larger count first; if equal, the smaller token first
// the special tokens, then the tokens of these pairs
// ```
//
// ---
//
// A `Map` counts safely: `counts.get(token) ?? 0` is the count so far. `[...counts]` is a list of pairs. A comparison for `sort` may be
// `x || y`: it takes `y` when `x` is 0.

// %% {"course": {"task": "buildVocabulary", "role": "look"}}
// The larger minCount, the smaller the vocabulary, and the more of the text becomes
// <unk>.
const sentence =
  "it was the best of times it was the worst of times it was the age of wisdom";
const words = sentence.split(" ");
table(
  [1, 2, 3, 4].map((minCount) => {
    const known = buildVocabulary(words, minCount);
    const unknown = words.filter((word) => !known.includes(word)).length;
    return { minCount, tokens: known.length, "share of <unk>": unknown / words.length };
  }),
);

// %% [markdown] {"course": {"task": "shiftByOne", "role": "prompt", "difficulty": 1, "minutes": 5}}
// ## The shift by one
//
// A language model is asked at every position for the *next* token. So what it reads and what it should say are the same text, one step
// apart.
//
// `tokens` is `[batch, time]`, int32. Return `{ inputs, targets }`, both `[batch, time - 1]` and int32: `inputs` lacks the last token,
// `targets` lacks the first.

// %% {"course": {"task": "shiftByOne", "role": "answer"}}
interface Shifted {
  /** What the model reads  [batch, time − 1]  int32 */
  inputs: tf.Tensor2D;
  /** What it should say  [batch, time − 1]  int32 */
  targets: tf.Tensor2D;
}

/** @param tokens  [batch, time]  int32 */
function shiftByOne(tokens: tf.Tensor2D): Shifted {
  const steps = tokens.shape[1] - 1;
  const inputs = tokens.slice([0, 0], [-1, steps]);
  const targets = tokens.slice([0, 1], [-1, steps]);
  return { inputs, targets };
}

// %% {"course": {"task": "shiftByOne", "role": "check"}}
await check("shiftByOne", shiftByOne);

// %% [markdown] {"course": {"task": "shiftByOne", "role": "hint"}}
// Write a short text and number its tokens. The model has read token 0: which token should it say? Has the last token a next one?
//
// ---
//
// ```
// inputs:  all rows, columns 0 up to the one before the last
// targets: all rows, columns 1 up to the last
// ```
//
// ---
//
// `tokens.slice([row, column], [howManyRows, howManyColumns])` cuts a piece; -1 means "as many as there are". Both pieces have one column less than
// the text.

// %% {"course": {"task": "shiftByOne", "role": "look"}}
// Read it column by column: after "once" the right answer is "upon".
const story = ["<sos>", "once", "upon", "a", "time", "<eos>"];
const numbered = shiftByOne(tf.tensor2d([story.map((_, id) => id)], [1, 6], "int32"));
const [reads, says] = [numbered.inputs, numbered.targets].map((ids) => [...ids.dataSync()]);
table(reads!.map((id, t) => ({ reads: story[id], "should say": story[says![t]!] })));

// %% [markdown] {"course": {"task": "maskedCrossEntropy", "role": "prompt", "difficulty": 2, "minutes": 15}}
// ## The loss
//
// How surprised is the model by the right token? Softmax makes probabilities of the logits $z$; the surprise is minus the logarithm of
// the right one's. The loss is the mean over all tokens that count, in nats.
//
// $$\ell = -\frac{\sum_{bt} m_{bt} \log \mathrm{softmax}(z_{bt})_{y_{bt}}}{\sum_{bt} m_{bt}}$$
//
// `logits` is `[batch, time, vocab]`, `targets` $y$ is `[batch, time]` int32, and `mask` $m$ is `[batch, time]` int32 with 1 for a
// real token and 0 for padding. Return one number, a tensor of shape `[]`. If no token counts the loss is 0.

// %% {"course": {"task": "maskedCrossEntropy", "role": "answer"}}
/**
 * @param logits   [batch, time, vocab]
 * @param targets  the right tokens  [batch, time]  int32
 * @param mask     1 where a token counts, 0 at padding  [batch, time]  int32
 * @returns nats per token, []
 */
function maskedCrossEntropy(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
): tf.Scalar {
  return tf.tidy(() => {
    const isRight = tf.oneHot(targets, logits.shape[2]); // [batch, time, vocab]
    const surprise = tf.logSoftmax(logits).mul(isRight).sum(-1).neg(); // [batch, time]
    const counts = mask.cast("float32");
    return surprise.mul(counts).sum().div<tf.Scalar>(counts.sum().maximum(1));
  });
}

// %% {"course": {"task": "maskedCrossEntropy", "role": "check"}}
await check("maskedCrossEntropy", maskedCrossEntropy);

// %% [markdown] {"course": {"task": "maskedCrossEntropy", "role": "hint"}}
// Three questions: how do you pick the right token's logarithm out of `vocab` numbers? Where does the mask come in? And over how many
// tokens is the mean?
//
// ---
//
// ```
// log probabilities of all tokens                       [batch, time, vocab]
// times one-hot targets, summed over vocab, negated     [batch, time]
// times the mask, summed over everything
// divided by the sum of the mask, but never by 0
// ```
//
// ---
//
// `tf.logSoftmax` is softmax and logarithm in one, and stays finite for large logits. `tf.oneHot(targets, vocab)` picks. Take
// `maximum(1)` of the count before you divide. `mean()` would also count the padding.

// %% {"course": {"task": "maskedCrossEntropy", "role": "look"}}
// The surer the model, the smaller the loss if it is right, and the larger if it is
// wrong.
const oneToken = (lead: number, target: number) =>
  maskedCrossEntropy(
    tf.tensor3d([[[lead, 0, 0, 0]]]),
    tf.tensor2d([[target]], [1, 1], "int32"),
    tf.tensor2d([[1]], [1, 1], "int32"),
  ).dataSync()[0]!;
table(
  [0, 1, 3, 6].map((lead) => ({
    "lead of token 0": lead,
    "loss if it is right": oneToken(lead, 0),
    "loss if token 1 is": oneToken(lead, 1),
  })),
  "Nats for one token of four",
);

// %% [markdown] {"course": {"task": "applyTemperature", "role": "prompt", "difficulty": 1, "minutes": 5}}
// ## Temperature
//
// Dividing the logits by a temperature before softmax makes a model bold or careful: below 1 the best token gets more, above 1 all become
// more alike.
//
// $$p = \mathrm{softmax}(z / T)$$
//
// `logits` is `[vocab]`, `temperature` a number. Return the *logits* divided by it, `[vocab]`. A temperature that is not a number above 0 is
// refused with an error that names it.

// %% {"course": {"task": "applyTemperature", "role": "answer"}}
/**
 * @param logits       of one distribution  [vocab]
 * @param temperature  > 0; 1 leaves the distribution as it is
 * @returns [vocab]
 * @throws {RangeError} a temperature that is not a number > 0
 */
function applyTemperature(logits: tf.Tensor1D, temperature: number): tf.Tensor1D {
  if (!(temperature > 0))
    throw new RangeError(`applyTemperature: temperature should be > 0, got ${temperature}`);
  return logits.div(temperature);
}

// %% {"course": {"task": "applyTemperature", "role": "check"}}
await check("applyTemperature", applyTemperature);

// %% [markdown] {"course": {"task": "applyTemperature", "role": "hint"}}
// The division is one call. What happens with a temperature of 0? And is `NaN <= 0` true?
//
// ---
//
// ```
// if the temperature is not above 0: throw a RangeError that says so
// give back the logits divided by the temperature
// ```
//
// ---
//
// Every comparison with NaN is false, so ask for what is allowed and negate it: `!(temperature > 0)`. The message should hold the word
// "temperature" and the value that came.

// %% {"course": {"task": "applyTemperature", "role": "look"}}
// One distribution at five temperatures: its limits are "always the best" and "all
// alike".
table(
  [0.1, 0.5, 1, 2, 100].map((temperature) => {
    const shares = tf.softmax(applyTemperature(liked, temperature)).dataSync();
    return {
      temperature,
      first: shares[0],
      second: shares[1],
      third: shares[2],
      fourth: shares[3],
    };
  }),
);

// %% [markdown] {"course": {"task": "topK", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## Top-k
//
// Even a good model gives each of thousands of bad tokens a little; together they are drawn often. Top-k rules all but the best k out: a logit of
// $-\infty$ becomes a probability of 0.
//
// `logits` is `[vocab]`, `k` a whole number ≥ 1. Return `[vocab]`: the k largest logits in their places, -Infinity everywhere else. Exactly k
// stay, of equal ones the first; all stay if `k` is larger than the vocabulary. A `k` that is no whole number ≥ 1 is refused with an error that
// names it.

// %% {"course": {"task": "topK", "role": "answer"}}
/**
 * @param logits  [vocab]
 * @param k       how many stay, ≥ 1
 * @returns the logits, -Infinity where a token is ruled out  [vocab]
 */
function topK(logits: tf.Tensor1D, k: number): tf.Tensor1D {
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(`topK: k should be a whole number ≥ 1, got ${k}`);
  }
  return tf.tidy(() => {
    const { indices } = tf.topk(logits, Math.min(k, logits.size));
    const isKept = tf
      .oneHot(indices as tf.Tensor1D, logits.size)
      .sum(0)
      .cast("bool");
    return tf.where(isKept, logits, tf.fill(logits.shape, -Infinity)) as tf.Tensor1D;
  });
}

// %% {"course": {"task": "topK", "role": "check"}}
await check("topK", topK);

// %% [markdown] {"course": {"task": "topK", "role": "hint"}}
// It is easy to find the k best *values*. But you need to know *where* they are. What does `tf.topk` give besides the values?
//
// ---
//
// ```
// refuse a k that makes no sense
// places = the ids of the k best tokens
// isKept = 1 at these places, 0 elsewhere
// where isKept: the logit; elsewhere: -Infinity
// ```
//
// ---
//
// `tf.topk(logits, k).indices` are the places; one-hot rows of them, summed, are a vector of ones and zeros. `tf.where(condition, a, b)` wants a
// condition of dtype bool. Do not ask `tf.topk` for more than there are.

// %% {"course": {"task": "topK", "role": "look"}}
// The same distribution, cut: what was ruled out is shared among those that stay.
table(
  [1, 2, 3, 4].map((k) => {
    const shares = tf.softmax(topK(liked, k)).dataSync();
    return { k, first: shares[0], second: shares[1], third: shares[2], fourth: shares[3] };
  }),
);
