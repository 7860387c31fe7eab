import { describe, expect, test } from "vitest";
import {
  isUnseen,
  type KoreanEnglishPair,
  type KoreanEnglishSplit,
  load,
  longestTrained,
  sizes,
} from "../../datasets/korean-english/korean-english";
import { readLexicon } from "../../datasets/korean-english/lexicon";
import { fingerprint, readCard } from "./fingerprint";

const names = Object.keys(sizes) as KoreanEnglishSplit[];
const splits = Object.fromEntries(names.map((split) => [split, load({ split })])) as Record<
  KoreanEnglishSplit,
  KoreanEnglishPair[]
>;
const everyPair = names.flatMap((name) => splits[name]);
const texts = everyPair.map(({ sourceText }) => sourceText);

/** The pairs in which something is wrong, as text. */
const failing = (isWrong: (pair: KoreanEnglishPair) => boolean) =>
  everyPair.filter(isWrong).map(({ sourceText, targetText }) => `${sourceText} = ${targetText}`);

describe("the splits of korean-english", () => {
  test("have the sizes that the card says, at least 20,000 pairs from at least 400 words", () => {
    expect(names.map((name) => splits[name].length)).toEqual([20_000, 1_000, 1_000, 1_000, 1_000]);
    const lexicon = Object.values(readLexicon()).flat();
    expect(lexicon.length).toBeGreaterThanOrEqual(400);
  });

  test("are the ones whose hashes stand in the card", () => {
    const card = readCard("korean-english");
    const rows = names.map((name) => `| ${name} | ${fingerprint(splits[name])} |`);
    expect(rows.filter((row) => !card.includes(row))).toEqual([]);
  });

  test("share no sentence, of either language", () => {
    const owners = new Map<string, string>();
    const shared = names.flatMap((name) =>
      splits[name]
        .flatMap(({ sourceText, targetText }) => [sourceText, targetText])
        .filter((text) => (owners.get(text) ?? name) !== name || (owners.set(text, name), false)),
    );
    expect(shared).toEqual([]);
  });

  test("hold no Korean sentence twice", () => {
    expect(new Set(texts).size).toBe(texts.length);
  });

  test("keep longer sentences for the split of that name", () => {
    const isLong = ({ source }: KoreanEnglishPair) => source.length > longestTrained;
    expect(splits.longer.every(isLong)).toBe(true);
    expect(everyPair.filter(isLong)).toHaveLength(splits.longer.length);
  });

  test("keep some verbs and objects apart until the split of unseen combinations", () => {
    const objectOf = /^I (?!am|have)(\S+) (?:a|an) (\S+)\.$/;
    const combinations = (pairs: KoreanEnglishPair[]) =>
      pairs.flatMap(({ targetText, tense }) => {
        const [, verb, object] = (tense === "present" && objectOf.exec(targetText)) || [];
        return verb === undefined ? [] : [`${verb} ${object}`];
      });
    expect(combinations(splits.train).filter(isUnseen)).toEqual([]);
    expect(combinations(splits["unseen-combination"]).every(isUnseen)).toBe(true);
  });

  test("ask for hardly a word that training lacks", () => {
    const known = new Set(splits.train.flatMap(({ source }) => source));
    const asked = [...splits.test, ...splits["unseen-combination"]].flatMap(({ source }) => source);
    expect(asked.filter((piece) => !known.has(piece)).length / asked.length).toBeLessThan(0.01);
  });
});

describe("load", () => {
  test("takes the first pairs under a limit", () => {
    expect(load({ split: "test", limit: 20 })).toEqual(splits.test.slice(0, 20));
  });

  test("composes other sentences under another seed, and moves none to another split", () => {
    const trained = new Set(splits.train.flatMap(({ targetText }) => targetText));
    const others = load({ split: "test", limit: 200, seed: 1 });
    expect(others).not.toEqual(splits.test.slice(0, 200));
    expect(others.filter(({ targetText }) => trained.has(targetText))).toEqual([]);
  });

  test("names the argument that is wrong", () => {
    expect(() => load({ split: "random" as never })).toThrow(
      'korean-english.load: split should be one of "train", "validation", "test", "longer", "unseen-combination", got "random"',
    );
    expect(() => load({ split: "test", limit: 0 })).toThrow(
      "korean-english.load: limit should be a whole number ≥ 1, got 0",
    );
  });
});

