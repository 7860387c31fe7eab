// %% [markdown]
// # 10 Decoder only: GPT
//
// Take the **decoder** (디코더) of the Transformer and throw the **encoder** (인코더) away. What is left reads and writes one text,
// **autoregressive** (자기회귀): each word is predicted from those before it. Almost every large **language model** (언어 모델) today has
// this shape.
// **With as many parameters and as much text as the LSTM of notebook 03: which of the two predicts unseen text better? How much text does either need to beat
// a table of counts? And what does word 300 cost a model that looks back at all words before it?**
//
// ![An attention map of a text over itself: only what stands before a word may be looked at, the upper triangle is forbidden](pictures/10-causal-map.svg)
//
// You will train both word by word on the same sentences, compare them in bits a character, see what the **causal mask** (인과 마스크)
// forbids, and time each word with and without the **key-value cache** (키-값 캐시).

// %% [markdown]
// **You need** notebooks [03](03-language-model.ipynb) (language models), [07](07-self-attention.ipynb) (masks, heads, positions) and
// [08](08-transformer.ipynb) (layers). The whole notebook takes about 3 minutes on two cores: two trainings of one to two minutes, each with a live
// curve. You may stop one with the ■ button: the model keeps what it has learned so far. (Seconds and milliseconds below are those of the machine
// that made the stored outputs; yours will differ.)
//
// You train each model once. `npm run experiment -- 10` trained both under five seeds, and on smaller parts of the text, and the contests below rest on
// those runs.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the lesson's parts from lib, and its data; the run's seed
import { load } from "../datasets/node-docs/node-docs";
import type { ProseSentence } from "../datasets/kit/prose";
import { bucketBatches, padSequences } from "../lib/batches";
import { readExperiment, recordedRuns, runSeed } from "../lib/experiment";
import { differenceInterval, intervalText, meanInterval } from "../lib/intervals";
import { LanguageModel } from "../lib/language-model";
import { liveTraining } from "../lib/live-training";
import { bitsPerCharacter } from "../lib/losses";
import { Ngram } from "../lib/ngram";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import { countParameters } from "../lib/parameters";
import {
  alignmentPlot,
  comparisonPlot,
  curvePlot,
  headsPlot,
  intervalCurve,
  runsPlot,
} from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { generate, type NextTokenModel } from "../lib/sampling";
import { tf } from "../lib/tf";
import { train } from "../lib/training";
import { Gpt } from "../lib/gpt";
import { EOS, SOS, Vocabulary } from "../lib/vocabulary";

const startedMs = performance.now();
// 1; try another: first numbers, batches and dropout of both trainings change with it
const seed = runSeed();
const runs = recordedRuns("10-decoder-only");

// %% [markdown]
// ## The text of notebook 03
//
// The same sentences of Node's documentation, the same splits by chapter, the same **vocabulary** (어휘 집합): words that occur at least
// twice in the training text; the others are `<unk>`. □ stands for code, such as the name of a function. So the numbers of the two
// notebooks can be compared.

// %% {"jupyter": {"source_hidden": true}}
// Data: the sentences of Node's documentation, and the vocabulary
const limits = isSmoke()
  ? { train: 160, validation: 16, test: 16 }
  : { train: 6000, validation: 1000, test: 1000 }; // all of it
const prose = {
  train: load({ split: "train", limit: limits.train }),
  validation: load({ split: "validation", limit: limits.validation }),
  test: load({ split: "test", limit: limits.test }),
};
const wordsOf = ({ words }: ProseSentence) => words.map((word) => word.toLowerCase());
const words = {
  train: prose.train.map(wordsOf),
  validation: prose.validation.map(wordsOf),
  test: prose.test.map(wordsOf),
};
const vocabulary = Vocabulary.fromTokens(words.train.flat(), { minCount: 2 });

// %% {"jupyter": {"source_hidden": true}}
// Data: the sentences as token ids
const encodeAll = (sentences: string[][]) =>
  sentences.map((sentence) => [SOS, ...vocabulary.encode(sentence), EOS]);
const tokens = {
  train: encodeAll(words.train),
  validation: encodeAll(words.validation),
  test: encodeAll(words.test),
};
const longest = Math.max(
  ...Object.values(tokens).flatMap((split) => split.map(({ length }) => length)),
);
console.log(
  `${vocabulary.size} words; ${tokens.train.length} sentences of up to ${longest} ` +
    "tokens,",
  `${tokens.train.flat().length} tokens to learn from`,
);

// %% [markdown]
// ## The idea: one stack, one mask
//
// A GPT is the encoder of notebook 08 with a **causal mask**: position $t$ looks at positions $1 … t$ and predicts the token
// at $t + 1$. So one run over a sentence of $T$ tokens gives $T$ predictions, all at once, and none of them has seen its
// answer (Radford et al. 2018, §3.1, eq. 2):
//
// $$x_t = E[y_t] + P[t] \qquad x \leftarrow \mathrm{layer}(x)\ \text{for every layer} \qquad z_t = \mathrm{norm}(x_t)\,E^\top$$
//
// | symbol | what it is | shape |
// |---|---|---|
// | $y_t$ | the token at position $t$ | an id |
// | $E$ | the table of token vectors | `[vocab, dModel]` |
// | $P$ | the table of position vectors, learned | `[maxTime, dModel]` |
// | $z_t$ | scores of the token at $t + 1$ | `[vocab]` |
//
// There is no **cross-attention** (크로스 어텐션), since there is no source: queries, keys and values all come from the text itself.
//
// **Weight tying**, as in notebook 03: the table $E$ that turns tokens into vectors also turns vectors into scores, as
// $E^\top$ (Press & Wolf 2017). The more tokens there are, the more it saves.

// %%
const sizes = { vocabSize: vocabulary.size, dModel: 128, numHeads: 4, numLayers: 2 };
const maxTime = 512;
const makeGpt = (name: string) =>
  new Gpt(
    { ...sizes, dFeedForward: 272, maxTime, dropout: 0.3 },
    randomGenerator(name),
  );
const gpt = makeGpt(`10/gpt/${seed}`);

// %% {"jupyter": {"source_hidden": true}}
// Table: parameters of the first and last layer, with a matrix of its own and tied
const tableRow = (model: string, vocabSize: number, dModel: number) => ({
  model,
  tokens: vocabSize,
  dModel,
  "with a matrix of its own": 2 * vocabSize * dModel,
  tied: vocabSize * dModel,
});
table(
  [
    tableRow("ours", vocabulary.size, sizes.dModel),
    tableRow("GPT-2, small", 50_257, 768),
  ],
  "Parameters of the first and last layer",
);

// %% [markdown]
// ## On numbers small enough to check: the future stays hidden
//
// Change the last word of a text. Which predictions change?

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "The model reads “the file is closed” and “the file is open”. At which positions do " +
    "its scores differ?",
  choices: ["at all four", "at the last two", "at the last one"],
  right: 2,
  answer:
    "The causal mask lets position $t$ look at itself and at what comes before it, so a " +
    "later word cannot change it. The loss relies on this, and so does the cache below.",
});

// %%
const readText = (text: string) =>
  gpt.run(padSequences([vocabulary.encode(text.split(" "))]));
