// %% [markdown]
// # 04 Sequence to sequence: one network reads, another writes
//
// A translation is rarely as long as its source. The networks of notebooks 01 to 03 give one answer for each token that
// they read, so they cannot write it. **How can a model read a whole sequence, and then write another one of any length?
// And what gets lost between the two?**
//
// You will build an encoder and a decoder, write with them token by token, find the bottleneck between them by
// measuring, and see when it helps to read the source backwards.

// %% [markdown]
// **You need** notebooks 02 (LSTM) and [03](03-language-model.ipynb) (vocabulary, loss, sampling).
// The whole notebook takes about 2 minutes on two cores: six trainings of 5 to 30 seconds, each with a live curve.
// You may stop a training with the ■ button: the model keeps what it has learnt so far.

// %%
import { load as loadCopy } from "../datasets/copy/copy";
import { load as loadDates, textOf } from "../datasets/dates/dates";
import { load as loadReverse } from "../datasets/reverse/reverse";
import type { SentencePair } from "../lib/alignment";
import { bucketBatches, pairBatch, type EncodedPair } from "../lib/batches";
import { greedyDecode, teacherForcedDecode } from "../lib/decoding";
import { liveTraining } from "../lib/live-training";
import { lstmStep, type LstmState } from "../lib/lstm";
import { exactMatch, tokenAccuracy } from "../lib/metrics";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import { countParameters } from "../lib/parameters";
import {
  comparisonPlot,
  distanceDiagram,
  lengthCurve,
  curvePlot,
  unrolledDiagram,
} from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { Decoder } from "../lib/decoder";
import { Encoder } from "../lib/encoder";
import { Seq2Seq } from "../lib/seq2seq";
import { tf } from "../lib/tf";
import { train } from "../lib/training";
import { unroll } from "../lib/unroll";
import { EOS, SOS, Vocabulary } from "../lib/vocabulary";

const startedMs = performance.now();

// %% [markdown]
// ## The task: say it again
//
// A source is 3 to 8 random letters; the target is the same letters. That sounds too easy to be worth a model. It is the
// fairest test of memory there is: random letters have no pattern, so nothing can be guessed, and everything must be
// carried from the reader to the writer. What a model gets wrong here, it has *forgotten*.

// %%
const letters = { minLength: 3, maxLength: 8, numSymbols: 10 };
const copySplits = {
  train: loadCopy({ ...letters, split: "train", limit: isSmoke() ? 320 : 10_000 }),
  validation: loadCopy({ ...letters, split: "validation", limit: isSmoke() ? 20 : 300 }),
  test: loadCopy({ ...letters, split: "test", limit: isSmoke() ? 60 : 1_000 }),
};
table(
  copySplits.test.slice(0, 3).map(({ source, target }) => ({
    source: source.join(" "),
    target: target.join(" "),
  })),
  "Three pairs of the test split; none of them is in the training split",
);

// %% [markdown]
// Tokens become numbers (ids). As always, the vocabulary is built from the **training** split alone.
// The source and the target have a vocabulary each: here they happen to hold the same letters, but in a translation one
// holds Korean and the other English.

// %%
type Splits = Record<"train" | "validation" | "test", SentencePair[]>;
type Task = ReturnType<typeof encodeTask>;
function encodeTask({ train, validation, test }: Splits) {
  const source = Vocabulary.fromTokens(train.flatMap((pair) => pair.source));
  const target = Vocabulary.fromTokens(train.flatMap((pair) => pair.target));
  const encode = (pairs: SentencePair[]): EncodedPair[] =>
    pairs.map((pair) => ({
      source: source.encode(pair.source),
      target: target.encode(pair.target),
    }));
  return {
    source,
    target,
    train: encode(train),
    validation: encode(validation),
    test: encode(test),
  };
}
const copy = encodeTask(copySplits);
console.log(`${copy.source.size} source tokens, ${copy.target.size} target tokens`);

// %% [markdown]
// ## Where to start, and when to stop: `<sos>` and `<eos>`
//
// Two special tokens make sequences of any length possible. `<sos>` (start of sequence) is the first thing that the
// writer reads, since before its first word there is no word. `<eos>` (end of sequence) is the last thing that it must
// write: it means *I am done*.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "A writer reads its last word and writes the next. What does it read, and what should it write, for the target a b c?",
  "It reads `<sos> a b c` and should write `a b c <eos>`: the same tokens, **shifted by one**. Without `<eos>` in the " +
    "targets it would never learn to stop, and somebody else would have to know how long each answer is.",
);

