/** Tests of the book's Korean edition, for book.test.ts: they share its one build and its one browser. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { englishInFrame, seriousProblems, type Visit } from "./book-page";

export function testEditions(out: string, pages: readonly string[], koreanPages: readonly string[]): void {
  test("every page is there in English and in Korean, and each leads to the other by a link in its own language", () => {
    expect(koreanPages).toEqual(pages.map((file) => `ko/${file}`));
    const headOf = (file: string): unknown => {
      const text = readFileSync(join(out, file), "utf8");
      const links = [...text.matchAll(/<(?:a class="edition"|link rel="alternate") [^>]*>[^<]*/g)];
      return [/<html lang="(\w+)"/.exec(text)?.[1], ...links.map(([link]) => link.trim())];
    };
    const alternate = (language: string, href: string): string =>
      `<link rel="alternate" hreflang="${language}" href="${href}"/>`;
    const edition = (language: string, href: string, name: string): string =>
      `<a class="edition" href="${href}" hreflang="${language}" lang="${language}" rel="alternate">${name}`;
    expect(pages.map(headOf)).toEqual(pages.map((file) => [
    ...["en", alternate("en", file), alternate("ko", `ko/${file}`)],
    edition("ko", `ko/${file}`, "한국어"),
  ])); // prettier-ignore
    expect(koreanPages.map(headOf)).toEqual(pages.map((file) => [
    ...["ko", alternate("en", `../${file}`), alternate("ko", `../ko/${file}`)],
    edition("en", `../${file}`, "English"),
  ])); // prettier-ignore
  });
}

export function testKoreanPages(koreanPages: readonly string[], visit: Visit): void {
  test("search finds Korean words with and without a particle on Korean pages, solutions and links to the next page last", () =>
    visit("ko/index.html", async ({ page }) => {
      for (const query of ["어텐션", "어텐션에서", "attention"]) {
        await page.getByRole("searchbox", { name: "책에서 찾기" }).fill(query);
        await page.locator("#found a").first().waitFor();
        await expect.poll(() => page.locator("#found-status").textContent()).toMatch(/개를 (?:찾았|보입)/);
        const addresses = await page.locator("#found a").evaluateAll((links) => links.map((link) => link.getAttribute("href")!)); // prettier-ignore
        expect(addresses[0], query).toMatch(/attention/);
        const kinds = addresses.map((address) => Number(/solutions-|#next$/.test(address)));
        expect(kinds, query).toEqual([...kinds].sort());
        await page.getByRole("searchbox").fill("");
      }
      await page.getByRole("searchbox").fill("어텐션");
      await page.locator("#found a").first().click();
      expect(page.url()).toContain("/ko/");
    }));

  test.each(koreanPages)("%s: says nothing in English around its text, and a phone scrolls one way", (file) =>
    visit(file, async ({ page, weight }) => {
      expect(await englishInFrame(page, !/explorer|glossary|index/.test(file))).toEqual([]);
      expect(weight()).toBeLessThan(3_000_000);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    }),
  );

  test.each(["index", "explorer", "glossary", "gallery", "01-recurrent-networks", "dataset-dates"])(
    "ko/%s.html: axe finds no serious problem",
    (name) =>
      visit(`ko/${name}.html`, async ({ page }) => {
        expect(await seriousProblems(page)).toEqual([]);
      }),
    120_000,
  );

  test("scripts of a Korean page speak Korean, with the particle that the word before it asks for", () =>
    visit("ko/01-recurrent-networks.html", async ({ page }) => {
      await page.getByRole("button", { name: "테마: 시스템 설정" }).click();
      await page.getByRole("button", { name: "테마: 밝게" }).waitFor();
      await page.locator(".prediction li > button").first().click();
      expect(await page.locator(".prediction .verdict").first().textContent()).toMatch(
        /^a를 골랐습니다\. [✓✗] /,
      );
      const plot = page.locator("figure.plot").first();
      await plot.scrollIntoViewIfNeeded();
      await plot.getByLabel("이 플롯 저장").click();
      await plot.getByText("SVG로 저장").waitFor();
    }));

  test("the explorer is Korean on a Korean page, and the other edition opens at the same example", () =>
    visit("ko/explorer.html", async ({ page }) => {
      await page.getByRole("button", { name: "다음" }).click();
      const side = page.locator(".side").nth(1);
      await side.getByRole("button", { name: "층 2, 헤드 3" }).click();
      expect(await englishInFrame(page, false)).toEqual([]);
      const field = page.getByRole("combobox", { name: /^날짜: / });
      await field.fill("3 Oktober 2026");
      await field.press("Enter");
      await page.getByText("“3 Oktober 2026”과 가장 비슷한 것입니다").waitFor();
      const [, example] = page.url().split("#");
      await page.getByRole("link", { name: "English", exact: true }).press("Enter");
      await page.waitForURL((url) => !url.pathname.includes("/ko/"));
      expect(page.url()).toMatch(new RegExp(`/explorer\\.html#${example}$`));
      expect(await page.locator("html").getAttribute("lang")).toBe("en");
    }));
}
