import { describe, expect, test } from "vitest";
import { load, pronunciationsOf } from "../../datasets/cmudict/cmudict";
import { readDictionary } from "../../datasets/cmudict/dictionary";
import { splits } from "../../datasets/kit/options";
import { fingerprint, readCard } from "./fingerprint";
import { temporaryFile } from "./temporary-file";

const withVariants = splits.map((split) => load({ split, variants: true }));
const [train, validation, test_] = splits.map((split) => load({ split }));

describe("cmudict", () => {
  test("builds the splits whose hashes stand in the card", () => {
    const card = readCard("cmudict");
    const first = [train!, validation!, test_!].map((pairs) => `${fingerprint(pairs)} |`);
    const all = withVariants.map((pairs) => `${fingerprint(pairs)} |`);
    expect([...first, ...all].filter((cell) => !card.includes(cell))).toEqual([]);
  });

  test("has no word in two splits, with whatever pronunciation", () => {
    const [trained, validated, tested] = withVariants.map((pairs) => new Set(pairs.map(({ word }) => word)));
    expect([...validated!].filter((word) => trained!.has(word))).toEqual([]);
    expect([...tested!].filter((word) => trained!.has(word) || validated!.has(word))).toEqual([]);
  });

  test("splits 117,490 words about 90/5/5, and has each once without variants", () => {
    const sizes = [train!, validation!, test_!].map((pairs) => pairs.length);
    expect(sizes).toEqual([105_831, 5_883, 5_776]);
    expect(new Set([...train!, ...validation!, ...test_!].map(({ word }) => word)).size).toBe(117_490);
  });

  test("has 39 phonemes, 69 with stress, and 26 letters", () => {
    const stressed = load({ split: "train", stress: true });
    expect(new Set(train!.flatMap(({ target }) => target)).size).toBe(39);
    expect(new Set(stressed.flatMap(({ target }) => target)).size).toBe(69);
    expect(new Set(train!.flatMap(({ source }) => source)).size).toBe(26);
  });

  test("knows the pronunciations of a word in order", () => {
    expect(pronunciationsOf("read")).toEqual([
      ["R", "EH", "D"],
      ["R", "IY", "D"],
    ]);
    expect(pronunciationsOf("transformer", { stress: true })).toEqual([
      ["T", "R", "AE0", "N", "S", "F", "AO1", "R", "M", "ER0"],
    ]);
    expect(pronunciationsOf("zzzz")).toEqual([]);
  });

  test("takes the first pairs under a limit, and others under another seed", () => {
    expect(load({ split: "test", limit: 9 })).toEqual(test_!.slice(0, 9));
    expect(load({ split: "test", limit: 9, seed: 1 })).not.toEqual(test_!.slice(0, 9));
  });

  test("leaves out remarks", () => {
    const file = temporaryFile(
      'export const dictionary = {\n  "aalen": "AE1 L AH0 N # place, german",\n  "a(2)": "EY1"\n}\n',
    );
    expect(readDictionary(file)).toEqual([
      { word: "aalen", variant: 1, phonemes: ["AE1", "L", "AH0", "N"] },
      { word: "a", variant: 2, phonemes: ["EY1"] },
    ]);
  });

  test("names file and line when the file cannot be used", () => {
    const read = (text: string) => () => readDictionary(temporaryFile(text));
    expect(read('export const dictionary = {\n  "a": "AH0",\n  "b": "B I')).toThrow(
      /line 3: should end in }; the file seems to be cut off/,
    );
    expect(read('export const dictionary = {\n  "a": AH0,\n}\n')).toThrow(
      /line 2: should be like "word": "W ER1 D", is "a": AH0,/,
    );
    expect(read("module.exports = 1\n")).toThrow(/line 1: should hold "export const dictionary = {"/);
    expect(read("")).toThrow(/: is empty/);
  });

  test("names the argument that is wrong", () => {
    expect(() => load({ split: "dev" as never })).toThrow("cmudict.load: split should be one of");
    expect(() => load({ split: "test", limit: 1.5 })).toThrow(
      "cmudict.load: limit should be a whole number ≥ 1, got 1.5",
    );
  });
});
