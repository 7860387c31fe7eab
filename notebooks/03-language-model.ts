// %% [markdown]
// # 03 Language models: what comes next?
//
// A **language model** (언어 모델) reads a text word by word and says, after each one, how likely every word is to come next.
// **How do we measure one guess among two thousand? And how do we let a model write?**
//
// ![A recurrent network drawn step by step: under each word that it reads stands the likeliest next word with its probability](pictures/03-guesses.svg)
//
// You will build a **vocabulary** (어휘 집합) and see what it must not know, take the loss apart on numbers that fit on paper, beat
// three ways of counting with an LSTM on text that nobody generated, and turn the **temperature** (온도) up and down.

// %% [markdown]
// **You need** [notebook 02](02-lstm-and-gru.ipynb) (the LSTM). The whole notebook takes about 2 minutes on two cores; most of it is one
// training, with a live curve. You may stop it with the ■ button: the model keeps what it has learnt so far.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the lesson's parts from lib, its data, the seed and the recorded runs
import { load } from "../datasets/node-docs/node-docs";
import type { ProseSentence } from "../datasets/kit/prose";
import { tokenFrequencies } from "../datasets/kit/summary";
import { bucketBatches, padSequences, paddingMask } from "../lib/batches";
import { recordedRuns, runSeed } from "../lib/experiment";
import { LanguageModel } from "../lib/language-model";
import { intervalText, meanInterval, type Interval } from "../lib/intervals";
import { liveTraining } from "../lib/live-training";
import { bitsPerCharacter, maskedCrossEntropy, perplexity } from "../lib/losses";
import { Ngram } from "../lib/ngram";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import { countParameters } from "../lib/parameters";
import {
  comparisonPlot,
  curvePlot,
  matrixDiagram,
  nextTokenPlot,
  recurrentDiagram,
  runsPlot,
  surprisePlot,
} from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { generate, sampleToken } from "../lib/sampling";
import { tf } from "../lib/tf";
import { train } from "../lib/training";
import { EOS, SOS, UNK, Vocabulary } from "../lib/vocabulary";

const startedMs = performance.now();
// the seed is 1; try another: first numbers, batches and dropout change with it
const seed = runSeed();
const runs = recordedRuns("03-language-model");

// %% [markdown]
// ## The text: sentences that people wrote
//
// Real English this time: the documentation of Node's modules (`fs`, `http`, …), cut into sentences. A module is a
// chapter, and the chapters of the test split are in no other split. Where the text names a piece of code there is a
// □: nobody could guess the names of functions. The data set's card tells the rest.

// %% {"jupyter": {"source_hidden": true}}
// Data: sentences of three splits; then four of the test split
const limits = isSmoke()
  ? { train: 320, validation: 40, test: 40 }
  : { train: 6000, validation: 1000, test: 1000 };
const prose = {
  train: load({ split: "train", limit: limits.train }),
  validation: load({ split: "validation", limit: limits.validation }),
  test: load({ split: "test", limit: limits.test }),
};
table(
  prose.test.slice(0, 4).map(({ chapter, text }) => ({ chapter, text })),
  "Four sentences of the test split",
);

// %% [markdown]
// One **token** (토큰) is one word or one mark. We write all words small: *The* and *the* shall share what is learnt about them.

// %%
const wordsOf = ({ words }: ProseSentence) => words.map((word) => word.toLowerCase());
const words = {
  train: prose.train.map(wordsOf),
  validation: prose.validation.map(wordsOf),
  test: prose.test.map(wordsOf),
};

// %% {"jupyter": {"source_hidden": true}}
// Table: sentences and words of each split
table(
  Object.entries(words).map(([split, sentences]) => ({
    split,
    sentences: sentences.length,
    "words and marks": sentences.flat().length,
    "different ones": new Set(sentences.flat()).size,
  })),
);

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "How many of the different words of the training text occur in it only once?",
  choices: ["fewer than one in a hundred", "about one in ten", "more than a third"],
  right: 2,
  answer:
    "Words are like that in every language: a few are everywhere, most are rare (Zipf's " +
    "law: the word of rank $r$ occurs about $1/r$ times as often as the first).",
});

// %% {"jupyter": {"source_hidden": true}}
// Plot: how often a word occurs against its rank
const frequencies = tokenFrequencies(words.train);
const onlyOnce = frequencies.filter(({ count }) => count === 1).length;
const ranks = [...new Set(Array.from({ length: 60 }, (_, i) => Math.round(1.16 ** i)))];
const shownRanks = ranks.filter((rank) => rank <= frequencies.length);
show(
  curvePlot({
    title:
      `Of ${frequencies.length} different words, ${onlyOnce} occur once: ` +
      `a straight line on logarithmic axes is Zipf's law`,
    series: [
      {
        name: "training text",
        x: shownRanks,
        y: shownRanks.map((rank) => frequencies[rank - 1]!.count),
      },
    ],
    xTitle: "rank of the word",
    yTitle: "how often it occurs",
    ...{ xScale: "log", yScale: "log", format: ",d" },
  }),
);

// %% [markdown]
// ## The vocabulary: from the training split only
//
// A model has one number (an id) for each word that it knows. A word that first turns up in the validation or test
// text must be `<unk>` there, *unknown*. A vocabulary made of all three splits would give such a word an id, although
// no example ever taught the model anything about it; and in real use nobody hands you the words of tomorrow's text.
//
// We also leave out training words that occur only once. So `<unk>` stands in the training text too, and the model can
// learn when a word comes that it does not know: after *the*, hardly ever after *.*.

// %%
const vocabulary = Vocabulary.fromTokens(words.train.flat(), { minCount: 2 });
const shareOf = (tokens: readonly string[], known: Vocabulary) =>
  known.encode(tokens).filter((id) => id === UNK).length / tokens.length;

// %% {"jupyter": {"source_hidden": true}}
// Table: the share of <unk> in each split, for three vocabularies
// not to be torn apart
const percent = (share: number) => `${(100 * share).toFixed(1)}\u00a0%`;
const vocabularies = {
  "training words seen twice": vocabulary,
  "all training words": Vocabulary.fromTokens(words.train.flat()),
  "words of all three splits": Vocabulary.fromTokens(Object.values(words).flat(2)),
};
table(
  Object.entries(words).map(([split, sentences]) => ({
    split,
    ...Object.fromEntries(
      Object.entries(vocabularies).map(([name, known]) => [
        `<unk>, ${name}`,
        percent(shareOf(sentences.flat(), known)),
      ]),
    ),
  })),
  "From column to column one thing changes. The last looks best: it only hides " +
    "what the model cannot know",
);

