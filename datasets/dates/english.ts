/**
 * How English writes a date. Months have names here: 10/3/2026 would be two dates, one on each side of the Atlantic.
 */
import type { WrittenLanguage } from "./form";
import { intlTemplate, namesOf } from "./intl";
import { literal, type Segment, word } from "./segment";
import { numerals } from "./template";

const small =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const tens = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const ordinals =
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split(
    " ",
  );

/** 1988 is nineteen eighty-eight, 2006 two thousand and six. */
function yearWords(year: number): Segment[] {
  if (year === 2000) return [word("two thousand", "year")];
  if (year > 2000 && year < 2010) {
    return [
      word("two thousand", "year", [0, 1, 2]),
      literal(" and "),
      word(small[year - 2000]!, "year", [3]),
    ];
  }
  const [decade, unit] = [Math.floor((year % 100) / 10), year % 10];
  const century = [word(year < 2000 ? "nineteen" : "twenty", "year", [0, 1]), literal(" ")];
  if (decade === 1) return [...century, word(small[year % 100]!, "year", [2, 3])];
  if (unit === 0) return [...century, word(tens[decade]!, "year", [2, 3])];
  return [...century, word(tens[decade]!, "year", [2]), literal("-"), word(small[unit]!, "year", [3])];
}

function dayWord(day: number): Segment[] {
  if (day < 20) return [word(ordinals[day]!, "day")];
  if (day % 10 === 0) return [word(day === 20 ? "twentieth" : "thirtieth", "day")];
  return [word(tens[Math.floor(day / 10)]!, "day", [8]), literal("-"), word(ordinals[day % 10]!, "day", [9])];
}

function ordinalSuffix(day: number): string {
  if (day >= 11 && day <= 13) return "th";
  return { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th";
}

const names = namesOf("en-US");

export const english: WrittenLanguage = {
  writers: {
    ...numerals,
    ...names,
    capitalMonth: (day) => names["mon"]!(day).map((month) => ({ ...month, text: month.text.toUpperCase() })),
    Dth: ({ day }) => [...numerals["D"]!({ year: 0, month: 0, day }), literal(ordinalSuffix(day))],
    yearWords: ({ year }) => yearWords(year),
    dayWord: ({ day }) => dayWord(day),
  },
  plain: {
    long: intlTemplate("en-US", "long"),
    full: intlTemplate("en-US", "full"),
    medium: intlTemplate("en-US", "medium"),
    "day first": "{D} {month} {Y}",
    "day first, weekday": "{weekday} {D} {month} {Y}",
    ordinal: "{Dth} of {month} {Y}",
  },
  other: {
    "day first, short": "{D} {mon} {Y}",
    "short, weekday": "{wd}, {mon} {D}, {Y}",
    "day first, short, weekday": "{wd} {D} {mon} {Y}",
    "month first, ordinal": "{month} {Dth}, {Y}",
    "day first, ordinal": "{Dth} {month} {Y}",
    "the ordinal": "the {Dth} of {month}, {Y}",
    "on a weekday": "on {weekday}, {month} {D}, {Y}",
    "short year": "{month} {D}, {'YY}",
    "day first, short year": "{D} {mon} {'YY}",
    military: "{DD}{capitalMonth}{Y}",
    "hyphens and a name": "{DD}-{mon}-{Y}",
    hyphens: "{Y}-{MM}-{DD}",
    "year first": "{Y} {month} {D}",
    words: "{month} {dayWord}, {yearWords}",
    "words, day first": "the {dayWord} of {month} {Y}",
    "month, the day": "{month} the {dayWord}, {Y}",
    capitals: { template: "{month} {D}, {Y}", restyle: (text) => text.toUpperCase() },
    "small letters": { template: "{month} {D} {Y}", restyle: (text) => text.toLowerCase() },
  },
  relative: {
    "from a day": {
      template: "{offset} {D} {month} {Y}",
      offsets: {
        "two days after": 2,
        "three days after": 3,
        "four days after": 4,
        "five days after": 5,
        "six days after": 6,
        "a week after": 7,
        "ten days after": 10,
        "two weeks after": 14,
        "two days before": -2,
        "three days before": -3,
        "four days before": -4,
        "five days before": -5,
        "a week before": -7,
      },
    },
    "beside a day": {
      template: "the day {offset} {month} {D}, {Y}",
      offsets: { after: 1, before: -1 },
    },
  },
};
