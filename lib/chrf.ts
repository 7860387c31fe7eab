/**
 * chrF: how many short runs of letters a translation shares with its reference. The numbers are those of sacreBLEU.
 *
 * @source Popović 2015, "chrF: character n-gram F-score for automatic MT evaluation". https://aclanthology.org/W15-3049
 */
import { checkList, checkText } from "./argument";

const MAX_ORDER = 6;
/** How much more recall weighs than precision. */
const BETA = 2;

/**
 * Compares translations with references, over a whole test set.
 *
 *     chrF = 100 · (1 + β²) · P · R / (β² P + R)      β = 2
 *
 * P is the mean over n = 1 … 6 of the share of the translations' runs of n letters that stand in the reference too, R the
 * share of the references' runs that the translations have. Spaces do not count.
 *
 * @param hypotheses  translations, at least one
 * @param references  one of each translation
 * @returns in [0, 100]
 * @throws {RangeError} no translations, or another number of references
 *
 * Taught in notebook 11.
 * @source Popović 2015, §2; β and spaces as in sacreBLEU 2.5. https://aclanthology.org/W15-3049
 */
export function chrf(hypotheses: readonly string[], references: readonly string[]): number {
  return chrfOfSome(hypotheses, references)(hypotheses.map((_, index) => index));
}

/**
 * chrF of any choice of the translations, for `pairedBootstrap`: the runs of each are counted once, a choice only adds them up.
 *
 * @returns chrF of the translations of these indices; an index may come several times
 * @throws {RangeError} what `chrf` refuses
 *
 * Taught in notebook 11.
 */
export function chrfOfSome(
  hypotheses: readonly string[],
  references: readonly string[],
): (indices: readonly number[]) => number {
  check(hypotheses, references);
  const counts = hypotheses.map((hypothesis, index) => countRuns(hypothesis, references[index]!));
  return (indices) => {
    const sums = orders.map((order) => {
      const sum = (of: keyof RunCounts) =>
        indices.reduce((total, index) => total + counts[index]![order]![of], 0);
      return { written: sum("written"), right: sum("right"), shared: sum("shared") };
    });
    return scoreOf(sums);
  };
}

const orders = Array.from({ length: MAX_ORDER }, (_, order) => order);

/** Runs of one length. */
interface RunCounts {
  /** Of the translation; 0 if the reference is too short to have any. */
  readonly written: number;
  /** Of the reference. */
  readonly right: number;
  readonly shared: number;
}

function countRuns(hypothesis: string, reference: string): RunCounts[] {
  const [letters, rightLetters] = [hypothesis, reference].map((text) => [...text.replace(/\s/gu, "")]);
  return orders.map((order) => {
    const [written, right] = [runsOf(letters!, order + 1), runsOf(rightLetters!, order + 1)];
    const shared = [...written].reduce((sum, [run, n]) => sum + Math.min(n, right.get(run) ?? 0), 0);
    const numRight = total(right);
    return { written: numRight === 0 ? 0 : total(written), right: numRight, shared };
  });
}

function runsOf(letters: readonly string[], length: number): Map<string, number> {
  const runs = new Map<string, number>();
  for (let start = 0; start + length <= letters.length; start++) {
    const run = letters.slice(start, start + length).join("");
    runs.set(run, (runs.get(run) ?? 0) + 1);
  }
  return runs;
}

const total = (runs: ReadonlyMap<string, number>): number => [...runs.values()].reduce((a, b) => a + b, 0);

function scoreOf(sums: readonly RunCounts[]): number {
  const counted = sums.filter(({ written, right }) => written > 0 && right > 0);
  const meanOf = (share: (counts: RunCounts) => number): number =>
    counted.reduce((sum, counts) => sum + share(counts), 0) / counted.length;
  const precision = meanOf(({ shared, written }) => shared / written);
  const recall = meanOf(({ shared, right }) => shared / right);
  if (counted.length === 0 || precision + recall === 0) return 0;
  return (100 * (1 + BETA ** 2) * precision * recall) / (BETA ** 2 * precision + recall);
}

function check(hypotheses: readonly string[], references: readonly string[]): void {
  checkList("chrf", "hypotheses", hypotheses);
  checkList("chrf", "references", references);
  if (hypotheses.length === 0) throw new RangeError("chrf: expected at least one translation, got none");
  if (references.length !== hypotheses.length)
    throw new RangeError(`chrf: expected ${hypotheses.length} references, got ${references.length}`);
  hypotheses.forEach((text, index) => checkText("chrf", `hypotheses[${index}]`, text));
  references.forEach((text, index) => checkText("chrf", `references[${index}]`, text));
}
