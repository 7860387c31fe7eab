// %% [markdown]
// # Exercises 09: one encoder, three task heads
//
// Three small functions around an encoder: two ways to one answer for a whole text, and the hidden words that it may be pre-trained on. The fourth
// task is a task head on an encoder that has learned something else before. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 09 --watch` checks every time you save.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the data that the cells below use
import { load as loadDates } from "../datasets/dates/dates";
import { Adam } from "../lib/adam";
import { padSequences, paddingMask } from "../lib/batches";
import { SequenceClassifier } from "../lib/classifiers";
import {
  feedForward,
  linear,
  look,
  offer,
  weightsOf,
  type EncoderLayerWeights,
  type TextClassifierWeights,
} from "../lib/functional";
import { layerNorm } from "../lib/layer-norm";
import { watchTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import { band, check, show, table } from "../lib/notebook";
import { comparisonPlot } from "../lib/plots";
import { sinusoidalEncoding } from "../lib/positional-encoding";
import { randomGenerator, type RandomGenerator } from "../lib/random";
import { tf } from "../lib/tf";
import { TransformerEncoder } from "../lib/transformer";
import { SOS, Vocabulary } from "../lib/vocabulary";

// %%
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

// %% [markdown] {"course": {"task": "meanState", "role": "prompt", "difficulty": 2, "minutes": 10}}
// ## N → 1 without a `[CLS]`
//
// One can do without the extra token, and hand the **mean** of all states to the task head. But texts of a batch differ in length: padding must not count,
// neither above the line nor below it.
//
// $$\bar h = \frac{\sum_t m_t h_t}{\sum_t m_t}$$
//
// `hiddens` are `[batch, time, dModel]`, `mask` $m$ is `[batch, time]` int32 with 1 for a real token. Return `[batch, dModel]`. The mean of a text without any
// token is 0.

// %% {"course": {"task": "meanState", "role": "answer"}}
/**
 * @param hiddens  the encoder's states  [batch, time, dModel]
 * @param mask     1 where a token stands  [batch, time]  int32
 * @returns [batch, dModel]
 */
function meanState(hiddens: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const counts = mask.cast("float32").expandDims<tf.Tensor3D>(2); // [batch, time, 1]
    return hiddens.mul(counts).sum(1).div<tf.Tensor2D>(counts.sum(1).maximum(1));
  });
}

// %% {"course": {"task": "meanState", "role": "check"}}
await check("meanState", meanState);

// %% [markdown] {"course": {"task": "meanState", "role": "hint"}}
// `mean(1)` divides by `time`. By what should each text's sum be divided? And what is 0 / 0?
//
// ---
//
// ```
// counts = the mask as floats, with an axis for the width        [batch, time, 1]
// states times counts, summed over time                          [batch, dModel]
// divided by the sum of counts over time, but never by 0         [batch, 1]
// ```
//
// ---
//
// `expandDims(2)` gives the mask an axis of length 1, over which `mul` repeats it. `sum(1)` sums over time. `maximum(1)` keeps the divisor from being 0.

// %% {"course": {"task": "meanState", "role": "look"}}
// The same text with more and more padding behind it, which holds nonsense: its mean must not move.
const threeStates = [[1, 0], [3, 2], [2, 4]]; // prettier-ignore
table(
  [0, 2, 5].map((numPadding) => {
    const states = [...threeStates, ...Array.from({ length: numPadding }, () => [9, 9])];
    const isReal = states.map((_, t) => (t < 3 ? 1 : 0));
    const [first, second] = meanState(
      tf.tensor3d([states]),
      tf.tensor2d([isReal], undefined, "int32"),
    ).dataSync();
    return { "padding behind it": numPadding, "mean state": `${first}, ${second}` };
  }),
);

// %% [markdown] {"course": {"task": "hideWords", "role": "prompt", "difficulty": 2, "minutes": 15}}
// ## Hidden words: labels for nothing
//
// A **masked language model** (마스크 언어 모델) is pre-trained on text that nobody has labelled: some words are chosen, and it is asked for them. If all of them
// became `[MASK]`, it would learn that the words it can see are never asked for, and `[MASK]` never comes in real texts. So of the chosen words (Devlin et al.
// 2019, §3.1) 80 % become the mask, 10 % any word at all, and 10 % stay as they are.
//
// `tokens` is a plain list of ids. Go through it from left to right. For each token one draw: `random.uniform() < probability` chooses it. For a chosen
// one a second draw: below 0.8 `maskId` is read in its place; from there to below 0.9 the word `4 + random.integer(vocabSize - 4)` (0 to 3 are special tokens); otherwise the
// token itself. Return `{ inputs, labels }`, two lists as long as `tokens`: what is read, and for each chosen token the word that *stood* there, for all
// others -1: not asked.

