/**
 * Dates as people write them, in five languages, and the ISO dates that they mean. See card.md.
 */
import { phrase } from "../../lib/jupyter/language.cjs";
import { type DatePair, formsByLanguage, generateDates, type Language } from "./generator";
import { checkChoice, checkOptions, type Split } from "../kit/options";
import { patientBar } from "../kit/progress-bar";

export type { DatePair, Language } from "./generator";

export interface DatesOptions {
  readonly split: Split;
  /** How many pairs; all of the split if left out. */
  readonly limit?: number;
  /** Another seed writes the days of the split in other forms and another order. */
  readonly seed?: number;
  /** All five if left out. */
  readonly languages?: readonly Language[];
  /** "plain": clean, complete dates, the easier task; "all": short years, eras, relative dates and noise as well. */
  readonly forms?: "plain" | "all";
}

/** How many pairs a split has in each language. */
export const pairsPerLanguage: Readonly<Record<Split, number>> = {
  train: 10_000,
  validation: 1_000,
  test: 1_000,
};

export const languages: readonly Language[] = ["ko", "en", "ja", "de", "fr"];

/**
 * Loads pairs of a written date and its ISO date.
 *
 * The languages take turns, so that the first pairs are as balanced as all of them; a limit takes the first ones.
 * The days of one split are never written, in any form, in a split that is to be seen before it.
 *
 * @param limit      ≥ 1
 * @param seed       a whole number; the split of a day does not depend on it
 * @throws {RangeError} an unknown split, language or choice of forms; a limit that is not a whole number ≥ 1
 *
 * Taught in notebook 06.
 */
export function load(options: DatesOptions): DatePair[] {
  checkDatesOptions(options);
  const { split, limit = Infinity, seed = 0, forms = "all" } = options;
  const chosen = languages.filter((language) => (options.languages ?? languages).includes(language));
  const streams = chosen.map((language) => generateDates({ language, split, forms, seed }));
  const numPairs = Math.min(limit, pairsPerLanguage[split] * chosen.length);
  const bar = patientBar(numPairs, phrase("writing dates"));
  const pairs = Array.from({ length: numPairs }, (_, index) => {
    bar.update(index);
    return streams[index % streams.length]!.next().value as DatePair;
  });
  bar.end();
  return pairs;
}

/** The characters as one text. */
export function textOf(chars: readonly string[]): string {
  return chars.join("");
}

/** The names of the written forms of a language. */
export function formNames(language: Language, forms: "plain" | "all" = "all"): string[] {
  checkChoice("dates.formNames", "language", language, languages);
  return formsByLanguage[language]
    .filter(({ isPlain }) => isPlain || forms === "all")
    .map(({ name }) => name);
}

function checkDatesOptions({ languages: chosen = languages, forms = "all", ...options }: DatesOptions): void {
  checkOptions("dates.load", options);
  checkChoice("dates.load", "forms", forms, ["plain", "all"]);
  if (chosen.length === 0)
    throw new RangeError("dates.load: languages should name at least one language, got none");
  chosen.forEach((language) => checkChoice("dates.load", "languages", language, languages));
}