describe("a Korean sentence", () => {
  const hasFinal = (text: string) => (text.charCodeAt(text.length - 1) - 0xac00) % 28 > 0;

  test("takes the particle that fits the last sound before it", () => {
    const closed = ["-은", "-이", "-을", "-과", "-이에요", "-이야"];
    const open = ["-는", "-가", "-를", "-와", "-예요", "-야"];
    const isWrong = ({ source }: KoreanEnglishPair) =>
      source.some((piece, at) => {
        const before = source[at - 1];
        if (before === undefined || before === "거" || /^(내|제|누)$/.test(before)) return false;
        return hasFinal(before) ? open.includes(piece) : closed.includes(piece);
      });
    expect(failing(isWrong)).toEqual([]);
  });

  test("respects in the verb whom it respects in the particle", () => {
    const isWrong = ({ source, isHonorific }: KoreanEnglishPair) => source[1] === "-께서는" && !isHonorific;
    expect(failing(isWrong)).toEqual([]);
    const respectful = /[시신실십셨셔세]/;
    const isPlain = ({ source, isHonorific }: KoreanEnglishPair) =>
      isHonorific && !source.slice(-7).some((piece) => respectful.test(piece));
    expect(failing(isPlain)).toEqual([]);
  });

  test("speaks of oneself humbly where it speaks politely", () => {
    const isWrong = ({ source, level }: KoreanEnglishPair) =>
      level === "polite" || level === "formal"
        ? source.some((piece) => /^(나|내|우리)$/.test(piece))
        : source.some((piece, at) => /^저희$/.test(piece) || (piece === "저" && source[at + 1] === "-는"));
    expect(failing(isWrong)).toEqual([]);
  });

  test("ends in its verb", () => {
    expect(failing(({ source }) => !/^-?\p{Script=Hangul}+$/u.test(source.at(-2)!))).toEqual([]);
  });
});

describe("an English sentence", () => {
  const wrong = (pattern: RegExp) => failing(({ targetText }) => pattern.test(targetText));

  test("agrees with its subject", () => {
    expect(wrong(/\b(I|We|we) (is|does|has)\b|\bI are\b|\b[Ww]e am\b/)).toEqual([]);
    expect(wrong(/^(He|She|Minsu|Yuna) (am|are|do|have|were)\b/)).toEqual([]);
    expect(wrong(/^(Am|Are|Do|Have|Were) (he|she|Minsu|Yuna)\b/)).toEqual([]);
    expect(wrong(/\b(two|three|ten|twenty|these|those) \S+s (is|does|has|was)\b/i)).toEqual([]);
  });

  test("has a before a consonant and an before a vowel", () => {
    expect(wrong(/\b[Aa] (?!uni|use|eu|one)[aeiou]/)).toEqual([]);
    expect(wrong(/\b[Aa]n [^aeiouh]/)).toEqual([]);
  });

  test("has one article at most", () => {
    expect(wrong(/\b(a|an|the) (a|an|the|my|this|that|these)\b/i)).toEqual([]);
  });

  test("begins with a capital and ends as the Korean one does", () => {
    expect(failing(({ targetText }) => !/^[A-Z].*[.?]$/.test(targetText))).toEqual([]);
    expect(failing(({ source, target }) => source.at(-1) !== target.at(-1))).toEqual([]);
  });
});

describe("the alignment of a sentence", () => {
  const hasLink = (
    links: readonly { source: number; target: number }[],
    side: "source" | "target",
    at: number,
  ) => links.some((link) => link[side] === at);

  test("has a link for every piece of both languages", () => {
    const isWrong = ({ source, target, alignment: { possible } }: KoreanEnglishPair) =>
      source.some((_, at) => !hasLink(possible, "source", at)) ||
      target.some((_, at) => !hasLink(possible, "target", at));
    expect(failing(isWrong)).toEqual([]);
  });

  test("is sure of every content word", () => {
    const content = new Set(
      Object.entries(readLexicon())
        .filter(([name]) => ["nouns", "adjectives", "numbers", "adverbs"].includes(name))
        .flatMap(([, words]) =>
          (words as { english: string }[]).map(({ english }) => english.split(" ").at(-1)!),
        ),
    );
    const isWrong = ({ target, alignment: { sure } }: KoreanEnglishPair) =>
      target.some((word, at) => content.has(word) && word !== "class" && !hasLink(sure, "target", at));
    expect(failing(isWrong)).toEqual([]);
  });

  test("holds every sure link among the possible ones, and every link once", () => {
    const keyOf = (link: { source: number; target: number }) => `${link.source}-${link.target}`;
    const isWrong = ({ alignment: { sure, possible } }: KoreanEnglishPair) => {
      const keys = new Set(possible.map(keyOf));
      return keys.size !== possible.length || sure.some((link) => !keys.has(keyOf(link)));
    };
    expect(failing(isWrong)).toEqual([]);
  });
});