// %% {"jupyter": {"source_hidden": true}}
// Which words of the test no example teaches
const knownWords = new Set(words.train.flat());
const leaked = [...new Set(words.test.flat())].filter((word) => !knownWords.has(word));
console.log(
  `${leaked.length} words of the test would have an id that no example teaches:`,
  leaked.slice(0, 12).join(", "),
);

// %% [markdown]
// ## What exactly happens in the loss
//
// Five steps. Take two sentences, *file closes* and *closes*, and a vocabulary of four: `<pad>`, `<eos>`, *file*,
// *closes*.
//
// **1. Shift by one.** The model reads `<sos>` and should say the first word; it reads the first word and should say
// the second; after the last word it should say `<eos>`. Inputs and targets are the same list, one place apart.
// **2. Pad.** The shorter sentence is filled up with `<pad>`, so that both fit in one tensor, and a **mask** (마스크) says with
// 1 where a token counts.

// %%
const tinyWords = ["<pad>", "<eos>", "file", "closes"];
const tinyTargets = tf.tensor2d(
  [
    [2, 3, 1], // file closes <eos>
    [3, 1, 0], // closes <eos> <pad>
  ],
  [2, 3],
  "int32",
); // [batch, time]
const tinyMask = paddingMask(tinyTargets);
console.log(tinyMask.arraySync());

// %% [markdown]
// **3. Softmax.** For each place the model gives a score (a **logit**, 로짓) to each of the four words, and **softmax** (소프트맥스) turns
// scores into probabilities that sum to 1. Ours are logarithms of small whole numbers, so softmax is easy by hand:
// $\mathrm{softmax}(\ln 1, \ln 1, \ln 5, \ln 1) = (1, 1, 5, 1) / 8$.

// %%
const odds = tf.tensor3d([
  [
    [1, 1, 5, 1],
    [1, 2, 1, 4],
    [1, 6, 1, 2],
  ],
  [
    [1, 1, 1, 1],
    [1, 7, 1, 1],
    [1, 1, 1, 7],
  ],
]); // [batch, time, vocab]
const tinyLogits = tf.log(odds) as tf.Tensor3D;
const tinyProbabilities = tf.softmax(tinyLogits);
tinyProbabilities.print();

// %% [markdown]
// **4. Cross-entropy.** Of each distribution only one number matters: the probability of the right word. Its
// **surprise** (놀람도) is $-\ln p$, in *nats*: 0 for a word that was certain, 0.69 for one of two equally likely, more for less.
// **5. Mean over the tokens that count.** The padded place is left out of the sum *and* of the count.

// %%
const tinyIds = tinyTargets.arraySync();
const tinyP = tinyProbabilities.arraySync() as number[][][];
const tinyRows = tinyIds.flatMap((ids, sentence) =>
  ids.map((id, t) => ({
    sentence: sentence + 1,
    reads: t === 0 ? "<sos>" : tinyWords[ids[t - 1]!],
    "should say": tinyWords[id],
    probability: Number(tinyP[sentence]![t]![id]!.toFixed(3)),
    surprise: Number((-Math.log(tinyP[sentence]![t]![id]!)).toFixed(3)),
    counts: tinyMask.arraySync()[sentence]![t]!,
  })),
);
// %% {"jupyter": {"source_hidden": true}}
// Table: each place of the tiny example, its probability and surprise
table(tinyRows);

// %%
const counted = tinyRows.filter(({ counts }) => counts === 1);
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0);
const meanOf = (numbers: readonly number[]) => sumOf(numbers) / numbers.length;
const byHand = meanOf(counted.map(({ surprise }) => surprise));
const [byLib] = maskedCrossEntropy(tinyLogits, tinyTargets, tinyMask).dataSync();

// %% {"jupyter": {"source_hidden": true}}
// The loss by hand, by the lib, and with padding counted
console.log({
  byHand: byHand.toFixed(3),
  byLib: byLib!.toFixed(3),
  paddingCounted: meanOf(tinyRows.map(({ surprise }) => surprise)).toFixed(3),
});

// %% [markdown]
// $$\ell = -\frac{\sum_{b,t} m_{bt} \, \ln \mathrm{softmax}(z_{bt})_{y_{bt}}}{\sum_{b,t} m_{bt}}$$
//
// where $z_{bt}$ `[vocab]` are the logits of sentence $b$ at place $t$, $y_{bt}$ is the right word's id, and $m_{bt}$ the
// mask. (Bengio et al. 2003, §2, has the same sum without a mask.) **Perplexity** (퍼플렉서티) is $e^\ell$: among how many equally likely
// words the model hesitates, on average.

// %% [markdown]
// ### What the loss asks of the scores
//
// Training needs the loss's gradient. For one place with the right word $r$ it is as simple as a gradient can be:
//
// $$\frac{\partial\, (-\ln p_r)}{\partial z_i} = p_i - [i = r]$$
//
// *What the model believes minus what was right*: every wrong word is pushed down by the probability that it got, the right
// one is pulled up by what it lacks. The numbers sum to 0. (Write $-\ln p_r = -z_r + \ln \sum_j e^{z_j}$ and differentiate.)
// By hand at the first place of the tiny example, and by autodiff:

// %%
const firstLogits = tinyLogits.slice([0, 0, 0], [1, 1, -1]).reshape<tf.Tensor1D>([-1]);
const firstRight = tinyIds[0]![0]!;
const gradientOf = tf.grad((z: tf.Tensor) =>
  tf.neg(tf.logSoftmax(z).gather(firstRight)),
);
const byAutodiff = gradientOf(firstLogits).arraySync() as number[];

// %% {"jupyter": {"source_hidden": true}}
// Table: p minus one at the right word, beside autodiff
table(
  tinyWords.map((word, id) => ({
    word,
    p: tinyP[0]![0]![id]!.toFixed(3),
    "p − [right]": (tinyP[0]![0]![id]! - Number(id === firstRight)).toFixed(3),
    autodiff: byAutodiff[id]!.toFixed(3),
  })),
);

