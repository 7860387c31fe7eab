/**
 * Which pairs hang together because they share a sentence.
 */

/**
 * The group of every pair: two pairs are in one group if they have a side in common, or are linked by such pairs.
 *
 * @returns for each pair the index of the first pair of its group
 */
export function groupBySharedSide(pairs: readonly (readonly string[])[]): number[] {
  const parents = pairs.map((_, index) => index);
  const rootOf = (index: number): number => {
    while (parents[index] !== index) index = parents[index] = parents[parents[index]!]!;
    return index;
  };
  const firstWith = new Map<string, number>();
  pairs.forEach((sides, index) =>
    sides.forEach((text, side) => {
      const other = rootOf(firstWith.get(`${side} ${text}`) ?? index);
      const own = rootOf(index);
      parents[Math.max(own, other)] = Math.min(own, other);
      firstWith.set(`${side} ${text}`, index);
    }),
  );
  return parents.map((_, index) => rootOf(index));
}
