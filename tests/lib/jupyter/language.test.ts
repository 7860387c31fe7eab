import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  inLanguage,
  language,
  percentage,
  phrase,
  readEntries,
  shownCheck,
  shownName,
  shownNames,
  shownText,
} from "../../../lib/jupyter/language.cjs";

afterEach(() => void vi.unstubAllEnvs());

describe("language", () => {
  beforeEach(() => {
    ["COURSE_LANG", "LC_ALL", "LC_MESSAGES"].forEach((name) => vi.stubEnv(name, ""));
  });

  test("is the system's", () => {
    vi.stubEnv("LANG", "ko_KR.UTF-8");
    expect(language()).toBe("ko");
    vi.stubEnv("LANG", "de_DE.UTF-8");
    expect(language()).toBe("en");
    vi.stubEnv("LANG", "kok_IN"); // Konkani
    expect(language()).toBe("en");
  });

  test("is the one that was asked for, whatever the system's is", () => {
    vi.stubEnv("LANG", "ko_KR.UTF-8");
    vi.stubEnv("COURSE_LANG", "en");
    expect(language()).toBe("en");
    vi.stubEnv("COURSE_LANG", "ko");
    expect(language()).toBe("ko");
  });
});

describe("shownCheck", () => {
  test("leaves English as it is, and what no catalogue knows", () => {
    vi.stubEnv("COURSE_LANG", "en");
    expect(shownCheck("it never finished")).toBe("it never finished");
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownCheck("zyx wvu (tsr)")).toBe("zyx wvu (tsr)");
  });

  const exercises = `${import.meta.dirname}/../../../exercises/ko`;
  const texts = new Map(
    readdirSync(exercises)
      .filter((name) => name.endsWith(".po"))
      .sort()
      .reverse() // where two sheets share a text, the first sheet's counts
      .flatMap((file) => readEntries(readFileSync(`${exercises}/${file}`, "utf8")))
      .filter(({ context, hasPlaces }) => context === "checks" && !hasPlaces)
      .map(({ text, translation }) => [text, translation]),
  );

  test.each([
    ["output is 3, expected 4", "output이 4여야 하는데 3입니다"],
    ["output at [0, 1] is 3, expected 4", "output의 [0, 1] 원소가 4여야 하는데 3입니다"],
    ["the shape of output is [3], expected [1, 3]", "output의 모양이 [1, 3]이어야 하는데 [3]입니다"],
    ["a row sums to 3", "한 행의 합이 3입니다"],
    [
      "it throws TypeError: got NaN at position 3 (of 5)",
      "TypeError를 던집니다: got NaN at position 3 (of 5)",
    ],
  ])("says every cause whole before %s", (found, translation) => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(texts.size).toBeGreaterThan(600);
    const composed = (head: (cause: string) => string, tail: string) => (cause: string) =>
      `${head(cause)} (${tail})`;
    const causes = [...texts.keys()];
    expect(causes.map((cause) => shownCheck(`${cause} (${found})`))).toEqual(
      causes.map(composed((cause) => texts.get(cause)!, translation)),
    );
    expect(causes.map((cause) => shownCheck(`perhaps ${cause} (${found})`))).toEqual(
      causes.map(composed((cause) => `예상 원인: ${texts.get(cause)!}`, translation)),
    );
  });

  test.each([
    ["zyx is wvu (output is 3, expected 4)", "zyx is wvu (output이 4여야 하는데 3입니다)"],
    ["the mean of a row: zyx (a row sums to 3)", "the mean of a row: zyx (한 행의 합이 3입니다)"],
    ["zyx at wvu (post-norm): tsr (a row sums to 3)", "zyx at wvu (post-norm): tsr (한 행의 합이 3입니다)"],
  ])("leaves a cause that no catalogue knows, and translates what was found: %s", (text, shown) => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownCheck(text)).toBe(shown);
  });

  test.each([
    ["the gradient of weights is 3, expected 4", "weights의 기울기가 4여야 하는데 3입니다"],
    ["the gradient of weights at [2] is 3, expected 4", "weights의 [2] 원소의 기울기가 4여야 하는데 3입니다"],
    ["zyx of wvu: tsr", "zyx of wvu: tsr"],
    ["got NaN at position 3", "got NaN at position 3"],
    ["it throws Error: the sum of x: 3 at y", "Error를 던집니다: the sum of x: 3 at y"],
  ])("puts a text into no pattern that it does not fit: %s", (text, shown) => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownCheck(text)).toBe(shown);
  });
});

describe("what stands in the places of a check's text", () => {
  test.each([
    ["the result [3] is missing, expected 4", "결과 [3]이 4여야 하는데 빈 값입니다"],
    ['the result has no "weights", only nothing', "결과에 “weights”가 없습니다: 있는 것은 없음"],
    ["the result has 1 item, expected 2", "결과의 항목이 2개여야 하는데 1개입니다"],
    ["a promise", "Promise"],
    [
      "dotScore changes what all code shares: Map.prototype.get, Math.random and 3 more",
      "dotScore가 모든 코드가 함께 쓰는 것을 바꿉니다: Map.prototype.get, Math.random 외 3개",
    ],
    [
      "the process ended (exit code signal SIGSEGV) before it answered",
      "프로세스가 답하기 전에 끝났습니다(종료 코드: 신호 SIGSEGV)",
    ],
    ["your function finds nothing in healthy, untrained", "함수가 학습하지 않은 건강한 모델에서 "],
    [
      "query and keys is no longer what it was: do not change or dispose what you were given",
      "query, keys가 ",
    ],
    ["the scores are 11 and 0", "점수가 11, 0입니다"],
    ["your function finds nothing in healthy, second", "함수가 크기가 다른 건강한 모델에서 "],
    [
      "stopped after 10 s of processor time: does a loop never end? (while the answer was loaded: its import never finished)",
      "프로세서 시간 10초가 지나 중단했습니다. 끝나지 않는 반복문이 있습니까? (답을 불러오는 동안: ",
    ],
    [
      "all answers of this sheet together used more than 30 s of processor time",
      "이 문제지의 답을 모두 합쳐 프로세서 시간을 30초 넘게 썼습니다",
    ],
    [
      "type error: cell 4, Cannot find name 'f' (and 2 more); f is declared in cell 3, which is refused: line 1: ')' expected",
      "타입 오류: 4번 셀, Cannot find name 'f' (외 2개); f를 선언한 3번 셀이 거부되었습니다: 1번째 줄: ')' expected",
    ],
  ])("is translated: %s", (text, shown) => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownCheck(text).slice(0, shown.length)).toBe(shown);
  });
});

