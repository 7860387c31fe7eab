/**
 * The judging half of a check: from a case and what an answer gave to a verdict and the likely mistake.
 *
 * It never meets the answer, only its results (call.ts); what it runs itself is the reference and the known mistakes.
 */
import type { Call, Result } from "./call";
import { findDifference, type Finding } from "./compare";
import { drawFrom } from "./draw";
import { parameterNames } from "./parameters";
import type { Load } from "./plain";
import type { Case, CheckRecord, Task } from "./sheet";

/** What runs references and mistakes. It brings TensorFlow.js: a command whose references are known may do without. */
const runner = () => import("./call");

/**
 * The calls of a case, as JSON.
 *
 * @param salt  the grader gives each submission's hidden cases another one
 */
export function callsOf(task: Task, testCase: Case, salt = ""): Call[] {
  const calls = testCase.calls(drawFrom(`${task.name}/${testCase.name}/${salt}`));
  const isLong = testCase.isLong ?? task.seconds !== undefined; // a training is not made twice
  return calls.map((call, index) => (index === 0 && !isLong ? { ...call, again: true } : call));
}

/** Judges what an answer gave for the calls of a case. */
export async function judge(
  task: Task,
  testCase: Case,
  results: readonly Result[],
  load: Load,
  salt = "",
): Promise<CheckRecord> {
  const calls = callsOf(task, testCase, salt);
  const expected = async () => (await runner()).runCalls(task.reference, calls, { load, seconds: 30 });
  const parameters = parametersOf(task);
  const finding =
    unfinished(results, calls) ??
    (await promised(results, expected)) ??
    (await testCase.judge({ calls, results, parameters, expected })) ??
    changedItsMind(results);
  const { name, points } = testCase;
  if (finding === undefined) return { name, verdict: "pass", points, message: "" };
  const message = await explain(task, testCase, finding, { calls, results, load });
  const { expected: wanted, actual } = finding;
  return {
    name,
    verdict: "fail",
    points,
    message,
    ...(wanted && { expected: wanted }),
    ...(actual && { actual }),
  };
}

/** The stub's names, as the learner reads them. */
export const parametersOf = ({ parameters, reference }: Task): readonly (string | undefined)[] =>
  parameters ?? parameterNames(String(reference));

function unfinished(results: readonly Result[], calls: readonly Call[]): Finding | undefined {
  if (results.length !== calls.length)
    return { message: `${results.length} results for ${calls.length} calls` };
  if (isStub(results)) return { message: "not written yet" }; // even where an error is what is asked for
  const stopped = results.find((result) => "limit" in result);
  if (stopped === undefined) return undefined;
  return {
    message: stopped.limit === "wall" ? "it never finished" : "not run: an earlier call never finished",
  };
}

/** A promise where the reference gives a value: no known mistake explains what comes of that. */
async function promised(
  results: readonly Result[],
  expected: () => Promise<Result[]>,
): Promise<Finding | undefined> {
  const isPromise = (result: Result | undefined): boolean => result !== undefined && "isPromise" in result;
  if (!results.some(isPromise)) return undefined;
  const wanted = await expected();
  if (!results.some((result, index) => isPromise(result) && !isPromise(wanted[index]))) return undefined;
  const message = "it gives a promise where its value is due: take async away, or return what you await";
  return { message, expected: "a value", actual: "a promise", isCertain: true };
}

/** The same call gave another result the second time. */
function changedItsMind(results: readonly Result[]): Finding | undefined {
  const again = results.flatMap((result) => ("again" in result && result.again ? [result.again] : []))[0];
  if (again === undefined) return undefined;
  const message =
    "called twice with the same arguments, the first result disposed in between, it differs the second time: keep nothing between calls, " +
    `and draw random numbers only from what you are given (${again})`;
  return { message, isCertain: true };
}

/** What a learner reads: the mistake if we know it, then the finding. */
async function explain(
  task: Task,
  testCase: Case,
  finding: Finding,
  given: { calls: readonly Call[]; results: readonly Result[]; load: Load },
): Promise<string> {
  if (isStub(given.results)) return `not written yet: ${task.name}`;
  if (given.results.some((result) => "limit" in result)) return finding.message; // no known mistake runs for ever
  if (finding.isCertain) return finding.message;
  const mistake = testCase.isLong ? undefined : await recognise(task, testCase, given);
  const hasThrown = given.results.some((result) => "error" in result); // what an error says is likelier than a guess
  const cause = mistake ?? (testCase.likely && !hasThrown && `perhaps ${testCase.likely}`);
  return !cause ? finding.message : `${cause} (${finding.message})`;
}

/** Whether the answer is still the stub. */
export const isStub = (results: readonly Result[]): boolean =>
  results.some((result) => "error" in result && result.error.message.startsWith("not written yet: "));

/** The known mistake that gives the same results. */
async function recognise(
  { mistakes }: Task,
  { isAboutLeaks = false }: Case,
  { calls, results, load }: { calls: readonly Call[]; results: readonly Result[]; load: Load },
): Promise<string | undefined> {
  for (const { says, answer } of mistakes)
    if (await givesTheSame(answer, calls, results, { load, isAboutLeaks })) return says;
  return undefined;
}

/** Call by call, values before gradients: most mistakes differ at the first. */
async function givesTheSame(
  answer: unknown,
  calls: readonly Call[],
  results: readonly Result[],
  { load, isAboutLeaks }: { readonly load: Load; readonly isAboutLeaks: boolean },
): Promise<boolean> {
  const { runCalls } = await runner();
  for (const [i, given] of calls.entries()) {
    const call = { ...given, again: false };
    const result = results[i]!;
    if (call.gradients) {
      const [value] = await runCalls(answer, [{ ...call, gradients: [] }], { load });
      const wanted = "gradients" in result ? { ...result, gradients: {} } : result;
      if (!isSame(value!, wanted, isAboutLeaks)) return false;
    }
    const [made] = await runCalls(answer, [call], { load });
    if (!isSame(made!, result, isAboutLeaks)) return false;
  }
  return true;
}

/** What is left over counts only where a case is about that: a forgotten `tf.tidy` hides no other mistake. */
function isSame(a: Result, b: Result, isAboutLeaks: boolean): boolean {
  if ("error" in a && "error" in b) return a.error.message === b.error.message;
  if (!("value" in a && "value" in b)) return false;
  return (
    (!isAboutLeaks || (a.leaked === b.leaked && a.changed.join() === b.changed.join())) &&
    findDifference(a.value, b.value) === undefined &&
    findDifference(b.value, a.value) === undefined &&
    findDifference(a.gradients ?? {}, b.gradients ?? {}, 1e-3) === undefined
  );
}
