// %% [markdown]
// # 06 Attention: looking back at the source
//
// A sequence-to-sequence model squeezes its whole source into one vector before it writes the first word.
// **Can the decoder look back instead? And can we see, and measure, where it looked?**
//
// You will build **attention** (어텐션) from a dot product and a **softmax** (소프트맥스), train six kinds of it on dates in five languages, score
// their alignments against the truth, and find out which of the six is broken, from its map alone.

// %% [markdown]
// **You need** notebooks 02 (LSTM), [04](04-seq2seq.ipynb) (**encoder** (인코더) and **decoder** (디코더)) and [05](05-teacher-forcing.ipynb)
// (**teacher forcing** (교사 강요)).
// The whole notebook takes about 4 minutes on two cores: nine trainings of 15 to 45 seconds, each with a live curve.
// You may stop a training with the ■ button: the model keeps what it has learnt so far.
//
// **Your turn:** the exercises are in [exercises/06-attention.ipynb](../exercises/06-attention.ipynb): the scores, the
// masked softmax, the context, and the **alignment error rate** (정렬 오류율).

// %%
import { load as loadCopy } from "../datasets/copy/copy";
import { load, textOf } from "../datasets/dates/dates";
import { attend } from "../lib/attention";
import { dotScore } from "../lib/attention-scores";
import { bucketBatches, pairBatch, type EncodedPair } from "../lib/batches";
import { greedyDecode, teacherForcedDecode } from "../lib/decoding";
import type { Writer } from "../lib/writer";
import { liveTraining } from "../lib/live-training";
import {
  alignmentErrorRate,
  attentionEntropy,
  exactMatch,
  strongestLinks,
  tokenAccuracy,
} from "../lib/metrics";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import { countParameters, disposeParameters } from "../lib/parameters";
import {
  alignmentPlot,
  attentionDiagram,
  attentionStepPlot,
  comparisonPlot,
  curvePlot,
  lengthCurve,
} from "../lib/plots";
import { randomGenerator, type RandomGenerator } from "../lib/random";
import { AttentionDecoder, type AttentionDecoderConfig } from "../lib/attention-decoder";
import { Decoder, type DecodeOptions, type DecoderState } from "../lib/decoder";
import { Encoder, type Encoded } from "../lib/encoder";
import { Seq2Seq } from "../lib/seq2seq";
import { tf } from "../lib/tf";
import { train } from "../lib/training";
import { Vocabulary } from "../lib/vocabulary";
import * as danfo from "danfojs-node"; // after lib/tf, which quiets the TensorFlow that danfo loads too

// %% [markdown]
// ## The task: any date, one form
//
// Somebody writes a date; the model answers with the ISO date, character by character.
// A date is a good first task for attention because the right alignment is *known*: the `6` of `2026` is read from
// the `6`, or from `육`, or from the end of "twenty-six". The data set gives that gold alignment with every pair.
//
// The days of the test split occur in no other split, in no language: what we measure is reading, not memory.

// %%
const splits = {
  train: load({ split: "train", forms: "plain", limit: isSmoke() ? 320 : 10_000 }),
  validation: load({ split: "validation", forms: "plain", limit: isSmoke() ? 20 : 300 }),
  test: load({ split: "test", forms: "plain", limit: isSmoke() ? 40 : 1_000 }),
};
const examples = splits.test.slice(0, 5);
table(
  examples.map(({ language, source, iso }) => ({
    language,
    source: textOf(source),
    target: iso,
  })),
  "The first test pairs",
);

// %% [markdown]
// The vocabularies are built from the **training** split alone. A character that first turns up in the test must be
// `<unk>` there: a model that knew it would have seen the exam.

// %%
const sourceVocabulary = Vocabulary.fromTokens(
  splits.train.flatMap(({ source }) => source),
);
const targetVocabulary = Vocabulary.fromTokens(
  splits.train.flatMap(({ target }) => target),
);
const encodePairs = (pairs: typeof splits.train): EncodedPair[] =>
  pairs.map(({ source, target }) => ({
    source: sourceVocabulary.encode(source),
    target: targetVocabulary.encode(target),
  }));
const trainingPairs = encodePairs(splits.train);
const validationPairs = encodePairs(splits.validation);
const testPairs = encodePairs(splits.test);
console.log(
  `${sourceVocabulary.size} source characters, ${targetVocabulary.size} target characters`,
);

// %% [markdown]
// ## Two numbers, always
//
// *Teacher-forced*: the decoder reads the right characters so far, even if it would have written others.
// *Free-running*: it reads what it wrote itself, as it must in real use.
// Each by character and by whole date: nine characters of ten right still make a wrong date.

// %%
const tokensOf = (written: { tokens: number[] }[]) => written.map(({ tokens }) => tokens);
const sourcesOf = (pairs: EncodedPair[]) => pairs.map(({ source }) => source);
const targetsOf = (pairs: EncodedPair[]) => pairs.map(({ target }) => target);
type AnyWriter = Writer<Encoded, DecoderState>;

const write = (model: AnyWriter, pairs: EncodedPair[]): number[][] =>
  tokensOf(greedyDecode(model, sourcesOf(pairs), { maxTime: 13 }));
const freeExactMatch = (model: AnyWriter, pairs: EncodedPair[]): number =>
  exactMatch(write(model, pairs), targetsOf(pairs));

// %%
function evaluate(model: Seq2Seq, pairs = testPairs) {
  const right = targetsOf(pairs);
  const forced = tokensOf(teacherForcedDecode(model, pairs));
  const free = write(model, pairs);
  return {
    "token, teacher-forced": tokenAccuracy(forced, right),
    "token, free-running": tokenAccuracy(free, right),
    "whole, teacher-forced": exactMatch(forced, right),
    "whole, free-running": exactMatch(free, right),
  };
}
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

