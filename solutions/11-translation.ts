// %% [markdown]
// # Exercises 11: translation
//
// Five small functions: two steps of beam search, and three ways to say how good an answer is. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 11 --watch` checks every time you save.

// %%
import { bleu } from "../lib/bleu";
import { check, show, table } from "../lib/notebook";
import { curvePlot } from "../lib/plots";

// %% [markdown] {"course": {"task": "growBeams", "role": "prompt", "difficulty": 3, "minutes": 20}}
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

// %% [markdown] {"course": {"task": "normalisedScore", "role": "prompt", "difficulty": 1, "minutes": 6}}
// ## Long sentences are not worse
//
// Every further token makes a sentence less probable, so the raw log probability prefers short ones. GNMT divides it by a length
// penalty:
//
// $$s(y) = \frac{\log p(y)}{lp(y)} \qquad lp(y) = \left(\frac{5 + |y|}{6}\right)^{\alpha}$$
//
// `logProbability` is $\log p(y)$ in nats, `length` is $|y|$, `alpha` is α ≥ 0 (0 changes nothing). Return the score.
// A length below 1 is refused with an error that names the function.

// %% {"course": {"task": "normalisedScore", "role": "answer"}}
/**
 * @param logProbability  log p(y), ≤ 0
 * @param length          |y|, ≥ 1
 * @param alpha           ≥ 0
 * @throws {RangeError} a length that is not ≥ 1
 */
function normalisedScore(logProbability: number, length: number, alpha: number): number {
  if (!(length >= 1))
    throw new RangeError(`normalisedScore: length should be ≥ 1, got ${length}`);
  return logProbability / ((5 + length) / 6) ** alpha;
}

// %% {"course": {"task": "normalisedScore", "role": "check"}}
await check("normalisedScore", normalisedScore);

// %% [markdown] {"course": {"task": "normalisedScore", "role": "hint"}}
// Log probabilities are negative. Does dividing by something larger make a sentence better or worse?
//
// ---
//
// ```
// refuse a length that is not ≥ 1
// penalty = (5 + length) / 6, to the power of alpha
// the log probability divided by the penalty
// ```
//
// ---
//
// `**` is a power and binds more tightly than `/`: put `(5 + length) / 6` into brackets. `!(length >= 1)` is true for NaN too.

// %% {"course": {"task": "normalisedScore", "role": "look"}}
// A sentence of 8 tokens at −6 nats against one of 4 tokens at −4.2 nats: from which α on does the long one win?
const alphas = Array.from({ length: 21 }, (_, i) => 0.1 * i);
show(
  curvePlot({
    series: [
      {
        name: "4 tokens, −4.2 nats",
        x: alphas,
        y: alphas.map((a) => normalisedScore(-4.2, 4, a)),
      },
      {
        name: "8 tokens, −6 nats",
        x: alphas,
        y: alphas.map((a) => normalisedScore(-6, 8, a)),
      },
    ],
    xTitle: "α",
    yTitle: "score",
    title: "Your length penalty turns the decision",
  }),
);

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
// The longer the n-gram, the more it asks of the order. BLEU is the geometric mean of the four (times a penalty, the next task).
const said = "the cat sat on the mat today".split(" ");
const meant = "today the cat sat on a mat".split(" ");
table(
  [1, 2, 3, 4].map((n) => {
    const { matches, total } = clippedPrecision(said, meant, n);
    return { n, matches, total, precision: (matches / total).toFixed(2) };
  }),
  `BLEU of lib: ${bleu([said.join(" ")], [meant.join(" ")]).score.toFixed(1)}`,
);

// %% [markdown] {"course": {"task": "brevityPenalty", "role": "prompt", "difficulty": 1, "minutes": 6}}
// ## Short answers must not win
//
// Precision alone rewards who says little. So BLEU multiplies with a penalty if the translations are shorter than the references,
// all sentences together:
//
// $$BP = 1 \text{ if } c \ge r, \text{ else } e^{1 - r / c}$$
//
// `hypothesisLength` is $c$, `referenceLength` is $r$, both ≥ 0. Return the penalty. An empty translation gets 0 (unless the reference is empty
// too: then 1).

// %% {"course": {"task": "brevityPenalty", "role": "answer"}}
/**
 * @param hypothesisLength  c, words of all translations
 * @param referenceLength   r, words of all references
 * @returns in [0, 1]
 */
function brevityPenalty(hypothesisLength: number, referenceLength: number): number {
  if (hypothesisLength >= referenceLength) return 1;
  return Math.exp(1 - referenceLength / hypothesisLength); // r / 0 is Infinity, and e^-Infinity is 0
}

// %% {"course": {"task": "brevityPenalty", "role": "check"}}
await check("brevityPenalty", brevityPenalty);

// %% [markdown] {"course": {"task": "brevityPenalty", "role": "hint"}}
// Which of the two lengths is under the fraction? Try c = 5, r = 10 by hand: is the penalty below 1?
//
// ---
//
// ```
// c ≥ r: 1
// else: e to the power of (1 − r / c)
// ```
//
// ---
//
// `Math.exp` is e to the power of. In JavaScript a division by 0 gives Infinity, and `Math.exp(-Infinity)` is 0, which is just what is
// wanted for an empty translation; test for `c >= r` first.

// %% {"course": {"task": "brevityPenalty", "role": "look"}}
// Half as long costs 63 %; too long costs nothing here (but precision falls).
const lengths = Array.from({ length: 31 }, (_, i) => i);
show(
  curvePlot({
    series: [
      {
        name: "20 words in the reference",
        x: lengths,
        y: lengths.map((c) => brevityPenalty(c, 20)),
      },
    ],
    xTitle: "words in the translation",
    yTitle: "penalty",
    title: "Your brevity penalty",
  }),
);

// %% [markdown] {"course": {"task": "editDistance", "role": "prompt", "difficulty": 3, "minutes": 20}}
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
