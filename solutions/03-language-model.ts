// %% [markdown]
// # Exercises 03: a language model
//
// Five small functions that every language model needs: its vocabulary, the shift by one, its loss, and two steps of choosing what it
// says next. The sixth task is the model itself, which you train and let write. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 03 --watch` checks every time you save.
// If TypeScript says that `Tensor<Rank>` is no `Tensor2D`, it has lost count of the axes: tell it with `as tf.Tensor2D`.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the data that the cells below use
import { load as loadDocs } from "../datasets/node-docs/node-docs";
import { Adam } from "../lib/adam";
import { sequenceBatch, type SequenceBatch } from "../lib/batches";
import { linear, weightsOf, type LanguageModelWeights } from "../lib/functional";
import { LanguageModel } from "../lib/language-model";
import { watchTraining } from "../lib/live-training";
import * as losses from "../lib/losses";
import { lstmStep, type LstmState } from "../lib/lstm";
import { band, check, show, table } from "../lib/notebook";
import { comparisonPlot } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { sampleToken, type SamplingOptions } from "../lib/sampling";
import { tf } from "../lib/tf";
import { EOS, SOS, Vocabulary } from "../lib/vocabulary";

// %%
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

// %% [markdown] {"course": {"task": "maskedCrossEntropy", "role": "prompt", "difficulty": 2, "minutes": 12}}
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

// %% [markdown] {"course": {"task": "drawToken", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## A draw
//
// Softmax gives each token a share of the line from 0 to 1: token 0 the first piece, token 1 the next, and so on. The dice fall on a place of that line, a number
// in [0, 1); whose piece it is, is drawn. Before, the logits $z$ are divided by a **temperature** (온도) $T$: below 1 the best token gets more, above 1 all
// become more alike.
//
// $$p = \mathrm{softmax}(z / T) \qquad y = \text{the first token with } p_0 + \dots + p_y > \text{dice}$$
//
// `logits` is `[vocab]`; -Infinity rules a token out, so it has no share. Return the token's id. Rounding may leave the sum of all shares a little below
// 1, and below the dice: then the last token that has a share is drawn. A temperature that is not a number above 0 is refused with an error that names it.

// %% {"course": {"task": "drawToken", "role": "answer"}}
/**
 * @param logits       [vocab]
 * @param temperature  > 0; 1 leaves the distribution as it is
 * @param dice         a number in [0, 1)
 * @returns an id
 * @throws {RangeError} a temperature that is not a number > 0
 */
function drawToken(logits: tf.Tensor1D, temperature: number, dice: number): number {
  if (!(temperature > 0))
    throw new RangeError(`drawToken: temperature should be > 0, got ${temperature}`);
  const heated = tf.tidy(() => tf.softmax(logits.div<tf.Tensor1D>(temperature)));
  const shares = [...heated.dataSync()];
  heated.dispose();
  let sum = 0;
  const drawn = shares.findIndex((share) => (sum += share) > dice);
  return drawn >= 0 ? drawn : shares.map((share) => share > 0).lastIndexOf(true);
}

// %% {"course": {"task": "drawToken", "role": "check"}}
await check("drawToken", drawToken);

// %% [markdown] {"course": {"task": "drawToken", "role": "hint"}}
// Draw the line for shares of 1/8, 2/8 and 5/8, and mark 0.1, 0.2 and 0.99 on it. Whose piece does each fall on? And is `NaN <= 0` true?
//
// ---
//
// ```
// refuse a temperature that is not above 0
// shares = softmax of the logits by the temperature, as plain numbers
// sum = 0
// for each token: its share joins the sum; is the sum above the dice? then it is drawn
// none? then the last token whose share is above 0
// ```
//
// ---
//
// Every comparison with NaN is false, so ask for what is allowed and negate it: `!(temperature > 0)`. `dataSync()` gives plain numbers. `findIndex`
// gives -1 if it finds nothing. If you compute softmax by hand, take the largest logit off first, or e to a large power is Infinity.

// %% {"course": {"task": "drawToken", "role": "look"}}
// 400 dice at five temperatures. The two limits: always the best, and all alike.
const dice = Array.from({ length: 400 }, (_, i) => (i + 0.5) / 400);
table(
  [0.1, 0.5, 1, 2, 100].map((temperature) => {
    const drawn = dice.map((place) => drawToken(liked, temperature, place));
    const times = (token: number) => drawn.filter((id) => id === token).length;
    return {
      temperature,
      first: times(0),
      second: times(1),
      third: times(2),
      fourth: times(3),
    };
  }),
  "How often each token is drawn",
);