// %% [markdown]
// One recipe trains every model of this notebook: Adam, a learning rate that rises for 50 steps and then falls in a
// line, gradients shortened to length 1, batches of 128 pairs of similar length. Every 25 steps the model writes 300
// validation dates by itself: so we learn how many *steps* each score needs, not only where it ends.

// %%
const usualSteps = isSmoke() ? 4 : 300;
const stepsApart = isSmoke() ? 2 : 25; // from one validation to the next
const riseAndFall = (step: number, numSteps: number): number =>
  Math.min(step / 50, Math.max(0.02, 1 - (step - 50) / Math.max(1, numSteps - 50)));

/** Batches without end, handed out `stepsApart` at a time: `train` takes them for an epoch. */
function endlessBatches(pairs: EncodedPair[]) {
  const lengthOf = ({ source }: EncodedPair) => source.length;
  let left: EncodedPair[][] = [];
  return (random: RandomGenerator) => {
    while (left.length < stepsApart)
      left = left.concat(bucketBatches(pairs, { batchSize: 128, lengthOf, random }));
    return left.splice(0, stepsApart);
  };
}

// %%
/** Exact match on the validation dates, free-running, as training goes on. */
interface Learning {
  steps: number[];
  shares: number[];
}
const curves: Record<string, Learning> = {};

async function fit(
  model: Seq2Seq,
  name: string,
  {
    training = trainingPairs,
    validation = validationPairs,
    numSteps = usualSteps,
    highestRate = 0.01,
    numTokens = targetVocabulary.size,
  } = {},
): Promise<void> {
  const curve: Learning = { steps: [], shares: [] };
  curves[name] = curve;
  const validate = () => ({
    scores: { "exact match, free-running": freeExactMatch(model, validation) },
  });
  const baselines = [{ name: "uniform guess", lossNats: Math.log(numTokens) }];
  await train(model, endlessBatches(training), {
    epochs: numSteps / stepsApart,
    learningRate: (step) => highestRate * riseAndFall(step, numSteps),
    clipNorm: 1,
    seed: 6,
    validate,
    onEpoch: ({ step, validation: measured }) => {
      curve.steps.push(step);
      curve.shares.push(measured.scores!["exact match, free-running"]!);
    },
    reporter: liveTraining({ title: name, baselines }),
  });
}

// %% [markdown]
// ## What breaks without attention
//
// The encoder reads both ways; its last state is all that this decoder ever sees of the source.
// The decoder is wider than those to come, so that it has at least as many parameters as the model with dot
// attention: if it fails, it is not for lack of numbers to learn.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "How many of 1,000 unseen dates will this model write without a single mistake?",
  "Far fewer than half, though most single characters are right: a date is only right if all ten are. " +
    "The one vector must hold the day, the month, the year and the place of each, for every written form.",
);

// %%
const sizes = {
  source: sourceVocabulary.size,
  target: targetVocabulary.size,
  embedding: 32,
  hidden: 64,
};

function newEncoder(random = randomGenerator("06/encoder")) {
  const { source: vocabSize, embedding: embeddingSize, hidden: hiddenSize } = sizes;
  return new Encoder(
    { vocabSize, embeddingSize, hiddenSize, isBidirectional: true },
    random,
  );
}
const decoderSizes = {
  vocabSize: sizes.target,
  embeddingSize: sizes.embedding,
  encoderSize: sizes.hidden,
};
const noAttention = new Seq2Seq(
  newEncoder(),
  new Decoder({ ...decoderSizes, hiddenSize: 73 }, randomGenerator("06/decoder")),
);
console.log(`${countParameters(noAttention)} parameters`);

// %% [markdown]
// About 20 seconds.

// %%
await fit(noAttention, "none");

// %%
const results: Record<string, ReturnType<typeof evaluate>> = {
  none: evaluate(noAttention),
};
table([results["none"]!], "Without attention, on 1,000 dates with unseen days");
band({
  name: "exact match without attention",
  value: results["none"]!["whole, free-running"],
  low: 0,
  high: 0.5,
});

// %% [markdown]
// Look at the gap between *token* and *whole*. A report of teacher-forced token accuracy would call this model good.
// (The two *whole* columns agree, and hardly can differ: a date that is right under teacher forcing is right all the
// way, so **free running** (자유 실행) reads the same characters and only has to stop in time. Teacher forcing flatters *tokens*.)
//
// What do its mistakes look like?

// %%
const toText = (tokens: readonly number[]) => targetVocabulary.decode(tokens).join("");
const fewPairs = testPairs.slice(0, 40);
const mistakes = write(noAttention, fewPairs)
  .map((tokens, index) => ({
    source: textOf(splits.test[index]!.source),
    right: splits.test[index]!.iso,
    written: toText(tokens),
  }))
  .filter(({ right, written }) => right !== written);
table(mistakes.slice(0, 6), "Dates that the model without attention got wrong");

// %% [markdown]
// Well-formed dates, every one: the decoder has learnt what a date is, and mixes up which one it was told.

// %% [markdown]
// ## The idea: a weighted average of all encoder states
//
// Keep every encoder state $h_1 … h_S$. Before each word, let the decoder state $s_t$ (the **query** (쿼리)) ask each of them
// (the **keys** (키)): *how much do you matter now?* The answers are scores; softmax turns them into weights that sum to 1;
// the average of the states with these weights is the **context**.
//
// $$e_{ts} = s_t \cdot h_s \qquad \alpha_t = \mathrm{softmax}(e_t) \qquad c_t = \sum_s \alpha_{ts} h_s$$
//
// (Luong et al. 2015, §3.1, eq. 7–8.) All of it is differentiable: where to look is *learnt*, from the loss alone.

// %% [markdown]
// ### On numbers small enough to check by hand
//
// Two dimensions, three encoder states. The query points along the first axis, so the dot product just reads each
// key's first number: $2, 0, 1$.

