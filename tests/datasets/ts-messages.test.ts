import { describe, expect, test } from "vitest";
import { splits } from "../../datasets/kit/options";
import { englishMessages, readTranslations } from "../../datasets/ts-messages/messages";
import { languages, load, messageTokens, pairsOf } from "../../datasets/ts-messages/ts-messages";
import { fingerprint, readCard } from "./fingerprint";
import { temporaryFile } from "./temporary-file";

const bySplit = splits.map((split) => load({ split }));
const [train, validation, test_] = bySplit;

describe("ts-messages", () => {
  test("builds the splits whose hashes stand in the card", () => {
    const characters = splits.map((split) => load({ split, tokens: "characters" }));
    const hashes = [...bySplit, ...characters].map((pairs) => `${fingerprint(pairs)} |`);
    expect(hashes.filter((hash) => !readCard("ts-messages").includes(hash))).toEqual([]);
  });

  test("has no sentence in two splits, on either side", () => {
    const [trained, validated, tested] = bySplit.map(
      (pairs) => new Set(pairs.flatMap(({ sourceText, targetText }) => [sourceText, targetText])),
    );
    expect([...validated!].filter((text) => trained!.has(text))).toEqual([]);
    expect([...tested!].filter((text) => trained!.has(text) || validated!.has(text))).toEqual([]);
  });

  test("says each thing once", () => {
    const texts = bySplit.flat().map(({ target }) => target.join(" ").toLowerCase());
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("has a message with its number, its kind and both texts", () => {
    const known = bySplit.flat().find(({ code }) => code === 1248);
    expect(known).toMatchObject({
      category: "Error",
      sourceText: "클래스 멤버에는 '{0}' 키워드를 사용할 수 없습니다.",
      target: ["A", "class", "member", "cannot", "have", "the", "'", "{0}", "'", "keyword", "."],
    });
  });

  test("takes a place to fill in for one token, and other braces for what they are", () => {
    expect(messageTokens("'{0}' or '{10}' {x}")).toEqual(["'", "{0}", "'", "or", "'", "{10}", "'", "{", "x", "}"]); // prettier-ignore
  });

  test("leaves out a message that has no translation, or whose translation is the English text", () => {
    const message = (key: string, text: string) => ({ code: 1, category: "Error" as const, key, text });
    const english = [message("a", "yes"), message("b", "no"), message("c", "JSX")];
    const translations = new Map([["a", "예"], ["c", "JSX"]]); // prettier-ignore
    expect(pairsOf(english, translations).map(({ translation }) => translation)).toEqual(["예"]);
  });

  test.each(languages)("speaks %s", (language) => {
    expect(load({ split: "train", language }).length).toBeGreaterThan(1_600);
    expect(load({ split: "test", language }).length).toBeGreaterThan(130);
  });

  test("has the compiler's messages in order, each with a key of its own", () => {
    const messages = englishMessages();
    expect(messages[0]).toEqual({
      code: 1002,
      category: "Error",
      key: "Unterminated_string_literal_1002",
      text: "Unterminated string literal.",
    });
    expect(new Set(messages.map(({ key }) => key)).size).toBe(messages.length);
  });

  test("takes the first pairs under a limit, and others under another seed", () => {
    expect(load({ split: "test", limit: 9 })).toEqual(test_!.slice(0, 9));
    expect(load({ split: "test", limit: 9, seed: 1 })).not.toEqual(test_!.slice(0, 9));
    expect([train!.length, validation!.length]).toEqual([1_676, 134]);
  });

  test("names the file when it cannot be used", () => {
    const read = (text: string) => () => readTranslations(temporaryFile(text));
    expect(read('{ "a": "가", ')).toThrow(/: is no JSON/);
    expect(read('["가"]')).toThrow(/: should hold texts by their keys/);
    expect(read('{ "a": 1 }')).toThrow(/: should hold texts by their keys/);
    expect(read("")).toThrow(/: is empty/);
  });

  test("names the argument that is wrong", () => {
    expect(() => load({ split: "dev" as never })).toThrow("ts-messages.load: split should be one of");
    expect(() => load({ split: "test", language: "en" as never })).toThrow(
      'ts-messages.load: language should be one of "ko"',
    );
    expect(() => load({ split: "test", tokens: "bytes" as never })).toThrow(
      'ts-messages.load: tokens should be one of "words", "characters", got "bytes"',
    );
  });
});
