/**
 * Grades as many submissions as it is told, ours or nbgrader's, and says how long that took: the bench's work "grading".
 * It speaks as tools/bench/worker.ts does.
 *
 *     npm run bench -- --only grading                          ours and nbgrader's in turns, on as busy a machine
 *     echo 1000 | npx tsx tests/tools/grade/speed.ts ours      one batch of 1,000, and whether memory stays flat
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { peerPrograms } from "../../../tools/bench/peers";
import { temporaryFolder } from "./grading";
import { notebookText, tinyCells } from "./notebooks";
import { startGrader } from "./process";

interface Graded {
  readonly ms: number;
  readonly peakMb?: number;
}

const place = temporaryFolder();
let batch = 0;
const nextFolder = (name: string): string => join(place.path, `${name}-${(batch += 1)}`);

const memoryMegabytes = (pid: number): number => {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

async function ours(count: number): Promise<Graded> {
  const cohort = nextFolder("cohort");
  for (let index = 0; index < count; index += 1) {
    const folder = join(cohort, `learner-${index}`);
    mkdirSync(folder, { recursive: true });
    const cells = [...tinyCells(), { source: `// batch ${batch}, learner ${index}` }];
    writeFileSync(join(folder, "90-tiny.ipynb"), notebookText(cells));
  }
  const startedMs = performance.now();
  const grader = startGrader([cohort, "--out", nextFolder("graded")]);
  const memory: number[] = [];
  const watch = setInterval(() => memory.push(Math.round(memoryMegabytes(grader.child.pid!))), 500);
  const code = await grader.ended;
  clearInterval(watch);
  const ms = performance.now() - startedMs;
  if (code !== 0) throw new Error(grader.text());
  const tenths = Array.from({ length: 10 }, (_, i) => memory[Math.floor((i * memory.length) / 10)] ?? 0);
  console.error(`the grader's memory over the batch, MB: ${tenths.join(" ")}`);
  return { ms, peakMb: Math.max(...tenths) };
}

const pythonCell = (source: string, grade: object) => ({
  cell_type: "code",
  execution_count: null,
  outputs: [],
  source,
  metadata: { nbgrader: { schema_version: 3, locked: false, task: false, ...grade } },
});

/** A course of one assignment, as simple as ours, and as many submissions of it. */
function writeCourse(course: string, count: number): void {
  const answer = pythonCell("def doubled(x):\n    return [2 * value for value in x]", { grade_id: "doubled", solution: true, grade: false }); // prettier-ignore
  const check = pythonCell("assert doubled([1, 2]) == [2, 4]", { grade_id: "check", solution: false, grade: true, points: 3 }); // prettier-ignore
  const kernelspec = { name: "python3", language: "python", display_name: "Python 3" };
  const text = JSON.stringify({ cells: [answer, check], metadata: { kernelspec }, nbformat: 4, nbformat_minor: 4 }); // prettier-ignore
  const learners = Array.from({ length: count }, (_, index) => `submitted/learner${index}`);
  for (const folder of ["source", ...learners]) {
    mkdirSync(join(course, folder, "ps1"), { recursive: true });
    writeFileSync(join(course, folder, "ps1/p.ipynb"), text);
  }
  writeFileSync(join(course, "nbgrader_config.py"), 'c = get_config()\nc.CourseDirectory.course_id = "c"\n');
}

const nbgraderIn = (course: string, ...args: string[]): string =>
  execFileSync(join(peerPrograms, "nbgrader"), args, {
    cwd: course,
    encoding: "utf8",
    stdio: "pipe",
    env: { ...process.env, PATH: `${peerPrograms}${delimiter}${process.env["PATH"]}` },
  });

function theirs(count: number): Graded {
  const course = nextFolder("course");
  writeCourse(course, count);
  nbgraderIn(course, "generate_assignment", "ps1", "--force");
  const startedMs = performance.now();
  nbgraderIn(course, "autograde", "ps1");
  return { ms: performance.now() - startedMs };
}

async function main(side: string): Promise<void> {
  const versions = side === "ours" ? `Node ${process.versions.node}` : nbgraderIn(place.path, "--version");
  if (side === "ours") await startGrader([], {}).ended; // the engine is built once, and is no part of a batch
  console.log(JSON.stringify({ versions: versions.trim() }));
  for await (const line of createInterface({ input: process.stdin }))
    console.log(JSON.stringify(await (side === "ours" ? ours : theirs)(Number(line))));
}

process.once("SIGTERM", () => process.exit(143)).once("SIGINT", () => process.exit(130));
process.once("exit", () => place.remove());
void main(process.argv[2] ?? "ours");