// %% [markdown]
// If you come from PyTorch: `maskedCrossEntropy(logits, targets, mask)` is `CrossEntropyLoss(ignore_index=PAD)` on
// `logits.view(-1, vocab)` and `targets.view(-1)`, with the mask as a tensor of its own. Both take scores, not probabilities:
// softmax and logarithm are inside.

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "A model that has learnt nothing gives all $V$ words the same probability. What is " +
    "its perplexity?",
  choices: ["$\\ln V$", "$V$", "$1/V$", "infinite"],
  right: 1,
  answer:
    "Each surprise is $-\\ln(1/V) = \\ln V$, so is their mean, and $e^{\\ln V} = V$. For " +
    "our vocabulary the loss of a fresh model must be close to $\\ln V$; if it is far " +
    "above, something is wrong before training starts.",
});

// %% {"jupyter": {"source_hidden": true}}
// Loss and perplexity of the tiny example, and of a uniform guess
console.log(
  `tiny example: loss ${byLib!.toFixed(3)}, perplexity ` +
    `${perplexity(byLib!).toFixed(2)} of ${tinyWords.length}`,
);
console.log(
  `our vocabulary: ln ${vocabulary.size} = ` +
    `${Math.log(vocabulary.size).toFixed(3)} nats`,
);

// %% [markdown]
// ## Your turn
//
// The sheet [exercises/03-language-model.ipynb](../exercises/03-language-model.ipynb) asks for the vocabulary, the shift
// by one and the loss, which you have seen by now, and for two ways to choose the next word and a whole model, which come later. Do the first
// three before you read on: about 30 minutes, the loss is middling.

// %% [markdown]
// ## Baselines: three ways of counting
//
// Any number needs something to hold it against.
//
// - **uniform**: every word is as likely as any other;
// - **unigram**: as likely as it is frequent, whatever stands before;
// - **trigram**: how often did this word follow these *two* words? Most triples of the test never occurred in training,
//   so every context leaves a part of its probability to the shorter one (Kneser–Ney **smoothing** (평활화); Chen & Goodman 1999,
//   §2.7). It is a strong way to count (Chen & Goodman find a *modified* Kneser–Ney a little better still), and not easy to beat.

// %%
const encodeAll = (sentences: string[][]) =>
  sentences.map((sentence) => [SOS, ...vocabulary.encode(sentence), EOS]);
const tokens = {
  train: encodeAll(words.train),
  validation: encodeAll(words.validation),
  test: encodeAll(words.test),
};
const ngramOf = (order: number) =>
  new Ngram(tokens.train, { order, vocabSize: vocabulary.size });
const trigram = ngramOf(3);
const ngrams = { unigram: ngramOf(1), bigram: ngramOf(2), trigram };
const lossOf = (model: Ngram, sentences: number[][]) =>
  meanOf(sentences.flatMap((sentence) => model.surprises(sentence)));

// %% {"jupyter": {"source_hidden": true}}
// Table: loss and perplexity of the counting models
const losses: Record<string, { validation: number; test: number }> = {
  uniform: { validation: Math.log(vocabulary.size), test: Math.log(vocabulary.size) },
};
for (const [name, model] of Object.entries(ngrams)) {
  losses[name] = {
    validation: lossOf(model, tokens.validation),
    test: lossOf(model, tokens.test),
  };
}
const perplexities = () =>
  Object.entries(losses).map(([model, { validation, test }]) => ({
    model,
    "loss, test (nats)": test.toFixed(3),
    "perplexity, validation": perplexity(validation).toFixed(1),
    "perplexity, test": perplexity(test).toFixed(1),
  }));
table(perplexities());

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "We leave out more words: all that occur fewer than 20 times become `<unk>`. What " +
    "happens to the perplexity?",
  choices: [
    "it falls, and the model is no better",
    "it falls, since the model has become better",
    "it rises, since the model knows fewer words",
  ],
  right: 0,
  answer:
    "The model is asked an easier question. One hit on `<unk>` stands for any of " +
    "thousands of words. **Perplexities can only be compared when the vocabulary is the " +
    "same.**",
});

// %% {"jupyter": {"source_hidden": true}}
// Measure: a trigram's perplexity for four sizes of the vocabulary
const knowing = [1, 2, 5, 20].map((minCount) => {
  const known = Vocabulary.fromTokens(words.train.flat(), { minCount });
  const encode = (sentences: string[][]) =>
    sentences.map((sentence) => [SOS, ...known.encode(sentence), EOS]);
  const model = new Ngram(encode(words.train), { order: 3, vocabSize: known.size });
  return {
    minCount,
    size: known.size,
    unknown: shareOf(words.test.flat(), known),
    perplexity: perplexity(lossOf(model, encode(words.test))),
  };
});
const [most, least] = [knowing[0]!, knowing.at(-1)!];

// %% {"jupyter": {"source_hidden": true}}
// Plot: perplexity against the size of the vocabulary
show(
  curvePlot({
    title:
      "The less a model knows, the better it looks: with " +
      `${percent(least.unknown)} <unk> instead of ` +
      (`${percent(most.unknown)}, perplexity ${least.perplexity.toFixed(0)} ` +
        `instead of ${most.perplexity.toFixed(0)}`),
    series: [
      {
        name: "trigram",
        x: knowing.map(({ size }) => size),
        y: knowing.map((row) => row.perplexity),
      },
    ],
    xTitle: "words in the vocabulary",
    yTitle: "perplexity on the test",
    xScale: "log",
    format: ".1f",
  }),
);

