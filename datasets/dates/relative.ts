/**
 * Dates that are said from another date: "three days after 3 October 2026".
 */
import type { RandomGenerator } from "../../lib/random";
import { addDays, type Day } from "./calendar";
import { computed, type Field, literal, positionsOf, type Segment } from "./segment";
import type { Split } from "../kit/options";
import { mayMention } from "./split";
import { compileTemplate, type Writers } from "./template";

export interface RelativeTemplate {
  /** Writes the stated day; {offset} says how far from it the meant day is. */
  readonly template: string;
  /** The words for each number of days. */
  readonly offsets: Readonly<Record<string, number>>;
}

/** A date that leaves the stated month or year needs arithmetic over fields; it stays rare. */
const shareAcrossMonths = 0.1;

const fields: readonly Field[] = ["year", "month", "day"];

/** Holds the place of the offset's words until the day is known. */
const offsetPlace = literal("");

/** Where and when a date is written: for which split, and with what chance. */
export interface Occasion {
  readonly split: Split;
  readonly random: RandomGenerator;
}

interface Choice {
  readonly words: string;
  readonly stated: Day;
  readonly changed: readonly Field[];
}

/**
 * The writer of days that are said from another day, one that the split may mention; nothing where there is no such day.
 *
 * A field that stays the same is copied and keeps its links. A field that changes is computed: its digits and the
 * words of the offset are possible sources of every digit in it, and nothing is sure.
 */
export function compileRelative({ template, offsets }: RelativeTemplate, writers: Writers) {
  const write = compileTemplate(template, { ...writers, offset: () => [offsetPlace] });
  return (day: Day, { split, random }: Occasion): Segment[] | undefined => {
    const choice = choose(offsets, day, split, random);
    if (choice === undefined) return undefined;
    const { words, stated, changed } = choice;
    const offset: Segment = {
      text: words,
      sure: [],
      possible: changed.flatMap((field) => positionsOf[field]),
    };
    return write(stated).map((segment) => {
      if (segment === offsetPlace) return offset;
      return segment.field !== undefined && changed.includes(segment.field) ? computed(segment) : segment;
    });
  };
}

function choose(
  offsets: RelativeTemplate["offsets"],
  day: Day,
  split: Split,
  random: RandomGenerator,
): Choice | undefined {
  const mayCross = random.uniform() < shareAcrossMonths;
  const choices = Object.entries(offsets)
    .map(([words, numDays]) => ({ words, stated: addDays(day, -numDays) }))
    .map(({ words, stated }) => ({
      words,
      stated,
      changed: fields.filter((field) => stated[field] !== day[field]),
    }))
    .filter(({ stated, changed }) => changed.length > 1 === mayCross && mayMention(split, stated));
  return choices.length === 0 ? undefined : random.pick(choices);
}
