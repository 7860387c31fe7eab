/**
 * How French writes a date. In numerals the day comes first: 03/10/2026 is the third of October.
 */
import type { WrittenLanguage } from "./form";
import { namesOf, intlTemplate } from "./intl";
import { digits, literal, type Segment, word } from "./segment";
import { numerals } from "./template";

const small =
  "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf".split(
    " ",
  );
const tens = [
  "",
  "",
  "vingt",
  "trente",
  "quarante",
  "cinquante",
  "soixante",
  "soixante",
  "quatre-vingt",
  "quatre-vingt",
];

/** 71 is soixante et onze, 80 quatre-vingts, 81 quatre-vingt-un, 98 quatre-vingt-dix-huit. */
function numberWord(value: number): string {
  if (value < 20) return small[value]!;
  if (value === 80) return "quatre-vingts";
  const decade = Math.floor(value / 10);
  const rest = decade === 7 || decade === 9 ? (value % 10) + 10 : value % 10;
  if (rest === 0) return tens[decade]!;
  const isJoinedByEt = decade < 8 && rest % 10 === 1;
  return `${tens[decade]}${isJoinedByEt ? " et " : "-"}${small[rest]}`;
}

/** Tens and units melt into one word too often (soixante-douze) to be told apart. */
function yearWords(year: number): Segment[] {
  if (year === 2000) return [word("deux mille", "year")];
  const century = year < 2000 ? "mille neuf cent" : "deux mille";
  return [word(century, "year", [0, 1]), literal(" "), word(numberWord(year % 100), "year", [2, 3])];
}

/** The first of a month is an ordinal, every other day a plain number. */
function dayNumber(day: number): Segment[] {
  return [...digits(String(day), "day"), ...(day === 1 ? [literal("er")] : [])];
}

function withoutAccents(text: string): string {
  return text.normalize("NFD").replace(/\p{Mark}/gu, "");
}

export const french: WrittenLanguage = {
  writers: {
    ...numerals,
    ...namesOf("fr"),
    day: ({ day }) => dayNumber(day),
    dayWord: ({ day }) => [word(day === 1 ? "premier" : numberWord(day), "day")],
    yearWords: ({ year }) => yearWords(year),
  },
  plain: {
    long: "{day} {month} {Y}",
    full: "{weekday} {day} {month} {Y}",
    "with article": "le {day} {month} {Y}",
    "article and weekday": "le {weekday} {day} {month} {Y}",
    short: intlTemplate("fr", "short"),
  },
  other: {
    medium: "{day} {mon} {Y}",
    "short, weekday": "{wd} {day} {mon} {Y}",
    "short slashes": "{D}/{M}/{Y}",
    "short year, numerals": "{DD}/{MM}/{YY}",
    "short year": "{day} {month} {'YY}",
    "hyphens, day first": "{DD}-{MM}-{Y}",
    dots: "{DD}.{MM}.{Y}",
    hyphens: "{Y}-{MM}-{DD}",
    letterhead: "Paris, le {day} {month} {Y}",
    "letterhead, numerals": "Lyon, le {DD}/{MM}/{Y}",
    formal: "ce {day} {month} {Y}",
    "in the year": "le {day} {month} de l'an {Y}",
    "year in front": "en {Y}, le {day} {month}",
    "day in words": "le {dayWord} {month} {Y}",
    words: "le {dayWord} {month} {yearWords}",
    capitals: { template: "LE {day} {month} {Y}", restyle: (text) => text.toUpperCase() },
    "without accents": { template: "{weekday} {day} {month} {Y}", restyle: withoutAccents },
  },
  relative: {
    "from a day": {
      template: "{offset} le {day} {month} {Y}",
      offsets: {
        "deux jours après": 2,
        "trois jours après": 3,
        "quatre jours après": 4,
        "cinq jours après": 5,
        "six jours après": 6,
        "une semaine après": 7,
        "dix jours après": 10,
        "deux semaines après": 14,
        "deux jours avant": -2,
        "trois jours avant": -3,
        "quatre jours avant": -4,
        "cinq jours avant": -5,
        "une semaine avant": -7,
        "dix jours avant": -10,
      },
    },
    "beside a day": {
      template: "{offset} du {day} {month} {Y}",
      offsets: { "le lendemain": 1, "la veille": -1, "le surlendemain": 2, "l'avant-veille": -2 },
    },
  },
};
