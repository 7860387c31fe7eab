/**
 * How many notebooks a minute, and whether memory stays flat:
 *
 *     npx tsx tests/tools/grade/speed.ts 1000 1                     our grader alone, one batch of 1,000
 *     NBGRADER=~/venv/bin npx tsx tests/tools/grade/speed.ts 60 3   three batches in turns with nbgrader, on as busy a machine
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "./grading";
import { notebookText, tinyCells } from "./notebooks";
import { startGrader } from "./process";

const [count, rounds] = [Number(process.argv[2] ?? 60), Number(process.argv[3] ?? 3)];
const nbgrader = process.env["NBGRADER"];
const place = temporaryFolder();

const memoryMegabytes = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

async function ours(round: number): Promise<number> {
  const cohort = join(place.path, `cohort-${round}`);
  for (let index = 0; index < count; index += 1) {
    const folder = join(cohort, `learner-${index}`);
    mkdirSync(folder, { recursive: true });
    const cells = [...tinyCells(), { source: `// round ${round}, learner ${index}` }];
    writeFileSync(join(folder, "90-tiny.ipynb"), notebookText(cells));
  }
  const startedMs = performance.now();
  const grader = startGrader([cohort, "--out", join(place.path, `graded-${round}`)]);
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(Math.round(memoryMegabytes(grader.child.pid!))), 2000);
  const code = await grader.ended;
  clearInterval(watch);
  if (code !== 0) throw new Error(grader.text());
  const tenths = Array.from({ length: 10 }, (_, i) => memory[Math.floor((i * memory.length) / 10)]);
  console.log(`  the grader's memory over the batch, MB: ${tenths.join(" ")}`);
  return (count / (performance.now() - startedMs)) * 60_000;
}

const pythonCell = (source: string, grade: object) => ({
  cell_type: "code",
  execution_count: null,
  outputs: [],
  source,
  metadata: { nbgrader: { schema_version: 3, locked: false, task: false, ...grade } },
});

/** A course of one assignment, as simple as ours, and as many submissions of it. */
function writeCourse(course: string, size: number): void {
  const answer = pythonCell("def doubled(x):\n    return [2 * value for value in x]", { grade_id: "doubled", solution: true, grade: false }); // prettier-ignore
  const check = pythonCell("assert doubled([1, 2]) == [2, 4]", { grade_id: "check", solution: false, grade: true, points: 3 }); // prettier-ignore
  const kernelspec = { name: "python3", language: "python", display_name: "Python 3" };
  const text = JSON.stringify({ cells: [answer, check], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 4 }); // prettier-ignore
  const learners = Array.from({ length: size }, (_, index) => `submitted/learner${index}`);
  for (const folder of ["source", ...learners]) {
    mkdirSync(join(course, folder, "ps1"), { recursive: true });
    writeFileSync(join(course, folder, "ps1/p.ipynb"), text);
  }
  writeFileSync(join(course, "nbgrader_config.py"), 'c = get_config()\nc.CourseDirectory.course_id = "c"\n');
}

function theirs(round: number): number {
  const course = join(place.path, `course-${round}`);
  const size = Math.ceil(count / 4);
  writeCourse(course, size);
  const env = { ...process.env, PATH: `${nbgrader}:${process.env["PATH"]}` };
  const run = (...args: string[]): unknown =>
    execFileSync("nbgrader", args, { cwd: course, stdio: "pipe", env });
  run("generate_assignment", "ps1", "--force");
  const startedMs = performance.now();
  run("autograde", "ps1");
  return (size / (performance.now() - startedMs)) * 60_000;
}

async function main(): Promise<void> {
  await startGrader([], {}).ended; // the engine is built once, and is no part of a batch
  for (let round = 1; round <= rounds; round += 1) {
    const python = nbgrader === undefined ? "" : `, nbgrader ${theirs(round).toFixed(0)}`;
    const typescript = (await ours(round)).toFixed(0);
    console.log(
      `round ${round}: ${typescript} notebooks a minute${python}; load ${loadavg()[0]!.toFixed(1)}`,
    );
  }
}

void main().finally(() => place.remove());
