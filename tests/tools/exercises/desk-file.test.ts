/** A sheet that may be worked in either language: which file counts, and that no other is passed over in silence. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AnswerProcess } from "../../../tools/exercises/answer-process";
import { resetTask } from "../../../tools/exercises/desk";
import { deskPath, findDesk, sayWhichDesk } from "../../../tools/exercises/desk-file";
import { deskState } from "../../../tools/exercises/derive";
import { takeHint } from "../../../tools/exercises/hint";
import { loadSheet } from "../../../tools/exercises/load";
import { progressText } from "../../../tools/exercises/overview";
import { buildPages } from "../../../tools/exercises/page";
import { readProgress } from "../../../tools/exercises/progress";
import { refresh } from "../../../tools/exercises/standing";
import { readExercises, whatIsMissing } from "../../../tools/grade/hand-in/pack";
import { joinText, notebookText, type Notebook } from "../../../tools/notebook/notebook-file";

const sheet = await loadSheet("06");
const [english, korean] = [buildPages(sheet), buildPages(sheet, "ko")];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "desks-"));
  mkdirSync(join(folder, "ko"));
  vi.stubEnv("COURSE_STATE", join(folder, "state"));
  speak("en");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const speak = (language: "en" | "ko"): void => void vi.stubEnv("COURSE_LANG", language);

function layOut(pages: { readonly en?: Notebook; readonly ko?: Notebook }): void {
  for (const language of ["en", "ko"] as const)
    if (pages[language]) writeFileSync(deskPath(sheet.slug, language, folder), notebookText(pages[language]));
}
const found = () => {
  const { language, rival } = findDesk(sheet, folder);
  return [language, rival?.language];
};

describe("findDesk", () => {
  test.each(["en", "ko"] as const)(
    "finds the page with answers, though the learner speaks %s",
    (language) => {
      speak(language);
      layOut({ en: english.exercises, ko: korean.solutions });
      expect(found()).toEqual(["ko", undefined]);
      layOut({ en: english.solutions, ko: korean.exercises });
      expect(found()).toEqual(["en", undefined]);
    },
  );

  test.each([
    ["en", "ko"],
    ["ko", "en"],
  ] as const)(
    "takes the page in %s of a learner who speaks it, and names the other if it has answers",
    (own, other) => {
      speak(own);
      layOut({ en: english.exercises, ko: korean.exercises });
      expect(found()).toEqual([own, undefined]);
      layOut({ en: english.solutions, ko: korean.solutions });
      expect(found()).toEqual([own, other]);
    },
  );

  test("takes the only page that is there", () => {
    layOut({ ko: korean.exercises });
    expect(found()).toEqual(["ko", undefined]);
  });

  test("of two pages with answers, a command says which it is about, and how to ask for the other", () => {
    const said = vi.spyOn(console, "error").mockReturnValue();
    layOut({ en: english.exercises, ko: korean.solutions });
    sayWhichDesk(findDesk(sheet, folder), "npm run check -- 06");
    expect(said).not.toHaveBeenCalled();
    layOut({ en: english.solutions });
    sayWhichDesk(findDesk(sheet, folder), "npm run check -- 06");
    expect(said.mock.calls).toEqual([[expect.stringMatching(/ko.06-attention.ipynb both hold answers/)]]);
    expect(said.mock.calls[0]![0]).toContain("npm run check -- 06 --lang ko is about the other");
  });
});

describe("a Korean sheet", () => {
  const answers = new AnswerProcess();
  const isAnswer = ({ metadata }: Notebook["cells"][number]): boolean => {
    const course = metadata["course"] as { task?: string; role?: string } | undefined;
    return course?.task === "dotScore" && course.role === "answer";
  };

  test("is checked, and counts in the table of progress", async () => {
    layOut({ en: english.exercises, ko: korean.solutions });
    const short = { ...sheet, tasks: sheet.tasks.slice(0, 1) };
    expect(await refresh(short, answers, folder)).toBeUndefined();
    answers.stop();
    expect(progressText([short], readProgress())).toContain("1 of 1");
  }, 150_000);

  test("is handed in once, without the English stubs; the grader is told of no gap", () => {
    layOut({ en: english.exercises, ko: korean.solutions });
    writeFileSync(join(folder, "ko", "99-notes.ipynb"), notebookText(korean.exercises));
    const files = readExercises([sheet], folder);
    expect(files.map(({ path }) => path)).toEqual([
      "exercises/06-attention.ipynb",
      "exercises/ko/99-notes.ipynb",
    ]);
    expect(files[0]!.bytes.toString()).toContain("연습 문제 06");
    expect(whatIsMissing([sheet], files)).toEqual([]);
  });

  test("gets its own stub back, with the old answer kept", async () => {
    layOut({ en: english.exercises, ko: korean.solutions });
    const desk = findDesk(sheet, folder);
    const kept = await resetTask(sheet, "dotScore", desk);
    expect(readFileSync(kept, "utf8")).toContain("dotScore");
    const { cells } = JSON.parse(readFileSync(desk.path, "utf8")) as Notebook;
    const stub = joinText(cells.find(isAnswer)!.source);
    expect(stub).toContain('throw new Error("not written yet: dotScore")');
    expect(stub).toContain("// 여기에 작성");
  });

  test("is never written over by derive once somebody worked in it", () => {
    const worked = { ...korean.exercises, cells: [...korean.exercises.cells, korean.solutions.cells[0]!] };
    layOut({ ko: worked });
    expect(deskState(deskPath(sheet.slug, "ko", folder), korean.exercises)).toBe("edited");
  });

  test("has hints in Korean, for a learner who speaks it", () => {
    speak("ko");
    const { title, text } = takeHint(sheet, "dotScore");
    expect(title).toMatch(/[가-힣]/);
    expect(text).toMatch(/[가-힣]/);
  });
});

test("an English page stays English, whatever the language of whoever derives it", () => {
  speak("ko");
  expect(buildPages(sheet)).toEqual(english);
});
