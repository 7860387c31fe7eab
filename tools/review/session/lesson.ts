/** What the lessons say about a sheet: the prompts of its tasks, and the questions for the peer session. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { language, type Language } from "../../../lib/jupyter/language.cjs";
import { editionFolder } from "../../exercises/desk-file";
import { sheetCells } from "../../exercises/page";
import { courseOf, readTasks } from "../../exercises/solution";
import type { Sheet } from "../../exercises/sheet";
import { projectRoot } from "../../grade/layout";
import { joinText } from "../../notebook/notebook-file";
import type { Notebook } from "../../notebook/notebook-file";

export interface LessonTask {
  readonly name: string;
  /** "The dot score" */
  readonly title: string;
  /** Markdown, without its title. */
  readonly prompt: string;
  readonly minutes: number;
}

export interface Lesson {
  readonly tasks: readonly LessonTask[];
  /** Markdown; empty when the notebook has none, or is not there. */
  readonly questions: readonly string[];
}

const heading = /^##+ .*(?:peer session|피어 세션).*$/im;

/** The items of the numbered list below the heading "For the peer session". */
export function questionsIn({ cells }: Notebook): string[] {
  const cell = cells.find(
    ({ cell_type: kind, source }) => kind === "markdown" && heading.test(joinText(source)),
  );
  if (!cell) return [];
  const text = joinText(cell.source);
  const list = text.slice(heading.exec(text)!.index).split("\n").slice(1).join("\n");
  const [, ...items] = list.split(/^\d+\. +/m);
  return items.map((item) => item.split(/\n\s*\n/)[0]!.replace(/\s*\n\s*/g, " ").trim()); // prettier-ignore
}

function readQuestions(slug: string, language: Language): string[] {
  const path = join(projectRoot, editionFolder("notebooks", language), `${slug}.ipynb`);
  return existsSync(path) ? questionsIn(JSON.parse(readFileSync(path, "utf8")) as Notebook) : [];
}

export function lessonOf(sheet: Sheet): Lesson {
  const cells = sheetCells(sheet.slug, language());
  const tasks = readTasks(sheet, cells).map(({ name, minutes }): LessonTask => {
    const prompt = cells.find((cell) => courseOf(cell)?.task === name && courseOf(cell)?.role === "prompt")!;
    const [title = name, ...rest] = prompt.source.split("\n");
    return { name, minutes, title: title.replace(/^#+ /, ""), prompt: rest.join("\n").trim() };
  });
  return { tasks, questions: readQuestions(sheet.slug, language()) };
}
