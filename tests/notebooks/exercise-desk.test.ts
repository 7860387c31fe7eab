/** Sheet 06 as a learner meets it in JupyterLab: a wrong answer, a hint, the right answer, the plot of it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadSheet } from "../../tools/exercises/load";
import { buildPages } from "../../tools/exercises/page";
import { writeNotebook } from "../../tools/notebook/execute";
import { joinText, type Notebook } from "../../tools/notebook/notebook-file";
import { findChromium, isMissing } from "../tools/needs";
import { projectRoot, startLab, type Lab } from "./jupyter-lab";
import { openBrowser, openNotebook } from "./lab-page";

const copy = ".course/browser/exercises-06.ipynb"; // never the learner's own

interface LabWindow {
  jupyterapp: {
    commands: { execute(command: string): Promise<void> };
    shell: {
      currentWidget: {
        content: {
          activeCellIndex: number;
          widgets: { model: { sharedModel: { setSource(source: string): void } } }[];
        };
      };
    };
  };
}

describe.skipIf(isMissing("chromium"))("sheet 06 in JupyterLab", () => {
  let lab: Lab;
  let browser: Browser;
  let page: Page;
  let notebook: Notebook;
  let solved: Notebook;
  const state = mkdtempSync(join(tmpdir(), "exercise-state-"));

  beforeAll(async () => {
    process.env["COURSE_STATE"] = state; // the kernels inherit it
    const pages = buildPages(await loadSheet("06"));
    [notebook, solved] = [pages.exercises, pages.solutions];
    writeNotebook(join(projectRoot, copy), notebook);
    lab = await startLab(240_000);
    browser = await openBrowser(findChromium()!);
    page = await openNotebook(browser, lab.notebookUrl(copy), { width: 1280, height: 900 });
    await run(1); // the imports
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await lab?.stop();
    delete process.env["COURSE_STATE"];
    rmSync(state, { recursive: true, force: true });
  }, 60_000);

  const placeOf = (role: string): number =>
    notebook.cells.findIndex(({ metadata }) => {
      const course = metadata["course"] as { task: string; role: string } | undefined;
      return course?.task === "attend" && course.role === role;
    });

  const cellAt = (index: number): Locator =>
    page.locator(`.jp-Notebook .jp-Cell[data-windowed-list-index="${index}"]`);

  /** Runs a cell as Ctrl+Enter does, and waits until it has run. */
  async function run(index: number, source?: string): Promise<Locator> {
    const execute = async ([at, text]: readonly [number, string | undefined]): Promise<void> => {
      const { commands, shell } = (globalThis as unknown as LabWindow).jupyterapp;
      const { content } = shell.currentWidget;
      if (text !== undefined) content.widgets[at]!.model.sharedModel.setSource(text);
      content.activeCellIndex = at;
      await commands.execute("notebook:run-cell");
    };
    await page.evaluate(execute, [index, source] as const);
    const cell = cellAt(index);
    await cell.scrollIntoViewIfNeeded();
    return cell;
  }

  async function screenshot(name: string): Promise<void> {
    const path = join(projectRoot, ".course", "screenshots", name);
    mkdirSync(join(path, ".."), { recursive: true });
    await page.screenshot({ path });
    expect(readFileSync(path).length).toBeGreaterThan(10_000);
  }

  test("the stub says what to do, and no check of it passes", async () => {
    await run(placeOf("answer"));
    const check = await run(placeOf("check"));
    await expect
      .poll(() => check.innerText(), { timeout: 60_000 })
      .toContain("not written yet · 0 of 9 points");
    expect(await check.getByLabel("failed").count()).toBe(0);
    expect(await check.innerText()).toContain("Next: write attend in the cell above");
  }, 120_000);

  test("a softmax over the batch is named as that, with ✗, expected and actual", async () => {
    const wrong = joinText(solved.cells[placeOf("answer")]!.source).replace(
      ".softmax()",
      ".transpose<tf.Tensor2D>().softmax().transpose<tf.Tensor2D>()",
    );
    await run(placeOf("answer"), wrong);
    const check = await run(placeOf("check"));
    await expect.poll(() => check.innerText(), { timeout: 60_000 }).toContain("softmax runs over the batch");
    expect(await check.getByLabel("failed").count()).toBeGreaterThan(0);
    await screenshot("exercise-wrong.png");
  }, 120_000);

  test("a hint folds out on a click, by hand and by the keyboard", async () => {
    const hints = cellAt(placeOf("hint")).locator("details");
    await hints.first().scrollIntoViewIfNeeded();
    expect(await hints.first().locator("p").first().isVisible()).toBe(false);
    await hints.first().locator("summary").click();
    expect(await hints.first().locator("p").first().isVisible()).toBe(true);
    await screenshot("exercise-hint.png");
  }, 60_000);

  test("the right answer passes every check, and its plot is drawn", async () => {
    await run(placeOf("answer"), joinText(solved.cells[placeOf("answer")]!.source));
    const check = await run(placeOf("check"));
    await expect.poll(() => check.innerText(), { timeout: 60_000 }).toContain("9 of 9 points");
    expect(await check.getByLabel("failed").count()).toBe(0);
    expect(await check.innerText()).toContain("then go on with attentionEntropy");
    await screenshot("exercise-right.png");
    const look = await run(placeOf("look"));
    await look.locator(".vega-embed svg, .vega-embed canvas").first().waitFor({ timeout: 60_000 });
    await look.scrollIntoViewIfNeeded();
    await screenshot("exercise-look.png");
  }, 120_000);
});
