/** Three questions on a sheet that passes: a line's shape, a change that a check catches, and another input. */
import type { Sheet, Task } from "../exercises/sheet";
import { randomGenerator, type RandomGenerator } from "../../lib/random";
import { changeQuestion } from "./change";
import { givenOf } from "./given";
import { inputQuestions } from "./input";
import type { Question, Subject } from "./question";
import { shapeQuestions } from "./shape";

export interface PassedTask {
  readonly task: Task;
  readonly subject: Subject;
}

const count = 3;

/**
 * The same answers get the same questions. A task is asked about twice only if no other is left.
 *
 * @param passed  the tasks whose answers pass, with the means to run them
 */
export async function questionsOn({ slug }: Sheet, passed: readonly PassedTask[]): Promise<Question[]> {
  const random = randomGenerator(`${slug}/${passed.map(({ subject }) => subject.code).join()}`);
  const quick = random.shuffle(passed.filter(({ task }) => !isSlow(task)));
  const order = [...quick, ...passed.filter(({ task }) => isSlow(task))];
  const questions: Question[] = [];
  for (const kind of [inputOf, shapeOf, changeOf, changeOf, changeOf]) {
    const isNew = ({ text }: Question): boolean => !questions.some((other) => other.text === text);
    const asked = new Set(questions.map(({ task }) => task));
    for (const one of [...order].sort((a, b) => rank(kind, a, asked) - rank(kind, b, asked))) {
      const found = await kind(one, random);
      if (!found || !isNew(found)) continue;
      questions.push(found);
      break;
    }
    if (questions.length === count) break;
  }
  return questions;
}

/** A check that trains takes seconds, and a change asks for all checks. */
const isSlow = ({ cases, seconds }: Task): boolean =>
  seconds !== undefined || cases.some(({ isLong }) => isLong);

/** Another input is a mask's if there is one; and a task that was asked about waits for the others. */
const rank = (kind: Kind, { task }: PassedTask, asked: ReadonlySet<string>): number =>
  Number(asked.has(task.name)) * 2 -
  Number(kind === inputOf && givenOf(task)?.parameters.some((name) => /mask/i.test(name ?? "")));

type Kind = (passed: PassedTask, random: RandomGenerator) => Promise<Question | undefined>;

const shapeOf: Kind = async ({ task, subject }) => {
  const given = givenOf(task);
  return given && (await shapeQuestions(subject, given))[0];
};
const inputOf: Kind = async ({ task, subject }) => {
  const given = givenOf(task);
  return given && (await inputQuestions(subject, given))[0];
};
const changeOf: Kind = ({ task, subject }, random) => changeQuestion(subject, task, random);