// %%
const shortPair = copy.test.find(({ source }) => source.length === 3) ?? copy.test[0]!;
const oneBatch = pairBatch([shortPair]);
const tokensOf = (ids: tf.Tensor2D, vocabulary: Vocabulary) =>
  vocabulary.decode(Array.from(ids.dataSync())).join(" ");
table([
  { "who sees it": "the encoder reads", tokens: tokensOf(oneBatch.source, copy.source) },
  { "who sees it": "the decoder reads", tokens: tokensOf(oneBatch.inputs, copy.target) },
  {
    "who sees it": "the decoder should write",
    tokens: tokensOf(oneBatch.targets, copy.target),
  },
]);

// %% [markdown]
// ## The idea: two networks and one vector between them
//
// The **encoder** reads the source $x_1 … x_S$ ($S$ tokens) and changes its state at each of them. The **decoder** starts
// from the encoder's last state and writes the target $y_1 … y_T$ ($T$ tokens):
//
// $$(h_s, c_s) = \mathrm{LSTM_{enc}}(E\,x_s,\; h_{s-1}, c_{s-1}) \qquad v = (h_S, c_S)$$
// $$s_0 = \mathrm{bridge}(v) \qquad s_t = \mathrm{LSTM_{dec}}(E'\,y_{t-1},\; s_{t-1}) \qquad z_t = W s_t + b$$
//
// (Sutskever et al. 2014, §2; Cho et al. 2014, §2.2.)

// %% [markdown]
// | symbol | what it is | shape |
// |---|---|---|
// | $E\,x_s$, $E'\,y_{t-1}$ | the vector (embedding) of a token, from the encoder's and the decoder's own table | `[embedding]` |
// | $h_s$, $c_s$ | hidden state and cell state of the encoder's LSTM after $s$ tokens | `[encoder hidden]` each |
// | $v$ | the **context**, or *thought vector*: all that the decoder will ever know of the source | `2 × [encoder hidden]` |
// | $\mathrm{bridge}$ | a learned linear map from $v$ to the decoder's first state | |
// | $s_t$ | the decoder's state (it has a cell too) after writing $t$ tokens; $y_0$ is `<sos>` | `[decoder hidden]` |
// | $z_t$ | logits: one score for each token that may come next; softmax makes probabilities of them | `[vocab]` |
//
// The loss is the one of notebook 03: cross-entropy, the mean over all target tokens, `<eos>` included, padding not.

// %% [markdown]
// ## Two sets of parameters
//
// The encoder and the decoder are separate in everything: tables, LSTMs, even widths.

// %%
const embeddingSize = 32;
interface Sizes {
  readonly encoderHidden: number;
  readonly decoderHidden: number;
}
function newModel(
  { source, target }: Task,
  { encoderHidden, decoderHidden }: Sizes,
): Seq2Seq {
  const reader = { vocabSize: source.size, embeddingSize, hiddenSize: encoderHidden };
  const writer = { vocabSize: target.size, embeddingSize, hiddenSize: decoderHidden };
  return new Seq2Seq(
    new Encoder(reader, randomGenerator("04/encoder")),
    new Decoder({ ...writer, encoderSize: encoderHidden }, randomGenerator("04/decoder")),
  );
}

// %%
const model = newModel(copy, { encoderHidden: 32, decoderHidden: 64 });
table(
  Object.entries(model.parameters).map(([name, parameter]) => ({
    parameter: name,
    shape: parameter.shape.join(" × "),
    numbers: parameter.size,
  })),
  `${countParameters(model)} parameters: ${countParameters(model.encoder)} read, ${countParameters(model.decoder)} write`,
);

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Both parts are an LSTM over tokens. Why not use one set of parameters for both, and save a third of the numbers?",
  "They do different work: the encoder turns tokens into a summary and answers nothing; the decoder turns a summary into " +
    "the next token, and is a language model of the *target*. In general their vocabularies differ too, so the tables " +
    "could not be shared even if one wanted to. Separate parts can also have separate widths, depths and learning " +
    "rates, and either can be replaced: notebook 06 changes the decoder, notebook 09 keeps one encoder for three tasks. " +
    "The cost is more parameters but no more computation: each token passes through one LSTM only.",
);

// %% [markdown]
// The table shows a point that is easily missed: `bridge` maps 2 · 32 numbers to 2 · 64. The encoder may be narrow while
// the decoder is wide. Below, the encoder's width alone will say how much fits between the two.

