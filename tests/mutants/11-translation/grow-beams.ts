/** Answers to `growBeams`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

export interface Beam {
  readonly tokens: readonly number[];
  readonly logProbability: number;
}
type Rows = readonly (readonly number[])[];
type Answer = (beams: readonly Beam[], logProbabilities: Rows, width: number) => Beam[];
const { mistake, alternative } = variantsOf<Answer>();

const add = (before: number, added: number): number => before + added;
/** All continuations of a beam by a row. */
const grow = ({ tokens, logProbability }: Beam, row: readonly number[], join = add): Beam[] =>
  row.map((added, token) => ({ tokens: [...tokens, token], logProbability: join(logProbability, added) }));
const all = (beams: readonly Beam[], rows: Rows, join = add): Beam[] =>
  beams.flatMap((beam, i) => grow(beam, rows[i]!, join));
const sorted = (beams: Beam[]): Beam[] => [...beams].sort((a, b) => b.logProbability - a.logProbability);

export const mistakes: Mistake[] = [
  mistake("each beam keeps its own best: the best of all candidates should be kept", (beams, rows, width) =>
    sorted(beams.map((beam, i) => sorted(grow(beam, rows[i]!))[0]!)).slice(0, width),
  ),
  mistake(
    "the old log probability is lost: a candidate's is the sum of the beam's and the token's",
    (beams, rows, width) => sorted(all(beams, rows, (_, added) => added)).slice(0, width),
  ),
  mistake("log probabilities are multiplied: of logs one takes the sum", (beams, rows, width) =>
    sorted(all(beams, rows, (before, added) => before * added)).slice(0, width),
  ),
  mistake("the worst are kept: sort the largest first", (beams, rows, width) =>
    sorted(all(beams, rows)).reverse().slice(0, width),
  ),
  mistake("the first candidates are kept, not the best: sort before you cut", (beams, rows, width) =>
    all(beams, rows).slice(0, width),
  ),
  mistake("all candidates come back: only the best width should", (beams, rows) => sorted(all(beams, rows))),
  mistake("only the new token comes back, not the whole sentence", (beams, rows, width) =>
    sorted(all(beams, rows))
      .slice(0, width)
      .map(({ tokens, logProbability }) => ({ tokens: tokens.slice(-1), logProbability })),
  ),
  mistake("only the best beam is continued: that is greedy decoding", (beams, rows, width) => {
    const best = beams.indexOf(sorted([...beams])[0]!);
    return sorted(grow(beams[best]!, rows[best]!)).slice(0, width);
  }),
  mistake(
    "of two alike the later stands first: the earlier beam should, then the smaller token",
    (beams, rows, width) => sorted(all(beams, rows).reverse()).slice(0, width),
  ),
  mistake(
    "log probabilities are turned into probabilities and back: e⁻⁸⁰⁰ is 0 on a computer, so add the logarithms",
    (beams, rows, width) =>
      sorted(all(beams, rows, (before, added) => Math.log(Math.exp(before) * Math.exp(added)))).slice(
        0,
        width,
      ),
  ),
];

export const alternatives: Alternative[] = [
  alternative("the best width of each beam first, then of all", (beams, rows, width) =>
    sorted(beams.flatMap((beam, i) => sorted(grow(beam, rows[i]!)).slice(0, width))).slice(0, width),
  ),
  alternative("the best taken out one by one", (beams, rows, width) => {
    const left = all(beams, rows);
    const kept: Beam[] = [];
    while (kept.length < width && left.length > 0) {
      const best = left.reduce(
        (top, beam, i) => (beam.logProbability > left[top]!.logProbability ? i : top),
        0,
      );
      kept.push(...left.splice(best, 1));
    }
    return kept;
  }),
];