// %% {"course": {"task": "hideWords", "role": "answer"}}
interface HideOptions {
  /** That a token is chosen, in [0, 1]. */
  readonly probability: number;
  readonly maskId: number;
  readonly vocabSize: number;
  readonly random: RandomGenerator;
}

interface HiddenWords {
  /** What the model reads. */
  readonly inputs: number[];
  /** What it is asked for; -1 where it is not asked. */
  readonly labels: number[];
}

/** @param tokens  ids of one text */
function hideWords(tokens: readonly number[], options: HideOptions): HiddenWords {
  const { probability, maskId, vocabSize, random } = options;
  const isChosen: boolean[] = [];
  const inputs = tokens.map((token) => {
    isChosen.push(random.uniform() < probability);
    if (!isChosen.at(-1)) return token;
    const dice = random.uniform();
    if (dice < 0.8) return maskId;
    return dice < 0.9 ? 4 + random.integer(vocabSize - 4) : token;
  });
  return { inputs, labels: tokens.map((token, t) => (isChosen[t] ? token : -1)) };
}

// %% {"course": {"task": "hideWords", "role": "check"}}
await check("hideWords", hideWords);

// %% [markdown] {"course": {"task": "hideWords", "role": "hint"}}
// A chosen word may stay as it is. Is the model asked for it, then? What would it learn of the words that it can see, if not?
//
// ---
//
// ```
// for each token, from left to right:
//     is it chosen? one draw
//     no:  it is read as it is, and its label is -1
//     yes: its label is the token; a second draw decides what is read: the mask, any word, or itself
// ```
//
// ---
//
// `map` goes from left to right. Draw the second time only for a chosen token, and `random.integer` only when a word is wanted, or all later dice fall
// elsewhere. The label is always the token that stood there, whatever is read now.

// %% {"course": {"task": "hideWords", "role": "look"}}
// One sentence, hidden four times. Capital letters: the model is asked for this word.
const sentence = "the whale came up again under the boat and all was still".split(" ");
const dictionary = ["<pad>", "<sos>", "<eos>", "[MASK]", ...new Set(sentence)];
const sentenceIds = sentence.map((word) => dictionary.indexOf(word));
const chance = randomGenerator("09/hide");
table(
  [1, 2, 3, 4].map((time) => {
    const { inputs, labels } = hideWords(sentenceIds, {
      probability: 0.3,
      maskId: 3,
      vocabSize: dictionary.length,
      random: chance,
    });
    const read = inputs.map((id, t) =>
      labels[t] === -1 ? dictionary[id] : dictionary[id]!.toUpperCase(),
    );
    return { time, "what is read": read.join(" ") };
  }),
);

// %% [markdown]
// The last task has dates as people write them, in five languages, and a question with few answers: the **season** of 64 dates. For 19,200 other dates the
// month is known. Will an encoder that has learned the months know more of the seasons?

// %%
type Dates = ReturnType<typeof loadDates>;
const datesOf = (split: "train" | "test", limit: number) =>
  loadDates({ split, limit, forms: "plain" });
const manyDates = datesOf("train", 19_264);
const [withMonth, withSeason] = [manyDates.slice(0, 19_200), manyDates.slice(19_200)];
const unseenDates = datesOf("test", 400);
const characters = Vocabulary.fromTokens(withMonth.flatMap(({ source }) => source));
const monthOf = ({ iso }: Dates[number]) => Number(iso.slice(5, 7)) - 1; // 0 to 11
const seasonOf = (date: Dates[number]) => Math.floor(((monthOf(date) + 1) % 12) / 3); // 0 = December to February
const textsOf = (dates: Dates, labelOf: (date: Dates[number]) => number) => {
  const tokens = padSequences(
    dates.map(({ source }) => [SOS, ...characters.encode(source)]),
  );
  const labels = tf.tensor1d(dates.map(labelOf), "int32");
  return { tokens, mask: paddingMask(tokens), labels };
};

// %%
const width = { dModel: 32, numHeads: 4, numLayers: 1, dFeedForward: 64 };
const newEncoder = (seed: string) =>
  new TransformerEncoder(
    { ...width, vocabSize: characters.size },
    randomGenerator(`09/${seed}`),
  );
