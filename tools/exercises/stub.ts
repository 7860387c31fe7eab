/** Cuts a stub from an answer: the signature, the types and the docstring stay, the work goes. */
import { phrase } from "../../lib/jupyter/language.cjs";
import ts from "typescript";
import { declaredNames, parse, trimImport, usedNames } from "./syntax";

/**
 * What the learner finds in the place of an answer.
 *
 * Types, interfaces and the imports that they need stay; helper functions go, because they are part of the answer.
 *
 * @throws {Error} the cell declares nothing of the task's name
 */
export function stubOf(task: string, answer: string): string {
  const { statements } = parse(answer);
  const main = statements.find((statement) => declaredNames(statement).includes(task));
  if (main === undefined) throw new Error(`The answer cell of ${task} declares no ${task}.`);
  const kept = statements.filter((statement) => statement === main || isType(statement));
  const texts = kept.map((statement) => (statement === main ? stubStatement(task, main) : textOf(statement)));
  const used = new Set(kept.flatMap((_, i) => [...usedNames(parse(texts[i]!))]));
  const imports = statements.filter(ts.isImportDeclaration).map((statement) => trimImport(statement, used));
  return [imports.filter(Boolean).join("\n"), ...texts].filter(Boolean).join("\n\n");
}

const isType = (statement: ts.Statement): boolean =>
  ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);

/** With its docstring. */
const textOf = (node: ts.Node): string =>
  node.getSourceFile().text.slice(node.getFullStart(), node.end).trim();

/** How many lines of work an answer has: its bodies, without blank lines and comments. */
export function answerSize(task: string, answer: string): number {
  const { statements } = parse(answer);
  const lines = statements.flatMap((statement) => {
    if (declaredNames(statement).includes(task)) return bodiesOf(statement).flatMap(linesInside);
    const isWork = !ts.isImportDeclaration(statement) && !isType(statement);
    return isWork ? statement.getText().split("\n") : [];
  });
  return lines.filter((line) => line.trim() !== "" && !/^\s*(\/\/|\/?\*)/.test(line)).length;
}

const linesInside = (body: ts.Node): string[] =>
  ts.isBlock(body) ? body.getText().slice(1, -1).split("\n") : body.getText().split("\n");

/** The outermost bodies: of the function, of the arrow, of each method. */
export function bodiesOf(node: ts.Node): ts.Node[] {
  const { body } = node as ts.FunctionLikeDeclaration;
  if (ts.isFunctionLike(node) && body) return [body];
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => void found.push(...bodiesOf(child)));
  return found;
}

function stubStatement(task: string, statement: ts.Statement): string {
  const text = textOf(statement);
  const start = statement.end - text.length;
  const size = answerSize(task, statement.getSourceFile().text);
  const bodies = bodiesOf(statement);
  if (bodies.length === 0) throw new Error(`The answer ${task} should be a function or a class.`);
  const cuts = [
    ...bodies.map((body, i) => cutBody(task, body, i === 0 ? size : 0)),
    ...privateCuts(statement),
  ];
  return cuts
    .sort((a, b) => b.from - a.from)
    .reduce((code, { from, to, put }) => code.slice(0, from - start) + put + code.slice(to - start), text);
}

interface Cut {
  readonly from: number;
  readonly to: number;
  readonly put: string;
}

function cutBody(task: string, body: ts.Node, size: number): Cut {
  const { text } = body.getSourceFile();
  const lineStart = text.lastIndexOf("\n", lineOf(body)) + 1;
  const indent = /^\s*/.exec(text.slice(lineStart))![0];
  const says =
    size === 1 ? phrase("Your code: about {0} line.", size) : phrase("Your code: about {0} lines.", size);
  const hint = size > 0 ? `${indent}  // ${says}\n` : "";
  const put = `{\n${hint}${indent}  throw new Error("not written yet: ${task}");\n${indent}}`;
  return { from: body.getStart(), to: body.end, put };
}

/** Where the declaration starts that a body belongs to; its indent is the stub's. */
const lineOf = (body: ts.Node): number => body.parent.getStart();

/** A private member is a part of the answer. */
function privateCuts(statement: ts.Statement): Cut[] {
  if (!ts.isClassDeclaration(statement)) return [];
  return statement.members
    .filter(
      (member) =>
        ts.canHaveModifiers(member) &&
        ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword),
    )
    .filter((member) => bodiesOf(member).length === 0)
    .map((member) => ({ from: member.getFullStart(), to: member.end, put: "" }));
}
