/**
 * Which days a model trains on and which it must never have seen.
 */
import { randomGenerator } from "../../lib/random";
import type { Split } from "../kit/options";
import { type Day, daysInMonth, firstYear, lastYear } from "./calendar";

/** Of every month, so that no month or year is missing from any split. */
const testDaysPerMonth = 3;
const validationDaysPerMonth = 3;

/** The splits of a month's days, by the number of the month since year 0. */
const splits: (readonly Split[])[] = [];

/** The split of a day. It hangs on the day alone: no seed, option or written form moves a day to another split. */
export function splitOf({ year, month, day }: Day): Split {
  return splitsOf(year, month)[day - 1]!;
}

/** All days of a split, in order. */
export function daysOf(split: Split): Day[] {
  const days: Day[] = [];
  for (let year = firstYear; year <= lastYear; year++)
    for (let month = 1; month <= 12; month++)
      splitsOf(year, month).forEach((its, index) => {
        if (its === split) days.push({ year, month, day: index + 1 });
      });
  return days;
}

/** A pair of a split may mention a day of the same split or of an easier one, but never a day that it keeps unseen. */
export function mayMention(split: Split, mentioned: Day): boolean {
  const rank = { train: 0, validation: 1, test: 2 };
  return rank[splitOf(mentioned)] <= rank[split];
}

function splitsOf(year: number, month: number): readonly Split[] {
  return (splits[12 * year + month] ??= splitMonth(year, month));
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