// %% [markdown]
// ## From scratch: read, then write
//
// Both loops, with `lstmStep` from [notebook 02](02-lstm-and-gru.ipynb) and the model's own numbers. First the reader: it answers nothing, and only
// its last state survives.

// %%
const numbersOf = <Kind extends tf.Tensor>(name: string) =>
  model.parameters[name] as unknown as Kind;
const lstmWeights = (part: string) => ({
  inputToGates: numbersOf<tf.Tensor2D>(`${part}.inputToGates`),
  hiddenToGates: numbersOf<tf.Tensor2D>(`${part}.hiddenToGates`),
  bias: numbersOf<tf.Tensor1D>(`${part}.bias`),
});
const vectorOf = (part: string, id: number) =>
  numbersOf<tf.Tensor2D>(`${part}.embedding.table`).slice([id, 0], [1, -1]); // [1, embedding]

function readByHand(source: readonly number[]): LstmState {
  let state: LstmState = { hidden: tf.zeros([1, 32]), cell: tf.zeros([1, 32]) };
  for (const id of [...source, EOS]) {
    state = lstmStep(vectorOf("encoder", id), state, lstmWeights("encoder.rnn"));
  }
  return state; // the context v: hidden [1, 32] and cell [1, 32]
}

// %% [markdown]
// Then the writer. It picks the most likely token, **reads it back**, and goes on until it picks `<eos>`: that is *greedy
// decoding*. `maxTime` is the emergency brake for a model that never says `<eos>`.

