// %% [markdown]
// # Exercises 05: teacher forcing
//
// Four small functions: two schedules, the mix of right tokens and own ones, and a look at how errors pile up.
// Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// In a terminal, `npm run check -- 05 --watch` checks every time you save.

// %%
import { check, show, table } from "../lib/notebook";
import { curvePlot } from "../lib/plots";
import { randomGenerator, type RandomGenerator } from "../lib/random";

// %% [markdown] {"course": {"task": "linearDecay", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## A straight way down
//
// Scheduled sampling starts with the right tokens and ends with the model's own. The simplest way from one to the other is
// a line: the probability $\epsilon$ of reading the right token is `start` at step 1, `end` at step `steps`, and changes by
// the same amount at each step between. After that it stays at `end`.
//
// Return $\epsilon$ at `step`, which counts from 1. A step below 1 is refused with an error that names the function.

// %% {"course": {"task": "linearDecay", "role": "answer"}}
interface LinearDecay {
  /** At step 1, in [0, 1]. */
  readonly start: number;
  /** From step `steps` on, in [0, 1]. */
  readonly end: number;
  /** ≥ 2 */
  readonly steps: number;
}

/**
 * @param step  counted from 1
 * @returns how often the decoder reads the right token, in [0, 1]
 * @throws {RangeError} a step below 1
 */
function linearDecay(step: number, { start, end, steps }: LinearDecay): number {
  if (!(step >= 1))
    throw new RangeError(`linearDecay: step should be at least 1, got ${step}`);
  const share = Math.min(1, (step - 1) / (steps - 1));
  return start + (end - start) * share;
}

// %% {"course": {"task": "linearDecay", "role": "check"}}
await check("linearDecay", linearDecay);

// %% [markdown] {"course": {"task": "linearDecay", "role": "hint"}}
// What share of the way is done at step 1? At step `steps`? At a step far beyond?
//
// ---
//
// ```
// refuse a step below 1
// share = (step - 1) out of (steps - 1), but never more than 1
// answer = start, plus that share of the way from start to end
// ```
//
// ---
//
// The way from start to end is `end - start`; it is negative if the schedule falls, and the formula does not mind.
// `Math.min(1, …)` keeps the share from growing further. Five steps have four ways between them.

// %% {"course": {"task": "linearDecay", "role": "look"}}
const fewSteps = [1, 2, 3, 4, 5, 6, 7];
table(
  fewSteps.map((step) => ({
    step,
    probability: linearDecay(step, { start: 1, end: 0, steps: 5 }),
  })),
  "From teacher forcing to free running in five steps",
);

// %% [markdown] {"course": {"task": "inverseSigmoid", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## High for a while, then down
//
// A young model's own tokens are noise. The inverse sigmoid of Bengio et al. 2015 (§2.4) leaves it with the right ones for
// a while, then lets go quickly, then slowly:
//
// $$\epsilon_i = \frac{k}{k + e^{i / k}}$$
//
// `step` is $i$, `k` ≥ 1 says how long it stays high. Return $\epsilon_i$. After very many steps it is 0, not NaN.

// %% {"course": {"task": "inverseSigmoid", "role": "answer"}}
/**
 * @param step  i, ≥ 0
 * @param k     ≥ 1; the larger, the later it falls
 * @returns how often the decoder reads the right token, in [0, 1]
 */
function inverseSigmoid(step: number, k: number): number {
  return k / (k + Math.exp(step / k));
}

// %% {"course": {"task": "inverseSigmoid", "role": "check"}}
await check("inverseSigmoid", inverseSigmoid);

// %% [markdown] {"course": {"task": "inverseSigmoid", "role": "hint"}}
// The exponential grows with the step. Does it stand above the line or below it? So does the fraction rise or fall?
//
// ---
//
// ```
// power = e to the power of (step divided by k)
// answer = k over the sum of k and power
// ```
//
// ---
//
// `Math.exp` is e to the power of its argument. For a huge argument it is `Infinity`; a finite number divided by it is 0,
// which is just what is wanted. Mind the brackets around the sum.

// %% {"course": {"task": "inverseSigmoid", "role": "look"}}
const manySteps = Array.from({ length: 41 }, (_, i) => 1 + 10 * i);
show(
  curvePlot({
    series: [10, 30, 60].map((k) => ({
      name: `k = ${k}`,
      x: manySteps,
      y: manySteps.map((step) => inverseSigmoid(step, k)),
    })),
    title: "The larger k, the longer the model reads the right tokens",
    xTitle: "step",
    yTitle: "probability of the right token",
    yDomain: [0, 1],
  }),
);

// %% [markdown] {"course": {"task": "mixTokens", "role": "prompt", "difficulty": 2, "minutes": 10}}
// ## Reading right tokens and own ones
//
// With scheduled sampling the decoder tosses a coin at each step: with `probability` it reads the right token, otherwise
// the one that it wrote itself.
//
// `right` and `own` are lists of ids of the same length; `random.uniform()` gives a number in [0, 1), another one each
// time. Return a new list: for each position the right token or the own one. Each position has a draw of its own.
// Lists of different length are refused with an error that names the function.

