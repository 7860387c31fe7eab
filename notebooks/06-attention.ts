// %% [markdown]
// # 06 Attention: looking back at the source
//
// A sequence-to-sequence model squeezes its whole source into one vector before it writes the first word.
// **Can the decoder look back instead? And can we see, and measure, where it looked?**
//
// You will build attention from a dot product and a softmax, train it on dates in five languages, watch exact match
// jump from less than half to 99 % and more with *fewer* parameters, and score its alignments against the truth.

// %% [markdown]
// **You need** notebooks 02 (LSTM), 04 (encoder and decoder) and 05 (teacher forcing).
// The whole notebook takes about 4 minutes on two cores: four trainings of 30 to 60 seconds, each with a live curve.
// You may stop a training with the ■ button: the model keeps what it has learnt so far.

// %%
import { load, textOf } from "../datasets/dates/dates";
import { attend } from "../lib/attention";
import { dotScore } from "../lib/attention-scores";
import { bucketBatches, type EncodedPair } from "../lib/batches";
import { greedyDecode, teacherForcedDecode } from "../lib/decoding";
import { liveTraining } from "../lib/live-training";
import {
  alignmentErrorRate,
  attentionEntropy,
  exactMatch,
  strongestLinks,
  tokenAccuracy,
} from "../lib/metrics";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import { countParameters } from "../lib/parameters";
import { alignmentPlot, attentionStepPlot, lengthCurve } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import type { ScoreName } from "../lib/score-layer";
import { AttentionDecoder, Decoder, Encoder, Seq2Seq } from "../lib/seq2seq";
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
  "One test pair in each language",
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
function evaluate(model: Seq2Seq, pairs = testPairs) {
  const right = pairs.map(({ target }) => target);
  const forced = teacherForcedDecode(model, pairs).map(({ tokens }) => tokens);
  const written = greedyDecode(
    model,
    pairs.map(({ source }) => source),
    { maxTime: 12 },
  );
  const free = written.map(({ tokens }) => tokens);
  return {
    forcedToken: tokenAccuracy(forced, right),
    forcedWhole: exactMatch(forced, right),
    freeToken: tokenAccuracy(free, right),
    freeWhole: exactMatch(free, right),
  };
}

// %% [markdown]
// One recipe trains every model of this notebook: Adam, a learning rate that rises for 100 steps and then falls in a
// line, gradients shortened to length 1, and batches of 64 pairs of similar length.

// %%
const epochs = isSmoke() ? 1 : 4;
const numSteps = epochs * Math.ceil(trainingPairs.length / 64);
const learningRate = (step: number): number =>
  0.005 *
  Math.min(step / 100, Math.max(0.02, 1 - (step - 100) / Math.max(1, numSteps - 100)));

