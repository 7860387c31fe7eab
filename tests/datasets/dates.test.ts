import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysInMonth, isoDate } from "../../datasets/dates/calendar";
import { type DatePair, type Language, formNames, languages, load, textOf } from "../../datasets/dates/dates";
import { daysOf, splitOf } from "../../datasets/dates/split";
import { fingerprint, readCard } from "./fingerprint";

const train = load({ split: "train" });
const validation = load({ split: "validation" });
const test_ = load({ split: "test" });
const plain = load({ split: "train", forms: "plain" });

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
    const keys = [...train, ...validation, ...test_].map(({ language, source }) => language + textOf(source));
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
