/** The built book in a real browser: every page is opened, every control clicked. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../notebooks/lab-page";
import { findChromium, isMissing } from "../needs";
import {
  clickEverything,
  laptop,
  makePlotsLive,
  openPage,
  problemsAsShown,
  secondsToFirstPlot,
  type OpenPage,
  visibleElements,
  type Visit,
} from "./book-page";
import { testEditions, testKoreanPages } from "./korean-edition";

const root = join(__dirname, "..", "..", "..");
const out = mkdtempSync(join(tmpdir(), "book-"));
const build = (folder: string) =>
  spawnSync(process.execPath, ["node_modules/tsx/dist/cli.mjs", "tools/book/build.ts", "--out", folder], {
    cwd: root,
    encoding: "utf8",
  });
const built = build(out);
const pages = readdirSync(out).filter((file) => file.endsWith(".html"));
const koreanPages = readdirSync(join(out, "ko"))
  .filter((file) => file.endsWith(".html"))
  .map((file) => `ko/${file}`);
const withPlots = pages.filter((file) => readFileSync(join(out, file), "utf8").includes('class="plot"'));
const withFirstPlot = [...withPlots, "explorer.html"];

afterAll(() => rmSync(out, { recursive: true, force: true }));

test("the book builds with a page for every notebook", () => {
  expect(built.stderr).toBe("");
  const notebooks = readdirSync(join(root, "notebooks")).filter((file) => file.endsWith(".ipynb"));
  expect(pages).toEqual(expect.arrayContaining(notebooks.map((file) => file.replace(".ipynb", ".html"))));
});

test("a folder with other files in it is never replaced", () => {
  const { status, stderr } = build(join(root, "lib"));
  expect(status).toBe(1);
  expect(stderr).toContain("expected a new or empty folder or an older book");
});

test("every link of every page leads to a file of the book, and to a heading that is there", () => {
  const all = [...pages, ...koreanPages];
  const texts = new Map(all.map((file) => [file, readFileSync(join(out, file), "utf8")]));
  const broken = all.flatMap((file) =>
    [...texts.get(file)!.matchAll(/(?:href|src)="([^"]+)"/g)]
      .map(([, link]) => link!)
      .filter((link) => !/^(https?|data|mailto):/.test(link))
      .filter((link) => {
        const [path = "", id] = link.split("#");
        const target = path === "" ? file : posix.join(posix.dirname(file), decodeURIComponent(path));
        if (id !== undefined && texts.has(target))
          return !texts.get(target)!.includes(`id="${decodeURIComponent(id)}"`);
        return statSync(join(out, target), { throwIfNoEntry: false }) === undefined;
      })
      .map((link) => `${file}: ${link}`),
  );
  expect(broken).toEqual([]);
});

testEditions(out, pages, koreanPages);

describe.skipIf(isMissing("chromium"))("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await openBrowser(findChromium()!)), 60_000);
  afterAll(() => browser.close());

  const visit: Visit = async (file, look) => {
    const opened = await openPage(browser, join(out, file));
    await look(opened);
    await opened.page.context().close();
    expect(opened.problems).toEqual([]);
  };

  describe.each(pages)("%s", (file) => {
    let opened: OpenPage;
    beforeAll(async () => void (opened = await openPage(browser, join(out, file))), 60_000);
    afterAll(() => opened.page.context().close());

    test("has no problem that axe calls serious, by dark", async () => {
      await opened.page.emulateMedia({ colorScheme: "dark" });
      expect(await problemsAsShown(opened.page)).toEqual([]);
      await opened.page.emulateMedia({ colorScheme: "light" });
    });

    test.runIf(withPlots.includes(file))(
      "makes each plot live when the reader comes near it",
      async () => {
        const numPlots = await opened.page.locator("figure.plot").count();
        expect(await makePlotsLive(opened.page)).toBe(numPlots);
        expect(await opened.page.locator("figure.plot > img").count()).toBe(0);
      },
      120_000,
    );

    /** Once its menu is open, a phone shows all that a laptop does, in the same colours: they need be looked at once. */
    test("scrolls one way on a phone, and its boxes with the keyboard, without a problem by light either", async () => {
      const onLaptop = await visibleElements(opened.page);
      await opened.page.setViewportSize({ width: 390, height: 844 });
      expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      await opened.page.locator("button.menu").click();
      const onPhone = new Set(await visibleElements(opened.page));
      expect(onLaptop.filter((element) => !onPhone.has(element))).toEqual([]);
      expect(await problemsAsShown(opened.page)).toEqual([]);
      await opened.page.locator("button.menu").click();
      await opened.page.setViewportSize(laptop);
    });

    test("has only controls that work, and that a pointer can reach", async () => {
      expect(await clickEverything(opened.page)).toEqual([]);
    });

    test("weighs less than 3 MB with all that it loads later", () => {
      expect(opened.weight()).toBeLessThan(3_000_000);
    });

    test.runIf(withFirstPlot.includes(file))("shows its first plot after less than 1 s of work", async () => {
      expect(await secondsToFirstPlot(opened.page)).toBeLessThan(1);
    });

    test("reports no error, and asks for nothing outside of the book", () => {
      expect(opened.problems).toEqual([]);
    });
  });

  test("a button that something lies over is found by the test that clicks them", () =>
    visit("index.html", async ({ page }) => {
      await page.addStyleTag({
        content: "header::before { content: ''; position: fixed; inset: 0; z-index: 9 }",
      });
      expect((await clickEverything(page)).join()).toContain("Theme");
    }));

  test("the explorer shows a map on the first screen, other examples, models and heads, and finds what one types", () =>
    visit("explorer.html", async ({ page }) => {
      const side = page.locator(".side").nth(1);
      const frameOf = (): Promise<string | null> => side.locator(".map .frame").getAttribute("y");
      const { y, height } = (await side.locator(".map .row").nth(7).boundingBox())!;
      expect(y + height, "eight rows on a screen of 720 px").toBeLessThan(720);
      await page.getByRole("button", { name: "Next" }).click();
      expect(page.url()).toMatch(/#dates-2$/);
      const facts = await side.locator("dl").textContent();
      await side.getByRole("button", { name: "layer 2, head 3" }).click();
      expect(await side.locator("dl").textContent()).not.toBe(facts);
      const before = await frameOf();
      await page.getByRole("slider").press("ArrowLeft");
      expect(await frameOf()).not.toBe(before);
      const field = page.getByRole("combobox", { name: /A date/ });
      await field.fill("3 Oktober 2026");
      await field.press("Enter");
      await page.getByText("the one recorded that is most like “3 Oktober 2026”").waitFor();
      await page.getByLabel("Task").selectOption("Korean to English");
      await side.getByRole("combobox", { name: /Model 2/ }).selectOption("Transformer of notebook 08");
      await page.getByRole("button", { name: /Play/ }).click();
      await page.getByText("Step 2 of").waitFor();
    }));

  test("search finds a heading while one types, and the keyboard leads there", () =>
    visit("index.html", async ({ page }) => {
      await page.getByRole("searchbox").fill("weighted average");
      await page.locator("#found a").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/06-attention\.html#the-idea/);
    }));

  test("search finds Korean terms where only the English one stands, shows the words around a hit, and last solutions and where to go next", () =>
    visit("index.html", async ({ page }) => {
      for (const query of ["어텐션", "attention", "LSTM", "next"]) {
        await page.getByRole("searchbox").fill(query);
        await page.locator("#found a").first().waitFor();
        await expect.poll(() => page.locator("#found-status").textContent()).toMatch(/^Found/);
        const addresses = await page.locator("#found a").evaluateAll((links) => links.map((link) => link.getAttribute("href")!)); // prettier-ignore
        expect(addresses[0], query).not.toMatch(/solutions-/);
        const kinds = addresses.map((address) => Number(/solutions-|#next$/.test(address)));
        expect(kinds, query).toEqual([...kinds].sort());
        await page.getByRole("searchbox").fill("");
      }
      await page.getByRole("searchbox").fill("weighted average");
      expect(await page.locator("#found mark").first().textContent()).toMatch(/^(weighted|average)/i);
    }));

  testKoreanPages(koreanPages, visit);

  test("formulas are set in the font that the book brings, and print shows no buttons, but the words of a question's choices", () =>
    visit("06-attention.html", async ({ page }) => {
      await page.locator("math").first().scrollIntoViewIfNeeded();
      await expect.poll(() => page.evaluate(() => document.fonts.check('16px "STIX Two Math"'))).toBe(true);
      const loaded = await page.evaluate(() => [...document.fonts].map(({ family, status }) => `${family} ${status}`)); // prettier-ignore
      expect(loaded.join()).toMatch(/STIX Two Math.* loaded/);
      await page.emulateMedia({ media: "print" });
      expect(await page.locator("button:visible, .vega-embed summary:visible").count()).toBe(
        await page.locator(".prediction li > button:visible").count(),
      );
      const choice = page.locator(".prediction li > button").first();
      expect(await choice.textContent()).toMatch(/\w/);
      expect(await choice.evaluate((element) => getComputedStyle(element).borderStyle)).toBe("none");
    }));

  test("the menus that turn a plot stand above it", () =>
    visit("08-transformer.html", async ({ page }) => {
      const plot = page.locator("figure.plot", { has: page.locator("img[alt^='Encoder: grey']") });
      const id = await plot.getAttribute("id");
      await plot.evaluate((figure) => figure.scrollIntoView());
      const live = page.locator(`[id="${id}"] .live`);
      await live.locator(".vega-bindings").waitFor();
      const [menus, picture] = await live.evaluate((place) =>
        [".vega-bindings", "svg.marks"].map((part) => place.querySelector(part)!.getBoundingClientRect()),
      );
      expect(menus!.bottom).toBeLessThanOrEqual(picture!.top);
    }));

  test("a link to a heading shows it below the banner on a phone, and two buttons stand beside the explorer's example", () =>
    visit("06-attention.html", async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      const heading = page.locator("main h2").nth(3);
      await page.evaluate((id) => (location.hash = id), (await heading.getAttribute("id"))!);
      const banner = (await page.locator(".banner").boundingBox())!;
      await expect.poll(async () => (await heading.boundingBox())!.y).toBeLessThan(200);
      expect((await heading.boundingBox())!.y).toBeGreaterThanOrEqual(banner.y + banner.height);
      await page.goto(`file://${join(out, "explorer.html")}`);
      const tops = await page.getByRole("button", { name: /^(Previous|Next)$/ }).evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().top)); // prettier-ignore
      expect(new Set(tops).size).toBe(1);
    }));

  test("the first page leads to the first notebook and the explorer, and says what each notebook asks", () =>
    visit("index.html", async ({ page }) => {
      expect(await page.getByRole("link", { name: "Start with 00" }).getAttribute("href")).toMatch(/^00-/);
      expect(await page.getByRole("link", { name: "See models look" }).getAttribute("href")).toBe(
        "explorer.html",
      );
      const questions = await page.locator(".card span").allTextContents();
      expect(questions.length).toBe(12);
      questions.forEach((question) => expect(question).toMatch(/\?$/));
    }));

  test("a chosen theme stays on the next page", () =>
    visit("index.html", async ({ page }) => {
      await page.getByRole("button", { name: /Theme/ }).click();
      await page.getByRole("button", { name: /Theme/ }).click();
      await page.goto(`file://${join(out, "glossary.html")}`);
      expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    }));
});
