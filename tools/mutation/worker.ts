/** The process in which mutants run: one may loop for ever, and only this one ends. */
import type { AnswerCode } from "../exercises/compile";
import { loadSheet } from "../exercises/load";
import type { Task } from "../exercises/sheet";
import { judgedOnce, tryMutant, type Fate } from "./trial";

export type Request = { readonly slug: string; readonly code: AnswerCode };
export type Reply = { readonly fate: Fate; readonly milliseconds: number };

const tasks = new Map<string, Task>();

async function taskOf(slug: string, name: string): Promise<Task> {
  if (!tasks.has(name))
    for (const task of (await loadSheet(slug)).tasks) tasks.set(task.name, judgedOnce(task));
  return tasks.get(name)!;
}

async function reply({ slug, code }: Request): Promise<Reply> {
  const task = await taskOf(slug, code.task);
  const start = performance.now();
  const fate = await tryMutant(task, code).catch((error: unknown): Fate => {
    console.error(`${slug}, ${code.task}: the check itself failed: ${String((error as Error).stack)}`);
    return "crashed";
  });
  return { fate, milliseconds: performance.now() - start };
}

process.on("message", (request: Request) => {
  void reply(request).then((message) => process.send!(message));
});
process.on("unhandledRejection", () => undefined); // a promise that a mutant forgot says nothing about its values
