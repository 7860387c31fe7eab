import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { language, shownCheck } from "../../../lib/jupyter/language.cjs";

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
