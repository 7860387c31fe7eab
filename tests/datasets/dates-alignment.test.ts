import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type DatePair, load, textOf } from "../../datasets/dates/dates";
import { aDay, linksOf } from "./written-date";

const everyPair = [
  ...load({ split: "train" }),
  ...load({ split: "test" }),
  ...load({ split: "train", forms: "plain", limit: 10_000 }),
];

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

  test("has a source for every digit of the ISO date and none for its hyphens", () => {
    const isSourced = ({ target, alignment }: DatePair) =>
      target.every(
        (char, position) => alignment.possible.some((link) => link.target === position) === (char !== "-"),
      );
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

  test("has at most one sure source for a character", () => {
    const isWrong = ({ alignment: { sure } }: DatePair) =>
      new Set(sure.map((link) => link.target)).size < sure.length;
    expect(everyPair.filter(isWrong)).toEqual([]);
  });

  test("follows the digits and the units of a Korean numeral", () => {
    expect(linksOf("ko", "numerals", aDay)).toBe("이!0|천 0 1|이!2|십 2|육!3|년| |시!5 6|월| |삼!9 8|일");
  });

  test("leaves the letters of an English month open", () => {
    expect(linksOf("en", "medium", { year: 2026, month: 5, day: 3 })).toBe(
      "M 5 6|a 5 6|y 5 6| |3!9 8|,| |2!0|0!1|2!2|6!3",
    );
  });

  test("derives a year from a Japanese era and is sure of nothing in it", () => {
    expect(linksOf("ja", "era", aDay)).toBe("令 0 1 2 3|和 0 1 2 3|8 0 1 2 3|年|1!5|0!6|月|3!9 8|日");
  });

  test("crosses where German puts the day before the year", () => {
    expect(linksOf("de", "medium", aDay)).toBe("0!8|3!9|.|1!5|0!6|.|2!0|0!1|2!2|6!3");
  });

  test("reads nothing from the ending of a French first", () => {
    expect(linksOf("fr", "medium", { year: 2026, month: 5, day: 1 })).toBe(
      "1!9 8|e|r| |m 5 6|a 5 6|i 5 6| |2!0|0!1|2!2|6!3",
    );
  });

  test("takes a computed day from the stated day and from the offset, and the rest from where it is copied", () => {
    expect(linksOf("ko", "beside a day", { year: 2026, month: 10, day: 7 })).toBe(
      "2!0|0!1|2!2|6!3|년| |1!5|0!6|월| |4 9 8|일| |사 8 9|흘 8 9|  8 9|뒤 8 9",
    );
  });
});
