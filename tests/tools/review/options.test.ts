import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { collect } from "../../../tools/review/feedback/collect";
import { makeSession } from "../../../tools/review/make";
import { readOptions } from "../../../tools/review/options";
import { loadSheets } from "../../../tools/exercises/load";
import type { MakeOptions } from "../../../tools/review/options";
import { lessonOf, questionsIn } from "../../../tools/review/session/lesson";
import type { Notebook } from "../../../tools/notebook/notebook-file";

describe("the command line", () => {
  test("has a default for everything but the paths", () => {
    expect(readOptions(["cohort"])).toEqual({
      kind: "make",
      paths: ["cohort"],
      out: "reviews",
      groupSize: 4,
      isPairs: false,
      reviews: 2,
      isAnonymous: false,
      seed: 1,
      isTrusting: false,
      isChecked: false,
    });
  });

  test.each([
    [[], "no PATH to review"],
    [["x", "--group-size", "1"], "--group-size should be a whole number from 2 on, got 1"],
    [["x", "--seed", "one"], "--seed should be a whole number from 0 on, got one"],
    [["x", "--reviews", "3"], "--reviews is for --pairs"],
    [["x", "--colour"], "Unknown option '--colour'"],
    [["collect", "reviews"], "collect takes the folder of the review and at least one file"],
  ])("%j is refused in one sentence", (argv, message) => {
    expect(() => readOptions(argv)).toThrow(message);
  });
});

describe("a folder", () => {
  test("that no review has made is not collected into, nor are its pages replaced", async () => {
    const folder = mkdtempSync(join(tmpdir(), "review-"));
    mkdirSync(join(folder, "pages"));
    const options = readOptions(["x", "--out", folder]) as MakeOptions;
    await expect(collect(folder, ["notes.md"], process.stdout)).rejects.toThrow("is no folder of a review");
    await expect(makeSession(options)).rejects.toThrow('holds a folder "pages" that no review has made');
    rmSync(folder, { recursive: true });
  });

  test("that is not there is named", async () => {
    const out = mkdtempSync(join(tmpdir(), "review-"));
    const options = readOptions([join(out, "nobody"), "--out", out]) as MakeOptions;
    await expect(makeSession(options)).rejects.toThrow("nobody is not there");
    rmSync(out, { recursive: true });
  });
});

test("the questions are the numbered items below the lesson's heading, and nothing after them", () => {
  const source =
    "Intro.\n\n## For the peer session\n\n1. Why $d_k$?\n2. What would\n   go wrong?\n\nRead on in 07.";
  const cells = [{ cell_type: "markdown", metadata: {}, source }];
  expect(questionsIn({ cells } as unknown as Notebook)).toEqual(["Why $d_k$?", "What would go wrong?"]);
  expect(questionsIn({ cells: [] } as unknown as Notebook)).toEqual([]);
});

test("every task of every sheet has a title, a prompt and minutes for the page", async () => {
  for (const sheet of await loadSheets()) {
    const { tasks } = lessonOf(sheet);
    expect(tasks.map(({ name }) => name)).toEqual(sheet.tasks.map(({ name }) => name));
    for (const { title, prompt, minutes } of tasks) {
      expect(`${title}${prompt}`.length).toBeGreaterThan(20);
      expect(minutes).toBeGreaterThan(0);
    }
  }
}, 60_000);
