/** Grades one sheet of one submission: runs the answers inside, judges the results out here. */
import { callsOf, isStub, judge } from "../../exercises/judge";
import { load } from "../../exercises/load";
import { earnedBy, firstFailed, holdBack } from "../../exercises/points";
import type { Case, Sheet, Task } from "../../exercises/sheet";
import { randomGenerator } from "../../../lib/random";
import type { Runnable } from "../../answers/answer";
import { finding } from "../../answers/findings";
import type { Language } from "../../../lib/jupyter/language.cjs";
import type { CodeQuestion } from "../../../lib/jupyter/questions";
import { askOnBench } from "../../questions/bench";
import { inEdition } from "../intake/edition";
import { Bench } from "../run/bench";
import type { Computed } from "../run/bench";
import type { Limits } from "../run/limits";
import type { Sandbox } from "../run/sandbox";
import type { Death } from "../run/session";
import { cleanText, sumOf } from "./record";
import type { GradedCheck, GradedTask, TaskVerdict } from "./record";

export interface SheetGrade {
  readonly tasks: readonly GradedTask[];
  readonly notes: readonly string[];
  readonly remarks: readonly string[];
  readonly sandboxes: number;
}

export interface Host {
  readonly sandbox: Sandbox;
  readonly limits: Limits;
}

/** One way to go through the cases: which numbers the hidden ones draw, and where the answer stands. */
interface Round {
  readonly salt: string;
  readonly folder: string;
}

const MAX_DEATHS = 2;

const isHidden = ({ visibility }: Case): boolean => visibility === "hidden";
const saltOf = (testCase: Case, { salt }: Round): string => (isHidden(testCase) ? salt : "");
const possibleOf = ({ cases }: Task): number => sumOf(cases, ({ points }) => points);

/** A task that was not run: every check says why. */
export function unrunTask(sheet: string, task: Task, verdict: TaskVerdict, message: string): GradedTask {
  const checks = task.cases.map((testCase) => failedCheck(testCase, message));
  return {
    sheet,
    task: task.name,
    verdict,
    earned: 0,
    possible: possibleOf(task),
    message: cleanText(message),
    checks,
  };
}

const failedCheck = (testCase: Case, message: string): GradedCheck => ({
  name: testCase.name,
  verdict: "fail",
  points: testCase.points,
  message: cleanText(message),
  ...(isHidden(testCase) && { hidden: true as const }),
});

const clean = (check: GradedCheck, testCase: Case): GradedCheck => ({
  name: check.name,
  verdict: check.verdict,
  points: check.points,
  message: cleanText(check.message),
  ...(check.expected !== undefined && { expected: cleanText(check.expected) }),
  ...(check.actual !== undefined && { actual: cleanText(check.actual) }),
  ...(isHidden(testCase) && { hidden: true as const }),
});

async function judgeCase(task: Task, testCase: Case, computed: Computed, round: Round): Promise<GradedCheck> {
  if ("death" in computed) return failedCheck(testCase, computed.death.message);
  try {
    return clean(await judge(task, testCase, computed.results, load, saltOf(testCase, round)), testCase);
  } catch (error) {
    return failedCheck(
      testCase,
      `the result has a form that the check cannot read: ${(error as Error).message}`,
    );
  }
}

async function computeTask(
  bench: Bench,
  task: Task,
  code: string,
  round: Round,
  cases = task.cases,
): Promise<Map<Case, Computed>> {
  const computed = new Map<Case, Computed>();
  const problem = await bench.load(task.name, code, round.folder);
  let [stopped, deaths] = [problem && toDeath(problem), 0];
  for (const testCase of cases) {
    const one: Computed = stopped
      ? { death: stopped }
      : await bench.compute(task.name, callsOf(task, testCase, saltOf(testCase, round)), testCase.isLong);
    computed.set(testCase, one);
    if (!("death" in one) || stopped) continue;
    bench.isIsolating = true;
    deaths += 1;
    await bench.drop();
    const isOver = deaths === MAX_DEATHS || bench.budget.usedUp(task.name) !== undefined;
    const again = isOver ? one.death : await bench.load(task.name, code, round.folder);
    stopped = again && toDeath(again);
  }
  if (problem && "verdict" in problem) bench.isIsolating = true;
  return computed;
}

/** An answer that throws while it loads cannot be called: as if every call had ended so. */
const toDeath = (
  problem: Death | { error: { name: string; message: string } },
): Death & { isError?: boolean } =>
  "verdict" in problem
    ? problem
    : {
        verdict: "no_result",
        message: `loading it throws ${problem.error.name}: ${problem.error.message}`,
        isError: true,
      };

function verdictOf(checks: readonly GradedCheck[], all: readonly Computed[]): TaskVerdict {
  const deaths = all.flatMap((one) => ("death" in one ? [one.death as Death & { isError?: boolean }] : []));
  if (all.some((one) => "results" in one && isStub(one.results))) return "not_attempted";
  if (deaths[0]) return deaths[0].isError ? "student_error" : (deaths[0].verdict as TaskVerdict);
  const failed = firstFailed(checks);
  if (!failed) return "pass";
  return failed.expected === "a result" ? "student_error" : "fail"; // it throws where it should give a result
}

async function judgeTask(
  sheet: string,
  task: Task,
  computed: Map<Case, Computed>,
  round: Round,
): Promise<GradedTask> {
  const judged: GradedCheck[] = [];
  for (const testCase of task.cases)
    judged.push(await judgeCase(task, testCase, computed.get(testCase)!, round));
  const checks = holdBack(task.cases, judged);
  const verdict = verdictOf(checks, [...computed.values()]);
  const earned = verdict === "not_attempted" ? 0 : earnedBy(checks);
  return { sheet, task: task.name, verdict, earned, possible: possibleOf(task), checks };
}