const difference = tf.tidy(() => {
  const [closed, open] = ["the file is closed", "the file is open"].map(
    (text) => readText(text).logits,
  );
  return Array.from(closed!.sub(open!).abs().max(2).dataSync(), (x) =>
    Number(x.toFixed(4)),
  );
});

// %% {"jupyter": {"source_hidden": true}}
// Print and band: the difference of the scores, place by place
console.log(
  "largest difference of the scores after the, file, is, and the last word:",
  difference,
);
band({
  name: "difference of the scores before the changed word",
  value: Math.max(...difference.slice(0, 3)),
  low: 0,
  high: 1e-5,
});

// %% [markdown]
// As a picture, with the first attention head of the untrained model: row $t$ is the position that looks, the columns are what it may
// look at, and pink is forbidden. The weights of each row still sum to 1.

// %% {"jupyter": {"source_hidden": true}}
// Plot: what the first attention head looks at
const firstLook = tf.tidy(
  () =>
    (readText("the file is closed").weights[0]!.arraySync() as number[][][][])[0]![0]!,
);
show(
  alignmentPlot({
    title:
      "Whatever the scores are, what the causal mask forbids gets no weight at all",
    source: ["the", "file", "is", "closed"],
    target: ["the", "file", "is", "closed"],
    weights: firstLook,
    causal: true,
    sourceTitle: "looked at",
    targetTitle: "position that looks",
  }),
);

// %% [markdown]
// ## The opponent: the LSTM of notebook 03, at equal size
//
// The model of notebook 03 as it is: one LSTM of width 160, its output tied to its table, **dropout** (드롭아웃) ½. Same sentences, same
// batches in the same order, same number of steps. We chose the width of the GPT's feed-forward layers so that both models have about as many
// parameters.

// %%
const lstm = new LanguageModel(
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
// Print and band: the parameters of both
// The rows of P beyond the longest sentence are for the timing below; they learn
// nothing.
const unusedPositions = (maxTime - longest) * sizes.dModel;
const numParameters = {
  GPT: countParameters(gpt) - unusedPositions,
  LSTM: countParameters(lstm),
};
console.log({ ...numParameters, unusedPositions });
band({
  name: "parameters of the GPT, as a share of the LSTM's",
  value: numParameters.GPT / numParameters.LSTM,
  low: 0.97,
  high: 1.03,
});

// %% [markdown]
// The **baselines** (기준선) of notebook 03: a uniform guess, the frequency of each word, and counting with the two words before (a trigram).
//
// Two numbers for each, made of the same mean loss $L$ (nats a token, at $N$ tokens that are $C$ characters):
//
// $$\mathrm{perplexity} = e^{L} \qquad \text{bits a character} = \frac{L}{\ln 2} \cdot \frac{N}{C}$$
//
// **Perplexity** (퍼플렉서티) says among how many equally likely *tokens* the model seems to choose; **bits a character** says how long the
// text would be if the model compressed it. The first depends on what you call a token. Take a text with a word every 5 characters. A word model of
// perplexity 64 needs $\log_2 64 = 6$ bits a word, so $6/5 = 1.2$ bits a character. A letter model as good as that also needs 1.2 bits a
// character, but its perplexity is $2^{1.2} ≈ 2.3$. The models are equally good, and their perplexities are 64 and 2.3. Hence two rules: compare
// perplexities only for the same vocabulary; and small steps in bits are larger steps in perplexity, since one is a logarithm of the other.
// <!-- by hand: 5, 64, 6, 1.2, 2.3 -->

// %% {"jupyter": {"source_hidden": true}}
// Helpers: sums, means, bits a character. Table: the baselines
const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0);
const meanOf = (numbers: readonly number[]) => sumOf(numbers) / numbers.length;
const numPredicted = sumOf(tokens.test.map(({ length }) => length - 1));
// and one for the end
const numCharacters = sumOf(prose.test.map(({ characters }) => characters.length + 1));
const bitsOf = (lossNats: number) =>
  bitsPerCharacter(lossNats, numPredicted / numCharacters);
const ngramOf = (order: number) =>
  new Ngram(tokens.train, { order, vocabSize: vocabulary.size });
const trigram = ngramOf(3);
const countingLoss = (counts: Ngram) =>
  meanOf(tokens.test.flatMap((sentence) => counts.surprises(sentence)));
const lossNats: Record<string, number> = {
  uniform: Math.log(vocabulary.size),
  unigram: countingLoss(ngramOf(1)),
  trigram: countingLoss(trigram),
};
table(
  Object.entries(lossNats).map(([model, nats]) => ({
    model,
    "bits a character": bitsOf(nats).toFixed(3),
    perplexity: Math.exp(nats).toFixed(1),
  })),
);

// %% {"jupyter": {"source_hidden": true}}
await predict({
  // by hand: 85,000
  question:
    "Same size, same text, same steps: which model will need the fewest bits a " +
    "character?",
  choices: ["counting", "the LSTM", "the GPT"],
  right: 1,
  answer:
    "Each of them has its reasons. The LSTM reads from left to right by construction, " +
    "while attention must learn from the text which places matter, and 85,000 tokens " +
    "are few. The GPT can look back at any word directly. Counting has a phrase in its " +
    "table as soon as it was seen once. Whatever comes out holds for *this* much text: " +
    "below, the amount changes.",
});

// %% {"jupyter": {"source_hidden": true}}
// Helper: the loss of a model on sentences that it does not learn from
type Writer = { loss: Gpt["loss"]; parameters: Gpt["parameters"] };
function testLoss(model: Writer, sentences: number[][]): number {
  const batches = bucketBatches(sentences, {
    batchSize: 32,
    lengthOf: ({ length }) => length,
  });
  const parts = batches.map((batch) => ({
    numTokens: sumOf(batch.map(({ length }) => length - 1)),
    lossNats: tf.tidy(() => model.loss(batch, { isTraining: false }).dataSync()[0]!),
  }));
  const total = sumOf(parts.map(({ numTokens, lossNats }) => numTokens * lossNats));
  return total / sumOf(parts.map(({ numTokens }) => numTokens));
}

// %% {"jupyter": {"source_hidden": true}}
// Helper: fit trains a model with a live curve
const epochs = isSmoke() ? 1 : 8; // as in notebook 03
const numSteps = epochs * Math.ceil(tokens.train.length / 32);
const warmupSteps = 100;
const fall = (step: number) =>
  Math.min(
    step / warmupSteps,
    Math.max(0.02, 1 - (step - warmupSteps) / Math.max(1, numSteps - warmupSteps)),
  );
const baselines = [{ name: "trigram", lossNats: lossNats["trigram"]! }];
async function fit(model: Writer, name: string, highest: number, order = seed) {
  const byLength = (random: ReturnType<typeof randomGenerator>) =>
    bucketBatches(tokens.train, {
      batchSize: 32,
      lengthOf: ({ length }) => length,
      random,
    });
  return train(model, byLength, {
    epochs,
    learningRate: (step) => highest * fall(step),
    clipNorm: 1,
    seed: order,
    validate: () => ({ lossNats: { validation: testLoss(model, tokens.validation) } }),
    reporter: liveTraining({ title: name, baselines }),
  });
}

// %% [markdown]
// One to two minutes each. Each model has its own highest learning rate; both were set by hand, without a recorded search. The LSTM's training is
// that of notebook 03, step for step. The level dashed line is the trigram's loss on the *test* chapters. Of the curves, the solid one is training,
// the dashed one validation.

