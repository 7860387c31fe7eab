/** Text from strangers on every page that we write: it is shown as it is, and is never markup. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { documentOf } from "../../../tools/book/frame";
import { pageMarkdown } from "../../../tools/book/markdown";
import { showOutput } from "../../../tools/book/output";
import { frontPage, galleryPage } from "../../../tools/book/overview";
import type { Page } from "../../../tools/book/page";
import type { SubmissionRecord } from "../../../tools/grade/judge/record";
import { cohortPage } from "../../../tools/grade/report/cohort-page";
import { learnerPage } from "../../../tools/grade/report/learner-page";
import { reportPage } from "../../../tools/review/feedback/cohort-report";
import { feedbackPage } from "../../../tools/review/feedback/feedback-page";
import { reviewPage } from "../../../tools/review/page/review-page";

const evil = `</td></pre></script></title><script>alert(1)</script><img src=x onerror=alert(2)>" onfocus="alert(3)' &amp;`;
const shownAs = "&lt;script>alert(1)&lt;/script>";

const check = {
  name: evil,
  verdict: "fail",
  points: 1,
  message: evil,
  expected: evil,
  actual: evil,
} as const;
const passed = { name: evil, verdict: "pass", points: 1, message: "" } as const;
const task = {
  sheet: evil,
  task: evil,
  verdict: "fail",
  earned: 1,
  possible: 2,
  checks: [passed, check],
} as const;
const record: SubmissionRecord = {
  ...{ id: evil, learner: evil, name: evil, verdict: "infra_error", reason: evil, earned: 1, possible: 2 },
  ...{ undetermined: 1, notes: [evil, `for a human to look at: ${evil}`], tasks: [task] },
};
const broken = { ...record, tasks: [{ ...task, message: evil }] };

const assets = { script: "", style: "" };
const answer = {
  ...{ author: "A", label: evil, source: evil, form: "same", graded: task },
  ...{ time: { medianMs: 1, lowMs: 1, highMs: 1 }, map: { weights: [[1]] } },
};
const answers = [answer, { ...answer, source: "other", map: { problem: evil } }, { ...answer, form: undefined, map: { problem: evil } }]; // prettier-ignore
const lesson = { questions: ["Why?"], tasks: [{ name: evil, title: evil, prompt: "Write it.", minutes: 1 }] };
const pageTask = {
  key: evil,
  name: evil,
  stub: evil,
  sentence: { source: [evil], target: [evil], calls: {} },
  answers,
};
const sheet = { slug: evil, lesson, tasks: [pageTask] };
const reviewers = ["A", "B"].map((letter) => ({ letter, label: evil }));
const written = { task: evil, scores: { right: 1 }, comment: evil };
const member = { submission: "s", learner: evil, name: evil, feedback: "feedback-1" };
const session = { version: 1, id: evil, isAnonymous: false, members: [member], pages: [], sheets: [{ slug: evil, tasks: [evil] }] }; // prettier-ignore
const review = {
  reviewer: "s",
  author: "s",
  tasks: [written],
  given: { review: 1, rating: 1, comment: evil },
};

const markdown = pageMarkdown({ linkTo: (href) => href, terms: new Set() });
const plotType = "application/vnd.vegalite.v5+json";
const plotted = showOutput(
  { output_type: "display_data", data: { [plotType]: { title: evil, description: evil } } },
  "plot-1",
  markdown,
);
const lessonPage: Page = {
  ...{
    file: "01.html",
    title: evil,
    language: "en",
    summary: evil,
    group: "Notebooks",
    html: plotted.html,
    sections: [],
  },
  ...{ headings: [{ level: 2, id: "a", text: evil }], plots: [plotted.plot!] },
};
const inBook = (page: Page): string => documentOf(page, [lessonPage, { ...lessonPage, file: "02.html" }]);

const pages: Readonly<Record<string, string>> = {
  "a learner's page": learnerPage(record),
  "a learner's page whose task broke": learnerPage(broken),
  "the cohort's page": cohortPage([{ record }], {
    suite: evil,
    sandbox: evil,
    unmatched: [evil],
    notes: [evil],
  }),
  "a page for reviewers": reviewPage(
    { session: evil, name: evil, reviewers, owner: evil, sheets: [sheet] },
    assets,
  ),
  "an author's reviews": feedbackPage({ session: evil, name: evil, author: evil, reviews: [{ tasks: [written] }] }, assets), // prettier-ignore
  "the session's report": reportPage(session as never, [review]),
  "a lesson of the book": inBook(lessonPage),
  "the book's front page": inBook(frontPage([lessonPage], null)),
  "the book's gallery": inBook(galleryPage([lessonPage])),
  "what a cell prints": showOutput({ output_type: "stream", name: "stdout", text: evil }, "", markdown).html,
  "code in a language that the book does not know": markdown.render(`\`\`\`odd\n${evil}\n\`\`\``),
};

describe("text from strangers", () => {
  test.each(Object.entries(pages))("is shown and is no markup on %s", (_, html) => {
    expect(html.replaceAll("&gt;", ">")).toContain(shownAs);
    expect(html).not.toMatch(/<script>alert|<img src=x|" onfocus="/);
  });
});

describe("the modules of our pages", () => {
  const tools = join(__dirname, "../../../tools");
  const files = readdirSync(tools, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const using = (pattern: RegExp): string[] =>
    files.filter((file) => pattern.test(readFileSync(join(tools, file), "utf8"))).sort();

  test("leave escaping to the renderer", () => {
    expect(files.length).toBeGreaterThan(150);
    expect(using(/escapeHtml|&lt;|&quot;/)).toEqual(["book/sections.ts"]); // reads HTML, and writes none
    expect(using(/dangerouslySetInnerHTML/)).toEqual(["page/html.ts"]);
  });

  test("take text for HTML only where it was rendered before", () => {
    expect(using(/\braw\(/)).toEqual([
      "book/explorer-page.tsx",
      "book/frame.tsx",
      "book/notebook-page.tsx",
      "book/overview.tsx",
      "book/prediction-card.tsx",
      "grade/report/questions.tsx",
      "page/document.tsx",
      "page/html.ts",
      "page/json-island.tsx",
      "record/film.tsx",
      "review/page/answer-card.tsx",
      "review/page/review-page.tsx",
    ]);
  });
});
