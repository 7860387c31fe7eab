/**
 * Which days a model trains on and which it must never have seen.
 */
import { randomGenerator } from "../../lib/random";
import { type Day, daysInMonth, firstYear, lastYear } from "./calendar";

export type Split = "train" | "validation" | "test";

/** Of every month, so that no month or year is missing from any split. */
const testDaysPerMonth = 3;
const validationDaysPerMonth = 3;

const splits = new Map<string, readonly Split[]>();

/** The split of a day. It hangs on the day alone: no seed, option or written form moves a day to another split. */
export function splitOf({ year, month, day }: Day): Split {
  const key = `${year}-${month}`;
  if (!splits.has(key)) splits.set(key, splitMonth(year, month));
  return splits.get(key)![day - 1]!;
}

/** All days of a split, in order. */
export function daysOf(split: Split): Day[] {
  const days: Day[] = [];
  for (let year = firstYear; year <= lastYear; year++)
    for (let month = 1; month <= 12; month++)
      for (let day = 1; day <= daysInMonth(year, month); day++)
        if (splitOf({ year, month, day }) === split) days.push({ year, month, day });
  return days;
}

/** A pair of a split may mention a day of the same split or of an easier one, but never a day that it keeps unseen. */
export function mayMention(split: Split, mentioned: Day): boolean {
  const rank = { train: 0, validation: 1, test: 2 };
  return rank[splitOf(mentioned)] <= rank[split];
}

function splitMonth(year: number, month: number): Split[] {
  const days = Array.from({ length: daysInMonth(year, month) }, (_, index) => index);
  const split = days.map((): Split => "train");
  randomGenerator(`dates/split/${year}-${month}`)
    .shuffle(days)
    .slice(0, testDaysPerMonth + validationDaysPerMonth)
    .forEach((day, rank) => (split[day] = rank < testDaysPerMonth ? "test" : "validation"));
  return split;
}
