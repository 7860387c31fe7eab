/**
 * Names and patterns that the ICU data inside Node knows.
 *
 * Used only where ICU 76 to 78 agree; en-GB's full date, for one, gained and lost its comma over the years.
 */
import type { Day } from "./calendar";
import { weekday } from "./calendar";
import { digits, literal, type Segment, word } from "./segment";
import type { Writer, Writers } from "./template";

/** Writers {month}, {mon}, {weekday} and {wd}: long and short names in the locale. */
export function namesOf(locale: string): Writers {
  return {
    month: monthName(locale, "long"),
    mon: monthName(locale, "short"),
    weekday: weekdayName(locale, "long"),
    wd: weekdayName(locale, "short"),
  };
}

/** ICU's own pattern as a template: ("ko", "full") gives "{Y}년 {M}월 {D}일 {weekday}". */
export function intlTemplate(locale: string, dateStyle: "full" | "long" | "medium" | "short"): string {
  // 7 September 1998: every part differs from every other, and one digit tells M from MM.
  const sample = Date.UTC(1998, 8, 7);
  const parts = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: "UTC" }).formatToParts(sample);
  const long = parts.some(
    ({ type, value }) => type === "month" && value === nameOf(locale, "month", "long", sample),
  );
  const writers: Record<string, (value: string) => string> = {
    year: (value) => (value.length === 2 ? "{YY}" : "{Y}"),
    month: (value) => ({ "9": "{M}", "09": "{MM}" })[value] ?? (long ? "{month}" : "{mon}"),
    day: (value) => (value === "07" ? "{DD}" : "{D}"),
    weekday: () => "{weekday}",
  };
  return parts.map(({ type, value }) => writers[type]?.(value) ?? value).join("");
}

function monthName(locale: string, style: "long" | "short"): Writer {
  const names = Array.from({ length: 12 }, (_, month) =>
    nameOf(locale, "month", style, Date.UTC(2026, month, 4)),
  );
  return ({ month }: Day) => monthSegments(names[month - 1]!);
}

/** Korean and Japanese count their months: 9월 is the digit 9 and a word that says no digit. */
function monthSegments(name: string): Segment[] {
  const [, number, unit] = /^(\d+)(.*)$/.exec(name) ?? [];
  return number === undefined ? [word(name, "month")] : [...digits(number, "month"), literal(unit!)];
}

function weekdayName(locale: string, style: "long" | "short"): Writer {
  // 4 January 2026 is a Sunday.
  const names = Array.from({ length: 7 }, (_, day) =>
    nameOf(locale, "weekday", style, Date.UTC(2026, 0, 4 + day)),
  );
  return (day: Day) => [literal(names[weekday(day)]!)];
}

/** The name as it stands beside a day: some languages write a month alone in another way. */
function nameOf(locale: string, part: "month" | "weekday", style: "long" | "short", time: number): string {
  const options = { day: "numeric", [part]: style, timeZone: "UTC" } as Intl.DateTimeFormatOptions;
  const parts = new Intl.DateTimeFormat(locale, options).formatToParts(time);
  return parts.find(({ type }) => type === part)!.value;
}
