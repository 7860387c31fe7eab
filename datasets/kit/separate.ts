/**
 * Puts items into their splits, without what would ask a test for memory.
 */
import { NearDuplicates } from "./near-duplicates";
import { splits, type Split } from "./options";

export interface Separated<Item> {
  readonly items: Readonly<Record<Split, Item[]>>;
  /** The same words and marks as an item before, in whichever split. */
  readonly duplicates: number;
  /** In validation or test, and nearly the same as an item of a split before it. */
  readonly nearDuplicates: number;
}

/** @param wordsOf  what two items are compared by */
export function separate<Item>(
  all: readonly Item[],
  splitOf: (item: Item) => Split,
  wordsOf: (item: Item) => readonly string[],
): Separated<Item> {
  const items: Record<Split, Item[]> = { train: [], validation: [], test: [] };
  let [duplicates, nearDuplicates] = [0, 0];
  const seen = new Set<string>();
  const earlier = new NearDuplicates();
  for (const split of splits) {
    for (const item of all.filter((one) => splitOf(one) === split)) {
      const key = wordsOf(item).join(" ").toLowerCase();
      if (seen.has(key)) duplicates++;
      else if (earlier.has(wordsOf(item))) nearDuplicates++;
      else items[split].push(item);
      seen.add(key);
    }
    items[split].forEach((item) => earlier.add(wordsOf(item)));
  }
  return { items, duplicates, nearDuplicates };
}