async function fit(model: Seq2Seq, name: string): Promise<void> {
  const byLength = (random: ReturnType<typeof randomGenerator>) =>
    bucketBatches(trainingPairs, {
      batchSize: 64,
      lengthOf: ({ source }) => source.length,
      random,
    });
  const validate = () => ({
    lossNats: { validation: tf.tidy(() => model.loss(validationPairs).dataSync()[0]!) },
    scores: { "exact match, free-running": evaluate(model, validationPairs).freeWhole },
  });
  const baselines = [{ name: "uniform guess", lossNats: Math.log(targetVocabulary.size) }];
  const reporter = liveTraining({ title: name, baselines });
  await train(model, byLength, {
    epochs,
    learningRate,
    clipNorm: 1,
    seed: 6,
    validate,
    reporter,
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
  "Fewer than half, though most single characters are right: a date is only right if all ten are. " +
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
// 30 to 60 seconds.

// %%
await fit(noAttention, "without attention");

// %%
const results: Record<string, ReturnType<typeof evaluate>> = {};
results["none"] = evaluate(noAttention);
table([results["none"]], "Without attention, on 1,000 dates with unseen days");
band({
  name: "exact match without attention",
  value: results["none"].freeWhole,
  low: 0.1,
  high: 0.6,
});

// %% [markdown]
// Look at the gap between *token* and *whole*. A report of teacher-forced token accuracy would call this model good.
// (The two *whole* columns agree, and hardly can differ: a date that is right under teacher forcing is right all the
// way, so free running reads the same characters and only has to stop in time. Teacher forcing flatters *tokens*.)
//
// What do its mistakes look like?

// %%
const toText = (tokens: readonly number[]) => targetVocabulary.decode(tokens).join("");
function mistakes(model: Seq2Seq) {
  const sources = testPairs.map(({ source }) => source);
  const written = greedyDecode(model, sources, { maxTime: 12 }).map(({ tokens }) =>
    toText(tokens),
  );
  return splits.test
    .map(({ source, iso }, index) => ({
      source: textOf(source),
      right: iso,
      written: written[index]!,
    }))
    .filter((row) => row.right !== row.written);
}
table(
  mistakes(noAttention).slice(0, 6),
  "Six dates that the model without attention got wrong",
);

// %% [markdown]
// All of them are well-formed dates: the decoder has learnt what a date is, and mixes up which one it was told.

// %% [markdown]
// ## The idea: a weighted average of all encoder states
//
// Keep every encoder state $h_1 … h_S$. Before each word, let the decoder state $s_t$ (the **query**) ask each of them
// (the **keys**): *how much do you matter now?* The answers are scores; softmax turns them into weights that sum to 1;
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
predict(
  "The third state is padding, so its mask is 0. What happens to the other two weights?",
  "They share what is left and still sum to 1: $e^2/(e^2+e^0) = 0.881$ and $0.119$. " +
    "The mask works **before** softmax; setting the weight to 0 afterwards would leave a sum of 0.755.",
);

// %%
const padded = attend(scores, keys, tf.tensor2d([[1, 1, 0]], [1, 3], "int32"));
console.log({ weights: rounded(padded.weights), context: rounded(padded.context) });

// %% [markdown]
// ## Three ways to score
//
// | score | equation | what it learns |
// |---|---|---|
// | dot | $s \cdot h$ | nothing of its own; both states must be equally wide |
// | general | $s^\top W h$ | a matrix: which direction of $s$ answers which direction of $h$ |
// | concat | $v^\top \tanh(W_q s + W_k h)$ | a small network that judges each pair |
//
// (Luong et al. 2015, §3.1, eq. 8; concat is the score of Bahdanau et al. 2015, §A.1.2.)
// Nobody tells $W$ or $v$ where to look. Their gradient comes from the loss, back through the context and the softmax:
// weight on a helpful state makes the right character more likely.

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
function withAttention(score: ScoreName): Seq2Seq {
  const config = { ...decoderSizes, hiddenSize: sizes.hidden, score };
  return new Seq2Seq(
    newEncoder(),
    new AttentionDecoder(config, randomGenerator("06/decoder")),
  );
}
const dot = withAttention("dot");
console.log(
  `${countParameters(dot)} parameters, without attention it was ${countParameters(noAttention)}`,
);

// %% [markdown]
// 30 to 60 seconds. Watch the exact match beside the bar: it jumps when the model has found out where to look.

// %%
await fit(dot, "dot attention");

// %%
results["dot"] = evaluate(dot);
table([results["dot"]], "With dot attention, on the same 1,000 dates");
band({
  name: "exact match with dot attention",
  value: results["dot"].freeWhole,
  low: 0.99,
  high: 1,
});

// %% [markdown]
// ## See where it looks
//
// Each row is one character of the right answer; the darker a cell, the more the model looked at that source character
// before it. (Teacher-forced, so that every row exists even if you stopped the training early.) Orange marks are the **gold alignment**: a square must be found, a dot may be.
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

// %% [markdown]
// ### One step of it, in numbers
//
// The last digit of the year, taken out of the map above: the scores of all source characters for *one* decoding step,
// and the weights that softmax makes of them. Softmax turns differences of scores into ratios of weights:
// $\alpha_a / \alpha_b = e^{\,e_a - e_b}$.

// %%
const [written] = teacherForcedDecode(dot, [testPairs[english]!]);
const stepWeights = written!.weights![3]!;
show(
  attentionStepPlot({
    source: [...splits.test[english]!.source, "<eos>"],
    scores: stepWeights.map((weight) => Math.log(weight / Math.min(...stepWeights))),
    weights: stepWeights,
    title:
      "Step 4, the year's last digit: a lead of 3 in score is a weight 20 times as large",
  }),
);

// %% [markdown]
// (Scores are shown above the smallest one: softmax ignores what is added to all of them.)
//
// ## Score the maps
//
// A map of one sentence proves nothing. The **alignment error rate** compares the strongest link of each character with
// the gold alignment over the whole test set (Och & Ney 2003, §5.1): $S$ are the sure links, $P$ the possible ones, $A$
// ours.
//
// $$\mathrm{AER} = 1 - \frac{|A \cap S| + |A \cap P|}{|A| + |S|}$$

// %%
function alignmentScores(model: Seq2Seq) {
  const rows = teacherForcedDecode(model, testPairs).map(({ tokens, weights }) =>
    weights!.slice(0, tokens.length),
  );
  const gold = splits.test.map(({ alignment }) => alignment);
  const entropies = rows.flat().map(attentionEntropy);
  return {
    alignmentErrorRate: alignmentErrorRate(rows.map(strongestLinks), gold),
    entropyNats: entropies.reduce((sum, nats) => sum + nats, 0) / entropies.length,
  };
}
const maps: Record<string, ReturnType<typeof alignmentScores>> = {
  dot: alignmentScores(dot),
};
console.log(maps["dot"]);

// %% [markdown]
// Two baselines to hold it against: a model that always looks at the first character, and one that goes straight
// along the diagonal.

// %%
const gold = splits.test.map(({ alignment }) => alignment);
const straight = splits.test.map(({ source, target }) =>
  target.map((_, t) => ({
    target: t,
    source: Math.round((t * (source.length - 1)) / (target.length - 1)),
  })),
);
const first = splits.test.map(({ target }) =>
  target.map((_, t) => ({ target: t, source: 0 })),
);
table([
  {
    "looks at": "the first character",
    "alignment error rate": alignmentErrorRate(first, gold),
  },
  {
    "looks at": "the diagonal",
    "alignment error rate": alignmentErrorRate(straight, gold),
  },
  {
    "looks at": "where dot attention learnt to",
    "alignment error rate": maps["dot"]!.alignmentErrorRate,
  },
]);
band({
  name: "alignment error rate of dot",
  value: maps["dot"]!.alignmentErrorRate,
  low: 0,
  high: 0.15,
});

// %% [markdown]
// ## The other two scores
//
// Same data, same recipe, same first numbers; only the score changes. 30 to 60 seconds each.

// %%
const general = withAttention("general");
await fit(general, "general attention");

// %%
const concat = withAttention("concat");
await fit(concat, "concat attention");

// %%
for (const [name, model] of Object.entries({ general, concat })) {
  results[name] = evaluate(model);
  maps[name] = alignmentScores(model);
  band({
    name: `exact match with ${name} attention`,
    value: results[name].freeWhole,
    low: 0.99,
    high: 1,
  });
}

// %%
const models: Record<string, Seq2Seq> = { none: noAttention, dot, general, concat };
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const rows = Object.entries(models).map(([score, model]) => ({
  score,
  parameters: countParameters(model),
  "token, teacher-forced": percent(results[score]!.forcedToken),
  "token, free-running": percent(results[score]!.freeToken),
  "whole, teacher-forced": percent(results[score]!.forcedWhole),
  "whole, free-running": percent(results[score]!.freeWhole),
  "alignment error": maps[score]?.alignmentErrorRate.toFixed(3) ?? "–",
  "entropy (nats)": maps[score]?.entropyNats.toFixed(2) ?? "–",
}));
table(new danfo.DataFrame(rows), "1,000 dates with unseen days");

// %% [markdown]
// All three read practically every date. They differ in *where* they look: an LSTM encoder spreads what it reads over
// neighbouring states, so a model can be right while it looks one character beside the gold.

// %%
const best = Math.min(...Object.values(maps).map(({ alignmentErrorRate: error }) => error));
band({ name: "alignment error rate of the best score", value: best, low: 0, high: 0.1 });

// %% [markdown]
// A Korean date in words, read by each of the three. 이천 says *two thousand* and 사십 *forty*: the zero of the hundreds
// is not written at all, so its gold link is only a possible one.

// %%
const inWords = findTest("ko", "numerals and weekday");
lookAt(dot, "dot", inWords);
lookAt(general, "general", inWords);
lookAt(concat, "concat", inWords);

// %% [markdown]
// ## The bottleneck is gone
//
// One vector must hold everything if there is no attention. Do longer sources suffer more?

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Without attention: is exact match on dates of 30 characters lower than on dates of 8?",
  "No, and that is worth a thought. However long a date is written, it says the same three numbers: the weekday and " +
    "the spelled-out month add characters, not facts. The bottleneck is how much must be *kept*, not how much is read.",
);

// %%
function byLength(model: Seq2Seq) {
  const bins = [8, 11, 14, 17, 20, 30];
  const groups = bins.map((longest, bin) =>
    testPairs.filter(
      ({ source: { length } }) => length <= longest && length > (bins[bin - 1] ?? 0),
    ),
  );
  const filled = bins
    .map((longest, bin) => ({ longest, pairs: groups[bin]! }))
    .filter(({ pairs }) => pairs.length > 0);
  return {
    lengths: filled.map(({ longest }) => longest),
    exactMatch: filled.map(({ pairs }) => evaluate(model, pairs).freeWhole),
  };
}
show(
  lengthCurve({
    title:
      "Attention lifts exact match at every length; length itself is not the difficulty here",
    xTitle: "source length, up to (characters)",
    series: Object.entries(models).map(([name, model]) => ({ name, ...byLength(model) })),
  }),
);

// %% [markdown]
// ## Is an attention map an explanation?
//
// Here it agrees with the gold alignment, because the task can hardly be solved otherwise. In general it says where
// information was *taken from*, not why: states carry what their neighbours know, and a model may ignore what it
// looked at. Ask what happens to the output when the weights are changed before you believe a map.
//
// ## What is still missing
//
// The decoder must still read and write one step after the other, and so must the encoder. Notebook 07 drops the
// recurrence and keeps the attention: queries, keys and values, all positions at once.

// %% [markdown]
// ## For the peer session
//
// 1. How are the parameters of the general and the concat score trained? Where does their gradient come from?
// 2. Why does the mask work before softmax, and what would go wrong after it?
// 3. Token accuracy was high without attention too. What would you have reported, and what would it have hidden?
// 4. Two models write the same dates but look one character apart. Which map is right?
// 5. Is an attention map an explanation?

// %% [markdown]
// ## Sources
//
// - Bahdanau, Cho & Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate", §3.1 (eq.
//   5–6), §A.1.2, figure 3. https://arxiv.org/abs/1409.0473
// - Luong, Pham & Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation", §3.1 (eq. 5–8).
//   https://arxiv.org/abs/1508.04025
// - Och & Ney 2003, "A Systematic Comparison of Various Statistical Alignment Models", §5.1.
//   https://aclanthology.org/J03-1002
// - Jain & Wallace 2019, "Attention is not Explanation", and Wiegreffe & Pinter 2019, "Attention is not not
//   Explanation", on the question above. https://arxiv.org/abs/1902.10186, https://arxiv.org/abs/1908.04626
