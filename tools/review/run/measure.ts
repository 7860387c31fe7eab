/** What only a run can tell of an answer: how long its calls take, and where its attention looks. In the sandbox. */
import { callsOf } from "../../exercises/judge";
import { runCalls } from "../../exercises/call";
import type { Call } from "../../exercises/call";
import { load } from "../../exercises/load";
import type { Sheet, Task } from "../../exercises/sheet";
import type { Runnable } from "../../answers/answer";
import type { Host } from "../../grade/judge/grade-sheet";
import type { GradedTask } from "../../grade/judge/record";
import { Bench } from "../../grade/run/bench";
import { median, quantile } from "../feedback/statistics";
import { mapFrom } from "./attention-map";
import type { AttentionMap } from "./attention-map";
import type { Sentence } from "./sentence";

/** Of all calls together, in milliseconds: the median, and the middle half of the runs. */
export interface RunTime {
  readonly medianMs: number;
  readonly lowMs: number;
  readonly highMs: number;
}

export interface Measured {
  readonly time?: RunTime;
  readonly map?: AttentionMap;
}

/** Odd, so that the median is one of them. */
export const numRuns = 11;
const folder = "/tmp/a";
const nothing = { task: "nothing", code: "exports.nothing = () => 0;" };

/** The visible calls that a right answer returns from, without gradients: the same for everybody. None trains for seconds. */
export async function timedCalls(task: Task): Promise<Call[]> {
  const calls = task.cases
    .filter(({ visibility, isLong }) => visibility === "visible" && !isLong)
    .flatMap((testCase) => callsOf(task, testCase))
    .map((call) => ({ ...call, gradients: undefined }));
  const results = await runCalls(task.reference, calls, { load, seconds: 30 });
  return calls.filter((_, index) => "value" in results[index]!);
}

async function timeOnce(bench: Bench, task: string, calls: readonly Call[]): Promise<number | undefined> {
  const startedMs = performance.now();
  const computed = await bench.compute(task, calls);
  return "death" in computed ? undefined : performance.now() - startedMs;
}

/** The clock stands out here; what an answer that does nothing takes for the same calls is taken off. */
async function timeTask(bench: Bench, task: string, calls: readonly Call[]): Promise<RunTime | undefined> {
  if (calls.length === 0 || (await bench.load(nothing.task, nothing.code, folder))) return undefined;
  const [own, idle]: [number[], number[]] = [[], []];
  for (let run = -1; run < numRuns; run += 1) {
    const [idleMs, ownMs] = [await timeOnce(bench, nothing.task, calls), await timeOnce(bench, task, calls)];
    if (idleMs === undefined || ownMs === undefined) return undefined;
    if (run < 0) continue; // the first run warms up
    idle.push(idleMs);
    own.push(ownMs);
  }
  const base = median(idle);
  const above = (ms: number): number => Math.max(0, ms - base);
  return {
    medianMs: above(median(own)),
    lowMs: above(quantile(own, 0.25)),
    highMs: above(quantile(own, 0.75)),
  };
}

const isRunnable = (graded: GradedTask | undefined): boolean =>
  graded !== undefined && ["pass", "fail", "student_error"].includes(graded.verdict) && !graded.message;

/** Measures the answers of one sheet, one after the other, in one sandbox while it lives. */
export async function measureSheet(
  sheet: Sheet,
  answers: readonly Runnable[],
  graded: readonly GradedTask[],
  { sandbox, limits, sentence }: Host & { readonly sentence: Sentence | undefined },
): Promise<Record<string, Measured>> {
  const bench = new Bench(sandbox, limits);
  const measured: Record<string, Measured> = {};
  try {
    for (const task of sheet.tasks) {
      const answer = answers.find((one) => one.task === task.name && one.state === "found");
      if (!answer || !isRunnable(graded.find((one) => one.task === task.name))) continue;
      measured[task.name] = await measureTask(bench, task, answer.code, sentence);
      if (bench.isSoiled) await bench.drop();
    }
  } finally {
    await bench.drop();
  }
  return measured;
}

async function measureTask(
  bench: Bench,
  task: Task,
  code: string,
  sentence: Sentence | undefined,
): Promise<Measured> {
  if (await bench.load(task.name, code, folder)) return {};
  const time = await timeTask(bench, task.name, await timedCalls(task));
  const args = sentence?.calls[task.name];
  if (!sentence || !args) return { ...(time && { time }) };
  const isLost = time === undefined && (await bench.load(task.name, code, folder)) !== undefined;
  if (isLost) return {};
  const map = mapFrom(await bench.compute(task.name, [{ args }]), sentence);
  return { ...(time && { time }), map };
}
