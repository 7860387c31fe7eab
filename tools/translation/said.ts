/**
 * Texts outside the pages: what the kit says while it runs, and what checks say.
 *
 * The kit's are the first arguments of `phrase`. A check's are all texts of two words in the files that checks are made of: they
 * are kept in records in English, and translated by lib/jupyter/language.cjs when they are shown.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { readGlossary, rulesOfLib } from "../book/glossary";
import { root } from "../notebook/sources";
import { textOfNode } from "./code-texts";
import type { Message } from "./messages";
import type { CodeText } from "./shown";

export const kitContext = "kit";
export const checkContext = "checks";

/** Shared by the checks of all sheets. */
const checkFiles = [
  "answer-process",
  "call",
  "case",
  "compare",
  "desk",
  "hidden",
  "judge",
  "plain",
  "to-plain",
  "points",
  "pytorch",
  "read-tensor",
  "values",
  "variant",
]
  .map((name) => `tools/exercises/${name}.ts`)
  .concat("tools/exercises/checker.ts", "tools/answers/answer.ts", "tools/answers/cell.ts")
  .concat(["run/bench", "run/session", "run/budget"].map((name) => `tools/grade/${name}.ts`))
  .concat("tools/grade/judge/grade-submission.ts", "tools/grade/judge/record.ts")
  .concat(
    [
      ...["archive", "archive-names", "folder", "hand-in-file", "notebook", "notebook-json", "notebook-text"],
      ...["select", "signature", "take-claim", "submission", "merge"],
    ].map((name) => `tools/grade/intake/${name}.ts`),
  );

/** What `phrase` is given, in lib, in tools and where data is made, and what the shared parts of checks say. */
export function kitMessages(): Message[] {
  const files = ["lib", "tools", "datasets"].flatMap(codeFiles);
  return uniqueMessages([
    ...phrasesIn(files),
    ...checkFiles.flatMap((file) => messagesIn(file, checkContext, isCheckText)),
  ]);
}

/** What `phrase` is given in some files. @param files  from the root */
export const phrasesIn = (files: readonly string[]): Message[] =>
  uniqueMessages(files.flatMap((file) => messagesIn(file, kitContext, isSaid)));

/** What the book's glossary says: what terms mean, what their axes are, and what holds for every function. */
export const glossaryMessages = (): Message[] =>
  [
    ...readGlossary().flatMap(({ meaning, axis }) => [meaning, axis]),
    ...rulesOfLib(readFileSync(join(root, "lib", "README.md"), "utf8")),
  ]
    .filter((text) => /\w/.test(text.replace(/`[^`]*`/g, "")))
    .map((text) => ({ context: kitContext, text, kind: "paragraph", hasPlaces: false, line: 1 }));

/** What the checks of a sheet say, and the names of the mistakes that they know. */
export function checkMessages(slug: string): Message[] {
  const shared = new Set(kitMessages().map(({ context, text }) => `${context} ${text}`));
  const checks = codeFiles(`tests/exercises/${slug}`).filter((file) => !file.endsWith("/record.ts"));
  return uniqueMessages([
    ...checks.flatMap((file) => messagesIn(file, checkContext, isCheckText)),
    ...codeFiles(`tests/mutants/${slug}`).flatMap((file) => messagesIn(file, checkContext, isMistake)),
  ]).filter(({ context, text }) => !shared.has(`${context} ${text}`));
}

function codeFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.(?:ts|tsx|mjs|cjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

type IsWanted = (node: ts.Node, text: CodeText) => boolean;

function messagesIn(name: string, context: string, isWanted: IsWanted): Message[] {
  const source = readFileSync(join(root, name), "utf8");
  if (context === kitContext && !/\bphrase\b/.test(source)) return [];
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const messages: Message[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOfNode(node);
    const isFound = text !== undefined && isWanted(node, text);
    if (isFound) {
      const line = file.getLineAndCharacterOfPosition(text.start).line + 1;
      const hasPlaces = text.places.length > 0 || (context === kitContext && /\{\d+\}/.test(text.text));
      messages.push({ context, text: text.text, kind: "print", hasPlaces, line });
    }
    if (!isFound || text.places.length === 0) ts.forEachChild(node, visit);
    else text.places.forEach(visit);
  };
  visit(file);
  return messages;
}

const isSaid: IsWanted = ({ parent }, { start }) =>
  ts.isCallExpression(parent) &&
  parent.expression.getText() === "phrase" &&
  parent.arguments[0]?.getStart() === start;

const lettersOf = ({ text }: CodeText): string => text.replace(/\{\d+\}/g, " ");

/** Or one between places: "{0} at {1}". */
const hasTwoWords = (text: CodeText): boolean =>
  text.places.length > 0
    ? /(?:^|\s)\p{L}{2,}[,:]?(?:\s|$)/u.test(lettersOf(text))
    : /\p{L}{2,}\S*\s(?:.*\s)?\S*\p{L}{2,}/su.test(text.text);

/** What checks and the grader say in few letters or in lists, which alone tell it from nothing that a program reads. */
const shortTexts = [
  "missing",
  "nothing",
  "healthy",
  "healthy, untrained",
  "1 item",
  "a value",
  "a function",
  "a promise",
  "a place",
  "a result",
  " (and {0} more)",
  "… and {0} more of this kind",
  ...["a RAR archive", "a 7z archive", "a gzip file", "a PDF", "symbolic link", "hard link", "sparse file"],
  "a web page, perhaps the login page of the course site",
  "TypeScript source, not a notebook",
  "Python source or a script, not a notebook",
  ...["a string", "a number", "a boolean", "a list", "an object"],
  "made with another release of the sheets; graded with this one",
  "the hand-in file names the id {0}",
  "handed in together with {0}",
  ...["a NUL", "characters that turn the reading direction", "half of a surrogate pair", "invisible spaces"],
];

/** Not what a program reads: imports, types, kinds of models, sentences that are cut into words, and what is thrown; nor what the kit says. A refusal is thrown for the learner. */
const isCheckText: IsWanted = (node, text) =>
  shortTexts.includes(text.text) || (hasTwoWords(text) && !isImported(node) && !isForProgram(node));

const isImported = ({ parent }: ts.Node): boolean =>
  ts.isImportDeclaration(parent) || ts.isLiteralTypeNode(parent) || ts.isExternalModuleReference(parent);

const isForProgram = ({ parent }: ts.Node): boolean =>
  (ts.isNewExpression(parent) &&
    ts.isThrowStatement(parent.parent) &&
    parent.expression.getText() !== "RejectedInput") ||
  (ts.isPropertyAssignment(parent) && parent.name.getText() === "model") ||
  (ts.isCallExpression(parent) && /^(?:join|phrase)$|\.includes$/.test(parent.expression.getText())) ||
  ts.isArrayLiteralExpression(parent) ||
  ts.isPropertyAccessExpression(parent);

/** `mistake("…", …)`, `says: "…"`, `likely: "…"`. */
const isMistake: IsWanted = (node) => {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return ["says", "likely"].includes(parent.name.getText());
  return (
    ts.isCallExpression(parent) &&
    /^(?:mistake|\w+Mistake)$/.test(parent.expression.getText()) &&
    parent.arguments[0] === node
  );
};

function uniqueMessages(messages: readonly Message[]): Message[] {
  const known = new Map(messages.map((message) => [`${message.context} ${message.text}`, message]));
  return [...known.values()];
}