// %%
const query = tf.tensor2d([[1, 0]]); // [batch, hidden]
const keys = tf.tensor3d([
  [
    [2, 0],
    [0, 3],
    [1, 1],
  ],
]); // [batch, source, hidden]
const scores = dotScore(query, keys);
const { weights, context } = attend(scores, keys);
const rounded = (tensor: tf.Tensor) =>
  Array.from(tensor.dataSync(), (x) => Number(x.toFixed(3)));
console.log({
  scores: rounded(scores),
  weights: rounded(weights),
  context: rounded(context),
});

// %% [markdown]
// Check one: $e^2 / (e^2 + e^0 + e^1) = 7.389 / 11.107 = 0.665$. And the context's first number is
// $0.665 · 2 + 0.090 · 0 + 0.245 · 1 = 1.575$.

// %% {"jupyter": {"source_hidden": true}}
// by hand: 0.755
predict(
  "The third state is padding, so its mask is 0. What happens to the other two weights?",
  "They share what is left and still sum to 1: $e^2/(e^2+e^0) = 0.881$ and $0.119$. " +
    "The mask works **before** softmax; setting the weight to 0 afterwards would leave a sum of 0.755.",
);

// %%
const padded = attend(scores, keys, tf.tensor2d([[1, 1, 0]], [1, 3], "int32"));
console.log({ weights: rounded(padded.weights), context: rounded(padded.context) });

// %% [markdown]
// ## Five ways to score
//
// | score | equation | what it learns |
// |---|---|---|
// | dot | $s \cdot h$ | nothing of its own; both states must be equally wide |
// | scaled dot | $s \cdot h / \sqrt{d}$ | nothing; wide states do not saturate the softmax (notebook 07 measures it) |
// | general | $s^\top W h$ | a matrix: which direction of $s$ answers which direction of $h$ |
// | concat | $v^\top \tanh(W_q s + W_k h)$ | a small network that judges each pair |
// | concat, deeper | $v^\top \tanh(W_2 \tanh(W_q s + W_k h))$ | the same with one more layer |
// | location | $W s$, one row of $W$ for each place | a map from the decoder's state to *places* |
//
// (Luong et al. 2015, §3.1, eq. 8, location eq. 9; concat is the score of Bahdanau et al. 2015, §A.1.2; the scaling is
// from Vaswani et al. 2017, §3.2.1.) Nobody tells $W$ or $v$ where to look. Their gradient comes from the loss, back
// through the context and the softmax: weight on a helpful state makes the right character more likely.

// %% [markdown]
// ## Where attention sits in the decoder
//
// The decoder's LSTM takes its step first; then it looks; then what it saw and what it knows are joined, and the
// output layer reads both (Luong et al. 2015, §3, eq. 5–6):
//
// $$\tilde s_t = \tanh(W_c\,[c_t ; s_t]) \qquad z_t = W \tilde s_t + b$$
//
// Since the LSTM does not wait for the look, under teacher forcing all ten steps can look at once: the scores of a
// whole batch, `[batch, target, source]`, are **one** matrix product.

// %%
type ScoreConfig = Pick<AttentionDecoderConfig, "score" | "numScoreLayers">;

function withAttention(config: ScoreConfig): Seq2Seq {
  const decoder = { ...decoderSizes, hiddenSize: sizes.hidden, ...config };
  return new Seq2Seq(
    newEncoder(),
    new AttentionDecoder(decoder, randomGenerator("06/decoder")),
  );
}
const dot = withAttention({ score: "dot" });
console.log(
  `${countParameters(dot)} parameters, without attention it was ${countParameters(noAttention)}`,
);

// %% [markdown]
// About 20 seconds. Watch the exact match beside the bar: it jumps when the model has found out where to look.

// %%
await fit(dot, "dot");

// %%
results["dot"] = evaluate(dot);
table([results["dot"]], "With dot attention, on the same 1,000 dates");
band({
  name: "exact match with dot attention",
  value: results["dot"]["whole, free-running"],
  low: 0.99,
  high: 1,
});

// %% [markdown]
// ## See where it looks
//
// Each row is one character of the right answer; the darker a cell, the more the model looked at that source character
// before it. (Teacher-forced, so that every row exists even if you stopped the training early.) Orange marks are the
// **gold alignment**: a square must be found, a dot may be.
// Move the slider to follow the decoding step by step, and hover a cell to read its weight.

// %%
function lookAt(model: Seq2Seq, name: string, index: number) {
  const { source, target, alignment } = splits.test[index]!;
  const [written] = teacherForcedDecode(model, [testPairs[index]!]);
  const rows = written!.weights!.slice(0, target.length);
  show(
    alignmentPlot({
      source: [...source, "<eos>"],
      target,
      weights: rows,
      gold: alignment,
      title: `${name}: where it looks in ${textOf(source)} to write ${target.join("")}`,
      alignmentErrorRate: alignmentErrorRate([strongestLinks(rows)], [alignment]),
      entropyNats: rows.reduce((sum, row) => sum + attentionEntropy(row), 0) / rows.length,
    }),
  );
}

// %% {"picture": "06-alignment"}
const findTest = (language: string, form: string) =>
  Math.max(
    0,
    splits.test.findIndex((pair) => pair.language === language && pair.form === form),
  );
const inDigits = findTest("ko", "full");
lookAt(dot, "dot", inDigits);

// %% [markdown]
// No one ever showed the model an alignment; it found one that lowers its loss.
// The two hyphens have no gold: they belong to the ISO format, and no character of the source says them. The weekday at
// the end gets next to nothing: the answer does not need it.

// %%
const english = findTest("en", "ordinal");
lookAt(dot, "dot", english);

// %% [markdown]
// English writes the year last and ISO writes it first, so the map is no diagonal: it jumps to the end and comes back.
// A reading that went from left to right could never do that.
//
// ### One step of it, from the scores to the next character
//
// The last digit of the year, taken out of the map above. Everything in this picture is read from the model.

