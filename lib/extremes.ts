/** The largest and the smallest of many numbers: `Math.max` itself takes some hundred thousand at most. */

/** −∞ if there are none; NaN if one is. */
export function largest(numbers: Iterable<number>): number {
  let found = -Infinity;
  for (const number of numbers) found = Math.max(found, number);
  return found;
}

/** ∞ if there are none; NaN if one is. */
export function smallest(numbers: Iterable<number>): number {
  let found = Infinity;
  for (const number of numbers) found = Math.min(found, number);
  return found;
}
