import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { inLanguage } from "../../../lib/jupyter/language.cjs";
import type { Graded } from "../../../tools/grade/batch";
import type { GradedCheck, SubmissionRecord } from "../../../tools/grade/judge/record";
import { cohortPage } from "../../../tools/grade/report/cohort-page";
import { explain } from "../../../tools/grade/report/explain";
import { gradescopeJson } from "../../../tools/grade/report/gradescope";
import { junitXml } from "../../../tools/grade/report/junit";
import { learnerPage } from "../../../tools/grade/report/learner-page";
import { writeReports } from "../../../tools/grade/report/write-reports";
import { openBrowser } from "../../notebooks/lab-page";
import { openPage, seriousProblems } from "../book/book-page";
import { findChromium, isMissing } from "../needs";
import { temporaryFolder } from "./grading";

const evil = `</td><script>alert("x")</script> ]]> &amp; \u0000 \ufffe "'`;
const check = (over: Partial<GradedCheck>): GradedCheck => ({
  name: "gives it",
  verdict: "pass",
  points: 1,
  message: "",
  ...over,
});

function recordOf(over: Partial<SubmissionRecord>): SubmissionRecord {
  const checks = [
    check({}),
    check({ verdict: "fail", message: `the axis is wrong (${evil})`, expected: evil, actual: "2" }),
    check({ name: "secret case", verdict: "fail", hidden: true, message: "secret reason", points: 2 }),
    check({ name: "secret case 2", hidden: true }),
  ];
  const task = { sheet: "06", task: "dotScore", verdict: "fail", earned: 2, possible: 5, checks } as const;
  const shared = {
    id: "kim-0123456789",
    learner: "007",
    name: evil,
    verdict: "graded",
    earned: 2,
    possible: 5,
  } as const;
  return {
    ...shared,
    undetermined: 0,
    notes: [evil, "06: for a human to look at: cell 3 uses process"],
    tasks: [task],
    ...over,
  };
}

const records = [
  recordOf({}),
  recordOf({
    id: "lee-1",
    learner: "=HYPERLINK(1)",
    name: "+1",
    verdict: "rejected_input",
    reason: "file is empty",
    undetermined: 5,
  }),
  recordOf({ id: "park-2", learner: "p", name: "@x", verdict: "infra_error", earned: 0, undetermined: 5 }),
];
const ours = records[2]!.tasks.map((task) => ({ ...task, verdict: "infra_error" as const }));
records[2] = { ...records[2]!, tasks: ours };
const graded: Graded[] = records.map((record) => ({ record }));
const out = temporaryFolder();
const options = {
  suite: "abc",
  sandbox: "a test",
  unmatched: ["<b>.txt"],
  duplicates: "ask",
  nowMs: 0,
} as const;
afterAll(() => out.remove());

describe("pages", () => {
  const pages = [learnerPage(records[0]!), cohortPage(graded, options)];
  test.for(pages)("nothing from a submission is markup, and nothing is loaded", (html) => {
    expect(html).not.toMatch(/<script|<img|<iframe|javascript:|https?:/i);
    expect(html).toContain("&lt;/td>&lt;script>");
    expect(html).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-/);
    expect(html).not.toMatch(/\sstyle=/);
  });

  test("a learner sees hidden checks only as counts, and no findings for humans", () => {
    expect(pages[0]).toContain("1 of 2 hidden checks pass");
    expect(pages[0]).not.toMatch(/secret|for a human/);
  });

  test("a learner's page begins with what is not right, though it is the last by its name, and links to it", () => {
    const [wrong] = recordOf({}).tasks;
    const right = { ...wrong!, task: "attend", verdict: "pass" as const };
    const notBegun = { ...wrong!, task: "concatScore", verdict: "not_attempted" as const };
    const page = learnerPage(recordOf({ name: "Kim", tasks: [right, notBegun, wrong!] }));
    expect(page).toContain('To look at: <a href="#06-dotScore">06 <code>dotScore</code></a></p>');
    expect(page).toContain('<span class="quiet">· not attempted</span>');
    expect(page.indexOf('<h2 id="06-dotScore"')).toBeLessThan(page.indexOf('<h2 id="06-concatScore"'));
    expect(page.indexOf('<h2 id="06-dotScore"')).toBeLessThan(page.indexOf('<h2 id="06-attend"'));
  });

  test.each([
    [
      '"ko/06.ipynb" is cut off at offset 120 (line 5)',
      "&quot;ko/06.ipynb&quot;: 내용이 잘렸습니다(위치 120, 5번째 줄)",
    ],
    [
      '"06.ipynb" is not JSON; it looks like a web page, perhaps the login page of the course site',
      "JSON이 아닙니다. 짐작하기로는 웹 페이지(아마 강의 사이트의 로그인 페이지)입니다",
    ],
    [
      '"06.ipynb" is a RAR archive, not a notebook; "07.ipynb" is a symbolic link',
      "&quot;06.ipynb&quot;: 노트북이 아니라 RAR 압축 파일입니다; &quot;07.ipynb&quot;: 일반 파일이 아닙니다(심볼릭 링크)",
    ],
    [
      "line 3: a merge conflict of git was never resolved (<<<<<<< HEAD)",
      "3번째 줄: git 병합 충돌이 해결되지 않은 채 남아 있습니다(",
    ],
    ["no notebook was handed in", "제출한 노트북이 없습니다"],
  ])("a Korean learner reads in Korean why a file was refused: %s", (reason, shown) => {
    const notes = [
      '06-attention: "a.ipynb" was graded, the newest upload; not "b.ipynb"',
      "06-attention: cell 3 holds a NUL",
    ];
    const page = inLanguage("ko", () => learnerPage(recordOf({ verdict: "rejected_input", reason, notes })));
    expect(page).toContain(shown);
    expect(page).toContain(
      "06-attention: &quot;a.ipynb&quot;를 채점했습니다(가장 나중에 올린 것). 채점하지 않은 것: &quot;b.ipynb&quot;",
    );
    expect(page).toContain("06-attention: 3번 셀에 있는 것: NUL 문자");
    expect(inLanguage("en", () => gradescopeJson(recordOf({ reason })))).toContain(
      JSON.stringify(reason).slice(1, -1),
    );
  });

  test("a learner's page and Gradescope's file are in the language of the sheets, unless the grader asks for another", () => {
    vi.stubEnv("LANG", "C");
    for (const asked of ["COURSE_LANG", "LC_ALL", "LC_MESSAGES"]) vi.stubEnv(asked, "");
    const record = recordOf({ edition: "ko" });
    expect(learnerPage(record)).toContain('<html lang="ko"');
    expect(gradescopeJson(record)).toContain("채점됨");
    vi.stubEnv("LANG", "ko_KR.UTF-8");
    expect(learnerPage(recordOf({ edition: "en" }))).toContain('<html lang="en"');
    vi.stubEnv("COURSE_LANG", "en");
    expect(learnerPage(record)).toContain('<html lang="en"');
    vi.unstubAllEnvs();
  });

  test("the cohort's page has a table of learners by tasks, its signs in words for those who do not see them", () => {
    const table = /<h3>Sheet 06<\/h3>(.*?)<\/table>/s.exec(pages[1]!)![1]!;
    expect(table.match(/<th scope="row"/g)).toHaveLength(2); // nobody knows what the third handed in
    expect(table).toContain('aria-label="not yet, 2 of 5"');
  });

  test("the cohort's page names the mistake without its numbers, and what is undetermined comes first", () => {
    expect(pages[1]).toContain("the axis is wrong</td>");
    expect(pages[1]!.indexOf("Undetermined")).toBeLessThan(pages[1]!.indexOf("<h2>Tasks"));
    expect(pages[1]).toContain("&lt;b>.txt");
  });
});