// %% [markdown]
// The last task reads what notebook 03 reads, sentences from the documentation of Node's modules: those of at most 14 words and marks. A □ stands where
// there was a piece of code, `<unk>` for a word that occurs only once.

// %%
const docs = (split: "train" | "test") =>
  loadDocs({ split })
    .map(({ words: found }) => found.map((word) => word.toLowerCase()))
    .filter((found) => found.length <= 14);
const knownDocs = docs("train");
const knownWords = Vocabulary.fromTokens(knownDocs.flat(), { minCount: 2 });
const numbers = (sentences: typeof knownDocs) =>
  sentences.map((found) => [SOS, ...knownWords.encode(found), EOS]);
const shuffledDocs = randomGenerator("03/order").shuffle(numbers(knownDocs));
const unseenDocs = numbers(docs("test"));

// %%
/** Nats a word of a model that knows only how frequent each is in the training text. */
const seen = numbers(knownDocs).flatMap((ids) => ids.slice(1));
const timesSeen = new Map<number, number>();
for (const id of seen) timesSeen.set(id, (timesSeen.get(id) ?? 0) + 1);
const asked = unseenDocs.flatMap((ids) => ids.slice(1));
const wordsByFrequency =
  asked.reduce((sum, id) => sum - Math.log((timesSeen.get(id) ?? 1) / seen.length), 0) /
  asked.length;

// %% [markdown] {"course": {"task": "languageModel", "role": "prompt", "difficulty": 3, "minutes": 35}}
// ## All of it: a language model that writes
//
// Now the model itself, the loop that trains it, and the loop that lets it write. The weights are called as lib's `LanguageModel` calls its parameters, so the
// check can put lib's own numbers in.
//
// $$x_t = E[y_t] \qquad (h_t, c_t) = \mathrm{LSTM}(x_t, h_{t-1}, c_{t-1}) \qquad z_t = h_t W + b$$
//
// $E$ is `embedding.table`, the LSTM's weights are `lstm`, $W$ and $b$ are `output`.
//
// - `run` reads tokens, from a state of zeros or from the `state` that it is given, and gives the logits after each token and the state after the last.
// - `train` takes **one step of the optimizer for each batch**, and gives the loss *before* each step:
//   `losses.maskedCrossEntropy(logits, targets, targetMask)`; the batch is shifted already.
// - `write` goes on with a text, the `prompt` (at least one token). It draws a token by `sampleToken(logits, options)` from what the model says after the last token; this
//   token is read, the next one drawn, and so on, until `EOS` is drawn or `numTokens` are written. It gives the new tokens only, without `EOS`.
//
// `run` and `write` leave no tensors behind but the logits and the state. Given: `lstmStep(input, state, weights)`, `linear(x, weights)`, and `sampleToken`, whose logits are
// `[vocab]`: your last two tasks in one.

// %% {"course": {"task": "languageModel", "role": "answer"}}
interface WriteOptions extends SamplingOptions {
  /** How many tokens are written at most. */
  readonly numTokens: number;
}

interface LanguageModelAnswer {
  /**
   * @param tokens  [batch, time]  int32
   * @param state   after the tokens before; zeros at the beginning of a text
   * @returns logits [batch, time, vocab], and the state after the last token
   */
  run(tokens: tf.Tensor2D, state?: LstmState): { logits: tf.Tensor3D; state: LstmState };
  /** @returns the loss before each step */
  train(batches: SequenceBatch[], optimizer: tf.Optimizer): number[];
  /** @returns the new tokens */
  write(prompt: readonly number[], options: WriteOptions): number[];
}

