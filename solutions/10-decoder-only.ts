// %% [markdown]
// # Exercises 10: decoder only
//
// Four small functions around a GPT: its output layer, the cache that makes it fast, the loop that makes it write, and what
// it weighs. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 10 --watch` checks every time you save.

// %%
import * as attention from "../lib/attention";
import { check, show, table } from "../lib/notebook";
import { comparisonPlot } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { tf } from "../lib/tf";

// %% [markdown] {"course": {"task": "tiedLogits", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## One table for reading and writing
//
// A GPT reads a token by taking its row of the embedding table. To write, it compares its state with *every* row of the same
// table: the token whose row fits best gets the highest logit. No further matrix, no bias.
//
// $$z_t = h_t E^\top$$
//
// `hiddens` are `[batch, time, dModel]`, `embedding` is `[vocab, dModel]`. Return the logits, `[batch, time, vocab]`.

// %% {"course": {"task": "tiedLogits", "role": "answer"}}
/**
 * @param hiddens    [batch, time, dModel]
 * @param embedding  a row for each token  [vocab, dModel]
 * @returns [batch, time, vocab]
 */
function tiedLogits(hiddens: tf.Tensor3D, embedding: tf.Tensor2D): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, time, dModel] = hiddens.shape;
    const positions = hiddens.reshape<tf.Tensor2D>([batch * time, dModel]);
    return tf
      .matMul(positions, embedding, false, true)
      .reshape<tf.Tensor3D>([batch, time, -1]);
  });
}

// %% {"course": {"task": "tiedLogits", "role": "check"}}
await check("tiedLogits", tiedLogits);

// %% [markdown] {"course": {"task": "tiedLogits", "role": "hint"}}
// Each logit is a dot product of a state with a row of the table. Which axis of the table must the product sum over?
//
// ---
//
// ```
// positions = batch and time as one axis        [batch · time, dModel]
// times the table, turned over                  [dModel, vocab]
// batch and time apart again
// ```
//
// ---
//
// `tf.matMul(a, b, false, true)` turns `b` over. (`tf.transpose` does too.) `reshape([batch, time, -1])` at the end.

// %% {"course": {"task": "tiedLogits", "role": "look"}}
// A state that is the embedding of a word: that word fits best, and the words near it next.
const words = ["king", "queen", "man", "apple"];
const vectors = tf.tensor2d([[3, 1], [3, -1], [1, 1], [-2, 0]]); // prettier-ignore
const asked = vectors.slice<tf.Tensor2D>([1, 0], [1, 2]).expandDims<tf.Tensor3D>(0); // queen
const fit = tiedLogits(asked, vectors).dataSync();
table(words.map((word, i) => ({ word, "logit after the state of “queen”": fit[i] })));

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

// %% [markdown] {"course": {"task": "gptParameters", "role": "prompt", "difficulty": 2, "minutes": 15}}
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
