import { describe, expect, test } from "vitest";
import { addDays, isoDate } from "../../datasets/dates/calendar";
import { type DatePair, type Language, formNames, languages, load, textOf } from "../../datasets/dates/dates";
import { formsByLanguage } from "../../datasets/dates/generator";
import { disturb } from "../../datasets/dates/noise";
import { weave } from "../../datasets/dates/segment";
import { daysOf } from "../../datasets/dates/split";
import { randomGenerator } from "../../lib/random";
import { readCard } from "./fingerprint";
import { aDay, textIn, written } from "./written-date";

const train = load({ split: "train" });

describe("a written form", () => {
  test("there are at least 20 in each language, and at least 5 plain ones", () => {
    expect(languages.filter((language) => formNames(language).length < 20)).toEqual([]);
    expect(languages.filter((language) => formNames(language, "plain").length < 5)).toEqual([]);
  });

  test("writes no two days alike, in whichever language or form", () => {
    // Two-digit years and numerals could be mistaken for one another where day and month are small: these years hold all.
    const years = [1988, 2000, ...Array.from({ length: 12 }, (_, index) => 2001 + index), 2026];
    const random = randomGenerator(0);
    const days = daysOf("train").concat(daysOf("validation"), daysOf("test"));
    const meanings = new Map<string, string>();
    const clashes: string[] = [];
    for (const day of days.filter(({ year }) => years.includes(year)))
      for (const { write, name } of languages.flatMap((language) => formsByLanguage[language])) {
        if (/^(from|beside) a day$/.test(name)) continue;
        const text = write(day, { split: "test", random })!
          .map((segment) => segment.text)
          .join("");
        const meaning = meanings.get(text) ?? isoDate(day);
        if (meaning !== isoDate(day)) clashes.push(`${text}: ${meaning} or ${isoDate(day)}`);
        meanings.set(text, meaning);
      }
    expect(clashes).toEqual([]);
  });

  test("stands in the card with an example", () => {
    const card = readCard("dates");
    const row = (language: Language, name: string) =>
      `| ${name} | ${textOf(written(language, name, aDay, "test")?.source ?? [])} |`;
    const rows = languages.flatMap((language) => formNames(language).map((name) => row(language, name)));
    expect(rows.filter((each) => !card.includes(each))).toEqual([]);
  });

  test("says June and October in Korean without their final consonants", () => {
    expect(textIn("ko", "numerals", 2026, 10, 3)).toBe("이천이십육년 시월 삼일");
    expect(textIn("ko", "numerals", 1988, 6, 10)).toBe("천구백팔십팔년 유월 십일");
    expect(textIn("ko", "numerals", 2000, 11, 21)).toBe("이천년 십일월 이십일일");
    expect(textIn("ko", "numerals digit by digit", 2026, 6, 3)).toBe("이공이육년 유월 삼일");
  });

  test("begins a Japanese era with 元 and changes era within a year", () => {
    expect(textIn("ja", "era", 2019, 5, 1)).toBe("令和元年5月1日");
    expect(textIn("ja", "era", 2019, 4, 30)).toBe("平成31年4月30日");
    expect(textIn("ja", "era", 1989, 1, 8)).toBe("平成元年1月8日");
    expect(textIn("ja", "era", 1989, 1, 7)).toBe("昭和64年1月7日");
    expect(textIn("ja", "era letter", 1950, 1, 1)).toBe("S25.1.1");
    expect(textIn("ja", "era in numerals", 2026, 10, 20)).toBe("令和八年十月二十日");
  });

  test("reads the irregular days of a Japanese month", () => {
    expect(textIn("ja", "kana", 2026, 4, 1)).toBe("2026年 しがつ ついたち");
    expect(textIn("ja", "kana", 2026, 9, 20)).toBe("2026年 くがつ はつか");
    expect(textIn("ja", "kana", 2026, 7, 24)).toBe("2026年 しちがつ にじゅうよっか");
  });

  test("gives English ordinals their endings", () => {
    const ordinal = (day: number) => textIn("en", "month first, ordinal", 2026, 10, day);
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31].map(ordinal).map((text) => text.slice(8, 12))).toEqual([
      "1st,",
      "2nd,",
      "3rd,",
      "4th,",
      "11th",
      "12th",
      "13th",
      "21st",
      "22nd",
      "23rd",
      "31st",
    ]);
  });

  test("says years as English does", () => {
    expect(textIn("en", "words", 1988, 6, 30)).toBe("June thirtieth, nineteen eighty-eight");
    expect(textIn("en", "words", 2006, 6, 12)).toBe("June twelfth, two thousand and six");
    expect(textIn("en", "words", 2000, 6, 21)).toBe("June twenty-first, two thousand");
    expect(textIn("en", "words", 2013, 6, 3)).toBe("June third, twenty thirteen");
  });

  test("says units before tens in German", () => {
    expect(textIn("de", "words", 1988, 10, 21)).toBe(
      "einundzwanzigster Oktober neunzehnhundertachtundachtzig",
    );
    expect(textIn("de", "words", 2001, 10, 7)).toBe("siebter Oktober zweitausendeins");
    expect(textIn("de", "day in words", 2026, 3, 30)).toBe("am dreißigsten März 2026");
    expect(textIn("de", "Austrian", 2026, 1, 6)).toBe("6. Jänner 2026");
  });

  test("counts by twenties in French, and calls the first the first", () => {
    expect(textIn("fr", "words", 1998, 10, 1)).toBe(
      "le premier octobre mille neuf cent quatre-vingt-dix-huit",
    );
    expect(textIn("fr", "words", 1971, 10, 21)).toBe(
      "le vingt et un octobre mille neuf cent soixante et onze",
    );
    expect(textIn("fr", "words", 1980, 10, 31)).toBe("le trente et un octobre mille neuf cent quatre-vingts");
    expect(textIn("fr", "words", 1991, 10, 17)).toBe("le dix-sept octobre mille neuf cent quatre-vingt-onze");
    expect(textIn("fr", "with article", 2026, 5, 1)).toBe("le 1er mai 2026");
  });
});

