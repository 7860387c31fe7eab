/** Builds the two notebooks of a sheet: the learner's, with stubs, and the solved one. */
import { inLanguage, phrase, type Language } from "../../lib/jupyter/language.cjs";
import ts from "typescript";
import { buildNotebook, type Notebook } from "../notebook/notebook-file";
import type { Cell } from "../notebook/percent-source";
import { koreanCells, moveToKorean } from "../translation/edition";
import { fingerprint } from "./fingerprint";
import type { Sheet } from "./sheet";
import { courseOf, pointsOf, readSolution, readTasks, type TaskCells } from "./solution";
import { answerSize, stubOf } from "./stub";
import { declaredNames, parse, trimImport } from "./syntax";

export const hintNames = (): readonly string[] => [
  phrase("a nudge"),
  phrase("pseudo-code"),
  phrase("almost there"),
];

export type Pages = Readonly<Record<"exercises" | "solutions", Notebook>>;

/** The cells of a sheet's source; what is not translated yet is English. */
export function sheetCells(slug: string, language: Language): Cell[] {
  const cells = readSolution(slug);
  return language === "en" ? cells : koreanCells(cells, `exercises/ko/${slug}.po`);
}

/** The learner's notebook and the solved one, both without outputs. */
export const buildPages = (sheet: Sheet, language: Language = "en"): Pages =>
  inLanguage(language, () => buildIn(sheet, language));

function buildIn(sheet: Sheet, language: Language): Pages {
  const cells = sheetCells(sheet.slug, language);
  const tasks = readTasks(sheet, cells);
  const build = (isSolved: boolean): Notebook => {
    const page = [
      ...cells.map((cell, i) => {
        const made = pageCell(sheet, tasks, cell, isSolved);
        const isStub = !isSolved && courseOf(cell)?.role === "answer";
        return isStub ? { ...made, source: withoutRepeats(made.source, cells.slice(0, i)) } : made;
      }),
      ...(isSolved ? [] : lastCells(sheet)),
    ];
    const folder = isSolved ? "solutions" : "exercises";
    return buildPage(sheet, language === "en" ? page : page.map((cell) => moveToKorean(cell, folder)));
  };
  return { exercises: build(false), solutions: build(true) };
}

function buildPage({ slug }: Sheet, cells: Cell[]): Notebook {
  const notebook = buildNotebook(slug.slice(0, 2), cells);
  const course = { notebook: slug.slice(0, 2), derived: fingerprint(notebook) };
  return { ...notebook, metadata: { ...notebook.metadata, course } };
}

/** The desk ends with questions about what was written on it. */
function lastCells({ slug }: Sheet): Cell[] {
  const number = slug.slice(0, 2);
  const prose = `## ${phrase("Questions about your own code")}\n\n${phrase(
    "Do all tasks pass? Save this notebook and run the cell: three questions made from *your* answers. Say your own answer first; then fold theirs out.",
  )}`;
  const code = `import { explain } from "./lib/notebook";\n\nawait explain("${number}");`;
  return [
    { type: "markdown", source: prose, metadata: {}, line: 0 },
    { type: "code", source: code, metadata: {}, line: 0 },
  ];
}

/** A stub without imports of what the page imports above it: an answer of lib's brings its own. */
function withoutRepeats(stub: string, above: readonly Cell[]): string {
  const given = above.filter((cell) => cell.type === "code" && courseOf(cell) === undefined);
  const known = new Set(given.flatMap(({ source }) => importsIn(source).flatMap(namesFrom)));
  return importsIn(stub)
    .reduce((code, statement) => {
      const needed = declaredNames(statement).filter((name) => !known.has(fromWhere(statement, name)));
      return code.replace(statement.getText(), trimImport(statement, new Set(needed)));
    }, stub)
    .trim();
}

const importsIn = (code: string): ts.ImportDeclaration[] =>
  parse(code).statements.filter(ts.isImportDeclaration);
const fromWhere = ({ moduleSpecifier }: ts.ImportDeclaration, name: string): string =>
  `${name} of ${moduleSpecifier.getText()}`;
const namesFrom = (statement: ts.ImportDeclaration): string[] =>
  declaredNames(statement).map((name) => fromWhere(statement, name));

function pageCell(sheet: Sheet, tasks: readonly TaskCells[], cell: Cell, isSolved: boolean): Cell {
  const course = courseOf(cell);
  if (course === undefined) return cell;
  const { task: name, role } = course;
  const task = tasks.find((known) => known.name === name)!;
  const metadata = { ...cell.metadata, course: { sheet: sheet.slug.slice(0, 2), task: name, role } };
  return { ...cell, metadata, source: sourceFor(sheet, task, tasks.indexOf(task) + 1, cell, isSolved) };
}

function sourceFor(sheet: Sheet, task: TaskCells, number: number, cell: Cell, isSolved: boolean): string {
  const { role } = courseOf(cell)!;
  if (role === "prompt") return promptSource(sheet, task, number, cell.source);
  if (role === "hint") return hintSource(task);
  return role === "answer" && !isSolved ? stubOf(task.name, cell.source) : cell.source;
}

/** "## The dot score" becomes "## 1. The dot score" with a line of facts below. */
function promptSource(
  sheet: Sheet,
  { name, difficulty, minutes, answer }: TaskCells,
  number: number,
  prompt: string,
): string {
  const [title, ...rest] = prompt.split("\n");
  const points = pointsOf(sheet.tasks.find((task) => task.name === name)!);
  const size = answerSize(name, answer);
  const facts = [
    `\`${name}\``,
    phrase("{0} points", points),
    phrase("difficulty {0}", "★".repeat(difficulty) + "☆".repeat(3 - difficulty)),
    phrase("about {0} minutes", minutes),
    size === 1 ? phrase("about {0} line", size) : phrase("about {0} lines", size),
  ];
  return [title!.replace(/^## /, `## ${number}. `), "", facts.join(" · "), ...rest].join("\n");
}

function hintSource({ hints }: TaskCells): string {
  return hints
    .map(
      (text, i) =>
        `<details><summary><b>${phrase("Hint {0}:", i + 1)}</b> ${hintNames()[i]}</summary>\n\n${text}\n\n</details>`,
    )
    .join("\n\n");
}
