/** The teachers' guide: its minutes are those of the notebooks, the sheets and the recorded runs. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./exports";

const guide = readFileSync(join(root, "tools", "teaching", "README.md"), "utf8");

const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, ...path), "utf8"));
const namesIn = (folder: string): string[] =>
  readdirSync(join(root, folder)).filter((file) => /^\d\d-.*\.ipynb$/.test(file));

interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly metadata: { readonly jupyter?: { readonly source_hidden?: boolean } };
}

const cellsOf = (folder: string, file: string): { text: string; cell: Cell }[] =>
  (read(folder, file) as { cells: Cell[] }).cells.map((cell) => ({
    text: [cell.source].flat().join(""),
    cell,
  }));

/** What the guide assumes of a tired reader whose first language is not English. */
const [wordsPerMinute, linesPerMinute] = [100, 10];

const roundedUp = (minutes: number): number => 5 * Math.ceil(minutes / 5);
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Prose without links' targets and notes, and the lines of code that are not folded away. */
function readingMinutes(file: string): number {
  const cells = cellsOf("notebooks", file);
  const minutes = cells.map(({ text, cell }) => {
    if (cell.cell_type === "markdown")
      return (
        count(text.replace(/<!--[^]*?-->|\]\([^)]*\)|<[^>]+>/g, " "), /[\p{L}][\p{L}\d_'’-]*/gu) /
        wordsPerMinute
      );
    return cell.metadata.jupyter?.source_hidden ? 0 : count(text, /^.*\S.*$/gm) / linesPerMinute;
  });
  return roundedUp(sum(minutes));
}

const recorded = read("tools", "bench", "results", "course.json") as {
  notebooks: { slug: string; seconds: number }[];
};

function runMinutes(file: string): number {
  const { seconds } = recorded.notebooks.find(({ slug }) => `${slug}.ipynb` === file)!;
  return Math.ceil(seconds / 60);
}

/** From the line below each task's title: "`dotScore` · 5 points · difficulty ★☆☆ · about 5 minutes · …". */
function sheetFacts(file: string) {
  const tasks = cellsOf("exercises", file).flatMap(({ text }) =>
    [...text.matchAll(/^`\w+` · (\d+) points · difficulty \S+ · about (\d+) minutes/gm)].map(
      ([, points, minutes]) => ({ points: Number(points), minutes: Number(minutes) }),
    ),
  );
  const total = (fact: "points" | "minutes"): number => sum(tasks.map((task) => task[fact]));
  return { tasks: tasks.length, points: total("points"), minutes: total("minutes") };
}

const lessons = [...new Set([...namesIn("notebooks"), ...namesIn("exercises")])].sort().map((file) => ({
  slug: file.replace(".ipynb", ""),
  read: namesIn("notebooks").includes(file) ? readingMinutes(file) : 0,
  run: namesIn("notebooks").includes(file) ? runMinutes(file) : 0,
  sheet: namesIn("exercises").includes(file) ? sheetFacts(file) : { tasks: 0, points: 0, minutes: 0 },
}));

const cell = (value: number): string => (value === 0 ? "–" : String(value));
const rowOf = (name: string, facts: readonly number[]): string =>
  `| ${[name, ...facts.map(cell)].join(" | ")} |`;
const factsOf = ({ read: reading, run, sheet }: (typeof lessons)[number]): number[] => [
  reading,
  run,
  sheet.minutes,
  sheet.tasks,
  sheet.points,
];

test("the guide's table of minutes is what notebooks, sheets and npm run bench say", () => {
  const rows = lessons.map((lesson) => rowOf(`\`${lesson.slug}\``, factsOf(lesson)));
  const totals = [0, 1, 2, 3, 4].map((fact) => sum(lessons.map((lesson) => factsOf(lesson)[fact]!)));
  const [, table] = /\|---\|--:\|--:\|--:\|--:\|--:\|\n([^]*?)\n\n/.exec(guide)!;
  expect(table!.split("\n")).toEqual([...rows, rowOf("all", totals)]);
});

const weeks = guide.split(/^### Week \d/m).slice(1);
/** The second column of a week's days. */
const workIn = (week: string): string =>
  [...week.matchAll(/^\| (?:Mon|Tue|Wed|Thu|Fri) \| ([^|]*) \|/gm)].map(([, work]) => work).join("\n");
const isNamed = (work: string, what: string, slug: string): boolean =>
  work.includes(`${what} ${slug.slice(0, 2)}`);

test.each(weeks.map((week) => [week.split("\n")[0]!, week]))(
  "week%s says how long its notebooks and sheets take",
  (_title, week) => {
    const minutes = (what: string, of: (lesson: (typeof lessons)[number]) => number): number =>
      sum(lessons.filter(({ slug }) => isNamed(workIn(week), what, slug)).map(of));
    const notebooks = minutes("notebook", ({ read: reading, run }) => reading + run);
    const sheets = minutes("sheet", ({ sheet }) => sheet.minutes);
    expect(week).toContain(`\n\n${notebooks} minutes of notebooks, ${sheets} of sheets.\n`);
  },
);

test("each notebook and each sheet has a day in the four weeks", () => {
  expect(weeks.length).toBe(4);
  const plan = weeks.map(workIn).join("\n");
  const without = (what: string, folder: string): string[] =>
    namesIn(folder).filter((slug) => !isNamed(plan, what, slug));
  expect([without("notebook", "notebooks"), without("sheet", "exercises")]).toEqual([[], []]);
});

test("the grading times are the bench's", () => {
  const grading = (
    read("tools", "bench", "results", "comparison.json") as {
      work: string;
      ms: Record<string, { median: number }>;
    }[]
  ).find(({ work }) => work === "grading")!;
  const seconds = (side: string): string => (grading.ms[side]!.median / 10).toFixed(0); // of 100 submissions
  expect(guide).toContain(`| ${seconds("ours")} s |`);
  expect(guide).toContain(`| ${seconds("nbgrader")} s |`);
});