// %%
const gptRun = await fit(
  gpt,
  "The GPT: how far below the trigram does it come?",
  0.003,
);

// %%
const lstmRun = await fit(
  lstm,
  "The LSTM: how far below the trigram does it come?",
  0.005,
);

// %% {"jupyter": {"source_hidden": true}}
// Measure, bands and plot: bits a character on unseen chapters, your run
lossNats["LSTM"] = testLoss(lstm, tokens.test);
lossNats["GPT"] = testLoss(gpt, tokens.test);
const bits = (name: string) => bitsOf(lossNats[name]!);
band({
  name: "bits a character of the GPT",
  value: bits("GPT"),
  low: 1.25,
  high: 1.32,
});
band({
  name: "bits a character of the LSTM",
  value: bits("LSTM"),
  low: 1.22,
  high: 1.29,
});
const [winner, loser] = bits("GPT") < bits("LSTM") ? ["GPT", "LSTM"] : ["LSTM", "GPT"];
show(
  comparisonPlot({
    title:
      `Your run: at equal size and equal text the ${winner} needs ` +
      `${bits(winner).toFixed(3)} bits a character, ` +
      `the ${loser} ${bits(loser).toFixed(3)}; counting triples of words needs ` +
      `${bits("trigram").toFixed(3)}`,
    valueTitle: "bits a character on unseen chapters",
    format: ".3f",
    rows: Object.keys(lossNats).map((name) => ({
      name,
      value: bits(name),
      isBaseline: name !== winner && name !== loser,
    })),
  }),
);

// %% {"jupyter": {"source_hidden": true}}
// Table: both trainings
table(
  [
    { model: "GPT", run: gptRun },
    { model: "LSTM", run: lstmRun },
  ].map(({ model, run }) => ({
    model,
    parameters: numParameters[model as "GPT" | "LSTM"],
    steps: run.steps.length,
    seconds: run.seconds.toFixed(0),
    "perplexity, training": Math.exp(run.epochs.at(-1)?.lossNats ?? 0).toFixed(1),
    "perplexity, test": Math.exp(lossNats[model]!).toFixed(1),
    "bits a character, test": bits(model).toFixed(3),
  })),
  "Equal parameters, equal text, equal steps; not equal time",
);

// %% [markdown]
// ### Is that luck?
//
// The trigram only counts: it comes out the same every time. The networks start from random numbers, read their batches in a random order
// and drop numbers at random. `npm run experiment -- 10` ran this whole notebook under five seeds. Each dot is one training, the bar
// their mean with its 95 % interval, and the orange diamond is *your* run. (The LSTM's dots are those of notebook 03: the same seeds, the
// same training.) The table below the plot has the differences, taken seed by seed.
// <!-- by hand: 95 % -->

// %% {"jupyter": {"source_hidden": true}}
// Helpers: a number over the seeds, and a difference seed by seed
const networks = ["LSTM", "GPT"];
for (const name of networks) runs.keep(`${name}: bits`, bits(name));
for (const name of networks)
  runs.keep(`${name}: perplexity`, Math.exp(lossNats[name]!));
/** One number a seed. Counting has no seed: the same number each time. */
const overSeeds = (name: string, what: "bits" | "perplexity") =>
  name === "trigram"
    ? runs
        .values(`GPT: ${what}`)
        .map(() => (what === "bits" ? bits(name) : Math.exp(lossNats[name]!)))
    : runs.values(`${name}: ${what}`);
const minus = (one: string, other: string, what: "bits" | "perplexity" = "bits") =>
  differenceInterval(overSeeds(one, what), overSeeds(other, what));

// %% {"jupyter": {"source_hidden": true}}
// Plot: bits a character on unseen chapters, recorded runs and yours
const inBits = { decimals: 3, unit: " bits" };
show(
  runsPlot({
    title:
      `${runs.count} seeds: the GPT's bits a character minus the LSTM's ` +
      `${intervalText(minus("GPT", "LSTM"), inBits)}; ` +
      `minus the trigram's ${intervalText(minus("GPT", "trigram"), inBits)}`,
    valueTitle: "bits a character on unseen chapters",
    format: ".3f",
    rows: networks.map((name) => ({
      name,
      recorded: overSeeds(name, "bits"),
      yours: bits(name),
    })),
    baselines: [{ name: "trigram", value: bits("trigram") }],
  }),
);

// %% {"jupyter": {"source_hidden": true}}
// Table: differences, seed by seed
table(
  [
    ["GPT", "LSTM"],
    ["GPT", "trigram"],
    ["LSTM", "trigram"],
  ].map(([one, other]) => ({
    difference: `${one} − ${other}`,
    "bits a character": intervalText(minus(one!, other!), { decimals: 3 }),
    perplexity: intervalText(minus(one!, other!, "perplexity")),
  })),
  `${runs.count} seeds, paired by seed: mean and 95 % interval of the mean; ` +
    "below 0 the first is better",
);

// %% [markdown]
// ### Is that a fair fight?
//
// Luck it is not: all three intervals leave out 0. The LSTM is ahead of counting, and counting is ahead of the GPT. An earlier version of this
// page trained each network once, for six epochs. It found all three close together, with counting ahead of the GPT, and had to say "we do not
// know their order". With five seeds, and the eight epochs of notebook 03 for each, we do.
//
// What the intervals do not carry is "because it is an LSTM". They are over seeds; everything else stayed as it was. Both had the same text,
// vocabulary, steps and batches, and about as many parameters. Not equal: dropout, the learning rate, depth (two layers and one), time. Nobody
// searched these settings equally for both. And do not compare the training perplexities of your two runs: they are means over an epoch with
// dropout on, and the two drop at different rates.
//
// **Why does a table of counts beat a GPT? A guess.** The documentation repeats its phrases ("… will be called with …"). A trigram owns such a phrase after one
// sight of it. A network must move shared weights a little at a time, for all phrases together; in return it can treat similar words alike, and that
// should pay more, the more text there is. If so, the networks should gain on counting from size to size. That can be measured.
//
// ### How much text does it take?
//
// `npm run experiment -- 10` also trained both networks, as they are above, on an eighth, a quarter and half of the training text, five seeds each.
//
// - A seed also chooses the sentences. Both networks and the counting get the same ones. Vocabulary and test stay the same at every size: else a size would
//   also decide what counts as a word.
// - Equal steps for both networks. A smaller text is read more often (the table below says how often), and each network is judged at the check where its
//   *validation* loss was lowest.
// - Counting is as strong as we can make it: n-grams of the order, from 1 to 5, that is best on validation.
// - Learning rates and dropout are those from above at every size. Nobody searched them.
//
// The last point of each curve, all of the text, is the contest from above; there, each network is judged at its end.
// <!-- by hand: 1, 5 -->

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question: "Take seven eighths of the text away. Who loses the least by it?",
  choices: ["counting", "the LSTM", "the GPT"],
  right: 0,
  answer:
    "All three lose. A table knows fewer phrases then, but those that it has seen it " +
    "still knows at once. A network has as many weights as before, and fewer words to " +
    "set them by. So with *more* text the networks should gain on counting. How fast " +
    "they gain decides whether the curves cross within our text, or only on a line " +
    "drawn beyond it.",
});

