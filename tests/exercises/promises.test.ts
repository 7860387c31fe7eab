/** Each sentence of a prompt that fixes a tie, an order, an edge or a refusal has a case that asks it. */
import { describe, expect, test } from "vitest";
import { loadSheets } from "../../tools/exercises/load";
import { courseOf, readSolution } from "../../tools/exercises/solution";
import { explains, promises } from "./promises";

/** Words of such sentences; a sentence that only explains has them too, and stands in `explains`. */
const telling =
  /\b(ties?|alike|equal|equally|order|refused|error|empty|at (least|most)|exactly|never|NaN|if|otherwise|without any|nothing|nobody|longer|shorter|no more|leaves? no|undefined|stays?|smaller|counts from|before\*? each step|left out|not counted|must reach|new list|of their own|no automatic|[Aa]ny id)\b|\*new\*/;

const flat = (text: string): string => text.replace(/\s+/g, " ");

/** Without the heading and the equations, which stand on lines of their own. */
function promptsOf(slug: string): Map<string, string> {
  const prompts = readSolution(slug).filter((cell) => courseOf(cell)?.role === "prompt");
  return new Map(
    prompts.map((cell) => [
      courseOf(cell)!.task,
      flat(cell.source.replace(/^#.*$/gm, "").replace(/\$\$[\s\S]*?\$\$/g, "")),
    ]),
  );
}

const sentencesOf = (prompt: string): string[] => prompt.split(/(?<=[.?!)])\s+(?=[A-Z(`$*-])/);

const sheets = await loadSheets();
const tasks = sheets.flatMap((sheet) => {
  const prompts = promptsOf(sheet.slug);
  return sheet.tasks.map((task) => ({ task, prompt: prompts.get(task.name)! }));
});
const known = (name: string): string[] =>
  [...Object.keys(promises[name] ?? {}), ...(explains[name] ?? [])].map(flat);

describe("a prompt", () => {
  test("promises nothing that no case asks", () => {
    const open = tasks.flatMap(({ task, prompt }) =>
      sentencesOf(prompt)
        .filter((sentence) => telling.test(sentence))
        .filter(
          (sentence) => !known(task.name).some((part) => sentence.includes(part) || part.includes(sentence)),
        )
        .map((sentence) => `${task.name}: ${sentence}`),
    );
    expect(open).toEqual([]);
  });

  test("says what the table says of it", () => {
    const stray = tasks.flatMap(({ task, prompt }) =>
      known(task.name)
        .filter((part) => !prompt.includes(part))
        .map((part) => `${task.name}: ${part}`),
    );
    expect(stray).toEqual([]);
  });
});

test("the table names cases and tasks that are there", () => {
  const names = new Map(tasks.map(({ task }) => [task.name, task.cases.map(({ name }) => name)]));
  const stray = Object.entries(promises).flatMap(([task, asked]) =>
    Object.values(asked)
      .filter((name) => !names.get(task)?.includes(name))
      .map((name) => `${task}: ${name}`),
  );
  const gone = Object.keys(explains).filter((task) => !names.has(task));
  expect([...stray, ...gone]).toEqual([]);
});
