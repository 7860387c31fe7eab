/** A made-up cohort from hand-in to report: graded and measured in the sandbox, read in a browser. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collect } from "../../../tools/review/feedback/collect";
import { reportRatings } from "../../../tools/review/feedback/ratings";
import { openSnapshots } from "../../../tools/grade/intake/snapshots";
import { takeIn } from "../../../tools/grade/intake/submission";
import { openSuite } from "../../../tools/grade/judge/suite";
import { makeSession, suiteFor } from "../../../tools/review/make";
import { writeNotes, writeRatings } from "../../../tools/review/notes/notes";
import { readNotes } from "../../../tools/review/notes/read-notes";
import { readOptions } from "../../../tools/review/options";
import type { MakeOptions } from "../../../tools/review/options";
import { knownTo, openSession } from "../../../tools/review/session/session";
import { openBrowser } from "../../notebooks/lab-page";
import { clickEverything, openPage, seriousProblems } from "../book/book-page";
import type { OpenPage } from "../book/book-page";
import { findChromium, isMissing } from "../needs";
import { learners, rosterText, smallSentence, writeCohort } from "./cohort";

const folder = mkdtempSync(join(tmpdir(), "review-"));
const out = join(folder, "out");
const said = { text: "", write: (text: string) => (said.text += text) };

async function run(...options: string[]): Promise<number> {
  const args = [
    join(folder, "cohort"),
    "--out",
    out,
    "--sheets",
    "06",
    "--roster",
    join(folder, "roster.csv"),
  ];
  const chosen = readOptions([...args, "--anonymous", "--seed", "3", ...options]) as MakeOptions;
  said.text = "";
  return makeSession(chosen, { out: said, sentence: smallSentence(), isProven: true });
}

const filesIn = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(join(out, name)).sort().map((file) => [file, readFileSync(join(out, name, file), "utf8")]),
  ); // prettier-ignore
const withoutScript = (html: string): string => html.replace(/<script>[\s\S]*<\/script>/, "");
const letterOf = (learner: string): string => {
  const { members, pages } = openSession(out);
  const { submission } = members.find((member) => member.learner === learner)!;
  return Object.entries(pages[0]!.authors).find(([, owner]) => owner === submission)![0];
};

describe.skipIf(isMissing("bubblewrap"))("a review of a cohort of six", () => {
  beforeAll(async () => {
    await writeCohort(join(folder, "cohort"));
    writeFileSync(join(folder, "roster.csv"), rosterText);
    expect(await run("--group-size", "6")).toBe(0);
  }, 900_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const page = (): string => withoutScript(filesIn("pages")["group-1.html"]!);
  /** The card of one task that shows this learner's answer. */
  const cardOf = (learner: string, task: string): string =>
    page()
      .split("<article ")
      .find((card) => card.includes(`data-task="06 ${task}"`) && / data-authors="([^"]*)"/.exec(` ${card}`)![1]!.split(" ").includes(letterOf(learner)))!; // prettier-ignore

  test("proves no sheet that nobody handed in", async () => {
    const snapshots = openSnapshots(join(out, "work", "snapshots"));
    const all = await openSuite();
    const taken = await takeIn([join(folder, "cohort")], { snapshots, roster: undefined, suite: "", sheets: all.sheets }); // prettier-ignore
    const { sheets } = await suiteFor({ ...taken, snapshots }, all);
    expect(sheets.map(({ slug }) => slug)).toEqual(["06-attention"]);
  });

  test("says who is who in a file of its own, beside the pages", () => {
    const csv = readFileSync(join(out, "identities.csv"), "utf8");
    for (const { id } of learners) expect(csv).toMatch(new RegExp(`^${id},`, "m"));
    expect(Object.keys(filesIn("pages"))).toEqual(["group-1.html"]);
  });

  test("shows no name, id, path or address to reviewers", () => {
    for (const { id, name } of learners) {
      expect(page()).not.toContain(name);
      expect(page()).not.toMatch(new RegExp(`(?<![\\w.#-])${id}(?![\\w.-])`));
    }
    expect(page()).not.toMatch(/minji|example\.org|Mallory|\/tmp\//i);
    expect(cardOf("007", "dotScore")).toContain("[e-mail]");
  });

  test("folds answers that are equal but for names and comments, and shows both wordings", () => {
    const card = cardOf("007", "dotScore");
    expect(card).toBe(cardOf("0815", "dotScore"));
    expect(card).toContain("wrote the same with other names, layout or comments");
    expect(cardOf("s3", "dotScore")).not.toBe(card);
  });

  test("gives the verdict of the checks, and hidden checks only as counts", () => {
    expect(cardOf("007", "dotScore")).toContain("✓ right");
    expect(cardOf("s4", "dotScore")).toContain("the scores are a mean over the hidden units, not a sum");
    expect(cardOf("0815", "generalScore")).toContain("not attempted");
    expect(page()).not.toContain("that nobody has seen");
  });

  test("keeps what a hostile answer does to itself", () => {
    const card = cardOf("s5", "dotScore");
    expect(card).toContain("no result came out");
    expect(card).toContain("before it answered");
    expect(card).not.toContain("<script>alert");
    expect(cardOf("s5", "attend")).toContain("✓ right");
  });

  test("shows the code of a cell that cannot be read, with the reason", () => {
    const card = cardOf("s6", "dotScore");
    expect(card).toMatch(/cell \d+, line \d+: syntax error/);
    expect(card.replace(/<\/?mark>/g, "")).toContain("keys.");
  });

  test("times every answer that gives results, and no other", () => {
    expect(cardOf("s3", "dotScore")).toMatch(/✓ right<\/span> · (< )?[\d.]+ ms/);
    expect(cardOf("s5", "dotScore")).not.toMatch(/\d ms/);
  });

  test("draws a map where there are weights, and says why where there are none", () => {
    expect(cardOf("007", "dotScore")).toContain('<figure class="map"');
    expect(cardOf("s6", "attend")).toMatch(/No attention map: weights lie between 0 and 1/);
    expect(cardOf("007", "attentionEntropy")).not.toMatch(/<figure|No attention map/);
  });

  test("asks the questions of the lesson", () => {
    expect(page()).toContain("Is an attention map an explanation?");
  });

  test("run again gives the same files, without running any answer", async () => {
    const before = filesIn("pages");
    expect(await run("--group-size", "6")).toBe(0);
    expect(filesIn("pages")).toEqual(before);
  }, 120_000);

  const notesOf = (reviewer: string): string => {
    const [first] = openSession(out).pages;
    const reviews = Object.keys(first!.authors)
      .filter((author) => author !== reviewer)
      .map((author) => ({ author, task: "06 dotScore", scores: { right: 2 }, comment: `Dear ${author}, greetings from Bo Li` }));
    const { id: session } = openSession(out);
    return writeNotes({ session, page: first!.name, reviewer, reviews, questions: [], times: {} });
  }; // prettier-ignore
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  test("collects notes into a page for each author, and ratings into a report", async () => {
    const letters = Object.keys(openSession(out).pages[0]!.authors);
    const files = letters.map((letter) => write(`${letter}.md`, notesOf(letter)));
    await collect(out, files, said);
    const feedback = filesIn("feedback");
    expect(Object.keys(feedback)).toHaveLength(6);
    for (const html of Object.values(feedback)) {
      expect(html.match(/data-review="/g)).toHaveLength(5);
      expect(html).not.toContain("Bo Li");
    }
    const session = openSession(out);
    const rated = session.members.map(({ feedback: name }, index) => {
      const ratings = [1, 2, 3, 4, 5].map((review) => ({
        review,
        rating: 4,
        comment: index === 0 ? "thank you" : "",
      }));
      return write(`${name}.md`, writeRatings({ session: session.id, page: name, ratings }));
    });
    reportRatings(out, rated, said);
    const report = readFileSync(join(out, "report.html"), "utf8");
    expect(report).toContain("30 reviews, 30 of them rated; the median rating is 4 of 5");
    expect(report).toContain("Tukey");
    expect(report).toContain("&lt;b>Mallory&lt;/b>");
    expect(readFileSync(join(out, "ratings.csv"), "utf8")).toContain("007,Kim Min-ji,5,5,4,no");
  }, 60_000);

  test("writes nothing if one of the notes is malformed, and names them all", async () => {
    const before = filesIn("feedback");
    const good = write("good.md", notesOf("A"));
    const foreign = write("foreign.md", notesOf("B").replace(/session: .*/, "session: other"));
    await expect(collect(out, [good, foreign, write("empty.md", ""), good], said)).rejects.toThrow(
      /foreign\.md, line 3: expected "session: \w+", got "session: other"\n.*empty\.md, line 1: expected .*\n.*good\.md, line 1: expected one file of A of group-1/,
    );
    expect(filesIn("feedback")).toEqual(before);
  });

  describe.skipIf(isMissing("chromium"))("in a browser", () => {
    let browser: Browser;
    beforeAll(async () => void (browser = await openBrowser(findChromium()!)), 60_000);
    afterAll(() => browser.close());

    const visit = async (file: string, look: (opened: OpenPage) => Promise<void>): Promise<void> => {
      const opened = await openPage(browser, join(out, file));
      await look(opened);
      await opened.page.context().close();
      expect(opened.problems).toEqual([]);
    };

    test.each(["pages/group-1.html", "feedback/feedback-1.html"])(
      "%s weighs less than 3 MB, axe finds no serious problem in light and dark, every control works",
      (file) =>
        visit(file, async ({ page: shown, weight }) => {
          expect(await seriousProblems(shown)).toEqual([]);
          expect(await clickEverything(shown)).toEqual([]);
          await shown.setViewportSize({ width: 390, height: 844 });
          expect(await shown.evaluate("document.documentElement.scrollWidth")).toBe(390);
          expect(weight()).toBeLessThan(3_000_000);
        }),
      180_000,
    );

    test(
      "every map becomes live when the reader comes near it",
      () =>
        visit("pages/group-1.html", async ({ page: shown }) => {
          for (const figure of await shown.locator("figure.map").all()) {
            await figure.scrollIntoViewIfNeeded();
            await figure.locator("svg").first().waitFor({ timeout: 30_000 });
          }
          await shown.locator("figure.map input[type=range]").first().press("ArrowRight");
        }),
      120_000,
    );

    test("one's own answer cannot be judged, notes survive a reload, and the saved file is what collect reads", () =>
      visit("pages/group-1.html", async ({ page: shown }) => {
        await shown.getByRole("button", { name: "Save my notes" }).click();
        expect(await shown.locator("#said").textContent()).toContain("First choose");
        await shown.getByLabel("I am").selectOption("A");
        const own = shown.locator('article[data-authors="A"] fieldset input');
        expect(await own.first().isDisabled()).toBe(true);
        const card = shown.locator('article[data-task="06 concatScore"]').first();
        await card.getByRole("radiogroup", { name: "readable" }).getByText("3", { exact: true }).click();
        await card.locator("textarea").fill("like the equation\n## Answers of Z");
        const timer = shown.getByRole("group", { name: "Timer of 06 attend" });
        await timer.getByRole("button", { name: "Start" }).click();
        await shown.waitForTimeout(1100);
        await timer.getByRole("button", { name: "Pause" }).click();
        expect(await shown.locator("#said").textContent()).toMatch(/Timer of 06 attend paused at 0 min 1 s/);
        await shown.reload();
        const waiting = shown.waitForEvent("download");
        await shown.getByRole("button", { name: "Save my notes" }).click();
        const download = await waiting;
        expect(download.suggestedFilename()).toBe("group-1-A.md");
        const text = readFileSync((await download.path())!, "utf8");
        const notes = readNotes("notes.md", text, knownTo(openSession(out)));
        const others = (await card.getAttribute("data-authors"))!.split(" ").filter((author) => author !== "A");
        const review = { task: "06 concatScore", scores: { readable: 3 }, comment: "like the equation\n## Answers of Z" };
        expect(notes.reviews).toEqual(others.map((author) => ({ author, ...review })));
        expect(notes.times["06 attend"]).toBeGreaterThanOrEqual(1);
      }), 60_000); // prettier-ignore
  });

  describe("in pairs", () => {
    test("everybody gets a page with the next two of the ring, never with their own answers", async () => {
      expect(await run("--pairs")).toBe(0);
      const session = openSession(out);
      expect(Object.keys(filesIn("pages"))).toHaveLength(6);
      for (const { reviewers, authors } of session.pages) {
        expect(Object.keys(authors)).toEqual(["A", "B"]);
        expect(Object.values(authors)).not.toContain(reviewers["R"]);
      }
    }, 120_000);
  });
});
