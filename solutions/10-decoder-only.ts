// %% [markdown]
// # Exercises 10: decoder only
//
// Three small functions around a GPT: the cache that makes it fast, the loop that makes it write, and what it weighs. The
// fourth task is the GPT itself, which you train. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 10 --watch` checks every time you save.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the data that the cells below use
import { load as loadWords } from "../datasets/cmudict/cmudict";
import { Adam } from "../lib/adam";
import * as attention from "../lib/attention";
import { sequenceBatch, type SequenceBatch } from "../lib/batches";
import {
  feedForward,
  look,
  offer,
  weightsOf,
  type EncoderLayerWeights,
  type GptWeights,
} from "../lib/functional";
import { Gpt } from "../lib/gpt";
import { layerNorm } from "../lib/layer-norm";
import { watchTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import type { KeysValues } from "../lib/multi-head-attention";
import { band, check, show, table } from "../lib/notebook";
import { comparisonPlot } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { sampleToken } from "../lib/sampling";
import { tf } from "../lib/tf";
import { EOS, SOS, Vocabulary } from "../lib/vocabulary";

// %% [markdown] {"course": {"task": "cachedAttention", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## Nothing is computed twice
//
// While a GPT writes, the keys and values of earlier tokens never change. So they are kept, and each step only adds its own: the
// KV cache.
//
// `query`, `key` and `value` belong to the new token: `[batch, 1, dKey]`, `[batch, 1, dKey]`, `[batch, 1, dValue]`. `cache` holds those of the tokens
// before, `{ keys, values }` with `[batch, past, dKey]` and `[batch, past, dValue]`, or is undefined at the first token. Return
// `{ output, cache }`: what the new token finds among all tokens so far *and itself*, `[batch, 1, dValue]`, and the cache with the new
// token at its end.
//
// Use `attention.scaledDotProductAttention(queries, keys, values)` for the rest. Is a causal mask needed?

// %% {"course": {"task": "cachedAttention", "role": "answer"}}
interface Cache {
  /** [batch, past, dKey] */
  keys: tf.Tensor3D;
  /** [batch, past, dValue] */
  values: tf.Tensor3D;
}

/**
 * @param query  of the new token  [batch, 1, dKey]
 * @param key    of the new token  [batch, 1, dKey]
 * @param value  of the new token  [batch, 1, dValue]
 * @param cache  of the tokens before; omit at the first token
 * @returns output [batch, 1, dValue] and the cache, one token longer
 */
function cachedAttention(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  cache?: Cache,
): { output: tf.Tensor3D; cache: Cache } {
  return tf.tidy(() => {
    const keys = cache ? tf.concat([cache.keys, key], 1) : key.clone();
    const values = cache ? tf.concat([cache.values, value], 1) : value.clone();
    const { output } = attention.scaledDotProductAttention(query, keys, values);
    return { output, cache: { keys, values } };
  });
}

// %% {"course": {"task": "cachedAttention", "role": "check"}}
await check("cachedAttention", cachedAttention);

// %% [markdown] {"course": {"task": "cachedAttention", "role": "hint"}}
// Whom may the newest token look at? Is there anybody in the cache who is not allowed?
//
// ---
//
// ```
// keys = those of the cache, then the new one, along time; without a cache only the new one
// values = the same
// output = attention of the one query to all of them; return it with the longer cache
// ```
//
// ---
//
// `tf.concat([cache.keys, key], 1)` puts the new key at the end. Look *after* you have added it, so that the token sees itself. The
// newest token may look everywhere, so there is nothing to mask.

// %% {"course": {"task": "cachedAttention", "role": "look"}}
// Token by token with a cache, or all at once with a causal mask: the same numbers, but how many keys are made?
const random = randomGenerator("exercises/10");
const normal = (width: number) =>
  tf.randomNormal<tf.Rank.R3>([1, 6, width], 0, 1, "float32", random.seed());
const [queries, keys, values] = [normal(4), normal(4), normal(2)];
const atOnce = attention.scaledDotProductAttention(queries, keys, values, { causal: true });
let memory: Cache | undefined;
const stepwise = [0, 1, 2, 3, 4, 5].map((t) => {
  const part = (x: tf.Tensor3D) => x.slice<tf.Tensor3D>([0, t, 0], [1, 1, x.shape[2]]);
  const step = cachedAttention(part(queries), part(keys), part(values), memory);
  memory = step.cache;
  return step.output.dataSync()[0]!;
});
table(
  stepwise.map((first, t) => ({
    token: t + 1,
    "with your cache": first.toFixed(4),
    "all at once": atOnce.output.arraySync()[0]![t]![0]!.toFixed(4),
    "keys made so far, cached": t + 1,
    "keys made so far, anew each time": ((t + 1) * (t + 2)) / 2,
  })),
);

// %% [markdown] {"course": {"task": "continuePrompt", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## A text, continued
//
// A GPT continues what it is given: it reads the prompt, takes the most likely next token, reads everything once more with that token
// at the end, and so on. It has learned positions for `maxTime` tokens only, so of a longer text it reads the last `maxTime`.
//
// `model` is a function: from a list of token ids (at most `maxTime`, at least one) to the logits of the next token, a plain list.
// Return the new tokens, at most `numTokens`, without the prompt. After `eos` nothing is written; `eos` itself is left out.

// %% {"course": {"task": "continuePrompt", "role": "answer"}}
interface ContinueOptions {
  /** How many tokens are written at most. */
  readonly numTokens: number;
  /** How many tokens the model can read. */
  readonly maxTime: number;
  /** The id that ends a text. */
  readonly eos: number;
}

/**
 * @param model   from tokens to the logits of the next one
 * @param prompt  token ids, at least one
 * @returns what it wrote, at most numTokens
 */
function continuePrompt(
  model: (tokens: number[]) => number[],
  prompt: readonly number[],
  { numTokens, maxTime, eos }: ContinueOptions,
): number[] {
  const written: number[] = [];
  while (written.length < numTokens) {
    const logits = model([...prompt, ...written].slice(-maxTime));
    const next = logits.indexOf(Math.max(...logits));
    if (next === eos) break;
    written.push(next);
  }
  return written;
}

// %% {"course": {"task": "continuePrompt", "role": "check"}}
await check("continuePrompt", continuePrompt);

// %% [markdown] {"course": {"task": "continuePrompt", "role": "hint"}}
// What does the model read at the first step, and what at the second? What is cut off when that gets too long, and at which end?
//
// ---
//
// ```
// written = nothing
// as long as fewer than numTokens are written:
//     logits = the model on the last maxTime tokens of prompt and written
//     next = the place of the largest logit
//     is it eos? then stop; else write it down
// ```
//
// ---
//
// `[...prompt, ...written]` is the text so far, `slice(-maxTime)` its last `maxTime` tokens. `logits.indexOf(Math.max(...logits))` is the
// place of the largest. Keep the prompt itself as it is: it was given to you.

// %% {"course": {"task": "continuePrompt", "role": "look"}}
// A model that has learned one song and looks at its last two notes only.
const song = "do re mi do mi re do re sol do re".split(" ");
const notes = [...new Set(song), "<end>"];
const singer = (tokens: number[]) => {
  const last = tokens.slice(-2).map((id) => notes[id]).join(" "); // prettier-ignore
  const at = song.findIndex((_, i) => song.slice(i, i + 2).join(" ") === last);
  const next = at < 0 || at + 2 >= song.length ? "<end>" : song[at + 2]!;
  return notes.map((note) => (note === next ? 1 : 0));
};
const sung = continuePrompt(singer, [0, 1], {
  numTokens: 12,
  maxTime: 2,
  eos: notes.length - 1,
});
table([{ prompt: "do re", continued: sung.map((id) => notes[id]).join(" ") }]);

// %% [markdown] {"course": {"task": "gptParameters", "role": "prompt", "difficulty": 2, "minutes": 10}}
// ## What does it weigh?
//
// Two models are only comparable at equal size, so one counts. A GPT with width $d$ and `numLayers` layers has
//
// - the embedding table, $V \cdot d$ (the output layer is the same table), and the learned positions, `maxTime` $\cdot\, d$;
// - in each layer: four square matrices with a bias each ($W^Q, W^K, W^V, W^O$), a feed-forward part from $d$ to `dFeedForward` and back, with
//   two biases, and two layer norms with scale and shift;
// - one more layer norm at the end.
//
// Return the number of all of them. (The number of heads does not matter. Why?)

// %% {"course": {"task": "gptParameters", "role": "answer"}}
interface GptSizes {
  readonly vocabSize: number;
  readonly dModel: number;
  readonly numLayers: number;
  readonly maxTime: number;
  readonly dFeedForward: number;
}

/** @returns how many numbers are learned */
function gptParameters(sizes: GptSizes): number {
  const { vocabSize, dModel, numLayers, maxTime, dFeedForward } = sizes;
  const linear = (from: number, to: number) => from * to + to; // a matrix and its bias
  const norm = 2 * dModel; // scale and shift
  const attended = 4 * linear(dModel, dModel);
  const worked = linear(dModel, dFeedForward) + linear(dFeedForward, dModel);
  return (vocabSize + maxTime) * dModel + numLayers * (attended + worked + 2 * norm) + norm;
}

// %% {"course": {"task": "gptParameters", "role": "check"}}
await check("gptParameters", gptParameters);

// %% [markdown] {"course": {"task": "gptParameters", "role": "hint"}}
// How many numbers has one matrix from 3 to 5 with its bias? And which of the parts exist once, which once a layer?
//
// ---
//
// ```
// linear(from, to) = from · to + to
// norm = 2 · dModel
// layer = 4 linear(d, d) + linear(d, f) + linear(f, d) + 2 norm
// all = (vocabSize + maxTime) · d + numLayers · layer + norm
// ```
//
// ---
//
// Write `linear` as a small helper function. The bias of a linear layer has as many numbers as its *output*. The output layer over the
// vocabulary adds nothing: it is the embedding table.

// %% {"course": {"task": "gptParameters", "role": "look"}}
// Where the weight lies: with a large vocabulary in the table, with many layers in the layers.
const base = { vocabSize: 1000, dModel: 64, numLayers: 2, maxTime: 64, dFeedForward: 256 };
const variants = [
  { name: "2 layers, 1,000 words", sizes: base },
  { name: "2 layers, 10,000 words", sizes: { ...base, vocabSize: 10_000 } },
  { name: "8 layers, 1,000 words", sizes: { ...base, numLayers: 8 } },
  { name: "twice as wide", sizes: { ...base, dModel: 128, dFeedForward: 512 } },
];
show(
  comparisonPlot({
    rows: variants.map(({ name, sizes }) => ({ name, value: gptParameters(sizes) })),
    valueTitle: "parameters",
    title: "What a small GPT weighs",
    format: ",d",
  }),
);

// %% [markdown]
// The last task learns how English words are spelled, letter by letter, from the dictionary of notebook 11, and then invents some.

// %%
const spelled = (split: "train" | "test", limit: number) =>
  loadWords({ split, limit }).map(({ source }) => source);
const knownWords = spelled("train", 19_200);
const spelling = Vocabulary.fromTokens(knownWords.flat());
const batchOfWords = (words: typeof knownWords): SequenceBatch =>
  sequenceBatch(
    "batchOfWords",
    words.map((word) => [SOS, ...spelling.encode(word), EOS]),
  );

// %%
/** Nats a letter of a model that knows only how frequent each is, the end of a word included. */
const letterCounts = new Map<string, number>();
for (const letter of knownWords.flatMap((word) => [...word, "the end"]))
  letterCounts.set(letter, (letterCounts.get(letter) ?? 0) + 1);
const numLetters = [...letterCounts.values()].reduce((sum, count) => sum + count, 0);
const byFrequency = [...letterCounts.values()].reduce(
  (nats, count) => nats - (count / numLetters) * Math.log(count / numLetters),
  0,
);

// %%
const dice = randomGenerator("10/dice");
type Written = { logits: tf.Tensor3D; past: KeysValues[] };
/** Writes a word: after the start, one token at a time. */
function invent(run: (tokens: tf.Tensor2D, past?: KeysValues[]) => Written): string {
  const ids = [SOS];
  let past: KeysValues[] | undefined;
  while (ids.length < 20 && ids.at(-1) !== EOS) {
    const next = run(tf.tensor2d([[ids.at(-1)!]], [1, 1], "int32"), past);
    past = next.past;
    ids.push(sampleToken(next.logits.reshape<tf.Tensor1D>([-1]), { random: dice }));
  }
  return spelling.decode(ids.filter((id) => id !== SOS && id !== EOS)).join("");
}

// %% [markdown] {"course": {"task": "gpt", "role": "prompt", "difficulty": 3, "minutes": 40}}
// ## All of it: a GPT with its cache
//
// Now the model itself, and the loop that trains it. The weights are called as lib's `Gpt` calls its parameters, so the check can put
// lib's own numbers in. All layers are pre-norm: around each sublayer $f$ stands $x + f(\mathrm{norm}(x))$.
//
// $$x_t = E[y_t] + P[t] \qquad x \leftarrow \mathrm{layer}(x),\ \text{causal} \qquad z_t = \mathrm{norm}(x_t)\,E^\top$$
//
// $E$ is `embedding.table` (a GPT reads its rows as they are), $P$ is `positions.table`. A layer is self-attention (`selfAttention`,
// `attentionNorm`), then feed-forward (`feedForward`, `feedForwardNorm`). The last norm is `scores.norm`.
//
// `run` may be given a `past`: for each layer the keys and values of the tokens that were read before. Then `tokens` are only the *new*
// ones: they stand at the places after the past, see all of it, and each other as far as time allows. `run` returns the logits of
// the new tokens and the past of the tokens to come, and leaves no other tensors behind. `train` takes one step of the optimizer for each
// batch and gives the loss before each step: `maskedCrossEntropy(logits, targets, targetMask)`.
//
// Given: `offer(x, weights, numHeads)` makes keys and values, `[batch, head, time, dHead]`; `look(x, keysValues, weights, mask)` is
// multi-head attention, its mask `[batch, query, key]` with a `batch` of 1 to share it; `attention.causalMask(time, past)` has `past` more
// columns in front; `feedForward(x, weights)` and `layerNorm(x, weights)`.

// %% {"course": {"task": "gpt", "role": "answer"}}
interface GptModel {
  /**
   * @param tokens  the new ones  [batch, time]  int32
   * @param past    keys and values [batch, head, past, dHead] of the tokens before, one a layer; none at the beginning
   * @returns logits [batch, time, vocab], and the past of the tokens to come
   */
  run(
    tokens: tf.Tensor2D,
    past?: KeysValues[],
  ): { logits: tf.Tensor3D; past: KeysValues[] };
  /** @returns the loss before each step */
  train(batches: SequenceBatch[], optimizer: tf.Optimizer): number[];
}

function gpt(weights: GptWeights, numHeads: number): GptModel {
  const { table } = weights.embedding;
  const [vocabSize, dModel] = table.shape;
  const run = (tokens: tf.Tensor2D, past: KeysValues[] = []) =>
    tf.tidy(() => {
      const [batch, time] = tokens.shape;
      const before = past[0]?.keys.shape[2] ?? 0;
      const mask = attention.causalMask(time, before).expandDims<tf.Tensor3D>(0);
      const places = weights.positions.table.slice([before, 0], [time, dModel]);
      let x = tf.gather<tf.Tensor>(table, tokens).add<tf.Tensor3D>(places);
      const kept = weights.layers.map((layer, i) => {
        const { output, keysValues } = gptLayer(x, layer, {
          past: past[i],
          mask,
          numHeads,
        });
        x = output;
        return keysValues;
      });
      const states = layerNorm(x, weights.scores.norm).reshape<tf.Tensor2D>([-1, dModel]);
      const logits = states
        .matMul(table, false, true)
        .reshape<tf.Tensor3D>([batch, time, vocabSize]);
      return { logits, past: kept };
    });
  const step = ({ inputs, targets, targetMask }: SequenceBatch, optimizer: tf.Optimizer) =>
    tf.tidy(() => {
      const loss = () => maskedCrossEntropy(run(inputs).logits, targets, targetMask);
      return optimizer.minimize(loss, true)!.dataSync()[0]!;
    });
  return {
    run,
    train: (batches, optimizer) => batches.map((batch) => step(batch, optimizer)),
  };
}

function gptLayer(
  x: tf.Tensor3D,
  layer: EncoderLayerWeights,
  { past, mask, numHeads }: { past?: KeysValues; mask: tf.Tensor3D; numHeads: number },
) {
  const given = layerNorm(x, layer.attentionNorm);
  const offered = offer(given, layer.selfAttention, numHeads);
  const after = (old: tf.Tensor4D, next: tf.Tensor4D): tf.Tensor4D =>
    tf.concat([old, next], 2);
  const keysValues = past
    ? { keys: after(past.keys, offered.keys), values: after(past.values, offered.values) }
    : offered;
  const seen = x.add<tf.Tensor3D>(
    look(given, keysValues, layer.selfAttention, mask).output,
  );
  const worked = feedForward(layerNorm(seen, layer.feedForwardNorm), layer.feedForward);
  return { output: seen.add<tf.Tensor3D>(worked), keysValues };
}

// %% {"course": {"task": "gpt", "role": "check"}}
await check("gpt", gpt);

// %% [markdown] {"course": {"task": "gpt", "role": "hint"}}
// Write it without a past first; three checks ask no more. Then: which three things change when twenty tokens have been read already?
//
// ---
//
// ```
// before = how many tokens the past has
// x = rows of the table + rows of the positions from `before` on
// for each layer: keys, values = offer(norm(x)); behind those of its past, if there are any; remember them
//                 x = x + look(norm(x), all of them, causal mask that knows `before`)
//                 x = x + feedForward(norm(x))
// logits = norm(x) times the table turned over
// train: for each batch a step of the optimizer; remember the loss that it started from
// ```
//
// ---
//
// `past[0]?.keys.shape[2] ?? 0` is the length of the past. `tf.concat([old, next], 2)` joins along time. `positions.table.slice([before, 0],
// [time, dModel])` takes rows. In the last product batch and time are one axis. `optimizer.minimize(f, true)` takes a step and returns what
// `f()` was, a scalar.

// %% {"course": {"task": "gpt", "role": "look"}}
// Your GPT learns to spell, 20 to 60 seconds, and writes words with its cache: after the start, one token at a time.
const shape = { dModel: 32, numHeads: 4, numLayers: 2, dFeedForward: 64, maxTime: 40 };
const newGpt = new Gpt(
  { ...shape, vocabSize: spelling.size },
  randomGenerator("10/spelling"),
);
const yourGpt = gpt(weightsOf<GptWeights>(newGpt), shape.numHeads);
const adam = new Adam({ learningRate: 0.005 });
await watchTraining(
  Array.from({ length: 300 }, (_, i) => knownWords.slice(64 * i, 64 * i + 64)),
  (words) => yourGpt.train([batchOfWords(words)], adam)[0]!,
  {
    title: "Your GPT, trained by your loop",
    baselines: [{ name: "letters by their frequency", lossNats: byFrequency }],
  },
);
const unseenWords = batchOfWords(spelled("test", 300));
const spelledLoss = maskedCrossEntropy(
  yourGpt.run(unseenWords.inputs).logits,
  unseenWords.targets,
  unseenWords.targetMask,
).dataSync()[0]!;
band({
  name: "your GPT: nats a letter on unseen words",
  value: spelledLoss,
  low: 2.2,
  high: 2.55,
});
table(Array.from({ length: 8 }, () => ({ "a word of your GPT": invent(yourGpt.run) })));