// %% [markdown]
// ## The LSTM as a language model
//
// Each word becomes a learned vector, the LSTM reads the vectors, and a linear layer turns each of its states into one
// score for every word (Mikolov et al. 2010, §2, with an LSTM for the simple recurrence):
//
// $$x_t = E[y_t] \qquad h_t, c_t = \mathrm{LSTM}(x_t, h_{t-1}, c_{t-1}) \qquad z_t = h_t W + b$$
//
// | symbol | what it is | shape |
// |---|---|---|
// | $y_t$ | the word that is read at step $t$ | an id |
// | $E$, $x_t$ | the table of vectors, and one row of it | `[vocab, embedding]`, `[embedding]` |
// | $h_t, c_t$ | the LSTM's hidden and cell state | `[hidden]` each |
// | $W, b$, $z_t$ | output layer, and the scores of the next word | `[hidden, vocab]`, `[vocab]`, `[vocab]` |
//
// Many words in, many words out: it answers at *every* step. Two things keep it from learning the little text by heart.
// While it trains, half of the numbers before and after the LSTM are **dropped** (set to 0, others each time; Zaremba et
// al. 2014, §3.2). And $W$ is no matrix of its own but $E^\top$, the table once more (**weight tying**, Press & Wolf
// 2017): a word's score is how well the state matches the word's own vector.

// %%
const model = new LanguageModel(
  {
    vocabSize: vocabulary.size,
    embeddingSize: 160,
    hiddenSize: 160,
    isTied: true,
    dropout: 0.5,
  },
  randomGenerator(`03/model/${seed}`),
);

// %% {"jupyter": {"source_hidden": true}}
// Shapes of tokens and logits, and the number of parameters
const example = padSequences([tokens.train[0]!.slice(0, -1)]);
const { logits } = model.run(example);
console.log(`tokens [${example.shape}] → logits [${logits.shape}]`);
console.log(
  `${countParameters(model)} parameters, ${tokens.train.flat().length} training tokens`,
);

// %% [markdown]
// The loss of a split is the mean over all of its tokens: batches of different size must not count alike.

// %% {"jupyter": {"source_hidden": true}}
// Helper: the loss over a whole split, in nats a token
function modelLoss(sentences: number[][]): number {
  const batches = bucketBatches(sentences, {
    batchSize: 64,
    lengthOf: ({ length }) => length,
  });
  const parts = batches.map((batch) => ({
    numTokens: sumOf(batch.map(({ length }) => length - 1)),
    lossNats: tf.tidy(() => model.loss(batch, { isTraining: false }).dataSync()[0]!),
  }));
  const total = sumOf(parts.map(({ numTokens, lossNats }) => numTokens * lossNats));
  return total / sumOf(parts.map(({ numTokens }) => numTokens));
}
console.log(
  `before training: ${modelLoss(tokens.validation).toFixed(3)} nats,`,
  `ln V = ${losses["uniform"]!.test.toFixed(3)}`,
);

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "The LSTM has several times as many parameters as there are words to learn from. " +
    "How does it do on unseen chapters?",
  choices: [
    "worse than the unigram: it learns by heart",
    "between the unigram and the trigram",
    "a little better than the trigram",
  ],
  right: 2,
  answer:
    "The trigram can only use a pair of words that it has seen, word for word. The LSTM " +
    "reads all words so far, and words with similar vectors share what was learnt. " +
    "Against that stand few words to learn from, so expect no large lead, and stop " +
    "where validation is best.",
});

// %% [markdown]
// One to two minutes. Against the three **baselines** (기준선), where does the validation curve begin, and which of them does it cross?

// %%
const epochs = isSmoke() ? 1 : 8;
const batchSize = 32;
const numSteps = epochs * Math.ceil(tokens.train.length / batchSize);
const learningRate = (step: number): number =>
  0.005 *
  Math.min(step / 100, Math.max(0.02, 1 - (step - 100) / Math.max(1, numSteps - 100)));
const byLength = (random: ReturnType<typeof randomGenerator>) =>
  bucketBatches(tokens.train, { batchSize, lengthOf: ({ length }) => length, random });
const result = await train(model, byLength, {
  epochs,
  learningRate,
  clipNorm: 1,
  seed,
  validate: () => ({ lossNats: { validation: modelLoss(tokens.validation) } }),
  reporter: liveTraining({
    title: "One LSTM learns what comes next",
    baselines: ["uniform", "unigram", "trigram"].map((name) => ({
      name,
      lossNats: losses[name]!.validation,
    })),
  }),
});

// %% {"jupyter": {"source_hidden": true}}
// How many steps, how many seconds
console.log(`${result.steps.length} steps in ${result.seconds.toFixed(0)} seconds`);

// %% {"jupyter": {"source_hidden": true}}
// Table: loss and perplexity of all models; then the bands
losses["LSTM"] = {
  validation: modelLoss(tokens.validation),
  test: modelLoss(tokens.test),
};
const testPerplexity = (name: string) => perplexity(losses[name]!.test);
table(perplexities());
band({
  name: "perplexity of the LSTM on the test",
  value: testPerplexity("LSTM"),
  low: 55,
  high: 64,
});
band({
  name: "perplexity of the LSTM, as a share of the trigram's",
  value: testPerplexity("LSTM") / testPerplexity("trigram"),
  low: 0.85,
  high: 0.94,
});

// %% {"jupyter": {"source_hidden": true}}
// Plot: perplexity on the test, all models
show(
  comparisonPlot({
    title:
      "On unseen chapters the LSTM hesitates between " +
      `${testPerplexity("LSTM").toFixed(0)} words, ` +
      (`the trigram between ${testPerplexity("trigram").toFixed(0)}, a uniform ` +
        `guess between ${vocabulary.size}`),
    valueTitle: "perplexity on the test",
    format: ".1f",
    rows: Object.keys(losses)
      .filter((name) => name !== "uniform")
      .map((name) => ({ name, value: testPerplexity(name) })),
  }),
);

// %% [markdown]
// ### Is that luck?
//
// The trigram only counts: it comes out the same every time. The LSTM starts from random numbers, reads its batches in a random
// order and drops numbers at random. `npm run experiment -- 03` ran this whole notebook under five seeds. Each dot is one training,
// the bar their mean with its 95 % interval, and the orange diamond is *your* run.

// %% {"jupyter": {"source_hidden": true}}
// Plot: the LSTM's perplexity among the recorded runs
runs.keep("test perplexity", testPerplexity("LSTM"));
const overSeeds = meanInterval(runs.values("test perplexity"));
show(
  runsPlot({
    title:
      `${runs.count} trainings of the LSTM: a perplexity of ` +
      `${intervalText(overSeeds, { decimals: 1 })}; ` +
      `the trigram has ${testPerplexity("trigram").toFixed(1)}`,
    valueTitle: "perplexity on the test",
    format: ".1f",
    rows: [
      {
        name: "LSTM",
        recorded: runs.values("test perplexity"),
        yours: testPerplexity("LSTM"),
      },
    ],
    baselines: ["bigram", "trigram"].map((name) => ({
      name,
      value: testPerplexity(name),
    })),
  }),
);