/** The encoder's own numbers, and those of a new task head. */
const withHead = (encoder: TransformerEncoder, numClasses: number) =>
  weightsOf<TextClassifierWeights>(
    new SequenceClassifier(encoder, { numClasses }, randomGenerator("09/head")),
  );

// %% [markdown] {"course": {"task": "textClassifier", "role": "prompt", "difficulty": 3, "minutes": 35}}
// ## All of it: a task head on an encoder that knows something
//
// Now the encoder of notebook 08 once more, a task head on it, and a training that may leave the encoder as it is: **fine-tuning** (미세 조정) of the head alone, or of all.
// The weights are called as lib's `SequenceClassifier` calls its parameters, so the check can put lib's own numbers in, and the last cell those of an encoder
// that was trained for another task.
//
// $$x_t = \sqrt{d}\,E[y_t] + PE_t \qquad x \leftarrow x + \mathrm{look}(\mathrm{norm}(x)) \qquad x \leftarrow x + \mathrm{ff}(\mathrm{norm}(x)) \qquad z = \mathrm{norm}(x)_0\,W + b$$
//
// $E$ is `encoder.reader.embedding.table`, $d$ its width. Each of `encoder.layers` has `selfAttention` with `attentionNorm`, then `feedForward` with
// `feedForwardNorm`; the last norm is `encoder.norm`; $W$ and $b$ are `head`. The head reads position 0, `[CLS]`.
//
// - `run` gives the logits of each text. `mask` is 0 at padding, which nobody may look at. No other tensors are left behind.
// - `train` takes **one step of the optimizer for each batch**, and gives the loss *before* each step: the mean surprise at the right labels. With `"all"`
//   every weight changes; with `"head"` only $W$ and $b$ do.
//
// Given: `sinusoidalEncoding(time, d)`; `offer(x, weights, numHeads)` makes keys and values, `look(x, keysValues, weights, mask).output` is multi-head attention, its mask
// `[batch, query, key]`, where `query` may be 1 to share it; `feedForward(x, weights)`, `layerNorm(x, weights)`, `linear(x, weights)`;
// `maskedCrossEntropy(logits, targets, mask)`, which wants a time axis.

// %% {"course": {"task": "textClassifier", "role": "answer"}}
interface LabelledTexts {
  /** [CLS] first  [batch, time]  int32 */
  tokens: tf.Tensor2D;
  /** 1 where a token stands  [batch, time]  int32 */
  mask: tf.Tensor2D;
  /** [batch]  int32 */
  labels: tf.Tensor1D;
}

