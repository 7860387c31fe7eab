/** What each of the course's tools says of a notebook: a verdict and points. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { AnswerProcess } from "../../../tools/exercises/answer-process";
import { checkAnswer } from "../../../tools/exercises/desk";
import { foldHidden } from "../../../tools/exercises/hidden";
import { readAnswers } from "../../../tools/exercises/reader";
import type { Sheet } from "../../../tools/exercises/sheet";
import { whatIsMissing } from "../../../tools/grade/hand-in/pack";
import { readNotebook } from "../../../tools/grade/intake/notebook";
import { gradeSubmission } from "../../../tools/grade/judge/grade-submission";
import { answersOf } from "../../../tools/grade/run/compiler";
import type { openPool } from "../../../tools/grade/scale/pool";
import { shownSource } from "../../../tools/review/run/work";
import type { Cell, Row } from "./notebooks";

export interface Said {
  readonly verdict: string;
  readonly earned: number;
  readonly possible: number;
  /** What else it told: messages, notes. */
  readonly words: string;
}

export const notebookOf = (cells: readonly Cell[]) => ({
  cells: cells.map(({ source, role, type = "code" }, index) => ({
    cell_type: type,
    id: `cell-${index}`,
    metadata: role === undefined ? {} : { course: { sheet: "06", task: "dotScore", role } },
    source,
    ...(type === "code" && { execution_count: null, outputs: [] }),
  })),
  metadata: {
    course: { notebook: "06" },
    kernelspec: { name: "rnn-to-transformer", language: "typescript" },
  },
  nbformat: 4,
  nbformat_minor: 5,
});

const bytesOf = (cells: readonly Cell[]): Buffer => Buffer.from(JSON.stringify(notebookOf(cells)));

/** All notebooks in one process of the kernel's own compiler and executor. */
export async function askKernel(rows: readonly Row[], state: string): Promise<Said[]> {
  const input = rows.map(({ cells, order }) =>
    (order ?? cells.map((_, index) => index))
      .filter((index) => cells[index]!.type === undefined)
      .map((index) => cells[index]!.source),
  );
  const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>((resolve) => {
    const options = { maxBuffer: 64e6, env: { ...process.env, COURSE_STATE: state } };
    const child = execFile(process.execPath, [join(__dirname, "kernel.cjs")], options, (_, out, err) =>
      resolve({ stdout: out, stderr: err }),
    );
    child.stdin!.end(JSON.stringify(input));
  });
  const lines = stdout.split("\n").filter((line) => line.startsWith('{"verdict"'));
  if (lines.length !== rows.length) throw new Error(`the kernel ended early:\n${stderr}\n${stdout}`);
  return lines.map((line) => {
    const { printed, ...said } = JSON.parse(line) as Said & { printed: string };
    return { ...said, words: printed };
  });
}

/** `npm run check`. */
export async function askTerminal(sheet: Sheet, { cells }: Row, process: AnswerProcess): Promise<Said> {
  const [task] = sheet.tasks;
  const [answer] = readAnswers(readNotebook(bytesOf(cells)).cells, [task!.name]).answers;
  const { verdict, earned, possible, checks } = foldHidden(await checkAnswer(sheet, task!, answer!, process));
  const words = [...checks.map(({ message }) => message), ...answer!.notes].join("\n");
  return { verdict, earned, possible, words };
}

/** What `npm run hand-in` warns of; it runs nothing, so what it lets through may be right or wrong. */
export function askHandIn(sheet: Sheet, { cells }: Row): string {
  const path = `exercises/${sheet.slug}.ipynb`;
  const words = whatIsMissing([sheet], [{ path, bytes: bytesOf(cells) }]).join("\n");
  if (words.includes("not written yet")) return "not_attempted";
  if (words.includes("will earn nothing")) return "student_error";
  return words.includes("no cell defines") ? "not_submitted" : "ready";
}

type Place = ReturnType<typeof openPool>["place"];

/** The grader, in its sandbox. */
export async function askGrader(sheet: Sheet, { cells }: Row, place: Place): Promise<Said> {
  const work = { slug: sheet.slug, path: `${sheet.slug}.ipynb`, cells: readNotebook(bytesOf(cells)).cells };
  const { grade } = await gradeSubmission({ sheets: [work], notes: [], key: "" }, [sheet], "suite", place);
  const [task] = grade.tasks;
  const { verdict, earned, possible, checks } = task!;
  return {
    verdict,
    earned,
    possible,
    words: [...checks.map(({ message }) => message), ...grade.notes].join("\n"),
  };
}

/** What peers see: the answer that was graded, or nothing to compare. */
export async function askReview({ cells }: Row, { compile }: Place): Promise<string> {
  const [answer] = answersOf(await compile(readNotebook(bytesOf(cells)).cells, ["dotScore"]));
  if (answer!.state !== "found") return answer!.state === "missing" ? "not_submitted" : "student_error";
  const shown = shownSource(answer!.cell, answer!.source);
  if (answer!.isStub) return "not_attempted";
  return /\bdotScore\b/.test(shown) ? "shown" : "nothing";
}
