/** Answers to `editDistance`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Tokens = readonly unknown[];
const { mistake, alternative } = variantsOf<(a: Tokens, b: Tokens) => number>();

/** The table's last number, with the price of a replacement and of the first row and column, and the first row's length. */
const distance = (
  a: Tokens,
  b: Tokens,
  { replaced = 1, start = 1, same = 0, columns = b.length + 1 } = {},
): number => {
  let row = Array.from({ length: columns }, (_, j) => start * j);
  a.forEach((token, i) => {
    const next = [start * (i + 1)];
    b.forEach((other, j) => {
      const diagonal = row[j]! + (token === other ? same : replaced);
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, diagonal));
    });
    row = next;
  });
  return row[b.length]!;
};

export const mistakes: Mistake[] = [
  mistake("the lists are eaten up: work on copies", (a, b) => {
    const result = distance(a, b);
    (a as unknown[]).shift();
    return result;
  }),
  mistake("a replacement costs 2, as if it were a deletion and an insertion; it should cost 1", (a, b) =>
    distance(a, b, { replaced: 2 }),
  ),
  mistake(
    "only places where the tokens differ are counted: one insertion shifts everything after it",
    (a, b) => {
      const longer = Math.max(a.length, b.length);
      return Array.from({ length: longer }, (_, i) => i).filter((i) => a[i] !== b[i]).length;
    },
  ),
  mistake("that is the difference of the lengths", (a, b) => Math.abs(a.length - b.length)),
  mistake("the first row and column are 0: a missing beginning would cost nothing", (a, b) =>
    distance(a, b, { start: 0 }),
  ),
  mistake("the first row is one too short: it starts with the distance to no token at all", (a, b) =>
    b.length === 0 ? a.length : distance(a, b, { columns: b.length }),
  ),
  mistake("equal tokens cost 1 too: the diagonal should be free for them", (a, b) =>
    distance(a, b, { same: 1 }),
  ),
  mistake("the lists are joined to texts first: a token may have several letters", (a, b) =>
    distance([...a.join("")], [...b.join("")]),
  ),
  mistake(
    "the distance is divided by the length of the longer list; that comes later, in a rate",
    (a, b) => distance(a, b) / Math.max(1, a.length, b.length),
  ),
  mistake("tokens are compared as texts: compare them by ===", (a, b) =>
    distance(a.map(String), b.map(String)),
  ),
  mistake("two neighbours that change places count as one change: that is Damerau's distance", (a, b) => {
    const row = (): number[] => Array.from({ length: b.length + 1 }, () => 0);
    const table = Array.from({ length: a.length + 1 }, row);
    for (let i = 0; i <= a.length; i++)
      for (let j = 0; j <= b.length; j++) {
        if (i === 0 || j === 0) {
          table[i]![j] = i + j;
          continue;
        }
        const replaced = table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
        table[i]![j] = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, replaced);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          table[i]![j] = Math.min(table[i]![j]!, table[i - 2]![j - 2]! + 1);
      }
    return table[a.length]![b.length]!;
  }),
];

export const alternatives: Alternative[] = [
  alternative("the whole table", (a, b) => {
    const table = Array.from({ length: a.length + 1 }, (_, i) =>
      Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
    );
    for (let i = 1; i <= a.length; i++)
      for (let j = 1; j <= b.length; j++) {
        const diagonal = table[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
        table[i]![j] = Math.min(table[i - 1]![j]! + 1, table[i]![j - 1]! + 1, diagonal);
      }
    return table[a.length]![b.length]!;
  }),
  alternative("recursion that remembers", (a, b) => {
    const known = new Map<string, number>();
    const go = (i: number, j: number): number => {
      if (i === 0 || j === 0) return i + j;
      const key = `${i},${j}`;
      const seen = known.get(key);
      if (seen !== undefined) return seen;
      const diagonal = go(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const value = Math.min(go(i - 1, j) + 1, go(i, j - 1) + 1, diagonal);
      known.set(key, value);
      return value;
    };
    return go(a.length, b.length);
  }),
];
