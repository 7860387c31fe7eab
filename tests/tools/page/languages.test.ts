/** Pages for learners speak their language; pages for teachers are English. */
import { describe, expect, test } from "vitest";
import { inLanguage, type Language } from "../../../lib/jupyter/language.cjs";
import type { GradedTask, SubmissionRecord } from "../../../tools/grade/judge/record";
import { cohortPage } from "../../../tools/grade/report/cohort-page";
import { learnerPage } from "../../../tools/grade/report/learner-page";
import { clientWords } from "../../../tools/review/client/words";
import { reportPage } from "../../../tools/review/feedback/cohort-report";
import { feedbackPage } from "../../../tools/review/feedback/feedback-page";
import { rubric } from "../../../tools/review/notes/rubric";
import { reviewPage, type PageTask } from "../../../tools/review/page/review-page";
import type { Session } from "../../../tools/review/session/session";

const task: GradedTask = {
  sheet: "06",
  task: "dotScore",
  verdict: "fail",
  earned: 1,
  possible: 4,
  checks: [
    { name: "a", verdict: "pass", points: 1, message: "" },
    { name: "b", verdict: "fail", points: 1, message: "c", expected: "1", actual: "2" },
    { name: "d", verdict: "fail", points: 2, message: "e", hidden: true },
  ],
  questions: [{ task: "dotScore", text: "f", choices: ["g", "h"], right: 0, because: "i" }],
};
const record: SubmissionRecord = {
  id: "k-1",
  learner: "7",
  name: "김민지",
  verdict: "rejected_input",
  reason: "r",
  earned: 1,
  possible: 4,
  undetermined: 2,
  notes: ["n"],
  tasks: [task, { ...task, task: "attend", verdict: "not_attempted" }],
};
const answer = {
  author: "A",
  label: "A",
  source: "const a = 1;",
  form: "same",
  graded: task,
  time: { medianMs: 2, lowMs: 1, highMs: 3 },
  map: { problem: "p" },
};
const pageTask: PageTask = {
  key: "06 dotScore",
  name: "dotScore",
  stub: "const a = 0;",
  sentence: { source: ["1"], target: ["1"], calls: {} },
  answers: [answer, { ...answer, author: "B", label: "B", source: "const b = 1;" }],
};
const lesson = { tasks: [{ name: "dotScore", title: "t", prompt: "q", minutes: 5 }], questions: ["u"] };
const reviewers = ["A", "B"].map((letter) => ({ letter, label: letter }));
const assets = { script: "", style: "" };
const scores = Object.fromEntries(rubric.map(({ name }) => [name, 2]));

const learners = {
  "the grader's feedback": () => learnerPage(record),
  "the review": () =>
    reviewPage(
      {
        session: "s",
        name: "group-1",
        reviewers,
        owner: "A",
        sheets: [{ slug: "06-attention", lesson, tasks: [pageTask] }],
      },
      assets,
    ),
  "the reviews of one's answers": () =>
    feedbackPage(
      {
        session: "s",
        name: "feedback-1",
        author: "A",
        reviews: [{ tasks: [{ task: "dotScore", scores, comment: "v" }] }],
      },
      assets,
    ),
  "what the review's script says": () => JSON.stringify(clientWords(), null, 1).replace(/"\w+":/g, ""),
};
const session: Session = {
  version: 1, id: "s", seed: 1, isAnonymous: false, sheets: [{ slug: "06-attention", tasks: ["dotScore"] }], members: [], pages: [],
}; // prettier-ignore
const facts = { suite: "s", sandbox: "a test", unmatched: [] };
const teachers = {
  "the cohort": () => cohortPage([{ record }], facts),
  "the report of a review": () => reportPage(session, []),
};

/** What stands between tags and in attributes that are read out, without code, styles and names of tasks. */
function wordsOf(html: string): string[] {
  const shown = html.replace(/<(style|script|code|pre)\b[\s\S]*?<\/\1>/g, "");
  const attributes = [...shown.matchAll(/(?:aria-label|title|placeholder)="([^"]*)"/g)].map(
    ([, text]) => text!,
  );
  const texts = [...shown.replace(/<!doctype[^>]*>/, "").split(/<[^>]*>/), ...attributes];
  return texts.flatMap((text) => text.replace(/06-attention|dotScore|attend\b|k-1|\bms\b|ID/g, "").match(/\p{Script=Latin}{2,}/gu) ?? []); // prettier-ignore
}

const inKorean = (build: () => string): string => inLanguage("ko" as Language, build);

describe("in Korean", () => {
  test.for(Object.entries(learners))("%s has no English words of its own", ([, build]) => {
    expect(wordsOf(inLanguage("en", build)).length).toBeGreaterThan(10);
    expect(wordsOf(inKorean(build))).toEqual([]);
  });

  test.for(Object.entries(learners).slice(0, 3))("%s says in which language it is", ([, build]) => {
    expect(inKorean(build)).toContain('<html lang="ko">');
    expect(inLanguage("en", build)).toContain('<html lang="en">');
  });

  test("a review page keeps the criteria of the notes, which collect reads", () => {
    for (const { name } of rubric)
      expect(inKorean(learners["the review"])).toContain(`data-criterion="${name}"`);
  });

  test.for(Object.entries(teachers))("%s, a page for teachers, stays English", ([, build]) => {
    expect(inKorean(build)).toBe(inLanguage("en", build));
    expect(inKorean(build)).toContain('<html lang="en">');
  });
});