// %%
const stepShown = 3;
const englishPair = splits.test[english]!;
const encodedDate = dot.encoder.run(
  pairBatch([testPairs[english]!]).source,
  pairBatch([testPairs[english]!]).sourceMask,
);
const decodedDate = dot.run(pairBatch([testPairs[english]!]));
const stepWeights = decodedDate.weights!.arraySync()[0]![stepShown]!;
const chances = tf.softmax(decodedDate.logits).arraySync() as number[][][];
const likeliest = chances[0]!
  [stepShown]!.map((probability, id) => ({
    token: targetVocabulary.decode([id])[0]!,
    probability,
  }))
  .sort((a, b) => b.probability - a.probability)
  .slice(0, 3);

// %%
show(
  attentionDiagram({
    source: [...englishPair.source, "<eos>"],
    states: encodedDate.hiddens.arraySync()[0]!.map((state) => state.slice(0, 8)),
    weights: stepWeights,
    written: englishPair.target.slice(0, stepShown),
    next: likeliest,
    widths: { encoder: sizes.hidden, decoder: sizes.hidden },
    title: `Step ${stepShown + 1} of ${textOf(englishPair.source)}: ${sizes.hidden} + ${sizes.hidden} numbers decide the next character`,
  }),
);

// %% [markdown]
// Softmax turns *differences* of scores into *ratios* of weights: $\alpha_a / \alpha_b = e^{\,e_a - e_b}$.
// (Scores are shown above the smallest one: softmax ignores what is added to all of them.)

// %%
const leads = stepWeights.map((weight) => Math.log(weight / Math.min(...stepWeights)));
const [firstLead, secondLead] = [...leads].sort((a, b) => b - a) as [number, number];
const lead = firstLead - secondLead;
show(
  attentionStepPlot({
    source: [...englishPair.source, "<eos>"],
    scores: leads,
    weights: stepWeights,
    title: `A lead of ${lead.toFixed(1)} in score over the second is a weight ${Math.exp(lead).toFixed(1)} times as large`,
  }),
);

// %% [markdown]
// ## Masks on padding
//
// In a batch the shorter sources are filled up. The **mask** (마스크) puts a weight of exactly 0 there, before softmax: the rows
// still sum to 1, and one more column of padding changes no number.

// %%
const shortest = testPairs.reduce((best, { source }, index) =>
  source.length < testPairs[best]!.source.length ? index : best, 0); // prettier-ignore
const mixed = pairBatch([testPairs[shortest]!, testPairs[english]!]);
const { weights: mixedWeights, logits: mixedLogits } = dot.run(mixed);
const aloneLogits = dot.run(pairBatch([testPairs[shortest]!])).logits;
const change = mixedLogits.slice([0], [1]).sub(aloneLogits).abs().max().dataSync()[0]!;
const ofPadding = mixedWeights!.mul(tf.sub(1, mixed.sourceMask).expandDims(1)).sum();
console.log(`weight on padding: ${ofPadding.dataSync()[0]}`);
console.log(`a logit changes by at most ${change.toExponential(1)}`);

// %%
const numFilled = mixed.source.shape[1] - testPairs[shortest]!.source.length - 1;
show(
  alignmentPlot({
    source: [
      ...splits.test[shortest]!.source,
      "<eos>",
      ...Array<string>(numFilled).fill("<pad>"),
    ],
    target: splits.test[shortest]!.target,
    weights: mixedWeights!.arraySync()[0]!.slice(0, 10),
    gold: splits.test[shortest]!.alignment,
    sourceMask: mixed.sourceMask.arraySync()[0]!,
    title: `${numFilled} places of padding (grey) get no weight at all`,
  }),
);
band({
  name: "weight on padding",
  value: ofPadding.dataSync()[0]!,
  low: 0,
  high: 0,
});

// %% [markdown]
// ## Score the maps
//
// A map of one sentence proves nothing. The **alignment error rate** compares the strongest link of each character with
// the gold alignment over the whole test set (Och & Ney 2003, §5.1): $S$ are the sure links, $P$ the possible ones, $A$
// ours.
//
// $$\mathrm{AER} = 1 - \frac{|A \cap S| + |A \cap P|}{|A| + |S|}$$

// %%
const gold = splits.test.map(({ alignment }) => alignment);

function alignmentScores(model: Seq2Seq) {
  const rows = teacherForcedDecode(model, testPairs).map(({ tokens, weights }) =>
    weights!.slice(0, tokens.length),
  );
  const entropies = rows.flat().map(attentionEntropy);
  return {
    alignmentErrorRate: alignmentErrorRate(rows.map(strongestLinks), gold),
    entropyNats: entropies.reduce((sum, nats) => sum + nats, 0) / entropies.length,
  };
}
const maps: Record<string, ReturnType<typeof alignmentScores>> = {
  dot: alignmentScores(dot),
};

// %% [markdown]
// Two baselines to hold it against: a model that always looks at the first character, and one that goes straight
// along the diagonal.

// %%
const straight = splits.test.map(({ source, target }) =>
  target.map((_, t) => ({
    target: t,
    source: Math.round((t * (source.length - 1)) / (target.length - 1)),
  })),
);
const first = splits.test.map(({ target }) =>
  target.map((_, t) => ({ target: t, source: 0 })),
);
const trivial = {
  "looks at the first character": alignmentErrorRate(first, gold),
  "looks along the diagonal": alignmentErrorRate(straight, gold),
};
table([{ ...trivial, "dot attention": maps["dot"]!.alignmentErrorRate }]);

// %% [markdown]
// ## All the scores, one recipe
//
// Same data, same recipe, same first numbers; only the score changes. About 20 seconds each.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "One of the five to come will not learn to look. Which one, and how could you tell from its equation?",
  "Look for the equation without $h$. A score that never sees the encoder's states cannot know what stands where.",
);

// %% [markdown]
// Scaled dot gets more steps and a higher rate, and needs them. An LSTM's state holds numbers far smaller than 1, so its products are
// small already; divided by $\sqrt{64} = 8$, all scores are nearly equal at the start, and so are the weights.