// %% [markdown]
// ### The network, unrolled
//
// Below is the trained model on a beginning of our own. At each step it reads the word at the bottom, changes its state (three of its
// numbers are drawn), and answers with a probability for every word; the likeliest stands on top. In training, and in the loss, it
// then reads the word that *really* came next, whatever it had said.

// %% {"jupyter": {"source_hidden": true}, "picture": "03-guesses"}
// Diagram: the network unrolled over five words
const opening = ["<sos>", "the", "method", "returns", "a"];
const openingSteps = opening.map((read, index) =>
  tf.tidy(() => {
    const ids = [SOS, ...vocabulary.encode(opening.slice(1, index + 1))];
    const { logits, state } = model.run(padSequences([ids]));
    // [1, vocab]
    const last = logits.softmax().squeeze<tf.Tensor2D>([0]).slice([index, 0], [1, -1]);
    const [likeliest] = last.argMax(1).dataSync();
    return {
      read,
      state: Array.from(state.hidden.dataSync().slice(0, 3)), // 3 of its numbers
      wrote: vocabulary.decode([likeliest!])[0]!,
      share: last.max().dataSync()[0]!,
    };
  }),
);
const lastGuess = openingSteps.at(-1)!;
show(
  recurrentDiagram({
    title:
      "At each step a guess: after “a” the likeliest word is " +
      `“${lastGuess.wrote}”, with ${percent(lastGuess.share)}`,
    labels: { input: "E[y]", hidden: "h, c", output: "softmax(hW + b)" },
    steps: openingSteps.map(({ read, state, wrote }) => ({ read, state, wrote })),
  }),
);

// %% [markdown]
// ### Do similar words get similar vectors?
//
// Nobody told the model which words are alike. Take some words and look for the nearest rows of $E$, by the cosine of the
// angle between them: 1 for the same direction, 0 for nothing in common.

// %% {"jupyter": {"source_hidden": true}}
// Helper: the nearest words by cosine
function neighbours(word: string, count = 5): string {
  const table = model.parameters["embedding.table"] as tf.Tensor2D;
  const unit = tf.tidy(() => table.div<tf.Tensor2D>(table.norm("euclidean", 1, true)));
  const [id] = vocabulary.encode([word]);
  const cosines = tf.tidy(() =>
    unit.matMul(unit.slice([id!, 0], [1, -1]), false, true).dataSync(),
  );
  unit.dispose();
  return [...cosines.keys()]
    .filter((other) => other > UNK && other !== id)
    .sort((a, b) => cosines[b]! - cosines[a]!)
    .slice(0, count)
    .map((other) => `${vocabulary.decode([other])[0]} ${cosines[other]!.toFixed(2)}`)
    .join(", ");
}

// %% {"jupyter": {"source_hidden": true}}
// Table: five words and their neighbours
const asked = ["string", "returns", "must", "callback", "two"];
table(
  asked
    .filter((word) => vocabulary.encode([word])[0] !== UNK)
    .map((word) => ({
      word,
      "nearest rows of the embedding, with the cosine": neighbours(word),
    })),
);

// %% [markdown]
// The same as a picture: twelve words against each other, in three groups that *we* chose. If the model has found the groups, there are
// three blue squares along the diagonal.

// %% {"jupyter": {"source_hidden": true}}
// Measure: cosines between words of three groups
const groups = [
  ["can", "may", "must", "should"],
  ["returns", "creates", "sets", "throws"],
  ["file", "directory", "stream", "string"],
];
const grouped = groups.flat().filter((word) => vocabulary.encode([word])[0] !== UNK);
const cosinesOf = (some: readonly string[]): number[][] =>
  tf.tidy(() => {
    const ids = tf.tensor1d(vocabulary.encode([...some]), "int32");
    // [words, embedding]
    const rows = (model.parameters["embedding.table"] as tf.Tensor2D).gather(ids);
    const unit = rows.div<tf.Tensor2D>(rows.norm("euclidean", 1, true));
    return (unit.matMul(unit, false, true) as tf.Tensor2D).arraySync();
  });
const cosineTable = cosinesOf(grouped);
const groupOf = (word: string) => groups.findIndex((group) => group.includes(word));
const meanCosine = (isInside: boolean) =>
  meanOf(
    grouped.flatMap((one, i) =>
      grouped.flatMap((other, j) =>
        i !== j && (groupOf(one) === groupOf(other)) === isInside
          ? cosineTable[i]![j]!
          : [],
      ),
    ),
  );

// %% {"jupyter": {"source_hidden": true}}
// Plot: the cosines, as a matrix
show(
  matrixDiagram({
    title:
      `Words of one group have a cosine of ${meanCosine(true).toFixed(2)} on ` +
      "average, " +
      `words of two groups ${meanCosine(false).toFixed(2)}`,
    matrices: [
      { name: "cosines", values: cosineTable, rows: grouped, columns: grouped },
    ],
  }),
);

// %% [markdown]
// The model was never told that these words are verbs or things. It was only asked which word comes next. Look between the squares,
// too: *can* and *returns* lean towards each other, and away from the things. Both kinds of words follow a noun; that this is the reason
// is a guess. (Peer session: how would you test it?)

// %% [markdown]
// ### In bits for each character
//
// Perplexity is *per word*, so a model of characters and a model of words cannot be compared by it. What it costs to
// say one **character** of the text can: nats become bits (divide by $\ln 2$), and words become characters (multiply
// by words per character; Graves 2013, §3.1). Our figure is a little too good: saying `<unk>` is cheaper than spelling
// the word.

// %% {"jupyter": {"source_hidden": true}}
// Table: bits a character on the test
const charactersIn = (sentences: readonly ProseSentence[]) =>
  // and one for the end
  sumOf(sentences.map(({ characters }) => characters.length + 1));
const wordsPerCharacter =
  sumOf(tokens.test.map(({ length }) => length - 1)) / charactersIn(prose.test);