describe("a relative date", () => {
  const offsets: Record<string, number> = { 하루: 1, 이틀: 2, 사흘: 3, 나흘: 4, 닷새: 5, 엿새: 6, 일주일: 7 };

  test("is as many days from the stated day as its words say", () => {
    const korean = train.filter(
      ({ form, language, noise }) => form === "from a day" && language === "ko" && !noise,
    );
    const meant = ({ source }: DatePair) => {
      const [, year, month, day, words, side] = /(\d+)년 (\d+)월 (\d+)일로부터 (\S+) (뒤|전)/.exec(
        textOf(source),
      )!;
      const numDays = offsets[words!];
      const stated = { year: Number(year), month: Number(month), day: Number(day) };
      return numDays && isoDate(addDays(stated, side === "뒤" ? numDays : -numDays));
    };
    const wrong = korean.filter((pair) => ![undefined, pair.iso].includes(meant(pair) as string | undefined));
    expect(wrong).toEqual([]);
  });

  test("rarely leaves the stated month", () => {
    const korean = train.filter(({ form, language }) => form === "from a day" && language === "ko");
    const leaves = ({ source, iso }: DatePair) =>
      Number(/(\d+)월/.exec(textOf(source).normalize("NFKC"))![1]) !== Number(iso.slice(5, 7));
    expect(korean.filter(leaves).length / korean.length).toBeGreaterThan(0.005);
    expect(korean.filter(leaves).length / korean.length).toBeLessThan(0.15);
  });
});

describe("noise", () => {
  const segmentsOf = (language: Language, name: string) =>
    formsByLanguage[language]
      .find((form) => form.name === name)!
      .write(aDay, { split: "test", random: randomGenerator(0) })!;

  test("widens digits and keeps their links", () => {
    const { source, alignment } = weave(
      disturb("full-width digits", segmentsOf("ko", "long"), randomGenerator(0))!,
    );
    expect(textOf(source)).toBe("２０２６년 １０월 ３일");
    expect(alignment).toEqual(written("ko", "long", aDay)!.alignment);
  });

  test("never joins two numbers or takes a digit away", () => {
    const digitsOf = ({ source }: DatePair) => textOf(source).normalize("NFKC").match(/\d+/g);
    const noisy = train.filter(({ noise, form }) => noise === "spacing" && form === "small letters");
    expect(noisy.filter((pair) => digitsOf(pair)?.length !== 2)).toEqual([]);
  });

  test("finds no typo to make where all words are short", () => {
    expect(disturb("typo", segmentsOf("fr", "short"), randomGenerator(0))).toBeUndefined();
  });

  test("meets about one pair in seven", () => {
    expect(train.filter(({ noise }) => noise).length / train.length).toBeCloseTo(0.13, 1);
  });
});
