// %% [markdown]
// # Exercises 11: translation
//
// Four small functions: a step of beam search, and three ways to say how good an answer is. The fifth task is the whole search, with its
// score, on a model that reads English words aloud. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 11 --watch` checks every time you save.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the data that the cells below use
import { load as loadWords } from "../datasets/cmudict/cmudict";
import { Adam } from "../lib/adam";
import { AttentionDecoder } from "../lib/attention-decoder";
import { padSequences, pairBatch } from "../lib/batches";
import { bleu } from "../lib/bleu";
import type { DecoderState } from "../lib/decoder";
import { Encoder } from "../lib/encoder";
import { watchTraining } from "../lib/live-training";
import { band, check, show, table } from "../lib/notebook";
import { comparisonPlot } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { Seq2Seq } from "../lib/seq2seq";
import { tf } from "../lib/tf";
import { EOS, SOS, Vocabulary } from "../lib/vocabulary";

// %% [markdown] {"course": {"task": "growBeams", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## One step of beam search
//
// Greedy decoding keeps one sentence. Beam search keeps the best `width` unfinished ones: at each step *every* beam is continued
// by *every* token, and of all these candidates the best are kept, wherever they come from.
//
// $$\log p(y_1 \dots y_t) = \log p(y_1 \dots y_{t-1}) + \log p(y_t \mid y_1 \dots y_{t-1})$$
//
// `beams` are records `{ tokens, logProbability }`; row $i$ of `logProbabilities` holds the log probability of each token of the vocabulary after
// beam $i$. Return the best `width` new beams, the best first. (Of two with the same log probability, the one from the earlier beam, then
// of the smaller token, comes first.)

// %% {"course": {"task": "growBeams", "role": "answer"}}
interface Beam {
  readonly tokens: readonly number[];
  /** log p of its tokens, in nats. */
  readonly logProbability: number;
}

/**
 * @param beams             unfinished sentences
 * @param logProbabilities  of each token after each beam  [beam, vocab]
 * @param width             how many are kept
 * @returns the best new beams, the best first
 */
function growBeams(
  beams: readonly Beam[],
  logProbabilities: readonly (readonly number[])[],
  width: number,
): Beam[] {
  const candidates = beams.flatMap(({ tokens, logProbability }, i) =>
    logProbabilities[i]!.map((added, token) => ({
      tokens: [...tokens, token],
      logProbability: logProbability + added,
    })),
  );
  return candidates.sort((a, b) => b.logProbability - a.logProbability).slice(0, width);
}

// %% {"course": {"task": "growBeams", "role": "check"}}
await check("growBeams", growBeams);

// %% [markdown] {"course": {"task": "growBeams", "role": "hint"}}
// How many candidates are there from 2 beams and 5 tokens? May both survivors come from the same beam?
//
// ---
//
// ```
// for each beam, for each token:
//     a candidate: the beam's tokens and this one; the sum of both log probabilities
// sort all candidates, the largest log probability first
// keep the first width
// ```
//
// ---
//
// `flatMap` over the beams with a `map` over the row inside gives one list of all candidates. `sort((a, b) => b.x - a.x)` puts the largest
// first and leaves equals in their order. Copy the tokens (`[...tokens, token]`): several candidates share the same beginning.

// %% {"course": {"task": "growBeams", "role": "look"}}
// The best first word does not start the best sentence: greedy takes "a", a beam of 2 finds "the dog".
const vocabulary = ["a", "the", "dog", "cat"];
const firstWord = [[0.55, 0.45, 0, 0]];
const secondWord = (after: number) => (after === 0 ? [0, 0, 0.5, 0.5] : [0, 0, 0.95, 0.05]);
const logs = (rows: number[][]) => rows.map((row) => row.map((p) => Math.log(p)));
const decoded = [1, 2].map((width) => {
  const once = growBeams([{ tokens: [], logProbability: 0 }], logs(firstWord), width);
  const twice = growBeams(
    once,
    logs(once.map(({ tokens }) => secondWord(tokens[0]!))),
    width,
  );
  const { tokens, logProbability } = twice[0]!;
  return {
    width,
    best: tokens.map((id) => vocabulary[id]).join(" "),
    probability: Math.exp(logProbability).toFixed(4),
  };
});
table(decoded);

