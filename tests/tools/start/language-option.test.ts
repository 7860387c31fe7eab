import { describe, expect, test } from "vitest";
import { takeLanguage } from "../../../tools/language-option.cjs";

const take = (...given: string[]) => {
  const [argv, env] = [["node", "run.cjs", "check", ...given], {} as Record<string, string | undefined>];
  takeLanguage(argv, env);
  return { left: argv.slice(3), language: env["COURSE_LANG"] };
};

describe("--lang", () => {
  test("sets the language, and no command sees it", () => {
    expect(take("06", "--lang", "ko", "--watch")).toEqual({ left: ["06", "--watch"], language: "ko" });
    expect(take("--lang=en")).toEqual({ left: [], language: "en" });
  });

  test("changes nothing where it is not given", () => {
    expect(take("06")).toEqual({ left: ["06"], language: undefined });
  });
});
