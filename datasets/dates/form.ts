/**
 * Written forms: the ways in which a language writes a date.
 */
import type { RandomGenerator } from "../../lib/random";
import type { Day } from "./calendar";
import { type RelativeTemplate, writeRelative } from "./relative";
import type { Segment } from "./segment";
import type { Split } from "./split";
import { fillTemplate, type Writers } from "./template";

/** What a form may use beside the day. */
export interface Occasion {
  readonly split: Split;
  readonly random: RandomGenerator;
}

export interface Form {
  readonly name: string;
  /** Clean, complete and without arithmetic: what the first lessons train on. */
  readonly isPlain: boolean;
  /** Nothing where the form cannot write this day. */
  write(day: Day, occasion: Occasion): Segment[] | undefined;
}

/** A language as data: its writers, and its forms by name. */
export interface WrittenLanguage {
  readonly writers: Writers;
  readonly plain: Readonly<Record<string, string>>;
  readonly other: Readonly<Record<string, string>>;
  readonly capitals?: string;
  readonly smallLetters?: string;
  readonly relative: Readonly<Record<string, RelativeTemplate>>;
}

/** All forms of a language, the plain ones first. */
export function formsOf({
  writers,
  plain,
  other,
  relative,
  capitals,
  smallLetters,
}: WrittenLanguage): Form[] {
  const written = (templates: Readonly<Record<string, string>>, isPlain: boolean): Form[] =>
    Object.entries(templates).map(([name, template]) => ({
      name,
      isPlain,
      write: (day) => fillTemplate(template, writers, day),
    }));
  const inCase = (name: string, template: string | undefined, change: (text: string) => string): Form[] =>
    template === undefined
      ? []
      : [{ name, isPlain: false, write: (day) => retext(fillTemplate(template, writers, day), change) }];
  return [
    ...written(plain, true),
    ...written(other, false),
    ...inCase("capitals", capitals, (text) => text.toUpperCase()),
    ...inCase("small letters", smallLetters, (text) => text.toLowerCase()),
    ...Object.entries(relative).map(([name, template]) => ({
      name,
      isPlain: false,
      write: (day: Day, occasion: Occasion) => writeRelative(template, writers, day, occasion),
    })),
  ];
}

function retext(segments: readonly Segment[], change: (text: string) => string): Segment[] {
  return segments.map((segment) => ({ ...segment, text: change(segment.text) }));
}
