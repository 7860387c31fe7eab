/**
 * How German writes a date. In numerals the day comes first: 03.10.2026 is the third of October.
 */
import type { WrittenLanguage } from "./form";
import { intlTemplate, namesOf } from "./intl";
import { literal, type Segment, word } from "./segment";
import { numerals } from "./template";

const small =
  "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn".split(
    " ",
  );
const tens = "null zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split(" ");
const ordinalStems =
  "null erst zweit dritt viert fünft sechst siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt".split(
    " ",
  );
const romanMonths = "I II III IV V VI VII VIII IX X XI XII".split(" ");

/** 88 is said acht-und-achtzig: the units first, which is why the links cross. */
function belowHundred(value: number, [tensAt, unitsAt]: readonly [number, number]): Segment[] {
  const [decade, unit] = [Math.floor(value / 10), value % 10];
  if (value < 20) return [word(small[value]!, "year", [tensAt, unitsAt])];
  if (unit === 0) return [word(tens[decade]!, "year", [tensAt, unitsAt])];
  const unitWord = unit === 1 ? "ein" : small[unit]!;
  return [word(unitWord, "year", [unitsAt]), literal("und"), word(tens[decade]!, "year", [tensAt])];
}

function yearWords(year: number): Segment[] {
  if (year === 2000) return [word("zweitausend", "year")];
  const century = year < 2000 ? "neunzehnhundert" : "zweitausend";
  return [word(century, "year", [0, 1]), ...belowHundred(year % 100, [2, 3])];
}

function dayWord(day: number, ending: string): Segment[] {
  if (day < 20) return [word(ordinalStems[day]! + ending, "day")];
  const decade = `${tens[Math.floor(day / 10)]}st${ending}`;
  if (day % 10 === 0) return [word(decade, "day")];
  const unit = day % 10 === 1 ? "ein" : small[day % 10]!;
  return [word(unit, "day", [9]), literal("und"), word(decade, "day", [8])];
}

export const german: WrittenLanguage = {
  writers: {
    ...numerals,
    ...namesOf("de"),
    austrianMonth: namesOf("de-AT")["month"]!,
    romanMonth: ({ month }) => [word(romanMonths[month - 1]!, "month")],
    yearWords: ({ year }) => yearWords(year),
    dayWord: ({ day }) => dayWord(day, "er"),
    dayWordDative: ({ day }) => dayWord(day, "en"),
  },
  plain: {
    long: intlTemplate("de", "long"),
    full: intlTemplate("de", "full"),
    medium: intlTemplate("de", "medium"),
    short: "{D}.{M}.{Y}",
    "on a day": "am {D}. {month} {Y}",
  },
  other: {
    "with zeros": "{DD}. {month} {Y}",
    "short name": "{D}. {mon} {Y}",
    "short name, weekday": "{wd}, {D}. {mon} {Y}",
    "weekday and article": "{weekday}, den {D}. {month} {Y}",
    "on a weekday": "am {weekday}, dem {D}. {month} {Y}",
    letterhead: "Berlin, den {D}. {month} {Y}",
    "letterhead, numerals": "Wien, am {D}.{M}.{Y}",
    "spaced numerals": "{D}. {M}. {Y}",
    "short year": "{D}. {month} {'YY}",
    "short year, numerals": intlTemplate("de", "short"),
    hyphens: "{Y}-{MM}-{DD}",
    "year in front": "im Jahr {Y} am {D}. {month}",
    Austrian: "{D}. {austrianMonth} {Y}",
    "Roman month": "{D}. {romanMonth}. {Y}",
    "day in words": "am {dayWordDative} {month} {Y}",
    words: "{dayWord} {month} {yearWords}",
    capitals: { template: "{weekday}, {D}. {month} {Y}", restyle: (text) => text.toUpperCase() },
    "small letters": { template: "{D}. {month} {Y}", restyle: (text) => text.toLowerCase() },
  },
  relative: {
    "from a day": {
      template: "{offset} dem {D}. {month} {Y}",
      offsets: {
        "zwei Tage nach": 2,
        "drei Tage nach": 3,
        "vier Tage nach": 4,
        "fünf Tage nach": 5,
        "sechs Tage nach": 6,
        "eine Woche nach": 7,
        "zehn Tage nach": 10,
        "zwei Wochen nach": 14,
        "zwei Tage vor": -2,
        "drei Tage vor": -3,
        "vier Tage vor": -4,
        "fünf Tage vor": -5,
        "eine Woche vor": -7,
        "zehn Tage vor": -10,
      },
    },
    "beside a day": {
      template: "am Tag {offset} dem {DD}.{MM}.{Y}",
      offsets: { nach: 1, vor: -1 },
    },
  },
};
