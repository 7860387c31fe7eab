/**
 * How Japanese writes a date.
 */
import { type Day, isoDate } from "./calendar";
import type { WrittenLanguage } from "./form";
import { intlTemplate, namesOf } from "./intl";
import { digits, type Segment, word } from "./segment";
import { kanji, sinoDigits, sinoNumber } from "./sino-number";
import { numerals } from "./template";

/** The eras of the century, the latest first; year 1 of an era is the year in which it began. */
const eras = [
  { name: "令和", letter: "R", from: "2019-05-01", yearZero: 2018 },
  { name: "平成", letter: "H", from: "1989-01-08", yearZero: 1988 },
  { name: "昭和", letter: "S", from: "1926-12-25", yearZero: 1925 },
];

const kanaMonths = "いち に さん し ご ろく しち はち く じゅう じゅういち じゅうに".split(" ");

const kanaDays = [
  ..."ついたち ふつか みっか よっか いつか むいか なのか ようか ここのか とおか".split(" "),
  ..."いち に さん".split(" ").map((unit) => `じゅう${unit}にち`),
  "じゅうよっか",
  ..."ご ろく しち はち く".split(" ").map((unit) => `じゅう${unit}にち`),
  "はつか",
  ..."いち に さん".split(" ").map((unit) => `にじゅう${unit}にち`),
  "にじゅうよっか",
  ..."ご ろく しち はち く".split(" ").map((unit) => `にじゅう${unit}にち`),
  "さんじゅうにち",
  "さんじゅういちにち",
];

function eraOf(day: Day) {
  return eras.find(({ from }) => from <= isoDate(day))!;
}

/** The year within its era; its first year is 元, never 1. The ISO year is computed from it, so no digit is sure. */
function eraYear(day: Day, write: (value: number) => Segment[]): Segment[] {
  const value = day.year - eraOf(day).yearZero;
  const text = write(value)
    .map((segment) => segment.text)
    .join("");
  return [word(value === 1 ? "元" : text, "year")];
}

export const japanese: WrittenLanguage = {
  writers: {
    ...numerals,
    ...namesOf("ja"),
    era: (day) => [word(eraOf(day).name, "year")],
    eraLetter: (day) => [word(eraOf(day).letter, "year")],
    eraYear: (day) => eraYear(day, (value) => digits(String(value), "year")),
    eraYearKanji: (day) => eraYear(day, (value) => sinoNumber(value, "year", kanji)),
    year: ({ year }) => sinoNumber(year, "year", kanji),
    yearDigits: ({ year }) => sinoDigits(String(year), "year", kanji),
    monthNumeral: ({ month }) => sinoNumber(month, "month", kanji),
    dayNumeral: ({ day }) => sinoNumber(day, "day", kanji),
    kanaMonth: ({ month }) => [word(`${kanaMonths[month - 1]}がつ`, "month")],
    kanaDay: ({ day }) => [word(kanaDays[day - 1]!, "day")],
  },
  plain: {
    long: intlTemplate("ja", "long"),
    full: intlTemplate("ja", "full"),
    medium: intlTemplate("ja", "medium"),
    "weekday in brackets": "{Y}年{M}月{D}日({wd})",
    "numerals digit by digit": "{yearDigits}年{monthNumeral}月{dayNumeral}日",
  },
  other: {
    "short slashes": "{Y}/{M}/{D}",
    dots: "{Y}.{M}.{D}",
    hyphens: "{Y}-{MM}-{DD}",
    "no separators": "{Y}{MM}{DD}",
    "with spaces": "{Y} 年 {M} 月 {D} 日",
    "with zeros": "{Y}年{MM}月{DD}日",
    "weekday in wide brackets": "{Y}年{M}月{D}日（{wd}）",
    "weekday in front": "{weekday}、{Y}年{M}月{D}日",
    "common era": "西暦{Y}年{M}月{D}日",
    "short year": "{'YY}年{M}月{D}日",
    era: "{era}{eraYear}年{M}月{D}日",
    "era and weekday": "{era}{eraYear}年{M}月{D}日({wd})",
    "era in numerals": "{era}{eraYearKanji}年{monthNumeral}月{dayNumeral}日",
    "era letter": "{eraLetter}{eraYear}.{M}.{D}",
    numerals: "{year}年{monthNumeral}月{dayNumeral}日",
    kana: "{Y}年 {kanaMonth} {kanaDay}",
  },
  relative: {
    "from a day": {
      template: "{Y}年{M}月{D}日の{offset}",
      offsets: {
        二日後: 2,
        三日後: 3,
        四日後: 4,
        五日後: 5,
        六日後: 6,
        一週間後: 7,
        十日後: 10,
        二週間後: 14,
        二日前: -2,
        三日前: -3,
        四日前: -4,
        五日前: -5,
        一週間前: -7,
        十日前: -10,
      },
    },
    "beside a day": { template: "{Y}年{M}月{D}日の{offset}", offsets: { 翌日: 1, 前日: -1, 翌々日: 2 } },
  },
};
