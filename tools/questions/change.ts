/** "Which check falls first if this line becomes that one?" Answered by changing it and running the visible checks. */
import { phrase, shownCheck } from "../../lib/jupyter/language.cjs";
import ts from "typescript";
import { checkTask, isVisible } from "../exercises/check";
import { callsOf } from "../exercises/judge";
import { load } from "../exercises/load";
import { firstFailed } from "../exercises/points";
import type { CheckRecord, Task } from "../exercises/sheet";
import type { RandomGenerator } from "../../lib/random";
import { fieldEdits } from "../mutation/field";
import type { Edit } from "../mutation/edit";
import { bodiesOf } from "./function-body";
import { asWritten, type Question, type Subject } from "./question";

/** How many changes are run before we give up: each costs the time of a check. */
const mostTries = 8;

/** A change that a check of values catches: what crashes at once asks nothing. */
export async function changeQuestion(
  subject: Subject,
  task: Task,
  random: RandomGenerator,
): Promise<Question | undefined> {
  const lines = random.shuffle(changesOf(subject.code, task.name)).slice(0, mostTries);
  for (const { before, after, code } of lines) {
    const failed = await firstFallen({ ...subject, code }, task);
    if (failed === undefined || failed.message.includes("it throws")) continue;
    const choices = namesAround(task, failed.name);
    if (choices.length < 2) continue;
    return {
      task: task.name,
      text: phrase(
        "Your line `{0}` becomes `{1}`. Which check of {2} fails first?",
        before,
        after,
        task.name,
      ),
      choices: choices.map(shownCheck),
      right: choices.indexOf(failed.name),
      because: phrase("It was changed and checked. The check says: {0}", shownCheck(failed.message)),
    };
  }
  return undefined;
}

interface Line {
  readonly before: string;
  readonly after: string;
  readonly code: string;
}

function changesOf(code: string, task: string): Line[] {
  return bodiesOf(code, task).flatMap((body) =>
    fieldEdits(body.getSourceFile())
      .filter(({ from, to }) => from > body.pos && to < body.end)
      .flatMap((edit) => changedLine(code, body, edit)),
  );
}

/** With the smallest statement around the change; none where a loop might never end. */
function changedLine(code: string, body: ts.Block, edit: Edit): Line[] {
  let around: ts.Node = body;
  let mayLoop = false;
  const visit = (node: ts.Node): void => {
    if (node.getStart() > edit.from || node.end < edit.to) return;
    if (ts.isStatement(node) && !ts.isBlock(node)) around = node;
    mayLoop ||= ts.isWhileStatement(node) || ts.isDoStatement(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  const start = around.getStart();
  const [before, after] = [
    code.slice(start, around.end),
    code.slice(start, edit.from) + edit.put + code.slice(edit.to, around.end),
  ].map(asWritten);
  mayLoop ||= ts.isForStatement(around);
  const isFit = !mayLoop && before!.length <= 160 && after !== "" && after !== before;
  return isFit
    ? [{ before: before!, after: after!, code: code.slice(0, edit.from) + edit.put + code.slice(edit.to) }]
    : [];
}

async function firstFallen({ code, run }: Subject, task: Task): Promise<CheckRecord | undefined> {
  for (const testCase of task.cases.filter((one) => isVisible(one) && !one.isLong)) {
    const results = await run(code, callsOf(task, testCase));
    if (results === undefined) return undefined;
    const { checks } = await checkTask("", task, () => Promise.resolve(results), load, [testCase]);
    const failed = firstFailed(checks);
    if (failed) return failed;
  }
  return undefined;
}

/** The check that falls and its neighbours, at most four, in the order of the sheet. */
function namesAround({ cases }: Task, name: string): string[] {
  const names = cases.filter(isVisible).map((one) => one.name);
  const at = names.indexOf(name);
  const first = Math.max(0, Math.min(at - 1, names.length - 4));
  return names.slice(first, first + 4);
}