// %%
const scaledDot = withAttention({ score: "scaledDot" });
const atStart = tf.tidy(() => {
  const { hiddens } = withAttention({ score: "dot" }).encoder.run(
    pairBatch(testPairs.slice(0, 64)).source,
    pairBatch(testPairs.slice(0, 64)).sourceMask,
  );
  return tf.moments(hiddens).variance.dataSync()[0]!;
});
console.log(`variance of an untrained encoder's states: ${atStart.toFixed(3)}`);
console.log(
  `so q·k / √64 varies by about ${((atStart * Math.sqrt(64)) / 8).toFixed(3)}, and softmax hardly sees it`,
);

// %%
await fit(scaledDot, "scaled dot", {
  numSteps: isSmoke() ? 8 : 650,
  highestRate: 0.014,
});

// %%
const general = withAttention({ score: "general" });
await fit(general, "general");

// %%
const concat = withAttention({ score: "concat" });
await fit(concat, "concat");

// %%
const deeper = withAttention({ score: "concat", numScoreLayers: 2 });
await fit(deeper, "concat, deeper");

// %%
const location = withAttention({ score: "location" });
await fit(location, "location");

// %%
const models: Record<string, Seq2Seq> = {
  none: noAttention,
  dot,
  "scaled dot": scaledDot,
  general,
  concat,
  "concat, deeper": deeper,
  location,
};
for (const name of Object.keys(models).slice(2)) {
  results[name] = evaluate(models[name]!);
  maps[name] = alignmentScores(models[name]!);
}

// %%
function stepsTo99(curve: Learning): string {
  const reached = curve.shares.findIndex((share) => share >= 0.99);
  return reached < 0 ? `not in ${curve.steps.at(-1)}` : String(curve.steps[reached]);
}
const rows = Object.entries(models).map(([score, model]) => ({
  score,
  parameters: countParameters(model),
  "steps to 99 %": stepsTo99(curves[score]!),
  ...Object.fromEntries(
    Object.entries(results[score]!).map(([name, share]) => [name, percent(share)]),
  ),
  "alignment error": maps[score]?.alignmentErrorRate.toFixed(3) ?? "–",
  "entropy (nats)": maps[score]?.entropyNats.toFixed(2) ?? "–",
}));
table(new danfo.DataFrame(rows), "1,000 dates with unseen days");

// %%
for (const name of ["scaled dot", "general", "concat", "concat, deeper"]) {
  band({
    name: `exact match with ${name} attention`,
    value: results[name]!["whole, free-running"],
    low: 0.99,
    high: 1,
  });
}

// %%
const ofDates = Object.keys(models)
  .filter((name) => name !== "concat, deeper") // six colours are as many as one can tell apart
  .map((name) => ({ name, ...curves[name]! }));
const slowest = ofDates.filter((curve) => curve.shares.at(-1)! < 0.9);
show(
  curvePlot({
    title: `Where the scores see the source, exact match jumps; ${slowest.map(({ name }) => name).join(" and ")} crawl${slowest.length === 1 ? "s" : ""}`,
    xTitle: "training step",
    yTitle: "exact match on validation dates, free-running",
    yDomain: [0, 1],
    format: ".1%",
    series: ofDates.map((curve) => ({ name: curve.name, x: curve.steps, y: curve.shares })),
  }),
);

// %%
const errors = Object.entries(maps).map(([name, { alignmentErrorRate: value }]) => ({
  name,
  value,
}));
const bestMap = errors.reduce((a, b) => (b.value < a.value ? b : a));
show(
  comparisonPlot({
    title: `${bestMap.name} has the best map; a good answer does not need the same map as the gold one`,
    valueTitle: "alignment error rate (lower is better)",
    format: ".3f",
    rows: [...Object.entries(trivial).map(([name, value]) => ({ name, value })), ...errors],
  }),
);
band({
  name: "alignment error rate of the best score",
  value: bestMap.value,
  low: 0,
  high: 0.1,
});

// %% [markdown]
// Those that read practically every date still differ in *where* they look: an LSTM encoder spreads what it reads over
// neighbouring states, so a model can be right while it looks one character beside the gold.
//
// A Korean date in words. 이천 says *two thousand* and 사십 *forty*: the zero of the hundreds is not written at all, so
// its gold link is only a possible one.

// %%
const inWords = findTest("ko", "numerals and weekday");
lookAt(models[bestMap.name]!, bestMap.name, inWords);

// %% [markdown]
// ## A case for a detective: location
//
// Location attention has *more* parameters than dot, trains without an error, its weights sum to 1, and its loss falls.
// Nothing in a log says that anything is wrong. Look at its maps of two dates instead.

// %%
lookAt(location, "location", inDigits);
lookAt(location, "location", english);

// %% [markdown]
// A second clue: *which* dates does it get right?

// %%
const byLocation = write(location, testPairs);
const formOf = ({ language, form }: (typeof splits.test)[number]) => `${language}, ${form}`;
const byForm = [...new Set(splits.test.map(formOf))]
  .map((name) => {
    const members = splits.test.flatMap((pair, index) =>
      formOf(pair) === name ? [index] : [],
    );
    const said = members.map((index) => byLocation[index]!);
    const right = members.map((index) => testPairs[index]!.target);
    const lengths = new Set(members.map((index) => testPairs[index]!.source.length));
    return { name, value: exactMatch(said, right), isOneLength: lengths.size === 1 };
  })
  .sort((a, b) => b.value - a.value);
const meanOf = (isOneLength: boolean): number => {
  const forms = byForm.filter((form) => form.isOneLength === isOneLength);
  return forms.reduce((sum, { value }) => sum + value, 0) / Math.max(1, forms.length);
};

