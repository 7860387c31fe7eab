/** Answers to `matchByLength`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Lists = number[][];
type Row = { length: number; count: number; exactMatch: number };
type Answer = (written: Lists, right: Lists) => Row[];
const { mistake, alternative } = variantsOf<Answer>();

function refuse(written: Lists, right: Lists): void {
  if (written.length !== right.length) throw new RangeError("matchByLength: lists of different length");
}

const isEqual = (a: readonly number[], b: readonly number[]): boolean => a.join() === b.join();

/** The rows, with the parts that learners get wrong handed in. */
function rowsBy(
  lengths: readonly number[],
  shares: readonly number[],
  order = (a: number, b: number) => a - b,
): Row[] {
  return [...new Set(lengths)].sort(order).map((length) => {
    const ofLength = shares.filter((_, i) => lengths[i] === length);
    const total = ofLength.reduce((sum, share) => sum + share, 0);
    return { length, count: ofLength.length, exactMatch: total / ofLength.length };
  });
}

const lengthsOf = (lists: Lists): number[] => lists.map((tokens) => tokens.length);
const verdicts = (written: Lists, right: Lists): number[] =>
  right.map((tokens, i) => Number(isEqual(tokens, written[i]!)));

export const mistakes: Mistake[] = [
  mistake("single tokens are counted: a sentence with one wrong token is wrong", (written, right) => {
    refuse(written, right);
    const shares = right.map(
      (tokens, i) => tokens.filter((token, t) => token === written[i]![t]).length / tokens.length,
    );
    return rowsBy(lengthsOf(right), shares);
  }),
  mistake("the length is that of what was written: use the right answer's", (written, right) => {
    refuse(written, right);
    return rowsBy(lengthsOf(written), verdicts(written, right));
  }),
  mistake("an answer that goes on after the right tokens is taken for right", (written, right) => {
    refuse(written, right);
    const shares = right.map((tokens, i) => Number(isEqual(tokens, written[i]!.slice(0, tokens.length))));
    return rowsBy(lengthsOf(right), shares);
  }),
  mistake("an answer that breaks off early is taken for right", (written, right) => {
    refuse(written, right);
    const shares = right.map((tokens, i) => Number(written[i]!.every((token, t) => token === tokens[t])));
    return rowsBy(lengthsOf(right), shares);
  }),
  mistake("lengths are sorted as text, so that 10 comes before 2: hand sort a function", (written, right) => {
    refuse(written, right);
    const asText = (a: number, b: number) => (String(a) < String(b) ? -1 : 1);
    return rowsBy(lengthsOf(right), verdicts(written, right), asText);
  }),
  mistake("the longest answers come first: sort from short to long", (written, right) => {
    refuse(written, right);
    return rowsBy(lengthsOf(right), verdicts(written, right), (a, b) => b - a);
  }),
  mistake("exactMatch is a number of answers: divide by the count", (written, right) => {
    refuse(written, right);
    return rowsBy(lengthsOf(right), verdicts(written, right)).map((row) => ({
      ...row,
      exactMatch: row.exactMatch * row.count,
    }));
  }),
  mistake("lists of different length are taken without a word", (written, right) =>
    rowsBy(
      lengthsOf(right),
      right.map((tokens, i) => Number(isEqual(tokens, written[i] ?? []))),
    ),
  ),
  mistake("the tokens are joined to one text: 1 23 is not 12 3", (written, right) => {
    refuse(written, right);
    const isJoined = right.map((tokens, i) => Number(tokens.join("") === written[i]!.join("")));
    return rowsBy(lengthsOf(right), isJoined);
  }),
];

export const alternatives: Alternative[] = [
  alternative("a map that is filled in one pass", (written, right) => {
    refuse(written, right);
    const tally = new Map<number, { count: number; hits: number }>();
    right.forEach((tokens, i) => {
      const entry = tally.get(tokens.length) ?? { count: 0, hits: 0 };
      const isSame =
        tokens.length === written[i]!.length && tokens.every((token, t) => token === written[i]![t]);
      tally.set(tokens.length, { count: entry.count + 1, hits: entry.hits + (isSame ? 1 : 0) });
    });
    return [...tally]
      .sort(([a], [b]) => a - b)
      .map(([length, { count, hits }]) => ({ length, count, exactMatch: hits / count }));
  }),
  alternative("a loop over all lengths up to the longest", (written, right) => {
    refuse(written, right);
    const rows: Row[] = [];
    const longest = Math.max(0, ...lengthsOf(right));
    for (let length = 0; length <= longest; length++) {
      const members = right.map((_, i) => i).filter((i) => right[i]!.length === length);
      if (members.length === 0) continue;
      const hits = members.filter((i) => isEqual(right[i]!, written[i]!)).length;
      rows.push({ length, count: members.length, exactMatch: hits / members.length });
    }
    return rows;
  }),
];
