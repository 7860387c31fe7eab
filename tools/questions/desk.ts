/** Questions about the answers in the learner's own notebook, as last saved. */
import { AnswerProcess } from "../exercises/answer-process";
import { checkAnswer, readDesk } from "../exercises/desk";
import { findDesk, sayWhichDesk } from "../exercises/desk-file";
import { readAnswers } from "../exercises/reader";
import type { Sheet } from "../exercises/sheet";
import { questionsOn, type PassedTask } from "./ask";
import type { Question } from "./question";

/**
 * @param onTask  told after each task, since checking takes seconds
 * @throws {Error} a task does not pass yet: the message names it
 */
export async function askAboutDesk(
  sheet: Sheet,
  onTask: (done: number) => void = () => undefined,
): Promise<Question[]> {
  const names = sheet.tasks.map(({ name }) => name);
  const desk = findDesk(sheet);
  sayWhichDesk(desk, `npm run check -- ${sheet.slug.slice(0, 2)} --explain`);
  const { answers } = readAnswers(readDesk(desk).cells, names);
  const process = new AnswerProcess();
  try {
    const passed: PassedTask[] = [];
    for (const [index, task] of sheet.tasks.entries()) {
      const answer = answers[index]!;
      const { verdict } = await checkAnswer(sheet, task, answer, process);
      if (verdict !== "pass")
        throw new Error(
          `Questions come when every task of sheet ${sheet.slug.slice(0, 2)} passes, and ${task.name} does not yet.`,
        );
      const run: PassedTask["subject"]["run"] = async (code, calls) =>
        (await process.load({ ...answer, code })) === undefined ? process.run(calls) : undefined;
      passed.push({ task, subject: { code: answer.code, run } });
      onTask(index + 1);
    }
    return await questionsOn(sheet, passed);
  } finally {
    process.stop();
  }
}
