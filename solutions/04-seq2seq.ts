// %% [markdown]
// # Exercises 04: encoder and decoder
//
// Four small functions around a sequence-to-sequence model: what goes in, what comes out, and how to see the
// bottleneck. (What is handed over, the last real state, is a task of sheet 02.) Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 04 --watch` checks every time you save.

// %%
import { check, show, table } from "../lib/notebook";
import { lengthCurve } from "../lib/plots";
import { tf } from "../lib/tf";

// %% [markdown] {"course": {"task": "reverseSource", "role": "prompt", "difficulty": 1, "minutes": 5}}
// ## The source, backwards
//
// Sutskever et al. 2014 (§3.3) let their encoder read the source from back to front: then the first words of source and
// target stand close to each other. In a batch, short sources are filled up with padding, which must stay at the end.
//
// `tokens` is a plain list of ids, in which 0 is padding. Return a new list of the same length: the real tokens
// reversed, then the padding. The list that you were given stays as it was.

// %% {"course": {"task": "reverseSource", "role": "answer"}}
/**
 * @param tokens  ids of one source, padding (0) at the end
 * @returns the real tokens in reverse, then the padding
 */
function reverseSource(tokens: readonly number[]): number[] {
  const real = tokens.filter((token) => token !== 0);
  return [...real.reverse(), ...tokens.slice(real.length)];
}

// %% {"course": {"task": "reverseSource", "role": "check"}}
await check("reverseSource", reverseSource);

// %% [markdown] {"course": {"task": "reverseSource", "role": "hint"}}
// Which part of the list moves, and which part stays? And which method of a list changes the list itself?
//
// ---
//
// ```
// real = the tokens that are not padding, as a new list
// answer = real, reversed; then everything of tokens behind the real ones
// ```
//
// ---
//
// `filter` makes a new list, so `reverse` on *that* list is harmless. `slice(n)` gives what stands from place n on, and
// `[...first, ...second]` puts two lists one behind the other.

// %% {"course": {"task": "reverseSource", "role": "look"}}
// The first source token is now the last that the encoder reads before the decoder starts.
const read = [11, 12, 13, 14, 0, 0];
table([{ "in order": read.join(" "), reversed: reverseSource(read).join(" ") }]);

// %% [markdown] {"course": {"task": "shiftRight", "role": "prompt", "difficulty": 1, "minutes": 6}}
// ## What the decoder reads
//
// Under teacher forcing the decoder reads, at each step, the right token of the step *before*. So its inputs are its
// targets, one step later: `<sos>` comes first, and the last target is never read.
//
// `targets` is `[batch, time]` int32, `sos` is the id of `<sos>`. Return the inputs, `[batch, time]` int32.

// %% {"course": {"task": "shiftRight", "role": "answer"}}
/**
 * @param targets  what the decoder should write  [batch, time]  int32
 * @param sos      the id that starts a sentence
 * @returns what it reads  [batch, time]  int32
 */
function shiftRight(targets: tf.Tensor2D, sos: number): tf.Tensor2D {
  return tf.tidy(() => {
    const [batch, time] = targets.shape;
    const first = tf.fill<tf.Rank.R2>([batch, 1], sos, "int32");
    return tf.concat([first, targets.slice([0, 0], [batch, time - 1])], 1);
  });
}

// %% {"course": {"task": "shiftRight", "role": "check"}}
await check("shiftRight", shiftRight);

// %% [markdown] {"course": {"task": "shiftRight", "role": "hint"}}
// Write down targets and inputs of one short sentence, one above the other. Which column is new, which one is gone?
//
// ---
//
// ```
// first = a column of <sos>                 [batch, 1]
// rest  = all columns of targets but the last
// inputs = first, then rest, along time
// ```
//
// ---
//
// `tf.fill` makes a tensor of one number; say "int32", or you get float32. `slice` takes where to begin and how much to
// take, one number an axis. `tf.concat` takes the axis as its second argument.

// %% {"course": {"task": "shiftRight", "role": "look"}}
// Read the table column by column: with this input, that target must be written.
const [sosId, eosId] = [1, 2];
const ofOneSentence = tf.tensor2d([[7, 8, 9, eosId]], [1, 4], "int32");
const readByDecoder = shiftRight(ofOneSentence, sosId).dataSync();
table(
  [...ofOneSentence.dataSync()].map((target, t) => ({
    step: t + 1,
    reads: readByDecoder[t],
    "should write": target,
  })),
);

// %% [markdown] {"course": {"task": "greedySearch", "role": "prompt", "difficulty": 2, "minutes": 15}}
// ## Greedy decoding
//
// In real use there is no right answer to read. The decoder reads `<sos>`, takes the token with the largest logit, reads
// that, and so on, until it takes `<eos>` or has written `maxTime` tokens.
//
// `step(token, state)` is one step of a decoder: it returns `{ logits, state }`, where `logits` is a plain list with a number
// for each token of the vocabulary, and `state` is what the *next* step needs. `start` is the first state.
// Return the tokens that were written, without `<sos>` and `<eos>`.

