import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Day, daysInMonth, isoDate } from "../../datasets/dates/calendar";
import { type DatePair, type Language, formNames, languages, load, textOf } from "../../datasets/dates/dates";
import { formsByLanguage } from "../../datasets/dates/generator";
import { disturb } from "../../datasets/dates/noise";
import { weave } from "../../datasets/dates/segment";
import { daysOf, type Split, splitOf } from "../../datasets/dates/split";
import { randomGenerator } from "../../lib/random";
import { fingerprint, readCard } from "./fingerprint";

const aDay: Day = { year: 2026, month: 10, day: 3 };
const train = load({ split: "train" });
const validation = load({ split: "validation" });
const test_ = load({ split: "test" });
const plain = load({ split: "train", forms: "plain" });
const everyPair = [...train, ...validation, ...test_, ...plain];

function written(language: Language, name: string, day: Day, split: Split = "test") {
  const form = formsByLanguage[language].find((candidate) => candidate.name === name)!;
  const segments = form.write(day, { split, random: randomGenerator(0) });
  return segments && weave(segments);
}

const textIn = (language: Language, name: string, year: number, month: number, day: number) =>
  textOf(written(language, name, { year, month, day })!.source);

/** Every character with the ISO positions read from it, the sure ones marked: "3!9 8" is sure of 9, and 8 is possible. */
function linksOf(language: Language, name: string, day: Day): string {
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

describe("the splits of dates", () => {
  test("no day is in two splits", () => {
    const [trained, validated, tested] = [train, validation, test_].map(
      (pairs) => new Set(pairs.map(({ iso }) => iso)),
    );
    expect([...tested!].filter((day) => trained!.has(day) || validated!.has(day))).toEqual([]);
    expect([...validated!].filter((day) => trained!.has(day))).toEqual([]);
  });

  test("a day that a split keeps unseen is not even a stated day before it", () => {
    const statedDay = (text: string) => /(\d{4})\D+(\d+)\D+(\d+)/.exec(text.normalize("NFKC"))!;
    const isRelative = ({ language, form }: DatePair) =>
      language === "ko" && /^(from|beside) a day$/.test(form);
    const statedSplits = (pairs: readonly DatePair[]) =>
      pairs.filter(isRelative).map(({ source }) => {
        const [, year, month, day] = statedDay(textOf(source)).map(Number);
        return splitOf({ year: year!, month: month!, day: day! });
      });
    expect(new Set(statedSplits(train))).toEqual(new Set(["train"]));
    expect(statedSplits(validation)).not.toContain("test");
  });

  test("every month of every year gives three days to the test and three to validation", () => {
    const share = (year: number, month: number) =>
      Array.from({ length: daysInMonth(year, month) }, (_, index) =>
        splitOf({ year, month, day: index + 1 }),
      );
    fc.assert(
      fc.property(fc.integer({ min: 1950, max: 2049 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const splits = share(year, month);
        expect(splits.filter((split) => split === "test")).toHaveLength(3);
        expect(splits.filter((split) => split === "validation")).toHaveLength(3);
      }),
    );
  });

  test("they have 50,000, 5,000 and 5,000 pairs, a fifth of them in each language", () => {
    const count = (pairs: readonly DatePair[], language: Language) =>
      pairs.filter((pair) => pair.language === language).length;
    expect(languages.map((language) => count(train, language))).toEqual(Array(5).fill(10_000));
    expect(languages.map((language) => count(validation, language))).toEqual(Array(5).fill(1_000));
    expect(languages.map((language) => count(test_, language))).toEqual(Array(5).fill(1_000));
  });

  test("no source stands twice in a language", () => {
    const keys = everyPair.slice(0, -plain.length).map(({ language, source }) => language + textOf(source));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("every character of validation and test is in train", () => {
    const known = new Set(train.flatMap(({ source }) => source));
    const unknown = [...validation, ...test_]
      .flatMap(({ source }) => source)
      .filter((char) => !known.has(char));
    expect(unknown).toEqual([]);
  });

  test("they are the ones whose hashes stand in the card", () => {
    const card = readCard("dates");
    const builds = (["train", "validation", "test"] as const).flatMap((split) =>
      (["plain", "all"] as const).map(
        (forms) => `| ${split} | ${forms} | ${fingerprint(load({ split, forms }))} |`,
      ),
    );
    expect(builds.filter((row) => !card.includes(row))).toEqual([]);
  });
});

describe("load", () => {
  test("takes the first pairs under a limit", () => {
    expect(load({ split: "train", limit: 37 })).toEqual(train.slice(0, 37));
  });

  test("leaves out other languages without changing a pair", () => {
    const korean = load({ split: "test", languages: ["ko"] });
    expect(korean).toEqual(test_.filter(({ language }) => language === "ko"));
  });

  test("gives the same pairs for the same seed, and others for another", () => {
    expect(load({ split: "test", seed: 7, limit: 50 })).toEqual(load({ split: "test", seed: 7, limit: 50 }));
    expect(load({ split: "test", seed: 7, limit: 50 })).not.toEqual(test_.slice(0, 50));
  });

  test("keeps every day in its split under another seed", () => {
    const isoDays = new Set(daysOf("test").map(isoDate));
    expect(load({ split: "test", seed: 7 }).every(({ iso }) => isoDays.has(iso))).toBe(true);
  });

  test("writes plain forms only, without noise, when asked for plain", () => {
    const isPlain = ({ language, form, noise }: DatePair) =>
      formNames(language, "plain").includes(form) && noise === undefined;
    expect(plain.every(isPlain)).toBe(true);
  });

  test("names the argument, what it should be and what it was", () => {
    expect(() => load({ split: "dev" as never })).toThrow(
      'dates.load: split should be one of "train", "validation", "test", got "dev"',
    );
    expect(() => load({ split: "test", limit: 0.5 })).toThrow(
      "dates.load: limit should be a whole number ≥ 1, got 0.5",
    );
    expect(() => load({ split: "test", languages: ["es" as never] })).toThrow(
      'dates.load: languages should be one of "ko", "en", "ja", "de", "fr", got "es"',
    );
    expect(() => load({ split: "test", languages: [] })).toThrow(
      "should name at least one language, got none",
    );
    expect(() => load({ split: "test", seed: NaN })).toThrow(
      "dates.load: seed should be a whole number, got NaN",
    );
  });
});

describe("the alignment of a date", () => {
  const samples = fc.constantFrom(...everyPair);

  test("links positions that exist", () => {
    fc.assert(
      fc.property(samples, ({ source, target, alignment }) =>
        alignment.possible.every((link) => link.source < source.length && link.target < target.length),
      ),
      { numRuns: 2_000 },
    );
  });

  test("holds every link once, and every sure link among the possible ones", () => {
    fc.assert(
      fc.property(samples, ({ alignment: { sure, possible } }) => {
        const keys = possible.map((link) => `${link.source}-${link.target}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(sure.every((link) => keys.includes(`${link.source}-${link.target}`))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("has a source for every character of the ISO date", () => {
    const isSourced = ({ target, alignment }: DatePair) =>
      target.every((_, position) => alignment.possible.some((link) => link.target === position));
    expect(everyPair.filter((pair) => !isSourced(pair)).map(({ source }) => textOf(source))).toEqual([]);
  });

  test("is sure of a digit only where the very digit is written", () => {
    const isWrong = ({ source, target, alignment }: DatePair) =>
      alignment.sure.some((link) => {
        const char = source[link.source]!.normalize("NFKC");
        return /\d/.test(char) && char !== target[link.target];
      });
    expect(everyPair.filter(isWrong).map(({ source }) => textOf(source))).toEqual([]);
  });

  test("has at most one sure source for a character, and none for a hyphen", () => {
    const isWrong = ({ alignment: { sure } }: DatePair) =>
      new Set(sure.map((link) => link.target)).size < sure.length ||
      sure.some((link) => link.target === 4 || link.target === 7);
    expect(everyPair.filter(isWrong)).toEqual([]);
  });

  test("follows the digits and the units of a Korean numeral", () => {
    expect(linksOf("ko", "numerals", aDay)).toBe(
      "이!0|천 0 1|이!2|십 2|육!3|년 4|  4|시!5 6|월 7|  7|삼!9 8|일",
    );
  });

  test("leaves the letters of an English month open, and reads its comma as a hyphen", () => {
    expect(linksOf("en", "medium", { year: 2026, month: 5, day: 3 })).toBe(
      "M 5 6|a 5 6|y 5 6|  7|3!9 8|, 4|  4|2!0|0!1|2!2|6!3",
    );
  });

  test("derives a year from a Japanese era and is sure of nothing in it", () => {
    expect(linksOf("ja", "era", aDay)).toBe("令 0 1 2 3|和 0 1 2 3|8 0 1 2 3|年 4|1!5|0!6|月 7|3!9 8|日");
  });

  test("crosses where German puts the day before the year", () => {
    expect(linksOf("de", "medium", aDay)).toBe("0!8|3!9|. 7|1!5|0!6|. 4|2!0|0!1|2!2|6!3");
  });

  test("lets the ending of a French first be read as a separator", () => {
    expect(linksOf("fr", "medium", { year: 2026, month: 5, day: 1 })).toBe(
      "1!9 8|e 7|r 7|  7|m 5 6|a 5 6|i 5 6|  4|2!0|0!1|2!2|6!3",
    );
  });

  test("takes a computed day from the stated day and from the offset, and the rest from where it is copied", () => {
    expect(linksOf("ko", "beside a day", { year: 2026, month: 10, day: 7 })).toBe(
      "2!0|0!1|2!2|6!3|년 4|  4|1!5|0!6|월 7|  7|4 9 8|일| |사 8 9|흘 8 9|  8 9|뒤 8 9",
    );
  });

  test("lets the two digits that meet stand for a hyphen that nothing else stands for", () => {
    expect(linksOf("ko", "no separators", aDay)).toBe("2!0|0!1|2!2|6!3 4|1!5 4|0!6 7|0!8 7|3!9");
  });
});

describe("a written form", () => {
  test("there are at least 20 in each language, and at least 5 plain ones", () => {
    expect(languages.filter((language) => formNames(language).length < 20)).toEqual([]);
    expect(languages.filter((language) => formNames(language, "plain").length < 5)).toEqual([]);
  });

  test("writes no two days alike, in whichever language or form", () => {
    // Two-digit years and numerals could be mistaken for one another where day and month are small: these years hold all.
    const years = [
      1950,
      1988,
      2000,
      ...Array.from({ length: 12 }, (_, index) => 2001 + index),
      2019,
      2026,
      2049,
    ];
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