// %%
function writeByHand(context: LstmState, maxTime: number): number[] {
  const bridged = tf
    .concat([context.hidden, context.cell], 1)
    .matMul(numbersOf<tf.Tensor2D>("decoder.reader.bridge.inputToOutput"))
    .add(numbersOf("decoder.reader.bridge.bias"));
  const [hidden, cell] = tf.split(bridged, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
  let state: LstmState = { hidden: hidden.tanh(), cell };
  const written: number[] = [SOS];
  while (written.length <= maxTime) {
    const input = vectorOf("decoder.reader", written.at(-1)!);
    state = lstmStep(input, state, lstmWeights("decoder.reader.rnn"));
    const logits = state.hidden.matMul(
      numbersOf<tf.Tensor2D>("decoder.output.inputToOutput"),
    );
    const [best] = logits.add(numbersOf("decoder.output.bias")).argMax(1).dataSync();
    if (best === EOS) break;
    written.push(best!);
  }
  return written.slice(1);
}

// %% {"jupyter": {"source_hidden": true}}
predict(
  "This model has not been trained. What will it write for a source of three letters, and what is its loss?",
  "Something without any relation to the source, perhaps the same letter until the brake stops it. Its loss is near " +
    "$\\ln 14 = 2.64$ nats: all 14 tokens are about equally likely to it, as to somebody who guesses.",
);

// %%
const untrained = tf.tidy(() => writeByHand(readByHand(shortPair.source), 10));
const untrainedNats = tf.tidy(() => model.loss(copy.test).dataSync()[0]!);
console.log(
  `source: ${copy.source.decode(shortPair.source).join(" ")}\n` +
    `written: ${copy.target.decode(untrained).join(" ") || "(nothing)"}\n` +
    `loss: ${untrainedNats.toFixed(3)} nats a token, guessing: ${Math.log(copy.target.size).toFixed(3)}`,
);

// %% [markdown]
// ## Train it
//
// In training the decoder does *not* read what it wrote. It reads the right tokens, whatever it would have said: this is
// called **teacher forcing**. All steps of a target can then be fed at once, and one wrong guess does not spoil the rest.
// Notebook 05 is about what that costs.
//
// One recipe for all models here: Adam, a learning rate that rises for 100 steps and then falls in a line, gradients
// shortened to length 1, batches of 128 pairs of similar length. After each epoch we let the model write.

// %%
function write(model: Seq2Seq, pairs: readonly EncodedPair[], maxTime = 14): number[][] {
  const sources = pairs.map(({ source }) => source);
  return greedyDecode(model, sources, { maxTime }).map(({ tokens }) => tokens);
}
const targetsOf = (pairs: readonly EncodedPair[]) => pairs.map(({ target }) => target);
const freeWhole = (model: Seq2Seq, pairs: readonly EncodedPair[]) =>
  exactMatch(write(model, pairs), targetsOf(pairs));

// %%
const epochs = isSmoke() ? 1 : 8;
const byLength = (task: Task) => (random: ReturnType<typeof randomGenerator>) =>
  bucketBatches(task.train, {
    batchSize: 128,
    lengthOf: ({ source }) => source.length,
    random,
  });
const schedule = (numSteps: number) => (step: number) =>
  0.01 *
  Math.min(step / 100, Math.max(0.02, 1 - (step - 100) / Math.max(1, numSteps - 100)));

interface Progress {
  readonly x: number[];
  readonly y: number[];
}
const progress: Record<string, Progress> = {};
async function fit(model: Seq2Seq, task: Task, name: string): Promise<void> {
  const learningRate = schedule(epochs * Math.ceil(task.train.length / 128));
  const validate = () => ({
    lossNats: { validation: tf.tidy(() => model.loss(task.validation).dataSync()[0]!) },
    scores: { "exact match, free-running": freeWhole(model, task.validation) },
  });
  const baselines = [{ name: "uniform guess", lossNats: Math.log(task.target.size) }];
  const reporter = liveTraining({ title: name, baselines });
  const options = { epochs, learningRate, clipNorm: 1, seed: 4, validate, reporter };
  const { epochs: reports } = await train(model, byLength(task), options);
  progress[name] = {
    x: [0, ...reports.map(({ step }) => step)],
    y: [0, ...reports.map(({ validation }) => Object.values(validation.scores!)[0]!)],
  };
}

// %% [markdown]
// 10 seconds or so. Watch exact match beside the bar.

// %%
await fit(model, copy, "copy, context of 2 · 32 numbers");

// %% [markdown]
// ## Two numbers, always
//
// *Teacher-forced*: the decoder reads the right tokens, as in training. *Free-running*: it reads what it wrote itself, as it
// must in use. Each by token and by whole sequence. The trivial baseline beside them guesses letters.

// %%
function evaluate(model: Seq2Seq, pairs: readonly EncodedPair[]) {
  const right = targetsOf(pairs);
  const forced = teacherForcedDecode(model, pairs).map(({ tokens }) => tokens);
  const free = write(model, pairs);
  return {
    forcedToken: tokenAccuracy(forced, right),
    forcedWhole: exactMatch(forced, right),
    freeToken: tokenAccuracy(free, right),
    freeWhole: exactMatch(free, right),
  };
}
const inWords = (scores: Partial<ReturnType<typeof evaluate>>) => ({
  "token, forced": scores.forcedToken,
  "token, free": scores.freeToken,
  "whole, forced": scores.forcedWhole,
  "whole, free": scores.freeWhole,
});

// %%
const guesser = randomGenerator("04/guess");
const guessed = copy.test.map(({ target }) => target.map(() => 4 + guesser.integer(10)));
const guessedToken = tokenAccuracy(guessed, targetsOf(copy.test));
const guessedWhole = exactMatch(guessed, targetsOf(copy.test));
const copyScores = evaluate(model, copy.test);
table(
  [
    { model: "encoder and decoder", ...inWords(copyScores) },
    {
      model: "guesses letters, knows the length",
      ...inWords({ freeToken: guessedToken, freeWhole: guessedWhole }),
    },
  ],
  `${copy.test.length} unseen sequences`,
);
band({
  name: "exact match, copy with a context of 2 · 32 numbers",
  value: copyScores.freeWhole,
  low: 0.6,
  high: 0.92,
});

// %% [markdown]
// Now that the model knows something, the check of our two loops: do they write what the library writes?

// %%
const checked = copy.test.slice(0, 50);
const byHand = checked.map(({ source }) =>
  tf.tidy(() => writeByHand(readByHand(source), 14)),
);
const asLibrary = exactMatch(byHand, write(model, checked));
console.log(
  `${(100 * asLibrary).toFixed(0)} % of ${checked.length} sequences are the same`,
);
band({ name: "share written alike by hand and by lib", value: asLibrary, low: 1, high: 1 });

// %% [markdown]
// ## See it: training and use are not the same
//
// The model at hand, unrolled over one test pair that it gets wrong. Each column is one step: below it what was read,
// above it what was written and how likely it was. The stripes are the first eight numbers of the real hidden state;
// hover them. A cross marks a wrong token.

// %%
function unrolledOver(pair: EncodedPair, reads: "right" | "own", title: string): void {
  const { encoder, decoder } = unroll(model, pair, { reads });
  const first = (state: readonly number[]) => state.slice(0, 8);
  const word = (id: number) => copy.target.decode([id])[0]!;
  show(
    unrolledDiagram({
      title,
      reads,
      context: ["h: 32", "c: 32"],
      encoder: encoder.map(({ read, state }) => ({
        read: copy.source.decode([read])[0]!,
        state: first(state),
      })),
      decoder: decoder.map(({ read, wrote, right, probability, state }) => ({
        read: word(read),
        wrote: word(wrote),
        right: word(right),
        probability,
        state: first(state),
      })),
    }),
  );
}
const writtenByModel = write(model, copy.test);
const numWrong = (pair: EncodedPair, index: number) =>
  pair.target.filter((id, t) => id !== writtenByModel[index]![t]).length;
const wrongPair =
  copy.test.find((pair, index) => numWrong(pair, index) > 2 && pair.target.length < 8) ??
  copy.test[0]!;

// %%
unrolledOver(
  wrongPair,
  "right",
  "In training every step reads the right token: a mistake ends where it was made",
);

// %%
unrolledOver(
  wrongPair,
  "own",
  "In use every step reads what the step before wrote: a mistake is carried on",
);

// %% [markdown]
// That is **why inference differs from training**: in use nobody has the right tokens. Three things follow:
//
// - writing is a loop of single steps, and slow; training is one pass over all steps;
// - something must decide which token is read back: the most likely one (greedy), a drawn one (notebook 03), or several
//   at once (beam search, notebook 11);
// - the decoder meets its own mistakes, which it never saw in training (exposure bias, notebook 05).

// %% [markdown]
// ## The bottleneck
//
// However long the source, the context is the same few numbers. So longer sources should suffer, and a wider context
// should help. We change **one** thing, the encoder's width: 8, 32, 128. The decoder stays as it is.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "How will exact match depend on the source's length for each width? And beyond 8 letters, longer than any in training?",
  "With a context of 2 · 8 numbers it falls steeply with length, with 2 · 128 much later; but a good part of the 8-letter " +
    "sequences is still wrong in our run. Beyond 8, **all** widths break down: of 9 letters even the widest keeps one sequence " +
    "in four, of 10 one in twelve. A wide vector has room, but the model never learnt to keep, or to write, a ninth letter.",
);

