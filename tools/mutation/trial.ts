/** Runs the checks of a task on a mutant, the quick ones first, until one fails. */
import { checkTask, computeHere, isVisible } from "../exercises/check";
import { loadAnswer, type AnswerCode } from "../exercises/compile";
import { load } from "../exercises/load";
import { firstFailed } from "../exercises/points";
import type { Case, Evidence, Task } from "../exercises/sheet";

/** What ended a mutant; "crashed" if the check itself threw, which is a fault of the check. */
export type Fate = "visible" | "hidden" | "types" | "endless" | "crashed" | "survived";

/** Nobody asks here which known mistake it is, and the reference's results are the same for every mutant. */
export function judgedOnce(task: Task): Task {
  const cases = task.cases.map((testCase): Case => {
    let expected: ReturnType<Evidence["expected"]> | undefined;
    return {
      ...testCase,
      judge: (evidence) =>
        testCase.judge({ ...evidence, expected: () => (expected ??= evidence.expected()) }),
    };
  });
  return { ...task, cases, mistakes: [] };
}

/** Which check fails first; the visible ones come first, and those that train come last among them. */
export async function tryMutant(task: Task, code: AnswerCode): Promise<Fate> {
  let answer: unknown;
  try {
    answer = await loadAnswer(code);
  } catch {
    return "visible"; // its cell does not run
  }
  const compute = computeHere(task, answer, load);
  const cost = ({ isLong = false, visibility }: Case): number =>
    Number(isLong) + (visibility === "hidden" ? 2 : 0);
  for (const testCase of [...task.cases].sort((a, b) => cost(a) - cost(b))) {
    const { checks } = await checkTask("", task, compute, load, [testCase]);
    if (firstFailed(checks)) return isVisible(testCase) ? "visible" : "hidden";
  }
  return "survived";
}