// %% {"jupyter": {"source_hidden": true}}
// Data: the recorded trainings on parts of the text
/**
 * On parts of texts; the experiment names a training "node-docs.SEED.WORDS.NETWORK",
 * and with ".longer" one of three times the steps.
 */
const onParts = readExperiment("10-decoder-only").trainings.map(
  ({ name, records, results }) => {
    const [text, seed, words, network, kind] = name.split(".");
    const steps = records.at(-1)!.step;
    const isLonger = kind === "longer";
    return {
      text,
      seed: Number(seed),
      words: Number(words),
      network,
      isLonger,
      steps,
      results,
    };
  },
);
const smaller = onParts.filter(
  ({ text, isLonger }) => text === "node-docs" && !isLonger,
);
const seedsOfSizes = [...new Set(smaller.map((one) => one.seed))];
/** Counting at its best on all of the text. */
const orders = [1, 2, 3, 4, 5].map(ngramOf);
const lossOn = (counts: Ngram, split: "validation" | "test") =>
  meanOf(tokens[split].flatMap((sentence) => counts.surprises(sentence)));
const validated = orders.map((counts) => lossOn(counts, "validation"));
const bestOrder = validated.indexOf(Math.min(...validated));
const countedOnAll = bitsOf(lossOn(orders[bestOrder]!, "test"));
const allWords = words.train.flat().length;
const sizesOfText = [...new Set(smaller.map((one) => one.words)), allWords];
const kinds = ["counting", "LSTM", "GPT"];
/** Bits a character of each seed, trained on so many words. */
function bitsAt(kind: string, size: number): number[] {
  if (size === allWords)
    return kind === "counting"
      ? seedsOfSizes.map(() => countedOnAll)
      : overSeeds(kind, "bits");
  const ofSize = smaller.filter((one) => one.words === size);
  return kind === "counting"
    ? ofSize
        .filter(({ network }) => network === "GPT")
        .map(({ results }) => results["counting, test bits"]!)
    : ofSize
        .filter(({ network }) => network === kind)
        .map(({ results }) => results["test bits"]!);
}

// %% {"jupyter": {"source_hidden": true}}
// Plot and table: bits a character against the words to learn from
const inWords = (size: number) => size.toLocaleString("en");
const addedByAnEighth = kinds.map(
  (kind) => meanOf(bitsAt(kind, sizesOfText[0]!)) - meanOf(bitsAt(kind, allWords)),
);
show(
  curvePlot({
    title:
      `With ${inWords(sizesOfText[0]!)} words instead of ${inWords(allWords)}, ` +
      `counting needs ${addedByAnEighth[0]!.toFixed(2)} bits more, ` +
      `the LSTM ${addedByAnEighth[1]!.toFixed(2)}, the GPT ` +
      `${addedByAnEighth[2]!.toFixed(2)}`,
    series: [
      ...kinds.map((kind) =>
        intervalCurve(
          kind,
          sizesOfText,
          sizesOfText.map((size) => meanInterval(bitsAt(kind, size))),
        ),
      ),
      { name: "your LSTM", x: [allWords], y: [bits("LSTM")] },
      { name: "your GPT", x: [allWords], y: [bits("GPT")] },
    ],
    xTitle: "words to learn from",
    yTitle: "bits a character on unseen chapters",
    xScale: "log",
    yDomain: [1.2, 1.55],
    format: ".3f",
  }),
);
table(
  sizesOfText.slice(0, -1).map((size) => {
    const ofSize = smaller.filter(({ words }) => words === size);
    const stopped = (network: string) =>
      ofSize
        .filter((one) => one.network === network)
        .map(({ results }) => results["best after steps"]!)
        .join(", ");
    return {
      words: inWords(size),
      "steps, GPT stopped after": stopped("GPT"),
      "steps, LSTM stopped after": stopped("LSTM"),
      "times read, all steps": (
        (ofSize[0]!.steps * 32) /
        ofSize[0]!.results["sentences"]!
      ).toFixed(0),
      "best n-gram order": [
        ...new Set(ofSize.map(({ results }) => results["counting, best order"]!)),
      ].join(", "),
    };
  }),
  `Where validation was best, seed by seed; on all of the text: order ${bestOrder + 1}`,
);

// %% [markdown]
// The lead over counting, taken seed by seed, is what the question is about: where does it cross 0? Through the leads of each seed we draw a
// straight line over the *logarithm* of the amount of text, so its slope says what each **doubling** of the text brings. Where a line crosses 0
// beyond our text, that is an **extrapolation** (외삽): nothing was measured there.

// %%
/** By how many bits a network is ahead of counting, seed by seed. */
const leadAt = (network: string, size: number): number[] => {
  const counted = bitsAt("counting", size);
  return bitsAt(network, size).map(
    (needed, run) => (counted[run] ?? countedOnAll) - needed,
  );
};
/** The line of least squares through one seed's leads. */
function lineOf(network: string, run: number) {
  const x = sizesOfText.map(Math.log2);
  const y = sizesOfText.map(
    (size) => leadAt(network, size)[run] ?? leadAt(network, size)[0]!,
  );
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const covariance = sumOf(x.map((at, i) => (at - meanX) * (y[i]! - meanY)));
  const slope = covariance / sumOf(x.map((at) => (at - meanX) ** 2));
  return { slope, log2Crossing: meanX - meanY / slope };
}
const linesOf = (network: string) => seedsOfSizes.map((_, run) => lineOf(network, run));

// %% {"jupyter": {"source_hidden": true}}
// Plot and table: lead over counting against the words to learn from
const slopeOf = (network: string) =>
  meanInterval(linesOf(network).map(({ slope }) => slope));
const crossingOf = (network: string) =>
  meanInterval(linesOf(network).map(({ log2Crossing }) => log2Crossing));
const wordsText = (log2: number) =>
  Number.isFinite(log2) ? `${inWords(Number((2 ** log2).toPrecision(2)))}` : "unknown";
show(
  curvePlot({
    title:
      `Each doubling of the text adds ${intervalText(slopeOf("LSTM"), inBits)} to ` +
      "the LSTM's lead over counting, " +
      `and ${intervalText(slopeOf("GPT"), inBits)} to the GPT's`,
    series: networks.map((network) =>
      intervalCurve(
        network,
        sizesOfText,
        sizesOfText.map((size) => meanInterval(leadAt(network, size))),
      ),
    ),
    xTitle: "words to learn from",
    yTitle: "lead over counting (bits a character)",
    xScale: "log",
    format: ".3f",
    baselines: [{ name: "as good as counting", value: 0 }],
  }),
);
table(
  networks.map((network) => ({
    network,
    "lead on all of the text": intervalText(meanInterval(leadAt(network, allWords)), {
      decimals: 3,
    }),
    "a doubling adds": intervalText(slopeOf(network), { decimals: 3 }),
    "the line crosses 0 at (words)": wordsText(crossingOf(network).mean),
    "95 % interval":
      `${wordsText(crossingOf(network).low)} to ` +
      `${wordsText(crossingOf(network).high)}`,
    "that is":
      2 ** crossingOf(network).mean > allWords ? "extrapolated" : "within our text",
  })),
  `Lines through the leads of ${seedsOfSizes.length} seeds, in bits a character`,
);
console.log(
  "what a doubling adds to the GPT's lead, minus what it adds to the LSTM's:",
  intervalText(
    differenceInterval(
      linesOf("GPT").map(({ slope }) => slope),
      linesOf("LSTM").map(({ slope }) => slope),
    ),
    { decimals: 3 },
  ),
);