interface TextClassifierModel {
  /** @returns logits  [batch, class] */
  run(tokens: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor2D;
  /**
   * @param trains  which weights change
   * @returns the loss before each step
   */
  train(
    batches: LabelledTexts[],
    optimizer: tf.Optimizer,
    trains: "head" | "all",
  ): number[];
}

function textClassifier(
  { encoder, head }: TextClassifierWeights,
  numHeads: number,
): TextClassifierModel {
  const { table: vectors } = encoder.reader.embedding;
  const layerOf = (
    x: tf.Tensor3D,
    layer: EncoderLayerWeights,
    mask: tf.Tensor3D,
  ): tf.Tensor3D => {
    const given = layerNorm(x, layer.attentionNorm);
    const keysValues = offer(given, layer.selfAttention, numHeads);
    const seen: tf.Tensor3D = x.add(
      look(given, keysValues, layer.selfAttention, mask).output,
    );
    return seen.add(feedForward(layerNorm(seen, layer.feedForwardNorm), layer.feedForward));
  };
  const run = (tokens: tf.Tensor2D, mask: tf.Tensor2D) =>
    tf.tidy(() => {
      const [time, dModel] = [tokens.shape[1], vectors.shape[1]];
      const read = tf.gather<tf.Tensor>(vectors, tokens).mul(Math.sqrt(dModel));
      const keys = mask.expandDims<tf.Tensor3D>(1);
      const top = encoder.layers.reduce(
        (x, layer) => layerOf(x, layer, keys),
        read.add<tf.Tensor3D>(sinusoidalEncoding(time, dModel)),
      );
      const [cls] = tf.unstack(layerNorm(top, encoder.norm), 1);
      return linear(cls as tf.Tensor2D, head);
    });
  const loss = ({ tokens, mask, labels }: LabelledTexts) => {
    const targets = labels.expandDims<tf.Tensor2D>(1);
    const logits = run(tokens, mask).expandDims<tf.Tensor3D>(1);
    return maskedCrossEntropy(logits, targets, tf.onesLike(targets));
  };
  const train: TextClassifierModel["train"] = (batches, optimizer, trains) => {
    const ofHead = [head.inputToOutput, head.bias] as tf.Tensor[] as tf.Variable[];
    const variables = trains === "head" ? ofHead : undefined;
    return batches.map((batch) =>
      tf.tidy(() => optimizer.minimize(() => loss(batch), true, variables)!.dataSync()[0]!),
    );
  };
  return { run, train };
}

// %% {"course": {"task": "textClassifier", "role": "check"}}
await check("textClassifier", textClassifier);

// %% [markdown] {"course": {"task": "textClassifier", "role": "hint"}}
// The encoder is that of sheet 08. What is new stands at both ends: which state goes on to the head, and which variables a step of the optimizer may
// touch. `optimizer.minimize` has a third argument. What is it for?
//
// ---
//
// ```
// run:   x = rows of the table times the root of dModel + the positions
//        for each layer: given = norm(x); x = x + look(given, offer(given), the mask's keys)
//                        x = x + feedForward(norm(x))
//        logits = linear of the first position of norm(x)
// loss:  logits and labels with a time axis of length 1, all of which count
// train: for each batch a step of the optimizer on the loss: of all variables, or only of the head's two
// ```
//
// ---
//
// `mask.expandDims(1)` is `[batch, 1, key]`. `tf.unstack(hiddens, 1)[0]` is the first position. `labels.expandDims(1)` and `logits.expandDims(1)` have a time axis.
// `optimizer.minimize(f, true, variables)` changes only these; without them, all that `f` used. The weights are variables, though their type says tensor:
// `as tf.Tensor[] as tf.Variable[]`.

// %% {"course": {"task": "textClassifier", "role": "look"}}
// First the months, 10 to 40 seconds, then three ways to the seasons from 64 labels, 10 to 40 seconds more.
const pretrained = newEncoder("encoder");
const knowsMonths = textClassifier(withHead(pretrained, 12), 4);
const adam = new Adam({ learningRate: 0.01 });
await watchTraining(
  Array.from({ length: 300 }, (_, i) => withMonth.slice(64 * i, 64 * i + 64)),
  (dates) => knowsMonths.train([textsOf(dates, monthOf)], adam, "all")[0]!,
  {
    title: "Your encoder learns the months, by your loop",
    baselines: [{ name: "a guess among 12 months", lossNats: Math.log(12) }],
  },
);
const fewTexts = textsOf(withSeason, seasonOf);
const unseenTexts = textsOf(unseenDates, seasonOf);
/** The share of seasons right, after so many steps on the 64 dates. */
async function learnSeasons(
  encoder: TransformerEncoder,
  trains: "head" | "all",
  steps: number,
) {
  const model = textClassifier(withHead(encoder, 4), 4);
  const optimizer = new Adam({ learningRate: trains === "head" ? 0.05 : 0.01 });
  await watchTraining(
    Array.from({ length: steps }, () => fewTexts),
    (batch) => model.train([batch], optimizer, trains)[0]!,
    { title: `Seasons: ${trains === "head" ? "the head alone" : "all of it"}` },
  );
  const said = model.run(unseenTexts.tokens, unseenTexts.mask).argMax(1);
  return said.equal(unseenTexts.labels).mean().dataSync()[0]!;
}
const seasons = {
  "all of a new encoder, 400 steps": await learnSeasons(newEncoder("new"), "all", 400),
  "a new head on a new encoder, 100 steps": await learnSeasons(
    newEncoder("new"),
    "head",
    100,
  ),
  "a new head on the months' encoder, 100 steps": await learnSeasons(
    pretrained,
    "head",
    100,
  ),
};
// Five other starts: 45 to 57 % from nothing, 26 to 33 % with a new head on a new encoder, 84 to 92 % on the months.
const [fromNothing, , onMonths] = Object.values(seasons);
band({ name: "seasons right, from nothing", value: fromNothing!, low: 0.35, high: 0.65 });
band({ name: "seasons right, on the months", value: onMonths!, low: 0.75, high: 1 });
show(
  comparisonPlot({
    title: "The season of dates never seen, learned from 64",
    valueTitle: "right",
    format: ".0%",
    domain: [0, 1],
    rows: [
      { name: "a guess", value: 0.25 },
      ...Object.entries(seasons).map(([name, value]) => ({ name, value })),
    ],
  }),
);
