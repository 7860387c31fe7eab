import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { coursePython } from "../../tools/notebook/execute";

interface Run {
  readonly prompts: string[];
  /** Markdown: what stood there first, and what it became. */
  readonly shown: string[];
}
type Runs = Record<"answered" | "skipped" | "afterStop" | "unasked" | "inARow", Run> & { stopped: string };

const state = mkdtempSync(join(tmpdir(), "predictions-"));
afterAll(() => rmSync(state, { recursive: true }));

describe("a prediction in the real kernel", () => {
  const env = {
    ...process.env,
    COURSE_STATE: state,
    SMOKE: "0",
    JPY_SESSION_NAME: "notebooks/06-attention.ipynb",
  };
  const root = join(__dirname, "..", "..");
  const output = execFileSync(coursePython, [join(__dirname, "predict.py"), root], { encoding: "utf8", env });
  const runs = JSON.parse(output.trim().split("\n").at(-1)!) as Runs;

  test("is asked for in the page's own box, again after a wrong letter", () => {
    expect(runs.answered.prompts).toHaveLength(2);
    expect(runs.answered.prompts[0]).toBe("a, b or c (Enter skips): ");
    expect(runs.answered.prompts[1]).toContain('"x" is none of the letters');
  });

  test("shows the truth beside what was typed, where the question stood", () => {
    const [before, after, ...more] = runs.answered.shown;
    expect(before).not.toContain("Count.");
    expect(after).toContain("**You said b. ✓ That is right.** Count.");
    expect(more).toEqual([]);
  });

  test("is folded if it is skipped", () => {
    expect(runs.skipped.shown.at(-1)).toContain("<details>");
  });

  test("can be stopped, and what is typed afterwards answers no other question", () => {
    expect(runs.stopped).toBe("error");
    expect(runs.afterStop.shown.at(-1)).toContain("**You said a. ✗ The answer is b.**");
  });

  test("is not asked for where a page has no box, or more cells were sent to be run", () => {
    for (const { prompts, shown } of [runs.unasked, runs.inARow]) {
      expect(prompts).toEqual([]);
      expect(shown).toEqual([expect.stringContaining("<details>")]);
    }
  });

  test("is kept: the first answer, and whether it was right", () => {
    expect(JSON.parse(readFileSync(join(state, "predictions.json"), "utf8"))).toEqual({
      "Is $1 < 2$?": { choice: "yes", isRight: true, notebook: "06-attention" },
    });
  });
}, 120_000);