// %% [markdown]
// With more text all three need fewer bits, and both networks gain on counting. The LSTM is behind counting on a quarter of the text, level with it
// on half, and ahead of it on all, so its curve crosses within our text. The GPT's does not. The line below the table compares what a doubling adds
// to the two leads: the interval of the difference contains 0. So these runs do not show that the GPT gains less from *more text*; it starts
// further behind.
//
// **A control: was it the steps?** On the smallest part the LSTM was still improving when its steps were over, the GPT was not. So give the LSTM three times the steps there, with
// the same seeds, and judge it again where its validation loss is lowest.

// %% {"jupyter": {"source_hidden": true}}
// Table: the LSTM on the smallest part, with more steps
const [smallest] = sizesOfText;
const longer = onParts.filter(({ isLonger }) => isLonger);
const bitsLonger = longer.map(({ results }) => results["test bits"]!);
const countedOnSmallest = bitsAt("counting", smallest!);
table(
  [
    { steps: smaller[0]!.steps, bits: bitsAt("LSTM", smallest!) },
    { steps: longer[0]!.steps, bits: bitsLonger },
  ].map(({ steps, bits: needed }) => ({
    "steps of the LSTM": steps,
    "bits a character": intervalText(meanInterval(needed), { decimals: 3 }),
    "lead over counting": intervalText(differenceInterval(countedOnSmallest, needed), {
      decimals: 3,
    }),
    "best after steps": (steps === longer[0]!.steps
      ? longer
      : smaller.filter((one) => one.words === smallest && one.network === "LSTM")
    )
      .map(({ results }) => results["best after steps"]!)
      .join(", "),
  })),
  `${inWords(smallest!)} words, ${longer.length} seeds: mean and 95 % interval`,
);

// %% [markdown]
// Three times the steps help little: the validation loss is lowest after 240 to 400 of the 960 steps, and rises from there. The LSTM stays behind
// counting by most of what it was behind. So on the smallest part it is the text that was too short, more than the training; the LSTM's line starts
// only a little too low.
// <!-- recorded: 240, 400, 960 -->
//
// So why does counting win here? What these runs carry: it wins against *this* GPT at *this* amount of text, and its lead shrinks with every
// doubling. Is the text the cause? The amount did not change alone: the small parts also had fewer steps. For the GPT on an eighth of the text the
// steps are no excuse: its validation loss was lowest before they were over, in all five seeds (first table), so what it lacked was text and not
// steps.
//
// Three things the lines do not say.
//
// - *That they go on straight.* The GPT's crossing lies outside our text. One or two more doublings would show it, and Node's documentation has no more. A novel has.
// - *Why little text favours counting.* The guess was: a table owns a phrase after one sight, a network must move shared weights. To test it, keep the amount, and take sentences
//   that share few of their triples of words with others. If the guess is right, counting loses more by that than the networks do.
// - *What GPTs need.* These are two networks of one size, with settings that nobody searched. Kaplan et al. (2020, §3.2.1) trained far larger ones on far more text: their LSTMs
//   keep up with Transformers early in a long text, and fall behind later in it. Our sentences end before that.
//
// ### And in a novel?
//
// *Moby-Dick* has about 200,000 words to learn from. The same networks, the same rates, a vocabulary of the same size, on two fifths and all of it
// (`npm run experiment -- 10 moby-dick`).
// <!-- by hand: 200,000 -->

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "Now 200,000 words of a novel. It is more text, and should repeat fewer phrases " +
    "word for word. What do these two arguments let you expect?",
  choices: [
    "counting stays ahead of both networks",
    "only the LSTM gets ahead of counting",
    "both networks get ahead of counting",
  ],
  right: 2,
  answer:
    "More text favours the networks, and fewer repeated phrases take from counting what " +
    "it is best at. If both arguments hold, both networks should be ahead already at " +
    "80,000 words, where in the manual the GPT is behind. We expected that. Now see.",
});

// %% {"jupyter": {"source_hidden": true}}
// Plot and table: leads over counting in Moby-Dick
const inNovel = onParts.filter(({ text }) => text === "moby-dick");
const sizesOfNovel = [...new Set(inNovel.map((one) => one.words))];
const ofNovel = (size: number, network: string) =>
  inNovel.filter((one) => one.words === size && one.network === network);
const leadInNovel = (size: number, network: string) =>
  ofNovel(size, network).map(
    ({ results }) => results["counting, test bits"]! - results["test bits"]!,
  );
const numNovelSeeds = ofNovel(sizesOfNovel[0]!, "GPT").length;
show(
  runsPlot({
    title:
      `Moby-Dick, ${numNovelSeeds} seeds: the networks' leads over counting; ` +
      "right of 0 a network is ahead",
    valueTitle: "lead over counting (bits a character)",
    format: ".3f",
    rows: sizesOfNovel.flatMap((size) =>
      networks.map((network) => ({
        name: `${network}, ${inWords(size)} words`,
        recorded: leadInNovel(size, network),
      })),
    ),
  }),
);
table(
  sizesOfNovel.map((size) => {
    const bitsOfAll = (network: string, what: string) =>
      meanOf(ofNovel(size, network).map(({ results }) => results[what]!)).toFixed(3);
    const [{ steps, results }] = ofNovel(size, "GPT") as [(typeof inNovel)[number]];
    return {
      words: inWords(size),
      "counting (bits)": bitsOfAll("GPT", "counting, test bits"),
      "LSTM (bits)": bitsOfAll("LSTM", "test bits"),
      "GPT (bits)": bitsOfAll("GPT", "test bits"),
      "times read": ((steps * 20) / results["sentences"]!).toFixed(1),
      "best after steps": ofNovel(size, "GPT")
        .concat(ofNovel(size, "LSTM"))
        .map((one) => one.results["best after steps"]!)
        .join(", "),
    };
  }),
  `Moby-Dick: bits a character on its test chapters, means of ${numNovelSeeds} seeds`,
);

// %% [markdown]
// **No, and we were wrong twice.** In every training the GPT is behind counting, at both sizes, and the LSTM is about level with it: the novel gives the networks no lead. And more text does not
// help: in every seed, both leads are smaller at 200,000 words than at 80,000. The manual's line would have had the GPT cross at about 170,000 (an interval that reaches beyond the novel). So a straight
// line drawn beyond its points was wrong here, in another text at least.
//
// We do not know why. One thing stands in the table: the larger part is read fewer times, and in every training the last check was the best one, so
// both networks were still improving when their steps were over. So a guess: for so much text these steps are too few, or these networks too small,
// and the line went up only as long as neither held. The control from above would test the first: three times the steps, here. It takes some
// minutes of processor time a training, and has not been run.
//
// So the honest answer to *how much text does it take?* is: for this LSTM in a manual, a little more than half of ours. For this GPT, more than we have; and text alone, with the steps that we gave it,
// may not be enough.
// <!-- by hand: 200,000, 80,000 -->
//
// ### Who uses what was read?
//
// A mean over the whole text hides where the bits are spent. Here is each network's lead over the trigram, by how many words of the
// sentence it has read so far. At the first two places a trigram has read as much as the others. After that it forgets all but the last two
// words, and they need not.

