import { describe, expect, test } from "vitest";
import { romanize } from "../../../tools/names/romanize";
import { mayBeSamePerson, normalForm, peopleNamed, soundOf, spelledOut } from "../../../tools/names/spelling";

describe("romanize", () => {
  test.for([
    ["김민지", "gimminji"],
    ["최영희", "choeyeonghui"],
    ["남궁옥분", "namgungokbun"],
    ["Ada 박", "Ada bak"],
    ["민지".normalize("NFD"), "minji"],
  ] as const)("%s is %s", ([hangul, latin]) => expect(romanize(hangul)).toBe(latin));
});

describe("the normal form of an id", () => {
  test("forgets composition, width, case and spaces, and keeps leading zeros", () => {
    expect(normalForm(" 김민지 ".normalize("NFD"))).toBe(normalForm("김민지"));
    expect(normalForm("ＫＩＭ　０７")).toBe("kim 07");
    expect(normalForm("007")).not.toBe(normalForm("7"));
  });
});

const roster = ["김민지", "이준", "박서연", "최현우", "정지영", "Ada Braun", "Müller, Jörg", "노유진"].map((name) => ({ name })); // prettier-ignore
const found = (text: string): string[] => peopleNamed(text, spelledOut(roster)).map(({ name }) => name);

describe("peopleNamed", () => {
  test.for([
    ["Kim Min-ji", "김민지"], ["Minji Kim", "김민지"], ["Min Ji Kim", "김민지"], ["kimminji", "김민지"], ["minjikim", "김민지"],
    ["KIM MINJI", "김민지"], ["Kim, Min-ji", "김민지"], ["김 민지", "김민지"], ["민지 김", "김민지"], ["김민지".normalize("NFD"), "김민지"],
    ["Gim Minji", "김민지"], ["Lee Jun", "이준"], ["Yi Joon", "이준"], ["leejun", "이준"], ["Rhee Joon", "이준"],
    ["Park Seo-yeon", "박서연"], ["Bak Seoyeon", "박서연"], ["parkseoyeon", "박서연"], ["Choi Hyun-woo", "최현우"], ["Hyeonu Choe", "최현우"],
    ["Jung Ji-young", "정지영"], ["Chung Jiyoung", "정지영"], ["Jeong Jiyeong", "정지영"], ["Braun, Ada", "Ada Braun"], ["braunada", "Ada Braun"],
    ["Jorg Muller", "Müller, Jörg"], ["Roh Yoo-jin", "노유진"], ["Noh Yujin", "노유진"], ["김민지 (Kim Min-ji)", "김민지"],
  ] as const)("%s is %s", ([text, name]) => expect(found(text)).toEqual([name])); // prettier-ignore

  test.for(["Kim", "Min-ji", "Kim Min-ju", "Lee", "06", "", "김민"])("%j is nobody's full name", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("two people of one name are both told, and a name that is written exactly so comes before one that sounds so", () => {
    const people = [{ name: "Kim Young-su" }, { name: "Kim Yeong-su" }];
    expect(peopleNamed("김영수", spelledOut(people))).toHaveLength(2);
    expect(peopleNamed("kimyoungsu", spelledOut(people))).toEqual([people[0]]);
  });
});

test("a first name or a surname in common leaves it open; names that share nothing do not", () => {
  expect(mayBeSamePerson("Minji K.", "김민지")).toBe(true);
  expect(mayBeSamePerson("Park Su", "박서연")).toBe(true);
  expect(mayBeSamePerson("John Smith", "김민지")).toBe(false);
});

test("spellings of one sound are one", () => {
  expect(soundOf("Hyun-woo")).toBe(soundOf("현우"));
  expect(soundOf("Hee-kyung")).toBe(soundOf("희경"));
});
