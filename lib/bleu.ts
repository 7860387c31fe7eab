/**
 * BLEU: how many short runs of words a translation shares with references. The numbers are those of sacreBLEU.
 *
 * @source Papineni et al. 2002, "BLEU: a Method for Automatic Evaluation of Machine Translation".
 *   https://aclanthology.org/P02-1040 Numbers that can be compared: Post 2018, "A Call for Clarity in Reporting BLEU
 *   Scores". https://arxiv.org/abs/1804.08771
 */
import { checkList, checkPositive, checkRecord, shown } from "./argument";

/** What stands in for a precision of 0, whose logarithm there is none of (Chen & Cherry 2014). */
export type BleuSmoothing = "none" | "floor" | "add-k" | "exp";
/** How BLEU cuts a text into tokens: WMT's standard, or at white space alone. */
export type BleuTokenizer = "13a" | "none";

export interface BleuOptions {
  /** How texts are cut into words: as mteval-v13a.pl does, or at white space only; "13a" unless said otherwise. */
  readonly tokenizer?: BleuTokenizer;
  /** "exp" unless said otherwise. */
  readonly smoothing?: BleuSmoothing;
  /** Of "floor" (0.1 unless said otherwise) and "add-k" (1); > 0. */
  readonly smoothingValue?: number;
  /** Whether runs that are longer than the whole translation are left out; for single sentences. */
  readonly usesEffectiveOrder?: boolean;
  /** Whether capital letters count as small ones; false unless said otherwise. */
  readonly ignoresCase?: boolean;
}

export interface BleuScore {
  /** In [0, 100]. */
  readonly score: number;
  /** Of runs of 1, 2, 3 and 4 words, in percent. */
  readonly precisions: readonly number[];
  /** In [0, 1]: below 1 if the translations are shorter than their references. */
  readonly brevityPenalty: number;
  /** In words, all translations together. */
  readonly hypothesisLength: number;
  /** In words, of each translation's closest reference. */
  readonly referenceLength: number;
}

const MAX_ORDER = 4;
const TOKENIZERS: Record<BleuTokenizer, (text: string) => string> = {
  "13a": tokenize13a,
  none: (text) => text,
};
const DEFAULT_VALUES: Record<BleuSmoothing, number> = { none: 0, floor: 0.1, "add-k": 1, exp: 0 };

/**
 * Compares translations with references, over a whole test set.
 *
 *     BLEU = 100 · BP · exp(¼ Σ_n ln p_n)      BP = min(1, exp(1 − r / c))
 *
 * p_n is the share of the translations' runs of n words that a reference has too, each counted at most as often as
 * there; c and r are the lengths of translations and references.
 *
 * @param hypotheses  translations, at least one
 * @param references  of each translation one reference or several
 * @throws {RangeError} no translations, another number of references, or an option out of its range
 *
 * Taught in notebook 11.
 * @source Papineni et al. 2002, §2.3; tokenizer and smoothing as in sacreBLEU 2.5. https://aclanthology.org/P02-1040
 * @exercise 11-translation
 */
export function bleu(
  hypotheses: readonly string[],
  references: readonly (string | readonly string[])[],
  options: BleuOptions = {},
): BleuScore {
  return bleuOfSome(hypotheses, references, options)(hypotheses.map((_, index) => index));
}

/**
 * BLEU of any choice of the translations, for `pairedBootstrap`: the runs of each are counted once, a choice only adds them up.
 *
 * @returns BLEU of the translations of these indices; an index may come several times
 * @throws {RangeError} what `bleu` refuses
 *
 * Taught in notebook 11.
 */
export function bleuOfSome(
  hypotheses: readonly string[],
  references: readonly (string | readonly string[])[],
  options: BleuOptions = {},
): (indices: readonly number[]) => BleuScore {
  check(hypotheses, references, options);
  const words = (text: string) => toWords(text, options);
  const counts = hypotheses.map((hypothesis, index) =>
    countMatches(words(hypothesis), [references[index]!].flat().map(words)),
  );
  const orders = Array.from({ length: MAX_ORDER }, (_, order) => order);
  return (indices) => {
    const sum = (of: (count: Counts) => number) =>
      indices.reduce((total, index) => total + of(counts[index]!), 0);
    return scoreOf(
      {
        correct: orders.map((order) => sum((count) => count.correct[order]!)),
        total: orders.map((order) => sum((count) => count.total[order]!)),
        hypothesisLength: sum((count) => count.hypothesisLength),
        referenceLength: sum((count) => count.referenceLength),
      },
      options,
    );
  };
}

interface Counts {
  /** Runs of 1, 2, 3 and 4 words that a reference has too. */
  readonly correct: readonly number[];
  /** All runs of the translation. */
  readonly total: readonly number[];
  readonly hypothesisLength: number;
  readonly referenceLength: number;
}

function countMatches(hypothesis: string[], references: string[][]): Counts {
  const most = new Map<string, number>();
  references.map(countRuns).forEach((runs) => {
    runs.forEach((count, run) => most.set(run, Math.max(count, most.get(run) ?? 0)));
  });
  const [correct, total] = [new Array<number>(MAX_ORDER).fill(0), new Array<number>(MAX_ORDER).fill(0)];
  countRuns(hypothesis).forEach((count, run) => {
    const order = run.split(" ").length - 1;
    total[order]! += count;
    correct[order]! += Math.min(count, most.get(run) ?? 0);
  });
  const lengths = references.map((reference) => reference.length);
  return {
    correct,
    total,
    hypothesisLength: hypothesis.length,
    referenceLength: closest(lengths, hypothesis.length),
  };
}

