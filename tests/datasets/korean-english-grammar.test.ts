import { describe, expect, test } from "vitest";
import {
  infinitive,
  type Irregular,
  past,
  withL,
  withN,
  withSi,
} from "../../datasets/korean-english/conjugation";
import { copulaAfter } from "../../datasets/korean-english/copula";
import { ed, ing, s, verbGroup } from "../../datasets/korean-english/english-verb";
import { readGrammar } from "../../datasets/korean-english/grammar";
import { readLexicon } from "../../datasets/korean-english/lexicon";
import { particleAfter, wordBefore } from "../../datasets/korean-english/particle";
import { koreanText } from "../../datasets/korean-english/piece";
import {
  conjugate,
  describe as describeNoun,
  type PredicateForm,
} from "../../datasets/korean-english/predicate";
import { readTable } from "../../datasets/korean-english/table";
import { temporaryFile } from "./temporary-file";

const plain: PredicateForm = {
  ...{ tense: "present", level: "plain", negation: "" },
  ...{ isQuestion: false, isHonorific: false, isProgressive: false },
};
const said = (stem: string, form: Partial<PredicateForm>, irregular: Irregular = "", isAdjective = false) =>
  koreanText(conjugate({ stem, irregular, isAdjective }, { ...plain, ...form }, "verb"));

describe("a Korean stem", () => {
  test.each<[string, Irregular, string]>([
    ["읽", "", "읽어"],
    ["가", "", "가"],
    ["오", "", "와"],
    ["보", "", "봐"],
    ["마시", "", "마셔"],
    ["배우", "", "배워"],
    ["쓰", "", "써"],
    ["바쁘", "", "바빠"],
    ["예쁘", "", "예뻐"],
    ["모으", "", "모아"],
    ["공부하", "", "공부해"],
    ["살", "", "살아"],
    ["돕", "ㅂ", "도와"],
    ["줍", "ㅂ", "주워"],
    ["아름답", "ㅂ", "아름다워"],
    ["듣", "ㄷ", "들어"],
    ["부르", "르", "불러"],
    ["빠르", "르", "빨라"],
    ["빨갛", "ㅎ", "빨개"],
    ["하얗", "ㅎ", "하얘"],
    ["보내", "", "보내"],
    ["쉬", "", "쉬어"],
    ["앉", "", "앉아"],
    ["부수", "", "부숴"],
  ])("%s (%s) becomes %s before -아/-어", (text, irregular, expected) => {
    expect(infinitive({ text, irregular })).toBe(expected);
  });

  test("takes the sound of the past", () => {
    expect(past({ text: "읽", irregular: "" })).toBe("읽었");
    expect(past({ text: "가", irregular: "" })).toBe("갔");
    expect(past({ text: "돕", irregular: "ㅂ" })).toBe("도왔");
  });

  test("loses ㄹ before ㄴ and 시, and joins with -(으)ㄹ", () => {
    expect(withN({ text: "살", irregular: "" })).toBe("산");
    expect(withSi({ text: "살", irregular: "" }).text).toBe("사시");
    expect(withL({ text: "살", irregular: "" })).toBe("살");
    expect(withL({ text: "듣", irregular: "ㄷ" })).toBe("들을");
    expect(withN({ text: "하얗", irregular: "ㅎ" })).toBe("하얀");
  });
});

describe("a Korean predicate", () => {
  test("speaks plainly, casually, politely and formally", () => {
    expect(said("읽", {})).toBe("읽는다");
    expect(said("가", {})).toBe("간다");
    expect(said("살", {})).toBe("산다");
    expect(said("크", {}, "", true)).toBe("크다");
    expect(said("읽", { level: "casual" })).toBe("읽어");
    expect(said("읽", { level: "polite" })).toBe("읽어요");
    expect(said("읽", { level: "formal" })).toBe("읽습니다");
    expect(said("살", { level: "formal" })).toBe("삽니다");
    expect(said("마시", { level: "formal", isQuestion: true })).toBe("마십니까");
  });

  test("speaks of the past and the future", () => {
    expect(said("만들", { tense: "past", level: "polite" })).toBe("만들었어요");
    expect(said("만들", { tense: "future", level: "polite" })).toBe("만들 거예요");
    expect(said("읽", { tense: "future", level: "formal" })).toBe("읽을 것입니다");
  });

  test("negates in two ways", () => {
    expect(said("가", { negation: "short", tense: "past", level: "polite" })).toBe("안 갔어요");
    expect(said("가", { negation: "long", tense: "past", level: "polite" })).toBe("가지 않았어요");
    expect(said("가", { negation: "long" })).toBe("가지 않는다");
    expect(said("크", { negation: "long" }, "", true)).toBe("크지 않다");
    expect(said("가", { negation: "long", tense: "future" })).toBe("가지 않을 것이다");
  });

  test("respects the subject", () => {
    expect(said("읽", { isHonorific: true, level: "polite" })).toBe("읽으세요");
    expect(said("가", { isHonorific: true, level: "polite", tense: "past" })).toBe("가셨어요");
    expect(said("가", { isHonorific: true, level: "formal", negation: "long" })).toBe("가지 않으십니다");
    expect(said("읽", { isHonorific: true, isProgressive: true, level: "polite" })).toBe("읽고 계세요");
    const eat = { stem: "먹", irregular: "" as const, isAdjective: false, honorificStem: "드시" };
    expect(koreanText(conjugate(eat, { ...plain, isHonorific: true, level: "formal" }, "verb"))).toBe(
      "드십니다",
    );
  });

  test("is going on", () => {
    expect(said("듣", { isProgressive: true, level: "polite" }, "ㄷ")).toBe("듣고 있어요");
    expect(said("듣", { isProgressive: true }, "ㄷ")).toBe("듣고 있다");
  });

  test("describes a noun", () => {
    const before = (
      stem: string,
      form: Partial<PredicateForm>,
      irregular: Irregular = "",
      isAdjective = false,
    ) => koreanText(describeNoun({ stem, irregular, isAdjective }, { ...plain, ...form }, "verb"));
    expect(before("읽", {})).toBe("읽는");
    expect(before("만들", {})).toBe("만드는");
    expect(before("읽", { tense: "past" })).toBe("읽은");
    expect(before("어렵", {}, "ㅂ", true)).toBe("어려운");
    expect(before("재미있", {}, "", true)).toBe("재미있는");
    expect(before("길", {}, "", true)).toBe("긴");
  });
});