// %% [markdown]
// 5 to 15 seconds each.

// %%
const narrow = newModel(copy, { encoderHidden: 8, decoderHidden: 64 });
await fit(narrow, copy, "copy, context of 2 · 8 numbers");

// %%
const wide = newModel(copy, { encoderHidden: 128, decoderHidden: 64 });
await fit(wide, copy, "copy, context of 2 · 128 numbers");

// %%
const longer = loadCopy({
  ...letters,
  minLength: 9,
  maxLength: 10,
  split: "test",
  limit: isSmoke() ? 20 : 300,
}).map(({ source, target }) => ({
  source: copy.source.encode(source),
  target: copy.target.encode(target),
}));
const lengths = [3, 4, 5, 6, 7, 8, 9, 10];
const ofLength = lengths.map((length) =>
  [...copy.test, ...longer].filter(({ source }) => source.length === length),
);
const curveOf = (model: Seq2Seq) => ofLength.map((pairs) => freeWhole(model, pairs));
const widths = {
  "2 · 8 numbers": narrow,
  "2 · 32 numbers": model,
  "2 · 128 numbers": wide,
};
const curves = Object.entries(widths).map(([name, model]) => ({
  name,
  lengths,
  exactMatch: curveOf(model),
}));
const percent = (share: number) => `${(100 * share).toFixed(0)}\u00a0%`; // not to be torn apart
const atEight = curves.map(({ exactMatch }) => exactMatch[5]!);
const atTen = Math.max(...curves.map(({ exactMatch }) => exactMatch[7]!));

// %%
// by hand: 16
const guessing = {
  name: "guessing",
  lengths,
  exactMatch: lengths.map((length) => 0.1 ** length),
};
show(
  lengthCurve({
    title:
      `The bottleneck: of 8 letters, a context of 16 numbers keeps ${percent(atEight[0]!)} whole, ` +
      `one of 256 numbers ${percent(atEight[2]!)}; of 10, more than training showed, ${percent(atTen)} at best`,
    xTitle: "source length (letters); trained on 3 to 8",
    series: [...curves, guessing],
  }),
);
band({ name: "exact match at length 8, narrow", value: atEight[0]!, low: 0, high: 0.2 });
band({ name: "exact match at length 10, best width", value: atTen, low: 0, high: 0.2 });
band({ name: "exact match at length 8, wide", value: atEight[2]!, low: 0.4, high: 0.85 });