// %%
show(
  comparisonPlot({
    title: `Location reads ${percent(meanOf(true))} of the dates in forms of one length, ${percent(meanOf(false))} in the others`,
    valueTitle: "exact match of location, free-running",
    format: ".0%",
    domain: [0, 1.1],
    rows: byForm.map(({ name, value }) => ({ name, value })),
  }),
);
table(byForm.filter((form) => form.isOneLength).map(({ name }) => ({ form: name, example: textOf(splits.test.find((pair) => formOf(pair) === name)!.source) })), "The forms of one length: day, month and year always stand at the same places"); // prettier-ignore
band({
  name: "exact match of location in forms of one length, less that in the others",
  value: meanOf(true) - meanOf(false),
  low: 0.15,
  high: 1,
});

// %% {"jupyter": {"source_hidden": true}}
predict(
  "We move all encoder states three places to the right and leave the decoder's states alone. Where does each model look now?",
  "A score that compares query and key finds its key again: three places further. Location looks where it looked " +
    "before, since the keys are not in its equation.",
);

// %% [markdown]
// One intervention settles it. Take sources of one length, roll their encoder states by three places, and ask how many
// of the strongest links moved along.

// %%
const moveBy = 3;
const commonLength = splits.test[english]!.source.length;
const ofOneLength = testPairs.filter(({ source }) => source.length === commonLength);
const sameLength = pairBatch(ofOneLength.slice(0, 60));

function followsTheSource(model: Seq2Seq): number {
  return tf.tidy(() => {
    const encoded = model.encoder.run(sameLength.source, sameLength.sourceMask);
    const start = model.decoder.start(encoded);
    const looksAt = (hiddens: tf.Tensor3D): tf.Tensor =>
      model.decoder
        .run(sameLength.inputs, { ...encoded, hiddens }, start)
        .weights!.argMax(2);
    const places = encoded.hiddens.shape[1];
    const [front, back] = tf.split(encoded.hiddens, [places - moveBy, moveBy], 1);
    const moved = looksAt(tf.concat([back!, front!], 1) as tf.Tensor3D);
    const expected = looksAt(encoded.hiddens).add(moveBy).mod(places);
    return moved.equal(expected.cast("int32")).cast("float32").mean().dataSync()[0]!;
  });
}

// %%
const attentive = Object.entries(models).filter(([name]) => name !== "none");
const follows = Object.fromEntries(
  attentive.map(([name, model]) => [name, followsTheSource(model)] as const),
);
show(
  comparisonPlot({
    title: `Move the states, and all scores but location move along (location: ${percent(follows["location"]!)})`,
    valueTitle: `strongest links that follow the source when it moves by ${moveBy}`,
    format: ".0%",
    domain: [0, 1.1],
    rows: Object.entries(follows).map(([name, value]) => ({ name, value })),
  }),
);
band({
  name: "links of location that follow the source",
  value: follows["location"]!,
  low: 0,
  high: 0.05,
});
band({
  name: "links of dot that follow the source",
  value: follows["dot"]!,
  low: 0.99,
  high: 1,
});

// %% [markdown]
// **The verdict.** Location's map does not move when the source moves: it looks at *places* that the decoder's state
// suggests, whatever stands there. Where a form always has the same places, that is enough; where a month is now three
// letters long and now nine, it is a guess. So it beats no attention at all, and who looks only at the loss believes it.
//
// This is not a straw man. PyTorch's own seq2seq tutorial, which presents Bahdanau's paper, computed its weights from
// the decoder's input and state alone: `softmax(attn(cat(embedded, hidden)))`. A reader asked about it in May 2017
// (pytorch/tutorials, issue 87); others asked again, and the fix came in June 2023 (pull request 2452). For six years
// it trained without an error. **The lesson: test a map by moving the source.**
// <!-- cited: 2452 -->

// %% [markdown]
// ## The bottleneck is gone
//
// One vector must hold everything if there is no attention. Do longer sources suffer more?

// %% {"jupyter": {"source_hidden": true}}
// by hand: 21
predict(
  "Without attention: is exact match lower on dates of 21 to 30 characters than on dates of at most 11?",
  "No, and that is worth a thought. However long a date is written, it says the same three numbers: the weekday and " +
    "the spelled-out month add characters, not facts. The bottleneck is how much must be *kept*, not how much is read.",
);

// %%
function byLength(model: Seq2Seq, pairs: EncodedPair[], bins: number[]) {
  const groups = bins
    .map((longest, bin) => ({
      longest,
      pairs: pairs.filter(
        ({ source: { length } }) => length <= longest && length > (bins[bin - 1] ?? 0),
      ),
    }))
    .filter((group) => group.pairs.length > 0);
  return {
    lengths: groups.map(({ longest }) => longest),
    exactMatch: groups.map((group) => freeExactMatch(model, group.pairs)),
  };
}
const dateLengths = [11, 14, 17, 20, 30];
show(
  lengthCurve({
    title:
      "Dates: attention lifts exact match at every length; length itself is not the difficulty here",
    xTitle: "source length, up to (characters)",
    series: ["none", "dot", "location"].map((name) => ({
      name,
      ...byLength(models[name]!, testPairs, dateLengths),
    })),
  }),
);

// %% [markdown]
// So take the task of notebook 04, where every symbol counts: copy a sequence of random letters. Two trainings, about
// 20 seconds each.

// %%
const copied = { minLength: 3, maxLength: 10, numSymbols: 10 };
const copyPairs = (split: "train" | "validation" | "test", limit: number) =>
  loadCopy({ ...copied, split, limit: isSmoke() ? 40 : limit });
const letters = Vocabulary.fromTokens(
  copyPairs("train", 10_000).flatMap(({ source }) => source),
);
const encodeCopy = (pairs: ReturnType<typeof copyPairs>): EncodedPair[] =>
  pairs.map(({ source, target }) => ({
    source: letters.encode(source),
    target: letters.encode(target),
  }));
