/** The checks tested: every known mistake must fail with its own message, every other right answer must pass. */
import { checkTask, computeHere, isVisible } from "./check";
import { load } from "./load";
import { firstFailed } from "./points";
import type { CheckRecord, Sheet, Task } from "./sheet";

/** How one variant of an answer fared. */
export interface Trial {
  readonly sheet: string;
  readonly task: string;
  readonly kind: "mistake" | "alternative";
  readonly name: string;
  /** A mistake was caught and named; an alternative passed every check, the hidden ones too. */
  readonly isGood: boolean;
  /** The check that caught it, or what went wrong. */
  readonly note: string;
}

/** Every variant of every task of a sheet. */
export async function tryVariants(sheet: Sheet): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const task of sheet.tasks) {
    const common = { sheet: sheet.slug, task: task.name };
    for (const { says, answer } of task.mistakes) {
      const failed = await firstFailure(sheet, task, answer);
      trials.push({ ...common, kind: "mistake", name: says, ...killed(failed, says) });
    }
    for (const { name, answer } of task.alternatives)
      trials.push({ ...common, kind: "alternative", name, ...(await passed(sheet, task, answer)) });
  }
  return trials;
}

/** Case by case: what comes after the first failure may train for seconds. */
async function firstFailure(sheet: Sheet, task: Task, answer: unknown): Promise<CheckRecord | undefined> {
  const compute = computeHere(task, answer, load);
  for (const testCase of task.cases.filter(isVisible)) {
    const { checks } = await checkTask(sheet.slug, task, compute, load, [testCase]);
    const failed = firstFailed(checks);
    if (failed) return failed;
  }
  return undefined;
}

/** The first check that fails must name the mistake: it is what a learner reads first. */
function killed(failed: CheckRecord | undefined, says: string): Pick<Trial, "isGood" | "note"> {
  if (failed === undefined) return { isGood: false, note: "SURVIVED: every visible check passes" };
  if (!failed.message.startsWith(says)) return { isGood: false, note: `MISNAMED: ${failed.message}` };
  return { isGood: true, note: failed.name };
}

async function passed(sheet: Sheet, task: Task, answer: unknown): Promise<Pick<Trial, "isGood" | "note">> {
  const record = await checkTask(sheet.slug, task, computeHere(task, answer, load), load);
  const failed = record.checks.find(({ verdict }) => verdict === "fail");
  return failed
    ? { isGood: false, note: `FAILED "${failed.name}": ${failed.message}` }
    : { isGood: true, note: "passes" };
}

/** The kill table in words; `npm run mutants` prints it. */
export function killTable(trials: readonly Trial[]): string {
  const lines = trials.map(({ task, kind, name, isGood, note }) => {
    const mark = isGood ? "✓" : "✗";
    const verb = kind === "mistake" ? (isGood ? "caught by" : "") : "";
    return `${mark} ${task.padEnd(22)} ${kind === "mistake" ? "wrong" : "right"}  ${name}\n    ${verb} ${note}`.trimEnd();
  });
  return [...lines, "", ...totals(trials)].join("\n");
}

function totals(trials: readonly Trial[]): string[] {
  const count = (kind: Trial["kind"]): string => {
    const all = trials.filter((trial) => trial.kind === kind);
    const good = all.filter(({ isGood }) => isGood).length;
    const percent = all.length === 0 ? 0 : (100 * good) / all.length;
    return `${good} of ${all.length} (${percent.toFixed(1)} %)`;
  };
  const tasks = new Set(trials.map(({ sheet, task }) => `${sheet}/${task}`)).size;
  return [
    `${tasks} tasks`,
    `mistakes caught and named: ${count("mistake")}`,
    `other right answers that pass: ${count("alternative")}`,
  ];
}
