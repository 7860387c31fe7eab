import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { language, shownCheck, shownName, shownNames } from "../../../lib/jupyter/language.cjs";

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
});

describe("shownName", () => {
  test("translates a name, one made of two, and one with a place", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownName("late switch")).toBe("늦은 전환");
    expect(shownName("narrow, late switch")).toBe("좁음, 늦은 전환");
    expect(shownName("layer 2")).toBe("층 2");
  });

  test("takes no sentence for a name with places, and leaves what no catalogue knows", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    const sentence = "the best finite difference of this error zyx is";
    expect(shownName(sentence)).toBe(sentence);
  });
});

describe("shownNames", () => {
  test("translates a column of names, and none of a column that has other words too", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    expect(shownNames(["linear", "constant"]).get("linear")).toBe("선형");
    expect(shownNames(["linear", "the", "cat"]).size).toBe(0);
  });

  test("changes nothing in English", () => {
    vi.stubEnv("COURSE_LANG", "en");
    expect(shownNames(["linear"]).size).toBe(0);
    expect(shownName("late switch")).toBe("late switch");
  });
});