// %%
/** −ln p of each word of a sentence, one after the other. */
function surprises(model: Gpt | LanguageModel, sentence: readonly number[]): number[] {
  return tf.tidy(() => {
    const scores = model
      .run(padSequences([sentence.slice(0, -1)]))
      .logits.squeeze<tf.Tensor2D>([0]);
    const right = tf.oneHot(sentence.slice(1), vocabulary.size);
    return Array.from(tf.logSoftmax(scores).mul(right).sum(1).neg().dataSync());
  });
}
const surprised = {
  GPT: tokens.test.map((sentence) => surprises(gpt, sentence)),
  LSTM: tokens.test.map((sentence) => surprises(lstm, sentence)),
  trigram: tokens.test.map((sentence) => trigram.surprises(sentence)),
};

// %% {"jupyter": {"source_hidden": true}}
// Helper: places in the sentence, from one to the next
const places = [1, 2, 3, 4, 6, 8, 11, 15, 20, 28];
const starts = places
  .slice(0, -1)
  .filter((place) => tokens.test.some(({ length }) => length > place));

// %% {"jupyter": {"source_hidden": true}}
// Measure: the lead over the trigram, place by place
/**
 * Of each sentence that is long enough: by how much a model is less surprised than the
 * trigram, as a mean from one place to the next.
 */
const leadsAt = (name: "GPT" | "LSTM", index: number): number[] =>
  surprised.trigram.flatMap((ofTrigram, i) => {
    const [from, to] = [places[index]! - 1, places[index + 1]! - 1];
    const [counted, read] = [
      ofTrigram.slice(from, to),
      surprised[name][i]!.slice(from, to),
    ];
    return counted.length > 0 ? [meanOf(counted) - meanOf(read)] : [];
  });
const leadsOf = (name: "GPT" | "LSTM") =>
  starts.map((_, index) => meanInterval(leadsAt(name, index)));
for (const name of ["GPT", "LSTM"] as const)
  runs.keep(
    `${name}: lead by place (nats)`,
    leadsOf(name).map(({ mean }) => mean),
  );

// %% {"jupyter": {"source_hidden": true}}
// Plot: lead over the trigram against the place in the sentence
const leadsOfRuns = (name: string) => runs.curves(`${name}: lead by place (nats)`);
const leadOverRuns = (name: string) =>
  starts.map((_, index) =>
    meanInterval(leadsOfRuns(name).map((curve) => curve[index]!)),
  );
const over = (name: string, from: number, to?: number) =>
  meanInterval(leadsOfRuns(name).map((curve) => meanOf(curve.slice(from, to))));
const inNats = { decimals: 2, unit: " nats" };
show(
  curvePlot({
    title:
      `${runs.count} seeds, the GPT's lead over counting: ` +
      `${intervalText(over("GPT", 0, 2), inNats)} ` +
      `at the first two words, ${intervalText(over("GPT", 5), inNats)} from the ` +
      "eighth on",
    series: [
      intervalCurve(
        "GPT, your run, interval over the sentences",
        starts,
        leadsOf("GPT"),
      ),
      intervalCurve(
        "GPT, recorded runs, interval over the seeds",
        starts,
        leadOverRuns("GPT"),
      ),
      intervalCurve(
        "LSTM, recorded runs, interval over the seeds",
        starts,
        leadOverRuns("LSTM"),
      ),
    ],
    xTitle: "place in the sentence (words)",
    yTitle: "trigram's surprise minus the model's (nats)",
    format: ".2f",
    baselines: [{ name: "equally surprised", value: 0 }],
  }),
);

// %% [markdown]
// A lead below 0 is a lag. One would expect of a model that sees the whole sentence that its lead grows with every word read. The GPT's does not:
// over the recorded runs it rises a little above 0 at the fourth word, is below 0 around the eleventh, and comes back to about 0. (An earlier
// version of this page, from one training, saw a lag from the eighth word on. Over the seeds the interval of that mean, in the title, contains 0.)
// Does it hardly use the distant words, or do they hardly help in this text? **The LSTM answers half of that:** on the same sentences it is behind
// the trigram while both have read the same, about level at the third word, and ahead from the fourth word on. So there is something to be had
// from the words that the trigram forgets, and this GPT, which can look at each of them directly, gets little of it. Why, the plot does not say.
//
// The narrow bands are over the seeds: train again, and you get nearly the same curve. The wide one is over the sentences, and more seeds cannot
// make it narrower.
//
// ### Do they know the same?
//
// Let two models vote: the mean of their two probabilities for each word. If both gave the same probabilities, their mean would be no better than
// either of them.

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "The GPT and the trigram vote together, half and half. How does the vote do, beside " +
    "the better of the two?",
  choices: ["better", "worse: it lies between the two", "the same"],
  right: 0,
  answer:
    "$-\\ln$ is convex, so at every word the vote is surprised no more than the two are " +
    "on average. How much less depends on where each of them is badly surprised: if at " +
    "different words, the other one limits the damage there, since half of a good " +
    "probability is still a good one. It loses at most $\\ln 2$ at a word to the better " +
    "of the two.",
});

// %%
function together(one: number[][], other: number[][]): number {
  const [a, b] = [one.flat(), other.flat()];
  return meanOf(
    a.map((nats, i) => -Math.log((Math.exp(-nats) + Math.exp(-b[i]!)) / 2)),
  );
}

// %% {"jupyter": {"source_hidden": true}}
// Measure: the pairs, kept for the recorded runs
lossNats["GPT with trigram"] = together(surprised.GPT, surprised.trigram);
lossNats["LSTM with trigram"] = together(surprised.LSTM, surprised.trigram);
lossNats["GPT with LSTM"] = together(surprised.GPT, surprised.LSTM);
const pairs = ["GPT with LSTM", "LSTM with trigram", "GPT with trigram"];
for (const name of pairs) runs.keep(`${name}: bits`, bits(name));

// %% [markdown]
// **The control.** Any two models that are wrong at different words gain by voting, even two that differ by luck alone. So let the GPT vote with a
// second GPT: other first numbers, other batches, all else the same. That is a third training, so only the recorded runs have it.

// %%
await runs.only("a second GPT", async () => {
  const second = makeGpt(`10/second/${seed}`);
  await fit(second, "a second GPT", 0.003, 100 + seed); // other batches, too
  const itsSurprises = tokens.test.map((sentence) => surprises(second, sentence));
  return {
    "a second GPT: bits": bitsOf(testLoss(second, tokens.test)),
    "GPT with a second GPT: bits": bitsOf(together(surprised.GPT, itsSurprises)),
  };
});

// %% {"jupyter": {"source_hidden": true}}
// Plot, table and band: what a vote saves, recorded runs and yours
/** Of each seed: how many bits the pair needs less than the better of its two. */
const gainsOf = (pair: string) => {
  const [one, other] = pair.split(" with ").map((name) => overSeeds(name, "bits"));
  return overSeeds(pair, "bits").map(
    (both, run) => Math.min(one![run]!, other![run]!) - both,
  );
};
const yourGain = (pair: string) =>
  Math.min(...pair.split(" with ").map(bits)) - bits(pair);
