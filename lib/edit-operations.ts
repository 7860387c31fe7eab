/**
 * Edit operations: what turns one sequence into another, token by token.
 *
 * @source Wagner & Fischer 1974, "The String-to-String Correction Problem". https://doi.org/10.1145/321796.321811
 */
import { checkList } from "./argument";

/** What may happen to a token. */
export type EditKind = "match" | "substitution" | "deletion" | "insertion";

/** One step of the way from one sequence to another. */
export interface EditOperation<Token> {
  readonly kind: EditKind;
  /** The token of the first sequence; none at an insertion. */
  readonly from?: Token;
  /** The token of the second sequence; none at a deletion. */
  readonly to?: Token;
}

/**
 * A shortest way from one sequence to another, token by token, found by walking the table of distances backwards.
 *
 * Where several ways are equally short, a match or substitution goes before a deletion, and that before an insertion,
 * counted from the end.
 *
 * @returns as many operations other than matches as `editDistance` of lib/metrics counts
 * @throws {TypeError} one of them is not a list
 *
 * Taught in notebook 11.
 * @source Wagner & Fischer 1974, §3. https://doi.org/10.1145/321796.321811
 */
export function editOperations<Token>(a: readonly Token[], b: readonly Token[]): EditOperation<Token>[] {
  checkList("editOperations", "a", a);
  checkList("editOperations", "b", b);
  const table = distances(a, b);
  const operations: EditOperation<Token>[] = [];
  for (let [i, j] = [a.length, b.length]; i > 0 || j > 0;) {
    const here = table[i]![j]!;
    const isSame = i > 0 && j > 0 && a[i - 1] === b[j - 1];
    if (i > 0 && j > 0 && here === table[i - 1]![j - 1]! + (isSame ? 0 : 1)) {
      operations.push({ kind: isSame ? "match" : "substitution", from: a[--i]!, to: b[--j]! });
    } else if (i > 0 && here === table[i - 1]![j]! + 1) operations.push({ kind: "deletion", from: a[--i]! });
    else operations.push({ kind: "insertion", to: b[--j]! });
  }
  return operations.reverse();
}

/** d(i, j): from the first i tokens of a to the first j of b. */
function distances<Token>(a: readonly Token[], b: readonly Token[]): number[][] {
  const table = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  a.forEach((token, i) => {
    const [above, row] = [table[i]!, [i + 1]];
    b.forEach((other, j) => {
      row.push(Math.min(above[j + 1]! + 1, row[j]! + 1, above[j]! + (token === other ? 0 : 1)));
    });
    table.push(row);
  });
  return table;
}