// %% {"course": {"task": "greedySearch", "role": "answer"}}
interface DecoderStep {
  readonly logits: number[];
  readonly state: number;
}

interface GreedyOptions {
  readonly sos: number;
  readonly eos: number;
  /** How many tokens are written at most. */
  readonly maxTime: number;
}

/**
 * @param step   one step of a decoder
 * @param start  its first state
 * @returns what it wrote, at most maxTime tokens
 */
function greedySearch(
  step: (token: number, state: number) => DecoderStep,
  start: number,
  { sos, eos, maxTime }: GreedyOptions,
): number[] {
  const tokens: number[] = [];
  let token = sos;
  let state = start;
  while (tokens.length < maxTime) {
    const given = step(token, state);
    token = given.logits.indexOf(Math.max(...given.logits));
    state = given.state;
    if (token === eos) break;
    tokens.push(token);
  }
  return tokens;
}

// %% {"course": {"task": "greedySearch", "role": "check"}}
await check("greedySearch", greedySearch);

// %% [markdown] {"course": {"task": "greedySearch", "role": "hint"}}
// Two things change from step to step. Which two? What happens to the answer if you forget one of them?
//
// ---
//
// ```
// token = sos, state = start
// as long as fewer than maxTime tokens are written:
//     give token and state to the step
//     token = the place of the largest logit, state = the new state
//     is it <eos>? then stop; else write it down
// ```
//
// ---
//
// `Math.max(...logits)` is the largest logit and `indexOf` says where it stands. Both `token` and `state` live outside the
// loop (`let`), because the next round needs them. Test for `<eos>` before you write the token down.

// %% {"course": {"task": "greedySearch", "role": "look"}}
// A decoder that counts down from its state: 5 4 3 2 1, then <eos> (token 0).
const countDown = (_token: number, state: number) => ({
  logits: Array.from({ length: 9 }, (_, token) => (token === state ? 3 : 0)),
  state: state - 1,
});
const counted = greedySearch(countDown, 5, { sos: 8, eos: 0, maxTime: 20 });
table([{ "counts down from 5": counted.join(" ") }]);

// %% [markdown] {"course": {"task": "matchByLength", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## Seeing the bottleneck
//
// One vector has to hold the whole source. Whether that is a problem shows when you sort the answers by length: does
// exact match fall as sentences grow?
//
// `written` and `right` are lists of answers, each a list of tokens. An answer is right if it has the same tokens in the
// same order, no more and no fewer. Return one record `{ length, count, exactMatch }` for each length that occurs among
// the *right* answers, shortest first; `exactMatch` is a share in [0, 1].
// Lists of different length are refused with an error that names the function.

// %% {"course": {"task": "matchByLength", "role": "answer"}}
interface LengthRow {
  readonly length: number;
  readonly count: number;
  readonly exactMatch: number;
}

/**
 * @param written  what a model wrote
 * @param right    what it should have written
 * @throws {RangeError} lists of different length
 */
function matchByLength(
  written: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): LengthRow[] {
  if (written.length !== right.length)
    throw new RangeError(
      `matchByLength: ${written.length} written, ${right.length} right answers`,
    );
  const isRight = right.map((tokens, i) => tokens.join() === written[i]!.join());
  const lengths = [...new Set(right.map((tokens) => tokens.length))].sort((a, b) => a - b);
  return lengths.map((length) => {
    const verdicts = isRight.filter((_, i) => right[i]!.length === length);
    const numRight = verdicts.filter(Boolean).length;
    return { length, count: verdicts.length, exactMatch: numRight / verdicts.length };
  });
}

// %% {"course": {"task": "matchByLength", "role": "check"}}
await check("matchByLength", matchByLength);

// %% [markdown] {"course": {"task": "matchByLength", "role": "hint"}}
// When are two lists equal? And what does `sort()` do to the numbers 2 and 10 if you give it no function?
//
// ---
//
// ```
// refuse lists of different length
// for each answer: is it right from the first token to the last?
// for each length that occurs, from small to large:
//     count the answers of that length, and the right ones among them
// ```
//
// ---
//
// `a.join() === b.join()` compares two lists of numbers, length included. `new Set(…)` keeps each length once;
// `sort((a, b) => a - b)` sorts numbers as numbers. Then one `filter` for each length, and a division.

// %% {"course": {"task": "matchByLength", "role": "look"}}
// A model that forgets everything before its last four tokens.
const answers = Array.from({ length: 60 }, (_, i) =>
  Array.from({ length: 2 + (i % 8) }, (_, t) => 4 + ((i * 7 + t * 3) % 9)),
);
const forgetful = answers.map((tokens, i) =>
  tokens.map((token, t) => (t < tokens.length - 4 && (i + t) % 3 === 0 ? 99 : token)),
);
const byLength = matchByLength(forgetful, answers);
show(
  lengthCurve({
    series: [
      {
        name: "forgets what is more than four tokens back",
        lengths: byLength.map(({ length }) => length),
        exactMatch: byLength.map(({ exactMatch }) => exactMatch),
      },
    ],
    title: "Exact match falls as soon as the sentence is longer than the memory",
  }),
);
