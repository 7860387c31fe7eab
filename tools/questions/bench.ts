/** Questions about an answer that only a sandbox may run. */
import type { Runnable } from "../answers/answer";
import type { Sheet } from "../exercises/sheet";
import type { Bench } from "../grade/run/bench";
import { questionsOn, type PassedTask } from "./ask";
import type { Question, Run } from "./question";

/** @param answers  all of which pass */
export async function askOnBench(
  sheet: Sheet,
  answers: readonly Runnable[],
  bench: Bench,
  folder: string,
): Promise<Question[]> {
  const passed = sheet.tasks.flatMap((task): PassedTask[] => {
    const answer = answers.find((one) => one.task === task.name);
    const run: Run = async (code, calls) => {
      const isLost = (await bench.load(task.name, code, folder)) !== undefined;
      const computed = isLost ? undefined : await bench.compute(task.name, calls);
      if (computed && "results" in computed) return computed.results;
      await bench.drop();
      return undefined;
    };
    return answer ? [{ task, subject: { code: answer.code, run } }] : [];
  });
  return questionsOn(sheet, passed);
}