describe.skipIf(isMissing("chromium"))("pages in a browser", () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await openBrowser(findChromium()!)), 60_000);
  afterAll(() => browser.close());

  const right = { ...records[0]!.tasks[0]!, task: "attend", verdict: "pass" as const };
  const begun = recordOf({ name: "Kim", tasks: [right, ...records[0]!.tasks] });
  test.for([
    ["learner", learnerPage(begun)],
    ["cohort", cohortPage(graded, options)],
  ] as const)(
    "axe finds no serious problem on a %s's page in light and dark, and a phone scrolls one way",
    { timeout: 120_000 },
    async ([name, html]) => {
      const file = join(out.path, `${name}.html`);
      writeFileSync(file, html);
      const { page, problems } = await openPage(browser, file);
      expect(await seriousProblems(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
      expect(problems).toEqual([]);
      await page.context().close();
    },
  );
});

describe("files for other programs", () => {
  writeReports(out.path, graded, options);
  const read = (name: string): string => readFileSync(join(out.path, name), "utf8");

  test("no cell of grades.csv starts a formula, ids keep their zeros, and what nobody can decide is blank, not zero", () => {
    const rows = Papa.parse<Record<string, string>>(read("grades.csv"), {
      header: true,
      skipEmptyLines: true,
    }).data;
    expect(rows.map((row) => row["learner"])).toEqual(["007", "'=HYPERLINK(1)", "p"]);
    expect(rows.map((row) => row["name"])!.slice(1)).toEqual(["'+1", "'@x"]);
    expect(rows.map((row) => row["earned"])).toEqual(["2", "", ""]);
  });

  test("junit.xml has only characters that XML allows, and nothing ends its elements early", () => {
    const xml = junitXml(records);
    expect(xml).not.toMatch(/[\x00-\x08\ufffe]/);
    expect(xml.match(/<testcase /g)).toHaveLength(12);
    expect(xml).not.toContain("</td>");
    expect(xml).toContain('type="infra_error"');
  });

  test("Gradescope's file holds no hidden case and no finding, and no score when the fault is ours", () => {
    expect(gradescopeJson(records[0]!)).not.toMatch(/secret|for a human/);
    expect(JSON.parse(gradescopeJson(records[0]!))).toMatchObject({ score: 2 });
    for (const undecided of [records[1]!, records[2]!]) {
      expect(gradescopeJson(undecided)).not.toMatch(/"score"/); // else Gradescope adds up the tests' scores
      expect(JSON.parse(gradescopeJson(undecided))).toHaveProperty("tests");
    }
  });

  test("explain finds a submission by its id, by the learner's, and says which there are", () => {
    expect(explain(out.path, "007")).toMatch(/kim-0123456789.*\n.*\n2 of 5 points/);
    expect(explain(out.path, " ００７")).toContain("kim-0123456789");
    expect(explain(out.path, "kim-0")).toContain("secret case (2, hidden)");
    expect(() => explain(out.path, "nobody")).toThrow(/no submissions match "nobody": kim-0123456789/);
  });
});