// %% {"course": {"task": "mixTokens", "role": "answer"}}
/**
 * @param right        what the decoder should have written
 * @param own          what it wrote
 * @param probability  of the right token, in [0, 1]
 * @param random       where chance comes from
 * @returns what the decoder reads
 * @throws {RangeError} lists of different length
 */
function mixTokens(
  right: readonly number[],
  own: readonly number[],
  probability: number,
  random: RandomGenerator,
): number[] {
  if (right.length !== own.length)
    throw new RangeError(`mixTokens: ${right.length} right tokens, ${own.length} own`);
  return right.map((token, i) => (random.uniform() < probability ? token : own[i]!));
}

// %% {"course": {"task": "mixTokens", "role": "check"}}
await check("mixTokens", mixTokens);

// %% [markdown] {"course": {"task": "mixTokens", "role": "hint"}}
// A number in [0, 1) is below 0.7 in seven of ten cases. How do you make a decision of it? And how many decisions are there?
//
// ---
//
// ```
// refuse lists of different length
// for each position:
//     draw a number
//     is it below the probability? then the right token, else the own one
// ```
//
// ---
//
// `right.map((token, i) => …)` visits each position and makes a new list. Draw *inside* the function that you hand to
// `map`: outside it, one draw would decide for all. Use `<` and not `<=`, so that a probability of 0 means never.

// %% {"course": {"task": "mixTokens", "role": "look"}}
// Capital letters: the right token was read. Small ones: the model's own.
const [capital, small] = [65, 97].map((first) =>
  [..."abcdefghijkl"].map((_, i) => first + i),
) as [number[], number[]];
const coin = randomGenerator("exercises/05");
table(
  [1, 0.75, 0.25, 0].map((probability) => ({
    probability,
    reads: String.fromCharCode(...mixTokens(capital, small, probability, coin)),
  })),
);

// %% [markdown] {"course": {"task": "errorByPosition", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## Where errors pile up
//
// Exposure bias has a signature: a free-running model that has made one mistake reads it, and makes the next. So errors
// grow along the sentence.
//
// `written` and `right` are lists of answers. Return one number for each position up to the end of the longest *right*
// answer: of the right answers that reach this position, the share whose written token there is another one. A token
// that was not written is wrong; tokens beyond the right answer are not counted.
// Lists of different length are refused with an error that names the function.

// %% {"course": {"task": "errorByPosition", "role": "answer"}}
/**
 * @param written  what a model wrote
 * @param right    what it should have written
 * @returns the share of wrong tokens at each position, in [0, 1]
 * @throws {RangeError} lists of different length
 */
function errorByPosition(
  written: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): number[] {
  if (written.length !== right.length)
    throw new RangeError(
      `errorByPosition: ${written.length} written, ${right.length} right answers`,
    );
  const longest = Math.max(0, ...right.map((tokens) => tokens.length));
  return Array.from({ length: longest }, (_, t) => {
    const there = right.flatMap((tokens, i) => (t < tokens.length ? [i] : []));
    const wrong = there.filter((i) => written[i]![t] !== right[i]![t]);
    return wrong.length / there.length;
  });
}

// %% {"course": {"task": "errorByPosition", "role": "check"}}
await check("errorByPosition", errorByPosition);

// %% [markdown] {"course": {"task": "errorByPosition", "role": "hint"}}
// At position 5, which answers can be judged at all? What do you divide by there?
//
// ---
//
// ```
// refuse lists of different length
// for each position up to the longest right answer:
//     there = the answers whose right version has a token here
//     wrong = those of them whose written token differs (or is missing)
//     the share: wrong out of there
// ```
//
// ---
//
// `Math.max(0, ...lengths)` is the longest. A list read beyond its end gives `undefined`, which differs from every id: a
// token that was not written counts as wrong by itself. Keep indices, not sentences, so that both lists can be looked up.

// %% {"course": {"task": "errorByPosition", "role": "look"}}
// Two models that make a fresh mistake at 5 % of their tokens. One shrugs it off; one stays wrong to the end.
const chance = randomGenerator("exercises/05/errors");
const sentences = Array.from({ length: 400 }, () => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
const slips = sentences.map((tokens) => tokens.map(() => chance.uniform() < 0.05));
const recovers = sentences.map((tokens, i) =>
  tokens.map((token, t) => (slips[i]![t] ? 99 : token)),
);
const stumbles = sentences.map((tokens, i) =>
  tokens.map((token, t) => (slips[i]!.slice(0, t + 1).includes(true) ? 99 : token)),
);
show(
  curvePlot({
    series: [
      { name: "shrugs it off", written: recovers },
      { name: "stays wrong", written: stumbles },
    ].map(({ name, written }) => ({
      name,
      x: sentences[0]!,
      y: errorByPosition(written, sentences),
    })),
    title: "Errors that breed errors grow along the sentence",
    xTitle: "position",
    yTitle: "share of wrong tokens",
    format: ".0%",
  }),
);