// %% [markdown]
// A vector of fixed size between the two is called the **bottleneck**. Making it wider helps, but costs parameters, and
// it never helps with what is longer than training. Notebook 06 removes it: the decoder will look back at all $h_s$.

// %% [markdown]
// ## Read the source backwards?
//
// Sutskever et al. (2014, §3.3) gave their encoder every source **in reverse**, and their BLEU rose from 25.9 to 30.6.
// Their explanation: some dependencies become very short. Look at the memory that our copy needs: how many steps
// lie between reading a letter and writing it?
// <!-- cited: 25.9, 30.6 -->

// %% {"jupyter": {"source_hidden": true}}
predict(
  "If the source is read backwards, what happens to the mean number of steps that a letter must be kept?",
  "Nothing. The first letter is kept for 2 steps instead of S + 1, but the last one for 2S. The **mean stays S + 1**; only " +
    "the shortest distance shrinks.",
);

// %%
const shown = copySplits.test.find(({ source }) => source.length === 6)!.source;
const straight = shown.map((_, i) => ({ source: i, target: i }));
const crossed = shown.map((_, i) => ({ source: shown.length - 1 - i, target: i }));
const written = [...shown, "<eos>"];
show(
  distanceDiagram({
    title:
      "Backwards, the first letters are near and the last ones far; the mean is the same",
    rows: [
      { name: "as it is", read: [...shown, "<eos>"], written, links: straight },
      {
        name: "backwards",
        read: [...[...shown].reverse(), "<eos>"],
        written,
        links: crossed,
      },
    ],
  }),
);

// %% [markdown]
// So why should it help? Learning has to *start* somewhere. A dependency over 2 steps is found early; and once the first
// letters come out right, the rest is easier to learn. We measure: the same pairs, the same first numbers, the source turned
// around. 5 to 15 seconds.

// %%
const turned = (pairs: readonly EncodedPair[]) =>
  pairs.map(({ source, target }) => ({ source: [...source].reverse(), target }));
const backwards = (task: Task): Task => ({
  ...task,
  train: turned(task.train),
  validation: turned(task.validation),
  test: turned(task.test),
});
const copyBackwards = backwards(copy);
const backwardsModel = newModel(copy, { encoderHidden: 32, decoderHidden: 64 });
await fit(backwardsModel, copyBackwards, "copy, source backwards");

// %%
const backwardsScores = evaluate(backwardsModel, copyBackwards.test);
const better = backwardsScores.freeWhole > copyScores.freeWhole ? "better" : "worse";
show(
  curvePlot({
    format: ".0%",
    yDomain: [0, 1],
    title:
      `Copy is learnt ${better} backwards: ${percent(backwardsScores.freeWhole)} of the test is right at the end, ` +
      `${percent(copyScores.freeWhole)} if the source is read as it is`,
    xTitle: "training step",
    yTitle: "exact match, free-running (validation)",
    series: [
      { name: "as it is", ...progress["copy, context of 2 · 32 numbers"]! },
      { name: "backwards", ...progress["copy, source backwards"]! },
    ],
  }),
);
band({
  name: "gain of reading backwards on copy (exact match)",
  value: backwardsScores.freeWhole - copyScores.freeWhole,
  low: 0.01,
  high: 0.25,
});

// %% [markdown]
// Which letters gain? Token accuracy at each place of the 8-letter sequences:

// %%
function byPosition(model: Seq2Seq, pairs: readonly EncodedPair[]): number[] {
  const eight = pairs.filter(({ target }) => target.length === 8);
  const output = write(model, eight);
  return Array.from(
    { length: 8 },
    (_, t) =>
      eight.filter(({ target }, index) => output[index]![t] === target[t]).length /
      eight.length,
  );
}
const positions = {
  "as it is": byPosition(model, copy.test),
  backwards: byPosition(backwardsModel, copyBackwards.test),
};
const lost = Object.values(positions).map((shares) => shares[0]! - shares[7]!);
show(
  curvePlot({
    format: ".0%",
    yDomain: [0, 1],
    title: `From the first letter to the last, accuracy falls by ${(100 * lost[0]!).toFixed(0)} points as it is, by ${(100 * lost[1]!).toFixed(0)} backwards`,
    xTitle: "position in the target (letters), sequences of 8",
    yTitle: "token accuracy, free-running",
    series: Object.entries(positions).map(([name, shares]) => ({
      name,
      x: [1, 2, 3, 4, 5, 6, 7, 8],
      y: shares,
    })),
  }),
);

