/** What a learner does with a notebook in the lab, for tests: open it, run all cells, look at a plot. */
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import type { Output } from "../../tools/notebook/notebook-file";

const quietFlags =
  "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync";

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: quietFlags.split(" ") });
}

/** A laptop's window, unless said otherwise. */
export async function openNotebook(
  browser: Browser,
  url: string,
  viewport = { width: 1280, height: 720 },
): Promise<Page> {
  const page = await browser.newPage({ viewport });
  await page.goto(url);
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 60_000 });
  // Cells that are run before the kernel is there open a dialog instead.
  await page.locator("#jp-main-statusbar").getByText("| Idle").waitFor({ timeout: 60_000 });
  return page;
}

/**
 * Runs all cells by the menu, and waits until no cell waits any more.
 *
 * @throws {Error} a cell did not run, because one before it failed
 */
export async function runAllCells(page: Page, timeoutMs: number): Promise<void> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  await page.waitForFunction(isRunning, undefined, { timeout: 30_000 });
  await page.waitForFunction(`!(${isRunning})()`, undefined, { timeout: timeoutMs });
  const notRun = await page.evaluate(cellsNotRun);
  if (notRun.length > 0) throw new Error(`These cells did not run:\n${notRun.join("\n---\n")}`);
}

interface LabWindow {
  jupyterapp: {
    shell: { currentWidget: { content: { model: { cells: Iterable<CellModel> } } } };
  };
}

interface CellModel {
  type: string;
  outputs?: { toJSON(): Output[] };
  executionState: string;
  executionCount: number | null;
  sharedModel: { source: string };
}

/** What stands below all cells. */
export const outputsOf = (page: Page): Promise<Output[]> => page.evaluate(allOutputs);

// These run in the page, which has nothing but its own globals: cells far from view are in no document.
const isRunning = (): boolean =>
  [...(globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget.content.model.cells].some(
    (cell) => cell.type === "code" && cell.executionState === "running",
  );

const cellsNotRun = (): string[] =>
  [...(globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget.content.model.cells]
    .filter((cell) => cell.type === "code" && cell.executionCount === null)
    .map((cell) => cell.sharedModel.source);

const allOutputs = (): Output[] =>
  [...(globalThis as unknown as LabWindow).jupyterapp.shell.currentWidget.content.model.cells].flatMap(
    (cell) => cell.outputs?.toJSON() ?? [],
  );

/** A plot by a part of its description; the lab draws one only when it comes into view. */
export async function findPlot(page: Page, description: string): Promise<Locator> {
  const plot = page
    .locator(`.vega-embed:has([role="graphics-document"][aria-label*="${description}"])`)
    .first();
  await plot.waitFor({ state: "attached", timeout: 30_000 });
  await plot.evaluate((element) => element.scrollIntoView({ block: "start" }));
  return plot;
}

/** The lab follows the system's colours. */
export async function chooseTheme(page: Page, theme: "JupyterLab Light" | "JupyterLab Dark"): Promise<void> {
  await page.emulateMedia({ colorScheme: theme === "JupyterLab Dark" ? "dark" : "light" });
  await page.locator(`body[data-jp-theme-name="${theme}"]`).waitFor({ state: "attached", timeout: 20_000 });
}