describe("the copula", () => {
  const be = (noun: string, form: Partial<PredicateForm>) =>
    koreanText([{ text: noun }, ...copulaAfter(noun, { ...plain, ...form }, "verb")]);

  test("follows the last sound of the noun", () => {
    expect(be("학생", { level: "polite" })).toBe("학생이에요");
    expect(be("의사", { level: "polite" })).toBe("의사예요");
    expect(be("의사", { level: "casual" })).toBe("의사야");
    expect(be("의사", { tense: "past" })).toBe("의사였다");
    expect(be("학생", { level: "formal", isQuestion: true })).toBe("학생입니까");
    expect(be("의사", { isHonorific: true, level: "formal" })).toBe("의사이십니다");
    expect(be("화가", { isHonorific: true, level: "polite" })).toBe("화가세요");
  });

  test("has a verb of its own for its negation", () => {
    expect(be("의사", { negation: "long", level: "polite" })).toBe("의사가 아니에요");
    expect(be("학생", { negation: "long", level: "casual" })).toBe("학생이 아니야");
    expect(be("학생", { negation: "long", tense: "past" })).toBe("학생이 아니었다");
    expect(be("학생", { negation: "long", isHonorific: true, level: "polite" })).toBe("학생이 아니세요");
  });
});

describe("a particle", () => {
  test("follows the last sound, and gives way to respect", () => {
    expect(["책", "영화"].map((word) => particleAfter(word, "을"))).toEqual(["을", "를"]);
    expect(["서울", "부산", "파리"].map((word) => particleAfter(word, "으로"))).toEqual(["로", "으로", "로"]);
    expect(particleAfter("선생님", "은", true)).toBe("께서는");
    expect(particleAfter("선생님", "에게", true)).toBe("께");
    expect(["나", "저", "누구"].map((word) => wordBefore(word, "이"))).toEqual(["내", "제", "누"]);
  });
});

describe("an English verb", () => {
  test("has its forms", () => {
    expect(["go", "watch", "carry", "play", "have"].map(s)).toEqual([
      "goes",
      "watches",
      "carries",
      "plays",
      "has",
    ]);
    expect(["close", "carry", "hug", "open", "fix"].map(ed)).toEqual([
      "closed",
      "carried",
      "hugged",
      "opened",
      "fixed",
    ]);
    expect(["write", "run", "see", "sit", "study"].map(ing)).toEqual([
      "writing",
      "running",
      "seeing",
      "sitting",
      "studying",
    ]);
  });

  test("changes its first word only", () => {
    const form = { tense: "present", isQuestion: false, isNegative: false, isProgressive: false } as const;
    const { main } = verbGroup("turn on", "", form, { person: 3, isPlural: false }, "verb");
    expect(main.map(({ text }) => text)).toEqual(["turns", "on"]);
  });
});

describe("the data files", () => {
  test("are read without a fault", () => {
    expect(readGrammar().length).toBeGreaterThan(20);
    expect(readLexicon().verbs.length).toBeGreaterThan(100);
  });

  test("have a verb for every pattern that a verb names, and no Korean word twice in a class of one verb", () => {
    const patterns = new Set(readGrammar().map(({ name }) => name));
    expect(readLexicon().verbs.filter(({ pattern }) => !patterns.has(pattern))).toEqual([]);
    const { nouns, verbs } = readLexicon();
    const objects = ({ object }: { object: readonly string[] }) =>
      nouns
        .filter(({ classes }) => classes.some((name) => object.includes(name)))
        .map(({ korean }) => korean);
    expect(verbs.filter((verb) => new Set(objects(verb)).size < objects(verb).length)).toEqual([]);
  });

  test("name their file and line when they cannot be used", () => {
    const table = (text: string) => () => readTable(temporaryFile(text), ["korean", "english"]);
    expect(table("korean\tenglish\n가\tgo\textra\n")).toThrow(/line 2: should have at most 2 columns, has 3/);
    expect(table("korean\n")).toThrow(/line 1: should begin with the columns korean, english, has korean/);
    expect(table("# remark\nkorean\tenglish\n\tgo\n")).toThrow(/line 3: has nothing in the column "korean"/);
    expect(table("")).toThrow(/: is empty/);
    const grammar = (text: string) => () => readGrammar(temporaryFile(text));
    expect(grammar("pattern x\nkorean [subject]은 [verb]\nenglish [verb]\n")).toThrow(
      /line 3: has \[verb\] in English, but \[subject, verb\] in Korean/,
    );
    expect(grammar("pattern x\nweight much\n")).toThrow(
      /line 2: weight should be a whole number ≥ 1, is much/,
    );
    expect(grammar("korean [verb]\nenglish [verb]\n")).toThrow(/line 2: stands before the first pattern/);
    expect(grammar("pattern x\nkorea [verb]\n")).toThrow(/line 2: should begin with pattern, ask, weight/);
  });
});