function languageModel(weights: LanguageModelWeights): LanguageModelAnswer {
  const { embedding, lstm, output } = weights;
  const run = (tokens: tf.Tensor2D, before?: LstmState) =>
    tf.tidy(() => {
      const zeros = tf.zeros<tf.Rank.R2>([tokens.shape[0], lstm.hiddenToGates.shape[0]]);
      let state = before ?? { hidden: zeros, cell: zeros };
      const inputs = tf.unstack(tf.gather<tf.Tensor>(embedding.table, tokens), 1);
      const hiddens = inputs.map((input) => {
        state = lstmStep(input as tf.Tensor2D, state, lstm);
        return state.hidden;
      });
      return { logits: linear(tf.stack(hiddens, 1) as tf.Tensor3D, output), state };
    });
  const step = ({ inputs, targets, targetMask }: SequenceBatch, optimizer: tf.Optimizer) =>
    tf.tidy(() => {
      const loss = () => losses.maskedCrossEntropy(run(inputs).logits, targets, targetMask);
      return optimizer.minimize(loss, true)!.dataSync()[0]!;
    });
  const read = (ids: readonly number[], state?: LstmState) =>
    run(tf.tensor2d([[...ids]], [1, ids.length], "int32"), state);
  const write = (prompt: readonly number[], options: WriteOptions) => {
    const written: number[] = [];
    tf.tidy(() => {
      let { logits, state } = read(prompt);
      while (written.length < options.numTokens) {
        const last = tf.unstack(logits, 1).at(-1)!.reshape<tf.Tensor1D>([-1]);
        const token = sampleToken(last, options);
        if (token === EOS) return;
        written.push(token);
        ({ logits, state } = read([token], state));
      }
    });
    return written;
  };
  return {
    run,
    train: (batches, optimizer) => batches.map((batch) => step(batch, optimizer)),
    write,
  };
}

// %% {"course": {"task": "languageModel", "role": "check"}}
await check("languageModel", languageModel);

// %% [markdown] {"course": {"task": "languageModel", "role": "hint"}}
// `run` is a loop over columns with an LSTM's step in it. `write` calls `run` with more than one token once. When, and what does it hand over in all
// the calls after that?
//
// ---
//
// ```
// run:   state = the given one, or zeros
//        for each column of tokens: the LSTM's step with the rows of the table; remember the hidden state
//        logits = linear of all hidden states, side by side; give them and the last state
// train: for each batch a step of the optimizer; remember the loss that it started from
// write: run the prompt
//        as long as fewer than numTokens are written:
//            token = a draw from the logits of the last place; EOS? then stop
//            write it down; run this one token, from the state so far
// ```
//
// ---
//
// `tf.unstack(tf.gather(table, tokens), 1)` gives the vectors of each column, `tf.stack(hiddens, 1)` puts the states side by side. `logits` of one text are
// `[1, time, vocab]`: `tf.unstack(logits, 1).at(-1)` is the last place, and `reshape([-1])` takes its batch away. `optimizer.minimize(f, true)` takes a step
// and returns what `f()` was, a scalar.

// %% {"course": {"task": "languageModel", "role": "look"}}
// Your model reads 300 batches of 32 sentences, 20 to 60 seconds, and then writes some.
const newModel = new LanguageModel(
  { vocabSize: knownWords.size, embeddingSize: 32, hiddenSize: 64 },
  randomGenerator("03/words"),
);
const yourModel = languageModel(weightsOf<LanguageModelWeights>(newModel));
const adam = new Adam({ learningRate: 0.01 });
await watchTraining(
  Array.from({ length: 300 }, (_, i) => {
    const start = (32 * i) % (shuffledDocs.length - 32);
    return shuffledDocs.slice(start, start + 32);
  }),
  (ids) => yourModel.train([sequenceBatch("languageModel", ids)], adam)[0]!,
  {
    title: "Your language model, trained by your loop",
    baselines: [{ name: "words by their frequency", lossNats: wordsByFrequency }],
  },
);
const unseenBatch = sequenceBatch("languageModel", unseenDocs);
const yourNats = losses
  .maskedCrossEntropy(
    yourModel.run(unseenBatch.inputs).logits,
    unseenBatch.targets,
    unseenBatch.targetMask,
  )
  .dataSync()[0]!;
// Five other starts: 3.96 to 3.99 nats.
band({ name: "your model: nats a word, unseen", value: yourNats, low: 3.85, high: 4.1 });
show(
  comparisonPlot({
    title: "What a word of unseen sentences costs",
    valueTitle: "nats a word",
    format: ".2f",
    rows: [
      { name: "any word is as likely", value: Math.log(knownWords.size) },
      { name: "words by their frequency", value: wordsByFrequency },
      { name: "your model", value: yourNats },
    ],
  }),
);
const random = randomGenerator("03/dice");
table(
  [0.3, 0.7, 1, 1.5].flatMap((temperature) =>
    [1, 2].map(() => ({
      temperature,
      "your model writes": knownWords
        .decode(yourModel.write([SOS], { numTokens: 20, temperature, random }))
        .join(" "),
    })),
  ),
);