// %% [markdown] {"course": {"task": "clippedPrecision", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## What BLEU counts
//
// How many n-grams (runs of n words) of a translation stand in the reference? So that "the the the" does not win, an n-gram counts
// at most as often as the reference has it: it is *clipped*.
//
// $$\text{matches} = \sum_{g} \min(\text{count}_{hyp}(g), \text{count}_{ref}(g)) \qquad \text{total} = \max(0, |hyp| - n + 1)$$
//
// `hypothesis` and `reference` are lists of words, `n` is 1, 2, …. Return `{ matches, total }`: both are needed, since BLEU sums them over all
// sentences before it divides.

// %% {"course": {"task": "clippedPrecision", "role": "answer"}}
interface Matches {
  readonly matches: number;
  readonly total: number;
}

/**
 * @param n  how many words an n-gram has, ≥ 1
 */
function clippedPrecision(
  hypothesis: readonly string[],
  reference: readonly string[],
  n: number,
): Matches {
  const counts = countNgrams(hypothesis, n);
  const allowed = countNgrams(reference, n);
  let matches = 0;
  counts.forEach((count, ngram) => (matches += Math.min(count, allowed.get(ngram) ?? 0)));
  return { matches, total: Math.max(0, hypothesis.length - n + 1) };
}

/** How often each run of n words occurs. */
function countNgrams(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let i = 0; i + n <= words.length; i++) {
    const ngram = words.slice(i, i + n).join(" ");
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

// %% {"course": {"task": "clippedPrecision", "role": "check"}}
await check("clippedPrecision", clippedPrecision);

// %% [markdown] {"course": {"task": "clippedPrecision", "role": "hint"}}
// Which helper do you need twice, once for each list? And how many runs of 2 words has a list of 5?
//
// ---
//
// ```
// count the n-grams of the hypothesis, and those of the reference
// matches = for each n-gram of the hypothesis, the smaller of its two counts, summed up
// total = how many n-grams the hypothesis has, 0 if it is too short
// ```
//
// ---
//
// `words.slice(i, i + n).join(" ")` is the n-gram at place i; a `Map<string, number>` counts: `counts.set(g, (counts.get(g) ?? 0) + 1)`. The loop runs while
// `i + n <= words.length`.

// %% {"course": {"task": "clippedPrecision", "role": "look"}}
// The longer the n-gram, the more it asks of the order. BLEU is the geometric mean of the four, times a penalty: the next task.
const said = "the cat sat on the mat today".split(" ");
const meant = "today the cat sat on a mat".split(" ");
table(
  [1, 2, 3, 4].map((n) => {
    const { matches, total } = clippedPrecision(said, meant, n);
    return { n, matches, total, precision: (matches / total).toFixed(2) };
  }),
  `BLEU of lib: ${bleu([said.join(" ")], [meant.join(" ")]).score.toFixed(1)}`,
);

// %% [markdown] {"course": {"task": "bleuScore", "role": "prompt", "difficulty": 2, "minutes": 15}}
// ## From counts to BLEU
//
// BLEU is a score of a whole test set. The counts of the last task, for $n$ = 1 to 4, are summed over **all** sentences $s$ before anything is divided; the
// geometric mean of the four precisions follows. And since precision alone rewards who says little, translations that are shorter than their
// references, all together, pay a **brevity penalty** (간결성 벌점).
//
// $$p_n = \frac{\sum_s \text{matches}_{sn}}{\sum_s \text{total}_{sn}} \qquad \text{BLEU} = BP \cdot (p_1\,p_2\,p_3\,p_4)^{1/4} \qquad BP = 1 \text{ if } c \ge r, \text{ else } e^{1 - r / c}$$
//
// `sentences` are records `{ matches, totals, words, referenceWords }`: two lists of four numbers, and how many words the translation and its reference have; $c$
// and $r$ are the sums of these. Return the score, in [0, 1]. It is 0, never NaN, if one of the precisions is 0 or has nothing to divide by, and if there is no word.

// %% {"course": {"task": "bleuScore", "role": "answer"}}
interface SentenceCounts {
  /** Of n = 1, 2, 3, 4. */
  readonly matches: readonly number[];
  readonly totals: readonly number[];
  /** Of the translation. */
  readonly words: number;
  readonly referenceWords: number;
}

/** @returns in [0, 1] */
function bleuScore(sentences: readonly SentenceCounts[]): number {
  const sum = (read: (sentence: SentenceCounts) => number) =>
    sentences.reduce((total, sentence) => total + read(sentence), 0);
  const precisions = [0, 1, 2, 3].map((n) => {
    const total = sum(({ totals }) => totals[n]!);
    return total === 0 ? 0 : sum(({ matches }) => matches[n]!) / total;
  });
  const mean = precisions.reduce((product, p) => product * p, 1) ** (1 / 4);
  const [c, r] = [sum(({ words }) => words), sum(({ referenceWords }) => referenceWords)];
  return c >= r ? mean : mean * Math.exp(1 - r / c); // r / 0 is Infinity, and e^-Infinity is 0
}

// %% {"course": {"task": "bleuScore", "role": "check"}}
await check("bleuScore", bleuScore);

// %% [markdown] {"course": {"task": "bleuScore", "role": "hint"}}
// Two sentences match 1 of 1 and 0 of 9 words. What is the mean of their precisions, and what is their precision together? Which one is BLEU's?
//
// ---
//
// ```
// for each n: sum the matches of all sentences, sum their totals, divide (0 if there is no total)
// mean = the fourth root of the product of the four
// c = all words of the translations, r = all words of the references
// c ≥ r: the mean; else the mean times e to the power of (1 − r / c)
// ```
//
// ---
//
// A small helper `sum(read)` over the sentences is used four times. `x ** (1 / 4)` is the fourth root. `Math.exp(-Infinity)` is 0, so an empty translation
// comes out right by itself, if you test `c >= r` first.

// %% {"course": {"task": "bleuScore", "role": "look"}}
// A good short sentence and a bad long one: the mean of both scores, and the score of both.
const countsOf = (matches: number[], numWords: number) => ({
  matches,
  totals: [1, 2, 3, 4].map((n) => numWords - n + 1),
  words: numWords,
  referenceWords: numWords,
});
const [short, long] = [countsOf([5, 4, 3, 2], 5), countsOf([12, 6, 2, 1], 20)];
table([
  { what: "the short one", BLEU: bleuScore([short]).toFixed(3) },
  { what: "the long one", BLEU: bleuScore([long]).toFixed(3) },
  {
    what: "mean of the two scores",
    BLEU: ((bleuScore([short]) + bleuScore([long])) / 2).toFixed(3),
  },
  { what: "both together", BLEU: bleuScore([short, long]).toFixed(3) },
]);

// %% [markdown] {"course": {"task": "editDistance", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## How many changes?
//
// For pronunciations BLEU is too coarse. The edit distance counts the fewest insertions, deletions and replacements that turn one
// list into the other. It is found row by row: $D_{ij}$ is the distance between the first $i$ tokens of `a` and the first $j$ of `b`.
//
// $$D_{ij} = \min(D_{i-1, j} + 1,\; D_{i, j-1} + 1,\; D_{i-1, j-1} + [a_i \ne b_j]) \qquad D_{i0} = i \quad D_{0j} = j$$
//
// `a` and `b` are lists of tokens (anything that `===` can compare), empty ones too. Return the distance.

// %% {"course": {"task": "editDistance", "role": "answer", "from": "lib/metrics"}}
import { editDistance } from "../lib/metrics";

// %% {"course": {"task": "editDistance", "role": "check"}}
await check("editDistance", editDistance);

// %% [markdown] {"course": {"task": "editDistance", "role": "hint"}}
// Fill the table for "cat" and "cut" on paper, row by row. Which three neighbours does each number need?
//
// ---
//
// ```
// row = 0, 1, 2, …, length of b                  (nothing of a yet)
// for each token of a, counted by i:
//     next = [i + 1]
//     for each token of b: the smallest of above + 1, left + 1, and diagonal + (0 if equal, else 1)
//     row = next
// the last number of the row
// ```
//
// ---
//
// One row at a time is enough: `row[j + 1]` is above, `next[j]` is left, `row[j]` is the diagonal. `Array.from({ length: b.length + 1 }, (_, j) => j)` is
// the first row.

// %% {"course": {"task": "editDistance", "role": "look"}}
// Two pronunciations and a model's guess: the phoneme error rate takes the nearer one.
const guess = "T AH M EY T AH".split(" ");
const known = ["T AH M EY T OW", "T AH M AA T OW"].map((sounds) => sounds.split(" "));
table(
  known.map((sounds) => ({
    "said in the dictionary": sounds.join(" "),
    "the model says": guess.join(" "),
    changes: editDistance(guess, sounds),
  })),
);

// %% [markdown]
// The last task needs a model that is not sure of itself: one that reads English words aloud, letter by letter, from the dictionary of notebook 11. It is lib's
// encoder and attention decoder; `readerOf` gives what your search wants of it.

// %%
const spelledWords = loadWords({ split: "train", limit: 16_000 });
const letters = Vocabulary.fromTokens(spelledWords.flatMap(({ source }) => source));
const sounds = Vocabulary.fromTokens(spelledWords.flatMap(({ target }) => target));
const sizes = { embeddingSize: 24, hiddenSize: 48 };
const encoder = new Encoder(
  { ...sizes, vocabSize: letters.size, isBidirectional: true },
  randomGenerator("11/encoder"),
);
const decoder = new AttentionDecoder(
  { ...sizes, vocabSize: sounds.size, encoderSize: 48, score: "general" },
  randomGenerator("11/decoder"),
);

// %%
/** A decoder that has read a word: its first state, and a step from a token and a state to log probabilities and the next state. */
function readerOf(word: readonly string[]) {
  const source = padSequences([[...letters.encode(word), EOS]]);
  const encoded = encoder.run(source, tf.onesLike(source));
  const step = (token: number, state: DecoderState) => {
    const said = decoder.run(tf.tensor2d([[token]], [1, 1], "int32"), encoded, state);
    const logs = tf.logSoftmax(said.logits.reshape<tf.Tensor1D>([-1]));
    return { logProbabilities: [...logs.dataSync()], state: said.state };
  };
  return { step, start: decoder.start(encoded) };
}

// %% [markdown] {"course": {"task": "searchBeams", "role": "prompt", "difficulty": 3, "minutes": 40}}
// ## All of it: beam search with its score
//
// Now the whole search. `step(token, state)` is one step of a decoder, as in `greedySearch`: it gives the log probability of every token that may come next, a
// plain list, and the state that the *next* step needs. `start` is the first state, `sos` the first token that is read.
//
// At each step, every beam that is followed goes on by every token, from its own state. All candidates are sorted by $\log p$, the likeliest first. Then:
//
// - those among the best `width` that say `eos` have **ended**: they are set aside (`eos` is no part of their tokens);
// - the best `width` that do *not* say `eos` are followed.
//
// The search is over when `width` beams or more have ended, or after `maxTime` steps. Of those that have ended the best **score** wins:
//
// $$s(y) = \frac{\log p(y)}{lp(y)} \qquad lp(y) = \left(\frac{5 + |y|}{6}\right)^{\alpha}$$
//
// where $|y|$ counts `eos` as well. Without the penalty $lp$ (Wu et al. 2016, §7) long sentences would lose: each further token costs something. If none has
// ended, those that are followed are compared as they are, without an `eos` to count. Return `{ tokens, logProbability, score }` of the winner. (Of two alike, the one that was found first.)

// %% {"course": {"task": "searchBeams", "role": "answer"}}
interface SearchStep<State> {
  readonly logProbabilities: readonly number[];
  readonly state: State;
}

interface SearchOptions {
  /** How many beams are followed, ≥ 1. */
  readonly width: number;
  /** How many steps there are at most. */
  readonly maxTime: number;
  readonly sos: number;
  readonly eos: number;
  /** α, ≥ 0. */
  readonly alpha: number;
}

interface FoundSentence {
  readonly tokens: number[];
  /** In nats, with that of <eos>. */
  readonly logProbability: number;
  readonly score: number;
}

interface LiveBeam<State> {
  readonly tokens: readonly number[];
  readonly logProbability: number;
  /** That it goes on from. */
  readonly state: State;
  /** The token that it reads next. */
  readonly last: number;
}

function searchBeams<State>(
  step: (token: number, state: State) => SearchStep<State>,
  start: State,
  { width, maxTime, sos, eos, alpha }: SearchOptions,
): FoundSentence {
  let live: LiveBeam<State>[] = [
    { tokens: [], logProbability: 0, state: start, last: sos },
  ];
  const ended: FoundSentence[] = [];
  const scored = (
    { tokens, logProbability }: LiveBeam<State>,
    length: number,
  ): FoundSentence => ({
    tokens: [...tokens],
    logProbability,
    score: logProbability / ((5 + length) / 6) ** alpha,
  });
  for (let t = 0; t < maxTime && ended.length < width; t++) {
    const candidates = live.flatMap((beam) => {
      const { logProbabilities, state } = step(beam.last, beam.state);
      return logProbabilities.map((added, last) => ({
        tokens: last === eos ? beam.tokens : [...beam.tokens, last],
        logProbability: beam.logProbability + added,
        state,
        last,
      }));
    });
    candidates.sort((a, b) => b.logProbability - a.logProbability);
    const done = candidates.slice(0, width).filter(({ last }) => last === eos);
    ended.push(...done.map((beam) => scored(beam, beam.tokens.length + 1)));
    live = candidates.filter(({ last }) => last !== eos).slice(0, width);
  }
  const compared =
    ended.length > 0 ? ended : live.map((beam) => scored(beam, beam.tokens.length));
  return compared.reduce((best, next) => (next.score > best.score ? next : best));
}

// %% {"course": {"task": "searchBeams", "role": "check"}}
await check("searchBeams", searchBeams);

// %% [markdown] {"course": {"task": "searchBeams", "role": "hint"}}
// `greedySearch` had two things that change from step to step. Now each beam has both of its own, beside its tokens and what they cost. What is a
// beam, then? And what has to come along when a candidate is made of it?
//
// ---
//
// ```
// live = one beam: no tokens, log p 0, the first state, sos to be read next; ended = none
// as long as there are steps left and fewer than width have ended:
//     for each live beam: give its token and its state to the step
//         for each token: a candidate with one token more, the sum of both log p, the new state
//     sort all candidates
//     ended gets those among the first width that say eos, live becomes the first width that do not
// score each of ended (or of live, if there is none); take the best
// ```
//
// ---
//
// `growBeams` without its cut makes the candidates; let them carry `state` and `last` too. `filter` before `slice` takes the best that go on, `slice` before `filter` those
// of the best that ended. All candidates of one beam may share one `state`. In the score, an ended sentence has `tokens.length + 1` tokens.

// %% {"course": {"task": "searchBeams", "role": "look"}}
// The reader learns, 15 to 60 seconds; then your search reads 60 unseen words at two widths, 10 to 60 seconds more.
const model = new Seq2Seq(encoder, decoder);
const adam = new Adam({ learningRate: 0.01 });
const learn = (words: typeof spelledWords) =>
  tf.tidy(() => {
    const batch = pairBatch(
      words.map(({ source, target }) => ({
        source: letters.encode(source),
        target: sounds.encode(target),
      })),
    );
    return adam.minimize(() => model.batchLoss(batch), true)!.dataSync()[0]!;
  });
await watchTraining(
  Array.from({ length: 250 }, (_, i) => spelledWords.slice(64 * i, 64 * i + 64)),
  learn,
  { title: "A reader of English words" },
);
const unseenWords = loadWords({ split: "test", limit: 60 });
const readAloud = (word: readonly string[], beams: number): FoundSentence => {
  const found: FoundSentence[] = [];
  tf.tidy(() => {
    const { step, start } = readerOf(word);
    found.push(
      searchBeams(step, start, { width: beams, maxTime: 20, sos: SOS, eos: EOS, alpha: 0 }),
    );
  });
  return found[0]!;
};
const [greedy, wide] = [1, 4].map((beams) =>
  unseenWords.map(({ source }) => readAloud(source, beams)),
) as [FoundSentence[], FoundSentence[]];
const meanNats = (found: readonly FoundSentence[]) =>
  found.reduce((sum, { logProbability }) => sum + logProbability, 0) / found.length;
const gain = meanNats(wide) - meanNats(greedy);
// Four other starts: greedy finds words of −1.9 to −1.7 nats; four beams gain 0.04 to 0.14.
band({ name: "log p of what greedy finds, nats a word", value: meanNats(greedy), low: -2.6, high: -1.3 }); // prettier-ignore
band({ name: "gain of a width of 4, nats a word", value: gain, low: 0, high: 0.3 });
show(
  comparisonPlot({
    title: "How unlikely the model finds what your search found",
    valueTitle: "−log p of a word, nats (mean of 60)",
    format: ".2f",
    rows: [
      { name: "width 1: greedy", value: -meanNats(greedy) },
      { name: "width 4", value: -meanNats(wide) },
    ],
  }),
);
const spoken = ({ tokens }: FoundSentence) => sounds.decode(tokens).join(" ");
table(
  unseenWords
    .map(({ word, target }, i) => ({
      word,
      "in the dictionary": target.join(" "),
      "width 1": spoken(greedy[i]!),
      "log p": greedy[i]!.logProbability.toFixed(2),
      "width 4": spoken(wide[i]!),
      "log p, width 4": wide[i]!.logProbability.toFixed(2),
    }))
    .filter((row) => row["width 1"] !== row["width 4"])
    .slice(0, 8),
  "Where the two differ",
);