const copyTest = encodeCopy(copyPairs("test", 1_000));
const copyData = {
  training: encodeCopy(copyPairs("train", 50_000)), // so many that none is seen twice
  validation: encodeCopy(copyPairs("validation", 200)),
  numSteps: isSmoke() ? 4 : 400,
  numTokens: letters.size,
};

// %%
const copier = {
  vocabSize: letters.size,
  embeddingSize: sizes.embedding,
  encoderSize: sizes.hidden,
};
const newCopyEncoder = () =>
  new Encoder({ ...copier, hiddenSize: 64, isBidirectional: true }, randomGenerator(7));
const copyWithout = new Seq2Seq(
  newCopyEncoder(),
  new Decoder({ ...copier, hiddenSize: 73 }, randomGenerator(8)),
);
const copyWith = new Seq2Seq(
  newCopyEncoder(),
  new AttentionDecoder({ ...copier, hiddenSize: 64, score: "dot" }, randomGenerator(8)),
);
await fit(copyWithout, "copy, none", copyData);

// %%
await fit(copyWith, "copy, dot", copyData);

// %%
const copyLengths = [3, 4, 5, 6, 7, 8, 9, 10];
const [bent, flat] = [copyWithout, copyWith].map((model) =>
  byLength(model, copyTest, copyLengths),
) as [ReturnType<typeof byLength>, ReturnType<typeof byLength>];
const [ofShortest, ofLongest] = [bent.exactMatch[0]!, bent.exactMatch.at(-1)!];
show(
  lengthCurve({
    title: `Copying the longest: ${percent(ofLongest)} without attention, ${percent(flat.exactMatch.at(-1)!)} with it; the shortest: ${percent(ofShortest)} and ${percent(flat.exactMatch[0]!)}`,
    xTitle: "length (letters)",
    series: [
      { name: "none", ...bent },
      { name: "dot", ...flat },
    ],
  }),
);
band({
  name: "lowest exact match of copying with attention, over the lengths",
  value: Math.min(...flat.exactMatch),
  low: 0.97,
  high: 1,
});
band({
  name: "exact match of copying the longest without attention",
  value: ofLongest,
  low: 0,
  high: 0.5,
});

// %% [markdown]
// ## Why it learns: a short way for the gradient
//
// To learn that the first source token matters, the loss must reach it. Without attention its gradient passes every
// LSTM step in between; with attention there is a way of one step. We measure the length of the gradient at the first
// token's embedding, before any training, in an encoder that reads forward only.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "The source becomes 10 tokens longer. What happens to the gradient at its first token, without and with attention?",
  "Without: every step multiplies it by about the same factor below 1, so it falls *exponentially*, a straight line on a " +
    "logarithmic axis. With: the first token has about one S-th of the weight, so it falls like $1/S$.",
);

// %%
const distances = isSmoke() ? [5, 10] : [5, 10, 20, 30, 40, 60, 80, 100];
const readsForward = { vocabSize: 40, embeddingSize: 32, hiddenSize: 64 };
const untrained = (score?: "dot") => {
  const config = { vocabSize: 40, embeddingSize: 32, hiddenSize: 64, encoderSize: 64 };
  const random = randomGenerator("06/gradient");
  const decoder = score
    ? new AttentionDecoder({ ...config, score }, random)
    : new Decoder(config, random);
  return new Seq2Seq(new Encoder(readsForward, randomGenerator("06/reader")), decoder);
};

/** ‖∂ℓ / ∂x₁‖: no other token of the source is token 4, so the table's row 4 gets the gradient of the first alone. */
function gradientAtFirst(model: Seq2Seq, length: number, random: RandomGenerator): number {
  const others = (count: number) =>
    Array.from({ length: count }, () => 5 + random.integer(35));
  const pair = { source: [4, ...others(length - 1)], target: others(10) };
  const embedding = model.encoder.parameters["embedding.table"]!;
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(() => model.loss([pair]), [embedding]);
    return Object.values(grads)[0]!.slice([4], [1]).norm().dataSync()[0]!;
  });
}

// %%
const meanGradient = (model: Seq2Seq): number[] => {
  const random = randomGenerator("06/sources");
  return distances.map((length) => {
    const norms = Array.from({ length: 5 }, () => gradientAtFirst(model, length, random));
    return norms.reduce((sum, norm) => sum + norm, 0) / norms.length;
  });
};
const reach = { none: meanGradient(untrained()), dot: meanGradient(untrained("dot")) };
const farther = reach.dot.at(-1)! / reach.none.at(-1)!;
const inWordsOf = (count: number): string =>
  count.toLocaleString("en", {
    notation: "compact",
    compactDisplay: "long",
    maximumSignificantDigits: 2,
  });
show(
  curvePlot({
    title: `At a distance of ${distances.at(-1)}, attention lets ${inWordsOf(farther)} times as much gradient through`,
    xTitle: "distance from the first source token to the decoder (tokens)",
    yTitle: "length of its gradient",
    yScale: "log",
    format: ".1e",
    series: Object.entries(reach).map(([name, y]) => ({ name, x: distances, y })),
  }),
);
band({
  name: "gradient at distance 100, with attention over without",
  value: farther,
  low: 1000,
  high: 1e12,
});

// %% [markdown]
// ## Does the output depend on the weights?
//
// A map is only worth looking at if the model uses it. So change the weights, and let the model write: the strongest
// place alone, the same weight everywhere, or the learnt weights, shuffled among the source's places.

// %%
type Change = NonNullable<DecodeOptions["changeWeights"]>;
const changed = (model: Seq2Seq, changeWeights: Change): AnyWriter => ({
  encoder: model.encoder,
  decoder: {
    start: (encoded) => model.decoder.start(encoded),
    run: (tokens, encoded, state) =>
      model.decoder.run(tokens, encoded, state, { changeWeights }),
  },
});
const strongest: Change = (learnt) =>
  tf.oneHot(
    learnt.argMax(2).cast("int32"),
    learnt.shape[2],
    1,
    0,
    "float32",
  ) as tf.Tensor3D;
