/** Notebook 06 as a learner meets it: in JupyterLab, in a browser, with its attention map under the pointer. */
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeNotebook } from "../../tools/notebook/execute";
import type { Output } from "../../tools/notebook/notebook-file";
import { findSources, notebookOf } from "../../tools/notebook/sources";
import { findChromium, isMissing } from "../tools/needs";
import { projectRoot, startLab, type Lab } from "./jupyter-lab";
import { chooseTheme, findPlot, openBrowser, openNotebook, outputsOf, runAllCells } from "./lab-page";

const source = findSources("notebooks").find(({ number }) => number === "06");
const copy = ".course/browser/06-attention.ipynb"; // the executed notebook itself is never opened, so never saved over

describe.skipIf(source === undefined || isMissing("chromium") || isMissing("cjk font"))(
  "notebook 06 in JupyterLab",
  () => {
    let lab: Lab;
    let browser: Browser;
    let page: Page;
    let map: Locator;

    beforeAll(async () => {
      writeNotebook(join(projectRoot, copy), notebookOf(source!));
      lab = await startLab(120_000);
      browser = await openBrowser(findChromium()!);
      page = await openNotebook(browser, lab.notebookUrl(copy));
      await runAllCells(page, 600_000);
      map = await findPlot(page, "Attention map");
    }, 900_000);

    afterAll(async () => {
      await browser?.close();
      await lab?.stop();
    }, 60_000);

    test("it runs from its first cell to its last without an error or a warning", async () => {
      const isTrouble = ({ output_type, name }: Output): boolean =>
        output_type === "error" || name === "stderr";
      expect((await outputsOf(page)).filter(isTrouble)).toEqual([]);
    });

    test("the map has Korean letters on its source axis and an ISO date on its target axis", async () => {
      expect((await labelsOf(map, "X")).join("")).toMatch(/[가-힣]/);
      expect((await labelsOf(map, "Y")).join("")).toMatch(/^\d{4}-\d{2}-\d{2}/);
    });

    test("hovering a cell tells its tokens, its weight and its gold link", async () => {
      await cellsOf(map).first().hover({ force: true });
      const tip = await tooltipOf(page);
      expect(tip["source"]).toBe((await labelsOf(map, "X"))[0]);
      expect(tip["target"]).toBe((await labelsOf(map, "Y"))[0]);
      expect(tip["weight"]).toMatch(/^[01]\.\d{3}$/);
      expect(tip["gold link"]).toMatch(/^(no|sure|possible)$/);
      await screenshot(page, "06-hover.png");
    });

    test("the slider dims the rows that are not written yet", async () => {
      const numSources = (await labelsOf(map, "X")).length;
      await map.locator('input[type="range"]').fill("1");
      await expect.poll(() => map.locator('.weights_marks path[opacity="1"]').count()).toBe(numSources);
      await screenshot(page, "06-step-1.png");
      await map.locator('input[type="range"]').fill("0");
      await expect
        .poll(() => map.locator('.weights_marks path[opacity="1"]').count())
        .toBe(await cellsOf(map).count());
    });

    test("a plot as wide as a picture may be stays within the column beside the list of files", async () => {
      const plot = await findPlot(page, "Dates by the length of the source");
      const column = plot.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')]");
      const [inside, needed] = await column.evaluate(widthsOf);
      expect(needed).toBe(inside);
    });

    test("labels take the colour of the page, so they read in the dark theme too", async () => {
      const before = await labelColour(map);
      await chooseTheme(page, "JupyterLab Dark");
      map = await findPlot(page, "Attention map");
      await expect.poll(() => labelColour(map)).not.toBe(before);
      await screenshot(page, "06-dark.png");
    });

    test("a diagram is drawn on the page: its numbers under the pointer, its words in the page's colour", async () => {
      const diagram = page.locator('.jp-OutputArea-output svg[role="img"]').first();
      await diagram.scrollIntoViewIfNeeded();
      expect(await diagram.locator("title").first().textContent()).toMatch(
        /^encoder, of .+: unit 1: [−\d.]+$/,
      );
      const dark = await diagram.locator("text").first().evaluate(fillOf);
      await screenshot(page, "06-diagram-dark.png");
      await chooseTheme(page, "JupyterLab Light");
      await diagram.scrollIntoViewIfNeeded();
      await expect.poll(() => diagram.locator("text").first().evaluate(fillOf)).not.toBe(dark);
      await screenshot(page, "06-diagram-light.png");
    });
  },
);

const cellsOf = (map: Locator): Locator => map.locator(".weights_marks path");

const labelsOf = (map: Locator, axis: "X" | "Y"): Promise<string[]> =>
  map.locator(`[aria-label^="${axis}-axis"] .role-axis-label text`).allTextContents();

/** Runs in the page, whose globals this compiler does not know. */
const fillOf = (label: unknown): string =>
  (globalThis as unknown as { getComputedStyle(element: unknown): { fill: string } }).getComputedStyle(label)
    .fill;

const widthsOf = (box: unknown): [number, number] => {
  const { clientWidth, scrollWidth } = box as { clientWidth: number; scrollWidth: number };
  return [clientWidth, scrollWidth];
};

const labelColour = (map: Locator): Promise<string> =>
  map.locator(".role-axis-label text").first().evaluate(fillOf);

async function tooltipOf(page: Page): Promise<Record<string, string>> {
  const tip = page.locator("#vg-tooltip-element");
  await tip.locator("td.value").first().waitFor({ timeout: 10_000 });
  const keys = await tip.locator("td.key").allTextContents();
  const values = await tip.locator("td.value").allTextContents();
  return Object.fromEntries(keys.map((key, i) => [key.replace(":", ""), values[i]!]));
}

async function screenshot(page: Page, name: string): Promise<void> {
  const path = join(projectRoot, ".course", "screenshots", name);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
  expect(readFileSync(path).length).toBeGreaterThan(10_000);
}