const control = "GPT with a second GPT";
const moreThanControl = differenceInterval(
  gainsOf("GPT with trigram"),
  gainsOf(control),
);
show(
  runsPlot({
    title:
      `A trigram's vote saves the GPT ${intervalText(moreThanControl, inBits)} a ` +
      "character more " +
      `than a second GPT's vote does`,
    valueTitle: "bits a character less than the better of the two",
    format: ".3f",
    rows: [control, ...pairs].map((name) => ({
      name,
      recorded: gainsOf(name),
      ...(name !== control && { yours: yourGain(name) }),
    })),
  }),
);
table(
  [control, ...pairs].map((name) => ({
    pair: name,
    "bits a character": intervalText(meanInterval(overSeeds(name, "bits")), {
      decimals: 3,
    }),
    "less than the better one": intervalText(meanInterval(gainsOf(name)), {
      decimals: 3,
    }),
  })),
  `${runs.count} seeds: mean and 95 % interval of the mean`,
);
band({
  name: "bits that the trigram saves the GPT, a character",
  value: bits("GPT") - bits("GPT with trigram"),
  low: 0.02,
  high: 0.15,
});

// %% [markdown]
// Two GPTs do gain by voting: part of any gain is only the luck of a training that is averaged out. The trigram's vote saves the GPT more than that,
// in every run. So GPT and trigram are wrong at different words, more than two trainings of one network are. *What* each of them knows, the plot does
// not say: list the words at which one is surprised and the other is not.
//
// The LSTM with the GPT is hardly ahead of the LSTM alone: the GPT's half of the vote is the weaker one, and the measure is the better of the two.
//
// ### What they write
//
// Same beginning, same random numbers, same **temperature** (온도).