const equal: Change = (learnt) => {
  const isThere = learnt.greater(0).cast("float32");
  return isThere.div(isThere.sum(2, true));
};

// %%
const shuffler = randomGenerator("06/shuffle");
const shuffled: Change = (learnt) =>
  tf.tensor3d(
    learnt.arraySync().map((steps) =>
      steps.map((row) => {
        const length = row.filter((weight) => weight > 0).length; // the rest is padding
        return [...shuffler.shuffle(row.slice(0, length)), ...row.slice(length)];
      }),
    ),
  );
const changes: Record<string, Change> = {
  "as learnt": (learnt) => learnt,
  "only the strongest": strongest,
  "the same everywhere": equal,
  shuffled,
};
const afterChange = ["dot", "concat", "location"].flatMap((series) =>
  Object.entries(changes).map(([name, change]) => ({
    name,
    series,
    value: freeExactMatch(changed(models[series]!, change), testPairs.slice(0, 300)),
  })),
);

// %%
const find = (series: string, name: string) =>
  afterChange.find((row) => row.series === series && row.name === name)!.value;
show(
  comparisonPlot({
    title: `Shuffle dot's weights, and ${percent(find("dot", "shuffled"))} of the dates are left of ${percent(find("dot", "as learnt"))}`,
    valueTitle: "exact match, free-running",
    format: ".0%",
    domain: [0, 1.1],
    rows: afterChange,
  }),
);
band({
  name: "exact match of dot with shuffled weights",
  value: find("dot", "shuffled"),
  low: 0,
  high: 0.1,
});

// %% [markdown]
// ## Before or after the step: Bahdanau and Luong
//
// | | the query | the context goes | all steps at once? |
// |---|---|---|---|
// | Luong | the state *after* the step, $s_t$ | to the output layer | yes, under teacher forcing |
// | Luong with **input feeding** | $s_t$ | to the output layer, and $\tilde s_t$ into the next step | no |
// | Bahdanau | the state *before* the step, $s_{t-1}$ | into the step | no |
//
// (Luong et al. 2015, §3.1 and §3.3; Bahdanau et al. 2015, §3.1, eq. 4–6.) Input feeding tells the next step where this
// one looked, so that it need not look there again. What does it cost?

// %%
const placements = {
  luong: {},
  "luong, input feeding": { inputFeeding: true },
  bahdanau: { placement: "bahdanau" },
} as const;
const someBatch = trainingPairs.slice(0, 64);

function millisecondsPerStep(config: Partial<AttentionDecoderConfig>): number {
  const decoder = { ...decoderSizes, hiddenSize: sizes.hidden, score: "concat" as const };
  const model = new Seq2Seq(
    newEncoder(),
    new AttentionDecoder({ ...decoder, ...config }, randomGenerator("06/decoder")),
  );
  const step = () =>
    tf.tidy(() => tf.variableGrads(() => model.loss(someBatch)).value.dataSync()[0]!);
  step(); // the first one sets things up
  const times = Array.from({ length: isSmoke() ? 1 : 5 }, () => {
    const started = performance.now();
    step();
    return performance.now() - started;
  }).sort((a, b) => a - b);
  disposeParameters(model);
  return times[Math.floor(times.length / 2)]!;
}

// %%
const costs = Object.entries(placements).map(([name, config]) => ({
  name,
  value: millisecondsPerStep(config),
}));
show(
  comparisonPlot({
    title: `Waiting for each look makes a training step ${(costs[2]!.value / costs[0]!.value).toFixed(1)} times as long`,
    valueTitle: "milliseconds for loss and gradient of 64 pairs (median)",
    format: ".0f",
    rows: costs,
  }),
);

// %% [markdown]
// All three read the dates; Luong's plain form is what this course trains, since it is the fastest.
//
// ## Is an attention map an explanation?
//
// Here it agrees with the gold alignment, and shuffling it ruins the output, because the task can hardly be solved
// otherwise. In general it says where information was *taken from*, not why: states carry what their neighbours know,
// and a model may ignore what it looked at. Change the weights before you believe a map.
//
// ## What is still missing
//
// The decoder must still read and write one step after the other, and so must the encoder. Notebook 07 drops the
// recurrence and keeps the attention: queries, keys and **values** (값), all positions at once.

// %% [markdown]
// ## For the peer session
//
// 1. How are the parameters of the general and the concat score trained? Where does their gradient come from?
// 2. Why does the mask work before softmax, and what would go wrong after it?
// 3. Token accuracy was high without attention too. What would you have reported, and what would it have hidden?
// 4. Two models write the same dates but look one character apart. Which map is right?
// 5. A colleague's attention trains, but no better than none at all. Which single experiment do you ask for first?
// 6. Is an attention map an explanation?

// %% [markdown]
// ## Sources
//
// - Bahdanau, Cho & Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate", §3.1 (eq.
//   4–6), §A.1.2, figure 3. https://arxiv.org/abs/1409.0473
// - Luong, Pham & Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation", §3.1 (eq. 5–9),
//   §3.3. https://arxiv.org/abs/1508.04025
// - Vaswani et al. 2017, "Attention Is All You Need", §3.2.1. https://arxiv.org/abs/1706.03762
// - Och & Ney 2003, "A Systematic Comparison of Various Statistical Alignment Models", §5.1.
//   https://aclanthology.org/J03-1002
// - Jain & Wallace 2019, "Attention is not Explanation" (weights permuted: §4.2), and Wiegreffe & Pinter 2019,
//   "Attention is not not Explanation". https://arxiv.org/abs/1902.10186, https://arxiv.org/abs/1908.04626
// - The tutorial's story: https://github.com/pytorch/tutorials/issues/87 (2017),
//   https://github.com/pytorch/tutorials/issues/1098 (2020), https://github.com/pytorch/tutorials/pull/2452 (2023)
//
// **Read next:** [07 Self-attention](07-self-attention.ipynb).