table(
  Object.entries(losses).map(([name, { test }]) => ({
    model: name,
    "bits a character, test": bitsPerCharacter(test, wordsPerCharacter).toFixed(2),
  })),
);

// %% [markdown]
// ## See the loss, word by word
//
// The loss of a text is a mean; here are its summands. Pick a sentence and hover a bar. Where are both models sure, and
// where does the LSTM know more?

// %%
/** Scores of the next word after each word of a sentence, [time, vocab]. */
const scoresIn = (sentence: readonly number[]) =>
  model.run(padSequences([sentence.slice(0, -1)])).logits.squeeze<tf.Tensor2D>([0]);
function modelSurprises(sentence: readonly number[]): number[] {
  return tf.tidy(() => {
    const logProbabilities = tf.logSoftmax(scoresIn(sentence)); // [time, vocab]
    // 1 at the word that came
    const right = tf.oneHot(sentence.slice(1), vocabulary.size);
    return Array.from(logProbabilities.mul(right).sum(1).neg().dataSync());
  });
}

// %% {"jupyter": {"source_hidden": true}}
// Data for the plot: eight sentences of the test and their surprises
const readable = tokens.test.flatMap((sentence, index) =>
  sentence.length > 12 && sentence.length < 22 ? [index] : [],
);
const shownTexts = readable.slice(0, 8).map((index) => ({
  tokens: [...words.test[index]!, "<eos>"],
  surprises: {
    trigram: trigram.surprises(tokens.test[index]!),
    LSTM: modelSurprises(tokens.test[index]!),
  },
}));
const advantage = shownTexts[0]!.surprises;

// %% {"jupyter": {"source_hidden": true}}
// Plot: the surprise at each word, trigram and LSTM
show(
  surprisePlot({
    title:
      "The first of these sentences surprises the trigram by " +
      `${sumOf(advantage.trigram).toFixed(0)} nats in all, ` +
      `the LSTM by ${sumOf(advantage.LSTM).toFixed(0)}`,
    texts: shownTexts,
  }),
);

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "At which word of a sentence does the LSTM have *no* lead over the trigram?",
  choices: ["at the first", "at the fourth", "at the fifteenth"],
  right: 0,
  answer:
    "At the first two words both have read the same, and counting is hard to beat. " +
    "After that the trigram has forgotten all but two words, so there is room for a " +
    "lead. Does it grow with every word that the LSTM has read and the trigram " +
    "forgotten? The plot shows the lead itself, with its interval over the sentences of " +
    "the test text.",
});

// %% {"jupyter": {"source_hidden": true}}
// Measure: by how much the LSTM leads at each place of a sentence
const places = [1, 2, 3, 4, 6, 8, 11, 15, 20, 28];
const trigramAll = tokens.test.map((sentence) => trigram.surprises(sentence));
const lstmAll = tokens.test.map(modelSurprises);
const starts = places
  .slice(0, -1)
  .filter((place) => tokens.test.some(({ length }) => length > place));
/**
 * Of each sentence that is long enough: by how much the LSTM is less surprised, as
 * a mean over the places from one start to the next.
 */
const leadsAt = (index: number): number[] =>
  trigramAll.flatMap((ofTrigram, i) => {
    const [from, to] = [places[index]! - 1, places[index + 1]! - 1];
    const [counted, read] = [ofTrigram.slice(from, to), lstmAll[i]!.slice(from, to)];
    return counted.length > 0 ? [meanOf(counted) - meanOf(read)] : [];
  });
const leads = starts.map((_, index) => meanInterval(leadsAt(index)));
runs.keep(
  "lead by place (nats)",
  leads.map(({ mean }) => mean),
);

// %% {"jupyter": {"source_hidden": true}}
// Plot: the lead against the place in the sentence, over the seeds
const recordedLeads = starts.map((_, index) =>
  meanInterval(runs.curves("lead by place (nats)").map((curve) => curve[index]!)),
);
const far = starts.length - 1;
const best = recordedLeads.reduce((a, b) => (b.mean > a.mean ? b : a));
const placeName = (index: number) =>
  places[index + 1]! - places[index]! === 1
    ? `word ${places[index]}`
    : `words ${places[index]} to ${places[index + 1]! - 1}`;
const inNats = { decimals: 2, unit: " nats" };
const leadCurve = (name: string, curve: readonly Interval[]) => ({
  name,
  x: starts,
  y: curve.map(({ mean }) => mean),
  low: curve.map(({ low, mean }) => (Number.isFinite(low) ? low : mean)),
  high: curve.map(({ high, mean }) => (Number.isFinite(high) ? high : mean)),
});
show(
  curvePlot({
    title:
      `Over ${runs.count} trainings the LSTM's lead is largest at ` +
      `${placeName(recordedLeads.indexOf(best))}, ` +
      (`${intervalText(best, inNats)}; at ${placeName(far)} it is ` +
        `${intervalText(recordedLeads[far]!, inNats)}`),
    series: [
      leadCurve("your run, interval over the sentences", leads),
      leadCurve("recorded runs, interval over the seeds", recordedLeads),
    ],
    xTitle: "place in the sentence (words)",
    yTitle: "trigram's surprise minus the LSTM's (nats)",
    format: ".2f",
    baselines: [{ name: "equally surprised", value: 0 }],
  }),
);

// %% [markdown]
// So there is no lead while both have read the same words. It opens as soon as the trigram's two words are used up. After that the two
// bands tell two stories. The narrow one says: train again, and you get nearly the same curve. The wide one says: on other sentences
// the curve could look otherwise, for few sentences are that long. **More seeds cannot replace more text.** So whether the
// lead grows or shrinks the longer the LSTM reads, this test text cannot tell, however often we train.
//
// A trigram's loss depends on two words only, so what the LSTM gains it gains from the words before those; how far back it reaches,
// this plot does not say. (Peer session: which experiment would?)

