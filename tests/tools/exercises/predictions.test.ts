import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keepPrediction, predictionsText, readPredictions } from "../../../tools/exercises/predictions";
import { coursePredictions, predictionsIn } from "../../../tools/exercises/questions";
import type { Cell } from "../../../tools/notebook/percent-source";
import { koreanCells } from "../../../tools/translation/edition";
import { notebookPages } from "../../../tools/translation/pages";

const codeOf = (cells: readonly Cell[]): string =>
  cells.flatMap(({ type, source }) => (type === "code" ? [source] : [])).join("\n");

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "predictions-"));
  vi.stubEnv("COURSE_STATE", state);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(state, { recursive: true });
});

describe("what a learner predicted", () => {
  test("is counted by the first answer to each question that the course asks", () => {
    keepPrediction("Why?", "because", false);
    keepPrediction("Why?", "therefore", true);
    keepPrediction("How?", "so", true);
    keepPrediction("A question of an older version", "yes", true);
    expect(predictionsText(["Why?", "How?", "When?"], readPredictions())).toBe(
      "Predictions: 2 of 3 made, 1 right at the first try",
    );
    expect(readdirSync(state)).toEqual(["predictions.json"]);
  });

  test("survives questions that are called as every object's own parts", () => {
    expect(predictionsText(["constructor"], readPredictions())).toContain("0 of 1 made");
    keepPrediction("constructor", "yes", true);
    expect(predictionsText(["constructor"], readPredictions())).toContain("1 of 1 made, 1 right");
  });

  test("is one answer, though a question is asked in both languages", () => {
    const [page] = notebookPages();
    const [english] = predictionsIn("page.ts", codeOf(page!.cells()));
    const [korean] = predictionsIn("page.ts", codeOf(koreanCells(page!.cells(), page!.poName)));
    expect(korean!.question).toMatch(/[가-힣]/);
    vi.stubEnv("COURSE_LANG", "ko");
    keepPrediction(korean!.question, korean!.choices[0]!, true);
    vi.stubEnv("COURSE_LANG", "en");
    keepPrediction(english!.question, english!.choices[1]!, false);
    expect(predictionsText([english!.question], readPredictions())).toContain("1 of 1 made, 1 right");
  });

  test("counts as none if the file is broken", () => {
    writeFileSync(join(state, "predictions.json"), '{ "Why?": ');
    expect(predictionsText(["Why?"], readPredictions())).toContain("0 of 1 made");
  });
});

describe("the course's questions", () => {
  const all = coursePredictions();

  test("are read from calls whose texts are added up over lines", () => {
    const source =
      'await predict({\n  question: "Is it " +\n    "so?",\n  choices: ["no", "yes"],\n  right: 1,\n  answer: "A" });';
    expect(predictionsIn("cell.ts", source)).toEqual([
      { question: "Is it so?", choices: ["no", "yes"], right: 1, answer: "A" },
    ]);
  });

  test("are never read as none: a call without a question in plain sight is an error with its place", () => {
    expect(() => predictionsIn("cell.ts", "\nawait predict(question);")).toThrow(
      "cell.ts:2: predict should be given a question as a text",
    );
  });

  test("are asked once each, so that an answer belongs to one", () => {
    const questions = all.map(({ question }) => question);
    expect(questions.length).toBeGreaterThan(60);
    expect(new Set(questions).size).toBe(questions.length);
  });

  test("have their right choice at every place, none much more often than another", () => {
    const places = [0, 1, 2].map((place) => all.filter(({ right }) => right === place).length);
    expect(Math.min(...places)).toBeGreaterThan(all.length / 4);
    expect(Math.max(...places)).toBeLessThan((2 * all.length) / 5);
  });

  test("do not tell by its length which choice is right", () => {
    const longest = all.filter(({ choices, right }) =>
      choices.every((choice, i) => i === right || choice.length < choices[right]!.length),
    );
    expect(longest.length).toBeLessThan(all.length / 2);
  });
});