describe("percentage", () => {
  test("has a space before its sign in English and none in Korean", () => {
    vi.stubEnv("COURSE_LANG", "en");
    expect(percentage(0.9861)).toBe("98.6 %");
    vi.stubEnv("COURSE_LANG", "ko");
    expect(percentage(0.9861, 0)).toBe("99%");
    expect(shownName(" %")).toBe("%"); // the unit of an interval
  });
});

describe("inLanguage", () => {
  test("holds for what goes on later, beside what goes on in another language", async () => {
    const later = async () => {
      await new Promise(setImmediate);
      return phrase("term");
    };
    const both = [inLanguage("ko", later), inLanguage("en", later)];
    expect(await Promise.all(both)).toEqual(["용어", "term"]);
  });
});

describe("shownName", () => {
  test("translates a name, one made of two, and one with a place", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownName("late switch")).toBe("늦은 전환");
    expect(shownName("narrow, late switch")).toBe("좁음, 늦은 전환");
    expect(shownName("layer 2")).toBe("층 2");
    expect(shownName("32 % on the left neighbour, 35 % on the right one, 26 % on the place itself")).toBe(
      "왼쪽 이웃에 32 %, 오른쪽 이웃에 35 %, 그 자리 자신에 26 %",
    );
  });

  test("translates a name with a colon part by part, whatever stands in a part", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    const seen = "32 % on the left neighbour, 35 % on the right one, 26 % on the place itself";
    expect(shownName(`One head, asked for left and right: ${seen}`)).toBe(
      "헤드 하나, 왼쪽과 오른쪽을 물었을 때: 왼쪽 이웃에 32 %, 오른쪽 이웃에 35 %, 그 자리 자신에 26 %",
    );
  });

  test("counts words by number only: the kinds of words that a notebook names are names of their own", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    vi.stubEnv("JPY_SESSION_NAME", "notebooks/ko/11-translation.ipynb");
    expect(shownName("LSTM, 80,000 words")).toBe("LSTM, 단어 80,000개");
    expect(shownName("ours, dictionary words")).toBe("우리, 사전의 단어");
  });

  test("takes a difference apart before its counts", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownName("16 numbers minus 4 numbers")).toBe("숫자 16개 − 숫자 4개");
  });

  test("takes no sentence for a name with places, and leaves what no catalogue knows", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    const sentence = "the best finite difference of this error zyx is";
    expect(shownName(sentence)).toBe(sentence);
  });
});

describe("shownText", () => {
  test("translates the names in the places of a Korean title", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownText("머무는 시기: as it comes, never; starts by keeping, from step 253 on (10스텝)")).toBe(
      "머무는 시기: 기본 그대로, 없음; 유지 초기화, 253스텝부터 (10스텝)",
    );
    expect(shownText("words 4 to 5(0.20 nat)에서, words 20 to 27에서는")).toBe(
      "단어 4~5(0.20 nat)에서, 단어 20~27에서는",
    );
  });

  test("translates a name that holds a comma before the comma that ends it", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    const fate = "is below a blind guess for the last time at step 376, and ends at 10.8";
    expect(shownText(`클리핑 없음: ${fate}, 클리핑 있음`)).toBe(
      "클리핑 없음: 376스텝 뒤로는 무작위 추측 아래로 내려오지 않고 10.8에서 끝남, 클리핑 있음",
    );
  });

  test("leaves what is quoted, single words and what no catalogue knows", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    const title = "LSTM의 답: “late switch”, zyx wvu, linear 학습";
    expect(shownText(title)).toBe(title);
  });

  test("puts the particles after the places of a Korean title", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownText("2046-02-12을(를) 쓰려고 “two”을(를) 봄, 2위 general은(는) 더 높음")).toBe(
      "2046-02-12를 쓰려고 “two”를 봄, 2위 general은 더 높음",
    );
  });

  test("changes nothing in English", () => {
    vi.stubEnv("COURSE_LANG", "en");
    expect(shownText("시기: late switch")).toBe("시기: late switch");
  });
});

describe("shownNames", () => {
  test("translates a column of names, and none of a column that has other words too", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownNames(["linear", "constant"]).get("linear")).toBe("선형");
    expect(shownNames(["linear", "the", "cat"]).size).toBe(0);
  });

  test("takes letters alone for a name in any language", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownNames(["linear", "LSTM"]).get("linear")).toBe("선형");
  });

  test("changes nothing in English", () => {
    vi.stubEnv("COURSE_LANG", "en");
    expect(shownNames(["linear"]).size).toBe(0);
    expect(shownName("late switch")).toBe("late switch");
  });
});
