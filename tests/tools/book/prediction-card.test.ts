/** A prediction in the book: what a page holds without a script, and what a reader does with it in a browser. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { predictionMimeType } from "../../../lib/jupyter/predict";
import { pageMarkdown } from "../../../tools/book/markdown";
import { showOutput } from "../../../tools/book/output";
import { openBrowser } from "../../notebooks/lab-page";
import { findChromium, isMissing } from "../needs";

const markdown = pageMarkdown({ linkTo: (href) => href, terms: new Set(["tidy"]) });
const prediction = {
  question: 'Is `tidy` "free"?',
  choices: ["no", "`tidy` is", "$x$"],
  right: 1,
  answer: "Because of `tidy`.",
};
const data = { "text/markdown": "…", "text/plain": "…", [predictionMimeType]: prediction };
const { html } = showOutput({ output_type: "display_data", data }, "02-plot-1", markdown);

test("without a script, a page holds the question, its choices and the folded answer", () => {
  expect(html).toContain("<strong>Predict:</strong> Is <code>tidy</code>");
  expect(html).toContain("<li><span>no</span></li>");
  expect(html).toMatch(
    /<details><summary>Show me the answer<\/summary><div><p><strong>b\.<\/strong> Because of/,
  );
});

test("a choice links nowhere, so that it may become a button; the answer links to the glossary", () => {
  expect(html).toContain("<li><span><code>tidy</code> is</span></li>");
  expect(html).toContain('href="glossary.html#tidy"');
});

describe.skipIf(isMissing("chromium"))("in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "prediction-"));
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    const client = join(__dirname, "..", "..", "..", "tools", "book", "client", "predictions.ts");
    buildSync({ entryPoints: [client], bundle: true, outfile: join(folder, "predictions.js") });
    writeFileSync(
      join(folder, "page.html"),
      `<!doctype html><meta charset="utf-8">${html}<script src="predictions.js"></script>`,
    );
    browser = await openBrowser(findChromium()!);
    page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, "page.html")).href);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  const openAnswers = () => page.locator("details[open]").count();

  test("a choice made by the keyboard shows the truth beside it, in words", async () => {
    expect(await openAnswers()).toBe(0);
    await page.getByRole("button", { name: "no" }).press("Enter");
    expect(await page.getByRole("status").textContent()).toBe("You said a. ✗ The answer is b.");
    const notes = await page
      .locator("button")
      .evaluateAll((all) => all.map((one) => one.getAttribute("data-note")));
    expect(notes).toEqual(["your answer", "✓ right", ""]);
    expect(await openAnswers()).toBe(1);
  });

  test("the choice is still there when the reader comes back", async () => {
    await page.reload();
    expect(await page.getByRole("status").textContent()).toBe("You said a. ✗ The answer is b.");
    expect(await page.locator('button[aria-pressed="true"]').textContent()).toBe("no");
  });

  test("the answer opens without a choice", async () => {
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await page.getByText("Show me the answer").click();
    expect(await openAnswers()).toBe(1);
    expect(await page.getByRole("status").textContent()).toBe("");
  });
});