// %% [markdown]
// ### The same experiment under another name
//
// The data set *reverse* asks for the letters from the last to the first.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Does reading backwards help on reverse as it does on copy?",
  "It does the opposite. *Reverse, read as it is*: the letter read last is written first. That is *copy, read backwards*, " +
    "word for word. And *reverse, read backwards* is *copy, read as it is*. What counts is not the direction, but which " +
    "end of the source the answer starts with.",
);

// %%
const reversePairs = loadReverse({
  ...letters,
  split: "test",
  limit: isSmoke() ? 60 : 1_000,
}).map(({ source, target }) => ({
  source: copy.source.encode(source),
  target: copy.target.encode(target),
}));
const onReverse = [
  { name: "copy, as it is", value: copyScores.freeWhole },
  { name: "copy, backwards", value: backwardsScores.freeWhole },
  { name: "reverse, as it is", value: freeWhole(backwardsModel, reversePairs) },
  { name: "reverse, backwards", value: freeWhole(model, turned(reversePairs)) },
];
show(
  comparisonPlot({
    title:
      "Reverse read as it is behaves like copy read backwards: the models trained on copy solve it, never having seen it",
    valueTitle: "exact match, free-running",
    format: ".1%",
    domain: [0, 1],
    rows: onReverse,
  }),
);

// %% [markdown]
// ## Backwards on real dates
//
// Now a task with a fixed order on the target's side only: a written date → its ISO date (`2026-10-03`), in Korean and in
// English. Both models read both languages. ISO starts with the year. Korean writes the year **first**
// (2026년 10월 3일), English **last** (October 3, 2026).

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Which language gains from reading backwards, and which one loses?",
  "By the distance to the year, Korean should gain and English should lose: backwards, a Korean year is read last, right " +
    "before it must be written. In our runs **both** lose exact match: English as expected, Korean against it.",
);

// %%
const someDates = { forms: "plain", languages: ["ko", "en"] } as const;
const dateSplits = {
  train: loadDates({ ...someDates, split: "train", limit: isSmoke() ? 320 : 10_000 }),
  validation: loadDates({ ...someDates, split: "validation", limit: isSmoke() ? 20 : 200 }),
  test: loadDates({ ...someDates, split: "test", limit: isSmoke() ? 40 : 1_000 }),
};
const dates = encodeTask(dateSplits);
const exampleOf = (language: string) =>
  dateSplits.test.find((pair) => pair.language === language)!;
table(
  ["ko", "en"].map(exampleOf).map(({ language, source, iso }) => ({
    language,
    "read as it is": textOf(source),
    "read backwards": textOf([...source].reverse()),
    target: iso,
  })),
);

// %% [markdown]
// The longest dates have 29 characters, so these two trainings take longer: 20 to 30 seconds each.
// <!-- by hand: 29 -->

// %%
const dateSizes = { encoderHidden: 64, decoderHidden: 64 };
const dateModel = newModel(dates, dateSizes);
await fit(dateModel, dates, "dates, source as it is");

// %%
const datesBackwards = backwards(dates);
const dateBackwardsModel = newModel(dates, dateSizes);
await fit(dateBackwardsModel, datesBackwards, "dates, source backwards");

// %%
const dateRuns = ["ko", "en"].flatMap((language) => {
  const isIn = (_: EncodedPair, index: number) =>
    dateSplits.test[index]!.language === language;
  return [
    { language, order: "as it is", model: dateModel, pairs: dates.test.filter(isIn) },
    {
      language,
      order: "backwards",
      model: dateBackwardsModel,
      pairs: datesBackwards.test.filter(isIn),
    },
  ];
});
const dateRows = dateRuns.map(({ language, order, model, pairs }) => ({
  language,
  order,
  ...evaluate(model, pairs),
}));
table(
  dateRows.map(({ language, order, ...scores }) => ({
    language,
    order,
    ...inWords(scores),
  })),
  "Dates with unseen days",
);

// %%
const byOrder = (language: string, order: string) =>
  dateRows.find((row) => row.language === language && row.order === order)!.freeWhole;
const gain = (language: string) =>
  byOrder(language, "backwards") - byOrder(language, "as it is");
const points = (share: number) =>
  `${share < 0 ? "loses" : "gains"} ${Math.abs(100 * share).toFixed(0)}`;