// %% [markdown]
// ## Let it write: temperature, top-k, nucleus
//
// A model that knows what comes next can write: draw a word from its distribution, let it read that word, draw again.
// Before the dice fall, the distribution can be changed. The **temperature** $T$ divides the logits
// (Ackley, Hinton & Sejnowski 1985):
//
// $$p = \mathrm{softmax}(z / T)$$
//
// **Top-k** keeps the $k$ best words (Fan et al. 2018, §5.4). The **nucleus** (top-p) keeps the fewest best words that
// have a probability of at least $p$ together (Holtzman et al. 2020, §3.1): few where the model is sure, many where it
// is not.

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "Three words have the logits ln 1, ln 2, ln 5. What are their odds at T = ½?",
  choices: ["1 : √2 : √5", "1 : 2 : 5", "2 : 4 : 10", "1 : 4 : 25"],
  right: 3,
  answer:
    "Dividing the logits by ½ squares the odds, so the words get 3 %, 13 % and 83 %. " +
    "For $T \\to 0$ the best word gets everything (greedy choice); for $T \\to \\infty$ " +
    "all words become equally likely. $T = 1$ changes nothing.",
});

// %%
const threeLogits = tf.log(tf.tensor1d([1, 2, 5])) as tf.Tensor1D;
const heat = (temperature: number) =>
  Array.from(tf.softmax(threeLogits.div(temperature)).dataSync(), (p) =>
    Number(p.toFixed(3)),
  );

// %% {"jupyter": {"source_hidden": true}}
// Table: three words at five temperatures
table(
  [0.05, 0.5, 1, 2, 100].map((temperature) => {
    const [one, two, five] = heat(temperature);
    return { temperature, "ln 1": one, "ln 2": two, "ln 5": five };
  }),
  "Three words at five temperatures",
);

// %% [markdown]
// And here is what our model thinks, after the beginning of a sentence. Move the sliders: the orange marks stay where
// the probabilities are at temperature 1.

// %% {"jupyter": {"source_hidden": true}}
// Plot: the next word after a beginning, at any temperature
const beginning = ["if", "the", "callback", "is"];
const beginningLogits = tf.tidy(() => {
  const scores = scoresIn([SOS, ...vocabulary.encode(beginning), EOS]);
  return scores.arraySync().at(-1)!;
});
const bestId = beginningLogits.indexOf(Math.max(...beginningLogits));
const [bestWord] = vocabulary.decode([bestId]);
const bestShare = Math.exp(
  beginningLogits[bestId]! -
    Math.log(sumOf(beginningLogits.map((logit) => Math.exp(logit)))),
);
show(
  nextTokenPlot({
    title:
      `After “${beginning.join(" ")}” the model gives “${bestWord}” ` +
      `${percent(bestShare)}, and something to every word`,
    tokens: vocabulary.decode(beginningLogits.map((_, id) => id)),
    logits: beginningLogits,
  }),
);

// %% [markdown]
// ### Sentences at seven temperatures
//
// The same dice for each row, so only the temperature differs.

// %% {"jupyter": {"source_hidden": true}}
// Helper: ids as readable text
const written = (ids: readonly number[]) =>
  vocabulary
    .decode(ids.filter((id) => id !== EOS))
    .join(" ")
    .replace(/ ([.,:;)!?])/g, "$1")
    .replace(/\( /g, "(");

// %%
function write(
  seed: string,
  options: { temperature?: number; topK?: number; topP?: number },
) {
  const random = randomGenerator(seed);
  return generate(model, [SOS], { numTokens: 30, endToken: EOS, random, ...options });
}
const temperatures = [0.1, 0.4, 0.7, 1, 1.3, 1.7, 2.5];

// %% {"jupyter": {"source_hidden": true}}
// Table: a sentence at each temperature
table(
  temperatures.map((temperature) => ({
    temperature,
    sentence: written(write("03/table", { temperature })),
  })),
);

// %% [markdown]
// Cold, it repeats what it has read most often. Hot, it draws words that nothing called for. What lies between, we can
// measure: the **entropy** of the distribution (in nats: 0 if one word has everything, $\ln V$ if all are alike), and
// how many of the three-word runs that the model writes stand in the training text.

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "At temperature 1, on unseen chapters: how does the mean entropy of the model's " +
    "predictions compare with its loss?",
  choices: ["it is far smaller", "it is a little smaller", "it is a little larger"],
  right: 1,
  answer:
    "They are about the same if the model knows how sure it may be: entropy is how " +
    "surprised it *expects* to be, the loss how surprised it *is*. On unseen chapters " +
    "the loss is the larger one: the model is a little too sure of itself.",
});

// %%
const sampled = tokens.test.slice(0, isSmoke() ? 8 : 60);
const scoresAfter = tf.tidy(() => tf.concat(sampled.map(scoresIn), 0)); // [word, vocab]
function meanEntropy(temperature: number): number {
  return tf.tidy(() => {
    const logProbabilities = tf.logSoftmax(scoresAfter.div(temperature));
    // −Σ p ln p of each word
    const entropy = logProbabilities.exp().mul(logProbabilities).sum(1).neg();
    return entropy.mean().dataSync()[0]!;
  });
}

// %% {"jupyter": {"source_hidden": true}}
// Data for the plot: the mean entropy at each temperature
const heats = [0.05, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5, 3, 4, 5];
const entropies = heats.map(meanEntropy);
const atOne = entropies[heats.indexOf(1)]!;
const sampledLoss = meanOf(sampled.flatMap(modelSurprises));

// %% {"jupyter": {"source_hidden": true}}
// Plot: entropy against temperature; then the band
show(
  curvePlot({
    title:
      "The temperature takes the entropy from 0 to ln V; at 1 it is " +
      `${atOne.toFixed(2)} nats, ` +
      `and the loss on the same words ${sampledLoss.toFixed(2)}`,
    series: [{ name: "mean over test words", x: heats, y: entropies }],
    xTitle: "temperature",
    yTitle: "entropy (nats)",
    format: ".2f",
    baselines: [{ name: "all words alike: ln V", value: Math.log(vocabulary.size) }],
  }),
);
band({
  name: "entropy at temperature 0.05, in nats",
  value: entropies[0]!,
  low: 0,
  high: 0.2,
});
band({
  name: "entropy at temperature 5, as a share of ln V",
  value: entropies.at(-1)! / Math.log(vocabulary.size),
  low: 0.9,
  high: 1,
});

// %% {"jupyter": {"source_hidden": true}}
// Measure: known three-word runs and different words, by temperature
const runsOf = (sentence: readonly number[]) =>
  sentence.slice(2).map((_, t) => sentence.slice(t, t + 3).join(" "));