/** How often each run of 1 to 4 words occurs; its words are joined by spaces. */
function countRuns(words: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (let order = 1; order <= MAX_ORDER; order++) {
    for (let start = 0; start + order <= words.length; start++) {
      const run = words.slice(start, start + order).join(" ");
      counts.set(run, (counts.get(run) ?? 0) + 1);
    }
  }
  return counts;
}

/** The length next to the translation's; of two equally near ones the shorter. */
const closest = (lengths: number[], length: number): number =>
  [...lengths].sort((a, b) => Math.abs(a - length) - Math.abs(b - length) || a - b)[0]!;

function scoreOf(counts: Counts, options: BleuOptions): BleuScore {
  const { hypothesisLength, referenceLength } = counts;
  const isShort = hypothesisLength < referenceLength;
  const penalty = hypothesisLength === 0 ? 0 : Math.exp(1 - referenceLength / hypothesisLength);
  const brevityPenalty = isShort ? penalty : 1;
  const { precisions, order } = precisionsOf(counts, options);
  const meanLog = precisions.slice(0, order).reduce((sum, share) => sum + Math.log(share), 0) / order;
  const score = counts.correct.some((count) => count > 0) ? brevityPenalty * Math.exp(meanLog) : 0;
  return { score, precisions, brevityPenalty, hypothesisLength, referenceLength };
}

/** Precisions in percent, smoothed, and how many of them count. */
function precisionsOf({ correct, total }: Counts, options: BleuOptions) {
  const { smoothing = "exp", usesEffectiveOrder = false } = options;
  const value = options.smoothingValue ?? DEFAULT_VALUES[smoothing];
  const precisions = new Array<number>(MAX_ORDER).fill(0);
  let [halving, order] = [1, MAX_ORDER];
  if (correct.every((count) => count === 0)) return { precisions, order };
  for (let n = 0; n < MAX_ORDER; n++) {
    const added = smoothing === "add-k" && n > 0 ? value : 0;
    const [numCorrect, numTotal] = [correct[n]! + added, total[n]! + added];
    if (numTotal === 0) break;
    if (usesEffectiveOrder) order = n + 1;
    if (numCorrect === 0 && smoothing === "exp") precisions[n] = 100 / ((halving *= 2) * numTotal);
    else if (numCorrect === 0 && smoothing === "floor") precisions[n] = (100 * value) / numTotal;
    else precisions[n] = (100 * numCorrect) / numTotal;
  }
  return { precisions, order };
}

/** White space as Python's `split` knows it, which sacreBLEU calls. */
const WHITE_SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;

const TRAILING = new RegExp(`${WHITE_SPACE.source}$`, "u");

function toWords(text: string, { tokenizer = "13a", ignoresCase = false }: BleuOptions): string[] {
  const trimmed = text.replace(TRAILING, "");
  const given = ignoresCase ? trimmed.toLowerCase() : trimmed;
  return TOKENIZERS[tokenizer](given)
    .split(WHITE_SPACE)
    .filter((word) => word !== "");
}

/** Sets punctuation apart from words, as the script mteval-v13a.pl of the NIST does. */
function tokenize13a(text: string): string {
  const unescaped = text
    .replaceAll("<skipped>", "")
    .replaceAll("-\n", "")
    .replaceAll("\n", " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">");
  return ` ${unescaped} `
    .replace(/([{-~[-` -&(-+:-@/])/gu, " $1 ")
    .replace(/([^0-9])([.,])/gu, "$1 $2 ") // a full stop or comma, unless between digits
    .replace(/([.,])([^0-9])/gu, " $1 $2")
    .replace(/([0-9])(-)/gu, "$1 $2 ");
}

function check(hypotheses: readonly string[], references: readonly unknown[], options: BleuOptions): void {
  checkRecord("bleu", "options", options);
  const { tokenizer = "13a", smoothing = "exp", smoothingValue = 1 } = options;
  checkList("bleu", "hypotheses", hypotheses);
  checkList("bleu", "references", references);
  if (hypotheses.length === 0) throw new RangeError("bleu: expected at least one translation, got none");
  if (references.length !== hypotheses.length) {
    throw new RangeError(`bleu: expected ${hypotheses.length} references, got ${references.length}`);
  }
  const empty = references.findIndex((reference) => Array.isArray(reference) && reference.length === 0);
  if (empty >= 0) throw new RangeError(`bleu: translation ${empty} has no reference`);
  checkTexts("hypotheses", hypotheses);
  checkTexts("references", references.flat());
  checkName("tokenizer", tokenizer, TOKENIZERS);
  checkName("smoothing", smoothing, DEFAULT_VALUES);
  checkPositive("bleu", "smoothingValue", smoothingValue);
}

function checkTexts(argument: string, texts: readonly unknown[]): void {
  const wrong = texts.findIndex((text) => typeof text !== "string");
  if (wrong >= 0) throw new TypeError(`bleu: ${argument} should be texts, got ${shown(texts[wrong])}`);
}

function checkName(option: string, name: string, known: object): void {
  if (Object.hasOwn(known, name)) return;
  throw new RangeError(
    `bleu: ${option} should be one of ${Object.keys(known).join(", ")}, got ${shown(name)}`,
  );
}