show(
  comparisonPlot({
    title: `Backwards, Korean ${points(gain("ko"))} points of exact match and English ${points(gain("en"))}`,
    valueTitle: "exact match, free-running",
    format: ".1%",
    domain: [0, 1],
    rows: dateRows.map(({ language, order, freeWhole }) => ({
      name: language === "ko" ? "한국어 (year first)" : "English (year last)",
      series: order,
      value: freeWhole,
    })),
  }),
);
band({
  name: "gain of reading backwards, English dates",
  value: gain("en"),
  low: -0.3,
  high: 0,
});

// %% [markdown]
// Which characters of the date? Positions 1 to 4 are the year, 6 and 7 the month, 9 and 10 the day; 5 and 8 are hyphens.

// %%
const datePositions = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const dateCurves = dateRuns.map(({ language, order, model, pairs }) => {
  const output = write(model, pairs);
  const isRight = (t: number) =>
    pairs.filter(({ target }, i) => output[i]![t] === target[t]);
  return {
    language,
    order,
    shares: datePositions.map((_, t) => isRight(t).length / pairs.length),
  };
});
const changeAt = (language: string, position: number) => {
  const [asItIs, back] = dateCurves.filter((curve) => curve.language === language);
  const points = 100 * (back!.shares[position - 1]! - asItIs!.shares[position - 1]!);
  return `${points < 0 ? "−" : "+"}${Math.abs(points).toFixed(0)}`;
};

// %%
show(
  curvePlot({
    title:
      `Reading backwards changes the year's last digit by ${changeAt("ko", 4)} points in Korean and ` +
      `${changeAt("en", 4)} in English, the day's last digit by ${changeAt("ko", 10)} and ${changeAt("en", 10)}`,
    format: ".0%",
    yDomain: [0, 1],
    xTitle: "position in the ISO date (characters)",
    yTitle: "token accuracy, free-running",
    series: dateCurves.map(({ language, order, shares }) => ({
      name: `${language === "ko" ? "한국어" : "English"}, ${order}`,
      x: datePositions,
      y: shares,
    })),
  }),
);

// %% [markdown]
// The last digit of every number loses, in both languages, whether reading backwards brings it nearer or takes it farther;
// only the month's first digit, a 0 or a 1, gains a little. So distance does not decide here, and we do not know what does: a
// date is not copied letter by letter, each number must be *understood* from several characters, and those are turned around
// too (6202). Keep both halves of the result: backwards helps on copy,
// where each letter stands for itself; it hurts on reverse, and on dates. On a new task it is a hypothesis to measure.
// <!-- by hand: 6202 -->

// %% [markdown]
// ## What breaks, and what comes next
//
// - One vector must hold the whole source: the bottleneck. Notebook [06](06-attention.ipynb) removes it.
// - Training reads the right tokens, use does not: notebook [05](05-teacher-forcing.ipynb) measures the gap.
// - The encoder here reads in one direction. One that reads both ways (notebook 02) need not
//   choose.
//
// **Your turn:** the exercises of this notebook are in [exercises/04-seq2seq.ipynb](../exercises/04-seq2seq.ipynb).

// %% [markdown]
// ## For the peer session
//
// 1. Why does the encoder not share its parameters with the decoder? When could it, and what would you save?
// 2. What would go wrong if the targets had no `<eos>`? And if the decoder's first input were the source's last token?
// 3. The model with a wide context fails at 10 letters. Is that the bottleneck? How would you find out?
// 4. Token accuracy and exact match: which one would you report to somebody who wants to use the model, and why?
// 5. Name a language pair for which reading the source backwards should hurt. How would you test your guess?

// %% [markdown]
// **Read next:** notebook [05](05-teacher-forcing.ipynb), then Sutskever et al. 2014, §3: nine pages that started all this.
//
// ## Sources
//
// - Sutskever, Vinyals & Le 2014, "Sequence to Sequence Learning with Neural Networks", §2 (eq. 1), §3.3 (reversing).
//   https://arxiv.org/abs/1409.3215
// - Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine Translation",
//   §2.2 (the two networks and their summary $c$). https://arxiv.org/abs/1406.1078
// - Cho, van Merriënboer, Bahdanau & Bengio 2014, "On the Properties of Neural Machine Translation: Encoder–Decoder
//   Approaches", §5.1 (quality against length). https://arxiv.org/abs/1409.1259
// - Stanford CS224n, lecture on neural machine translation. https://web.stanford.edu/class/cs224n/

// %%
console.log(
  `This notebook took ${((performance.now() - startedMs) / 60_000).toFixed(1)} minutes.`,
);