const seenRuns = new Set(tokens.train.flatMap(runsOf));
const numSentences = isSmoke() ? 2 : 15;
const qualities = temperatures.map((temperature) => {
  const texts = Array.from({ length: numSentences }, (_, i) =>
    write(`03/quality/${i}`, { temperature }),
  );
  const runs = texts.flatMap((ids) => runsOf([SOS, ...ids]));
  return {
    temperature,
    seen: runs.filter((run) => seenRuns.has(run)).length / runs.length,
    different: new Set(texts.flat()).size / texts.flat().length,
  };
});
const realRuns = tokens.test.flatMap(runsOf);
const realSeen = realRuns.filter((run) => seenRuns.has(run)).length / realRuns.length;
const [coldest, hottest] = [qualities[0]!, qualities.at(-1)!];

// %% {"jupyter": {"source_hidden": true}}
// Plot: known runs and different words against temperature
show(
  curvePlot({
    title:
      "Cold sentences are stitched from the training text " +
      `(${percent(coldest.seen)} of their three-word runs), ` +
      `hot ones hardly (${percent(hottest.seen)})`,
    series: [
      {
        name: "known three-word runs",
        x: temperatures,
        y: qualities.map(({ seen }) => seen),
      },
      {
        name: "different words",
        x: temperatures,
        y: qualities.map(({ different }) => different),
      },
    ],
    xTitle: "temperature",
    yTitle: "share",
    format: ".0%",
    yDomain: [0, 1],
    baselines: [{ name: "known three-word runs in the test text", value: realSeen }],
  }),
);

// %% [markdown]
// Known runs are those that stand in the training text; different words are counted as a share of all words written.
// Where the blue curve crosses the line, the model copies as much as people do who write about a new subject.
//
// ### Cutting the tail
//
// At temperature 1 a good model still writes nonsense now and then: thousands of words with one chance in ten thousand
// each are, together, often drawn. Top-k and the nucleus cut that tail and leave the rest as it is.

// %% {"jupyter": {"source_hidden": true}}
// Table: sentences with and without the tail
table(
  [
    { name: "temperature 1", options: {} },
    { name: "top-k, k = 10", options: { topK: 10 } },
    { name: "nucleus, p = 0.9", options: { topP: 0.9 } },
  ].flatMap(({ name, options }) =>
    ["a", "b"].map((seed) => ({
      "drawn with": name,
      sentence: written(write(`03/tail/${seed}`, options)),
    })),
  ),
);

// %% [markdown]
// For comparison, what the counting models write. Shannon did this by hand in 1948 (§3), with a book and a finger.

// %%
function writeByCounting(counts: Ngram, seed: string): number[] {
  const random = randomGenerator(seed);
  const ids: number[] = [SOS];
  while (ids.length < 25 && ids.at(-1) !== EOS) {
    const scores = tf.log(tf.tensor1d(counts.probabilities(ids))) as tf.Tensor1D;
    ids.push(sampleToken(scores, { random }));
    scores.dispose();
  }
  return ids.slice(1);
}

// %% {"jupyter": {"source_hidden": true}}
// Table: what the counting models write
table(
  Object.entries(ngrams).map(([name, counts]) => ({
    model: name,
    sentence: written(writeByCounting(counts, "03/shannon")),
  })),
);

// %% [markdown]
// ## What breaks
//
// This model goes on with a text. It cannot answer one: nothing says *translate this*, or *write that date as digits*.
// For that it must read a whole source first, and then write a text that depends on it. Notebook 04 puts two LSTMs behind
// one another: one reads, the other writes.
//
// Two more tasks of the [sheet](../exercises/03-language-model.ipynb) are yours now: top-k and a draw by the dice. Then its last task
// puts a language model together, trains it and lets it write.

// %% [markdown]
// ## For the peer session
//
// 1. Is the vocabulary built without the validation and test text? What would go wrong otherwise?
// 2. What exactly happens inside the loss? Over which tokens is the mean, and what changes if **padding** (패딩) counts?
// 3. Two models report perplexities of 60 and 90. Which three things must you ask before you call one better?
// 4. What does the temperature do to the distribution? What are its two limits? Does it change which word is best?
// 5. When do top-k and the nucleus keep different words, and which of them would you trust where the model is unsure?
// 6. The model has more parameters than it has words to learn from. What keeps it from learning them by heart, and
//    how would you notice if it did?
// <!-- by hand: 60, 90 -->

// %% {"jupyter": {"source_hidden": true}}
// How long this notebook took
console.log(
  `This notebook took ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`,
);

// %% [markdown]
// ## Next
//
// [Notebook 04](04-seq2seq.ipynb): one network reads, another one writes.
//
// ## Sources
//
// - Bengio, Ducharme, Vincent & Jauvin 2003, "A Neural Probabilistic Language Model", §2. https://jmlr.org/papers/v3/bengio03a.html
// - Mikolov et al. 2010, "Recurrent neural network based language model", §2.
//   https://www.isca-archive.org/interspeech_2010/mikolov10_interspeech.html
// - Zaremba, Sutskever & Vinyals 2014, "Recurrent Neural Network Regularization", §3.2: **dropout** (드롭아웃) between layers, not
//   between steps. https://arxiv.org/abs/1409.2329
// - Press & Wolf 2017, "Using the Output Embedding to Improve Language Models". https://arxiv.org/abs/1608.05859
// - Chen & Goodman 1999, "An empirical study of smoothing techniques for language modeling", §2.7.
//   https://doi.org/10.1006/csla.1999.0128
// - Shannon 1948, "A Mathematical Theory of Communication", §3 (texts by counting), §6 (entropy).
//   https://doi.org/10.1002/j.1538-7305.1948.tb01338.x
// - Graves 2013, "Generating Sequences With Recurrent Neural Networks", §3.1. https://arxiv.org/abs/1308.0850
// - Ackley, Hinton & Sejnowski 1985, "A Learning Algorithm for Boltzmann Machines".
//   https://doi.org/10.1207/s15516709cog0901_7
// - Fan, Lewis & Dauphin 2018, "Hierarchical Neural Story Generation", §5.4. https://arxiv.org/abs/1805.04833
// - Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", §3.1. https://arxiv.org/abs/1904.09751