const outcomeOf = ({ verdict, checks }: GradedTask): string =>
  JSON.stringify([verdict, ...checks.map((check) => check.verdict)]);

const codeOf = (answers: readonly Runnable[], { name }: Task): string | undefined =>
  answers.find(({ task, state }) => task === name && state === "found")?.code;

/**
 * Runs one task in a round; the sandbox is renewed when the answer soiled or killed it. Without time left the whole task
 * fails: which of its checks were still run, is up to the host.
 */
async function gradeTask(
  bench: Bench,
  sheet: string,
  task: Task,
  code: string,
  round: Round,
  cases?: readonly Case[],
): Promise<GradedTask> {
  const before = bench.budget.usedUp(task.name);
  const computed = before ? new Map<Case, Computed>() : await computeTask(bench, task, code, round, cases);
  if (bench.isIsolating || bench.isSoiled) await bench.drop();
  const usedUp = bench.budget.usedUp(task.name);
  return usedUp
    ? unrunTask(sheet, task, usedUp.verdict, usedUp.message)
    : judgeTask(sheet, task, computed, round);
}

/** The same tasks again: other order, other folder, other hidden numbers. Whoever answers otherwise is graded alone. */
async function secondRound(
  bench: Bench,
  sheet: Sheet,
  answers: readonly Runnable[],
  first: Map<string, GradedTask>,
  round: Round,
) {
  bench.isIsolating = false; // who died is not among these; who answers otherwise is graded alone anyway
  const random = randomGenerator(round.salt);
  const again: Round = { salt: `${round.salt}/again`, folder: "/tmp/b" };
  for (const task of random.shuffle(sheet.tasks.filter(({ name }) => isSettled(first.get(name))))) {
    const code = codeOf(answers, task)!;
    const second = await gradeTask(bench, sheet.slug, task, code, again, random.shuffle(task.cases));
    if (bench.budget.usedUp(task.name)) first.set(task.name, second);
    if (outcomeOf(second) === outcomeOf(first.get(task.name)!)) continue;
    await bench.drop();
    first.set(task.name, await gradeTask(bench, sheet.slug, task, code, round));
    await bench.drop();
    bench.notes.push(
      `${task.name} answered otherwise when its calls came in another order with other numbers; this verdict is from a run alone`,
    );
  }
}

const isSettled = (task: GradedTask | undefined): boolean =>
  task !== undefined && ["pass", "fail", "student_error"].includes(task.verdict) && !task.message;

function gradeUnrun(sheet: string, task: Task, answer: Runnable | undefined): GradedTask {
  if (answer?.state === "student_error") return unrunTask(sheet, task, "student_error", answer.message);
  return unrunTask(sheet, task, "not_submitted", answer?.message ?? "the sheet was not handed in");
}

/** The course's own functions that an answer used, and was not told to. */
function takenReadyMade({ name, given = [] }: Task, taken: readonly string[]): string[] {
  const own = taken.filter((one) => !given.includes(one));
  return own.length === 0 ? [] : [finding(name, `when it ran, it took ${own.join(", ")} from the course`)];
}

/** Each question stands with the task whose code it is about. */
function withQuestions(task: GradedTask, questions: readonly CodeQuestion[]): GradedTask {
  const own = questions.filter((question) => question.task === task.task);
  return own.length === 0 ? task : { ...task, questions: own.map(cleanQuestion) };
}

const cleanQuestion = ({ text, choices, because, ...rest }: CodeQuestion): CodeQuestion => ({
  ...rest,
  text: cleanText(text),
  choices: choices.map((choice) => cleanText(choice)),
  because: cleanText(because),
});

/**
 * Grades a sheet.
 *
 * @param salt  from the submission's content: hidden cases draw their numbers from it
 * @param edition  whose language the questions speak
 * @throws {SandboxFailed} the host cannot run anything
 */
export async function gradeSheet(
  sheet: Sheet,
  answers: readonly Runnable[],
  salt: string,
  { sandbox, limits }: Host,
  edition?: Language,
): Promise<SheetGrade> {
  const bench = new Bench(sandbox, limits);
  const round: Round = { salt, folder: "/tmp/a" };
  const graded = new Map<string, GradedTask>();
  let [notes, questions]: [string[], readonly CodeQuestion[]] = [[], []];
  try {
    for (const task of sheet.tasks) {
      const code = codeOf(answers, task);
      if (code !== undefined) graded.set(task.name, await gradeTask(bench, sheet.slug, task, code, round));
    }
    await secondRound(bench, sheet, answers, graded, round);
    // Before the questions: what a changed answer takes or touches says nothing of the answer.
    const findings = sheet.tasks.flatMap((task) => takenReadyMade(task, bench.takenBy(task.name)));
    notes = [...bench.notes, ...findings];
    const isWhole = sheet.tasks.every(({ name }) => graded.get(name)?.verdict === "pass");
    if (isWhole) questions = await inEdition(edition, () => askOnBench(sheet, answers, bench, round.folder));
  } finally {
    await bench.drop();
  }
  const slug = sheet.slug.slice(0, 2);
  const tasks = sheet.tasks.map(
    (task) =>
      graded.get(task.name) ??
      gradeUnrun(
        slug,
        task,
        answers.find(({ task: name }) => name === task.name),
      ),
  );
  return {
    tasks: tasks.map((task) => withQuestions({ ...task, sheet: slug }, questions)),
    notes,
    remarks: bench.remarks,
    sandboxes: bench.started,
  };
}
