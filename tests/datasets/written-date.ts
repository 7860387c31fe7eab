/**
 * A date in one form, for tests that look at single forms.
 */
import { type Day } from "../../datasets/dates/calendar";
import { type Language, textOf } from "../../datasets/dates/dates";
import { formsByLanguage } from "../../datasets/dates/generator";
import { weave } from "../../datasets/dates/segment";
import type { Split } from "../../datasets/kit/options";
import { randomGenerator } from "../../lib/random";

export const aDay: Day = { year: 2026, month: 10, day: 3 };

export function written(language: Language, name: string, day: Day, split: Split = "test") {
  const form = formsByLanguage[language].find((candidate) => candidate.name === name)!;
  const segments = form.write(day, { split, random: randomGenerator(0) });
  return segments && weave(segments);
}

export const textIn = (language: Language, name: string, year: number, month: number, day: number) =>
  textOf(written(language, name, { year, month, day })!.source);

/** Every character with the ISO positions read from it, the sure ones marked: "3!9 8" is sure of 9, and 8 is possible. */
export function linksOf(language: Language, name: string, day: Day): string {
  const { source, alignment } = written(language, name, day)!;
  const isSure = (from: number, to: number) =>
    alignment.sure.some((l) => l.source === from && l.target === to);
  return source
    .map((char, from) => {
      const targets = alignment.possible.filter((link) => link.source === from).map((link) => link.target);
      return char + targets.map((to) => (isSure(from, to) ? `!${to}` : ` ${to}`)).join("");
    })
    .join("|");
}