// %% {"jupyter": {"source_hidden": true}}
// Helper: token ids as readable text
type AnyWriter = NextTokenModel<unknown>;
const textOf = (ids: readonly number[]) =>
  vocabulary
    .decode(ids.filter((id) => id !== EOS))
    .join(" ")
    .replace(/ ([.,:;)!?])/g, "$1")
    .replace(/\( /g, "(");

// %%
function write(model: AnyWriter, beginning: string, seed: string): string {
  const prompt = vocabulary.encode(beginning.split(" "));
  const random = randomGenerator(seed);
  const written = generate(model, [SOS, ...prompt], {
    numTokens: isSmoke() ? 6 : 25,
    endToken: EOS,
    random,
    temperature: 0.7,
  });
  return textOf([...prompt, ...written]);
}

// %% {"jupyter": {"source_hidden": true}}
// Table: what both write after the same beginning
table(
  ["if the", "returns", "the"].flatMap((beginning) =>
    [
      { model: "GPT", writer: gpt as AnyWriter },
      { model: "LSTM", writer: lstm as AnyWriter },
    ].map(({ model, writer }) => ({
      model,
      sentence: write(writer, beginning, "10/write"),
    })),
  ),
  "Temperature 0.7; □ stands for code, <unk> for a word that is not in the vocabulary",
);

// %% [markdown]
// Neighbouring words fit together, and the sentences say nothing: some begin as one sentence and end as another. Three sentences from each
// are no measurement, so do not choose a winner by them.
//
// ## Where the attention heads look
//
// Rows are positions that look, columns what they look at. Pink is what the mask forbids. Pick the layer, and look for attention heads with a
// habit: the word itself, the word before, or one and the same column for every row.

// %% {"jupyter": {"source_hidden": true}}
// Plot: every attention head on one sentence
const readable = words.test.findIndex(({ length }) => length > 10 && length < 16);
const lookedAt = words.test[Math.max(0, readable)]!;
const looks = tf.tidy(() =>
  gpt
    .run(padSequences([[SOS, ...vocabulary.encode(lookedAt)]]))
    .weights.map((weights) => (weights.arraySync() as number[][][][])[0]!),
);
const queryTokens = ["<sos>", ...lookedAt];
const ownShare = looks.map((heads) =>
  heads.map((rows) => meanOf(rows.slice(1).map((row, t) => row[t + 1]!))),
);
const strongest = Math.max(...ownShare.flat());
runs.keep("largest share of a head for the word itself", strongest);
show(
  headsPlot({
    title:
      `One head gives the word itself ${(100 * strongest).toFixed(0)} % of its ` +
      "weight on average; pick the layer to find it",
    queries: queryTokens,
    keys: queryTokens,
    weights: looks,
    causal: true,
  }),
);

// %% {"jupyter": {"source_hidden": true}, "picture": "10-causal-map"}
// Plot: the head that looks most at the word itself
const layerOf = ownShare.findIndex((heads) => heads.includes(strongest));
const headOf = ownShare[layerOf]!.indexOf(strongest);
show(
  alignmentPlot({
    title:
      `Layer ${layerOf + 1}, head ${headOf + 1}: the head that looks most at the ` +
      "word itself; pink is what the causal mask forbids",
    source: queryTokens,
    target: queryTokens,
    weights: looks[layerOf]![headOf]!,
    causal: true,
    sourceTitle: "looked at",
    targetTitle: "position that looks",
  }),
);

// %% [markdown]
// An attention head that looks from a word at that same word sends on, through its own matrix, what the residual connection carries anyway. What could
// it be good for? The map shows where it looks, not what for. Silence it, as in notebook 08, and see what happens to the loss.
//
// ## The KV cache: do not compute twice what cannot change
//
// To write word $t + 1$ the model needs the keys and values of all words so far, and the query of the last one. The causal mask
// guarantees that a later word changes nothing before it. So the keys and values of words $1 … t - 1$ are the *same* as one step
// ago. Keep them, and compute only the new word's query, key and value:
//
// $$K_{1…t} = [K_{1…t-1} ; x_t W^K] \qquad V_{1…t} = [V_{1…t-1} ; x_t W^V] \qquad \mathrm{softmax}\!\left(\frac{q_t K_{1…t}^\top}{\sqrt{d_k}}\right) V_{1…t}$$
//
// Without the cache, all $t$ positions pass through all layers again, with $t^2$ scores. With it, one position does, with one row of $t$ scores.
// First: is the result really the same?

// %%
const proof = tf.tidy(() => {
  const ids = tokens.test.flat().slice(0, isSmoke() ? 8 : 40);
  const whole = gpt.run(padSequences([ids])).logits;
  let state = gpt.start();
  const steps = ids.map((id) => {
    const output = gpt.run(padSequences([[id]]), state);
    state = output.state;
    return output.logits;
  });
  return tf.concat(steps, 1).sub(whole).abs().max().dataSync()[0]!;
});

// %% {"jupyter": {"source_hidden": true}}
// Print and band: the scores with and without the cache
console.log(
  "largest difference of the scores with and without the cache: " +
    `${proof.toExponential(1)}`,
);
band({
  name: "difference that the cache makes to the scores",
  value: proof,
  low: 0,
  high: 1e-3,
});

// %% {"jupyter": {"source_hidden": true}}
await predict({
  // by hand: 300
  question:
    "Word 300 is written. About how much faster is that with the cache than without?",
  choices: ["a few times", "some thirty times", "three hundred times"],
  right: 0,
  answer:
    "One position instead of 300 goes through the layers: about 300 times less " +
    "arithmetic. But every word also costs dozens of operations that JavaScript hands " +
    "to TensorFlow one by one, however small they are, and the cache does not save " +
    "those. The plot says what is left of the 300.",
});

// %% {"jupyter": {"source_hidden": true}}
// Helper: the time of each word of a long text
/**
 * Milliseconds for each word of a long text, fed as if the model had just written it.
 */
function timesMs<State extends tf.TensorContainer>(
  model: NextTokenModel<State>,
  usesState: boolean,
  numTokens: number,
) {
  const text = tokens.test.flat();
  let state = model.start();
  return Array.from({ length: numTokens }, (_, t) => {
    const unread = usesState ? [text[t]!] : text.slice(0, t + 1);
    const startedMs = performance.now();
    const next = tf.tidy(() => {
      const output = model.run(
        padSequences([unread]),
        usesState ? state : model.start(),
      );
      output.logits.dataSync(); // the dice would read them now
      return output.state;
    });
    const elapsedMs = performance.now() - startedMs;
    tf.dispose(state);
    state = next;
    return elapsedMs;
  });
}

// %% [markdown]
// Up to half a minute. Each point is the mean of 16 words, and for each word the faster of two runs counts, since other programs disturb the
// clock.

// %% {"jupyter": {"source_hidden": true}}
// Helper: the faster of two runs, as means of 16 words
const numTimed = isSmoke() ? 32 : 320;
const windowSize = 16;
function typicalMs<State extends tf.TensorContainer>(
  model: NextTokenModel<State>,
  usesState: boolean,
) {
  const runs = [1, 2].map(() => timesMs(model, usesState, numTimed));
  const fastest = runs[0]!.map((ms, t) => Math.min(ms, runs[1]![t]!));
  const ends = Array.from(
    { length: numTimed / windowSize },
    (_, i) => (i + 1) * windowSize,
  );
  return {
    x: ends,
    y: ends.map((end) => meanOf(fastest.slice(end - windowSize, end))),
  };
}

// %%
const cached = typicalMs(gpt, true);
const uncached = typicalMs(gpt, false);
const recurrent = typicalMs(lstm, true);
const lastOf = ({ y }: { y: number[] }) => y.at(-1)!;

// %% {"jupyter": {"source_hidden": true}}
// Plot and band: time for one word against the words written so far
show(
  curvePlot({
    title:
      `At word ${numTimed} the GPT takes ${lastOf(uncached).toFixed(1)} ms without ` +
      "the cache " +
      `and ${lastOf(cached).toFixed(1)} ms with it; the LSTM takes ` +
      `${lastOf(recurrent).toFixed(1)} ms anywhere`,
    series: [
      { name: "GPT, everything again", ...uncached },
      { name: "GPT, with the KV cache", ...cached },
      { name: "LSTM, with its state", ...recurrent },
    ],
    xTitle: "words written so far",
    yTitle: "time for one word (ms)",
    format: ".1f",
  }),
);
band({
  name: "time for the last word, without the cache as a multiple of with it",
  value: lastOf(uncached) / lastOf(cached),
  low: 1.5,
  high: 20,
});

// %% {"jupyter": {"source_hidden": true}}
// Table: what is remembered, by the number of words
// keys and values, 4 bytes a number
const memoryOf = (length: number) => 2 * sizes.numLayers * sizes.dModel * length * 4;
table(
  [1, 64, numTimed].map((length) => ({
    words: length,
    "KV cache (kB)": (memoryOf(length) / 1024).toFixed(1),
    "LSTM's state (kB)": ((2 * 160 * 4) / 1024).toFixed(1),
  })),
  "What is remembered: the cache grows with every word, the LSTM's state never",
);

// %% [markdown]
// At the last words the cache makes a word a few times as fast, far from three hundred times. Without it a word takes longer the later it stands;
// with it the time rises only a little, and the LSTM's does not rise. A guess: what is left is mostly the fixed cost of each operation; the row
// of scores and the cache, which is copied for every word, do grow, but are still small. A profile of one word would show it.
//
// So the two families trade differently: the LSTM keeps a summary of constant size, and what it dropped is gone; the GPT keeps
// everything, and pays in memory and time for every word.

// %% [markdown]
// ## Your turn
//
// The sheet [exercises/10-decoder-only.ipynb](../exercises/10-decoder-only.ipynb): attention with a
// cache, a text continued, what a GPT weighs, and a whole GPT, which you train. About 80 minutes.
//
// ## What breaks
//
// Every position looks at every one before it: twice the text means four times the scores in training. Positions beyond
// `maxTime` have no vector at all. And this model only continues a text. To translate with it, write the source
// before the target, `source <sep> target`, and let it continue; then the source, too, is read under the causal mask.
// [Notebook 11](11-translation.ipynb) keeps the encoder instead, and takes translation to the end.
//
// Today's language models are this model, larger, with two trainings: **pre-training** (사전 학습) on text as here, then **fine-tuning** (미세 조정)
// on the task at hand, with the same risk of forgetting as in notebook 09.

// %% [markdown]
// ## For the peer session
//
// 1. One run over a sentence gives a prediction at every position. Why is none of them cheating?
// 2. What may be cached, and why not the queries? What would break the cache: a **bidirectional** (양방향) mask, dropout, a changed
//    first word?
// 3. 300 times less arithmetic became only a few times less time. Where did the rest go, and how would you measure it? On which machine would it
//    come back?
// 4. Five seeds say that this LSTM is ahead of this GPT. Design the comparison from which you would believe it of LSTMs and GPTs: which settings
//    searched how, which sizes of network? And of the GPT's line: what could bend it before it crosses?
// 5. Tying the output to the embedding halves the parameters of a model with many tokens. What does it force the
//    vectors to do?
// 6. Another team reports its GPT on the same text in letters, not words. You can no longer compare perplexities, but you can compare bits a
//    character. What does our `<unk>` do to that comparison? (Which letters does our model never pay for?)
// <!-- by hand: 300 -->

// %%
console.log(
  `This notebook took ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`,
);

// %% [markdown]
// ## Next
//
// [Notebook 11](11-translation.ipynb): encoder and decoder again, **beam search** (빔 서치), and what mistakes a translation makes. Before this one stands
// [notebook 09](09-one-encoder-three-heads.ipynb), with one encoder under three task heads.
//
// ## Sources
//
// - Radford, Narasimhan, Salimans & Sutskever 2018, "Improving Language Understanding by Generative Pre-Training", §3.1,
//   eq. 1–2. https://cdn.openai.com/research-covers/language-unsupervised/language_understanding_paper.pdf
// - Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", §2.3 (pre-norm).
//   https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf
// - Press & Wolf 2017, "Using the Output Embedding to Improve Language Models". https://arxiv.org/abs/1608.05859
// - Kaplan et al. 2020, "Scaling Laws for Neural Language Models": LSTMs and Transformers over many sizes.
//   https://arxiv.org/abs/2001.08361
// - Vaswani et al. 2017, "Attention Is All You Need", §3.2.3 (the mask in the decoder). https://arxiv.org/abs/1706.03762
// - Shazeer 2019, "Fast Transformer Decoding: One Write-Head is All You Need" (why incremental decoding is bound by memory). https://arxiv.org/abs/1911.02150
// - Graves 2013, "Generating Sequences With Recurrent Neural Networks", §3.1 (bits a character).
//   https://arxiv.org/abs/1308.0850
