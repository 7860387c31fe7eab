/**
 * Written forms as templates: "{D} {month} {Y}" gives "3 October 2026".
 */
import { type Day, pad } from "./calendar";
import { digit, digits, literal, type Segment } from "./segment";

/** Writes one part of a day. */
export type Writer = (day: Day) => Segment[];

/** A language's writers by the name that stands between the braces. */
export type Writers = Readonly<Record<string, Writer>>;

/** The writers that every language has: digits. */
export const numerals: Writers = {
  Y: ({ year }) => digits(String(year), "year"),
  YY: ({ year }) => shortYear("", year),
  "'YY": ({ year }) => shortYear("'", year),
  M: ({ month }) => digits(String(month), "month"),
  MM: ({ month }) => digits(pad(month), "month"),
  D: ({ day }) => digits(String(day), "day"),
  DD: ({ day }) => digits(pad(day), "day"),
};

/** The writer of whole dates that the template describes. */
export function compileTemplate(template: string, writers: Writers): Writer {
  const parts = template.split(/[{}]/).map((part, index): Writer => {
    if (index % 2 === 0) return () => (part === "" ? [] : [literal(part)]);
    const writer = writers[part];
    if (writer === undefined) {
      throw new RangeError(`compileTemplate: ${template} has {${part}}, but there is no writer of that name`);
    }
    return writer;
  });
  return (day) => parts.flatMap((write) => write(day));
}

/** Two digits say two digits; the century follows from them, because the years span a hundred. */
function shortYear(apostrophe: string, year: number): Segment[] {
  const century = [0, 1];
  const mark: Segment[] =
    apostrophe === "" ? [] : [{ text: apostrophe, field: "year", sure: [], possible: century }];
  const [tens, units] = pad(year % 100);
  return [...mark, digit(tens!, "year", 2, century), digit(units!, "year", 3, century)];
}
