/** "What shape has this line's value?" Answered by an answer that ends with that line. */
import { phrase } from "../../lib/jupyter/language.cjs";
import ts from "typescript";
import type { Call } from "../exercises/call";
import { isTensorTag, type Plain } from "../exercises/plain";
import { bodiesOf, statementsOf } from "./function-body";
import { givenText, type Given } from "./given";
import { asWritten, type Question, type Subject } from "./question";

interface Line {
  /** `const x = …`, or what a result is made of. */
  readonly text: string;
  /** What has a shape. */
  readonly value: string;
  readonly code: string;
}

/** Lines whose value can be looked at, in the order of the text. */
function linesOf(code: string, task: string): Line[] {
  return bodiesOf(code, task).flatMap((body) =>
    statementsOf(body).flatMap((statement) => [
      ...declared(code, statement),
      ...partOfResult(code, statement),
    ]),
  );
}

function declared(code: string, statement: ts.Statement): Line[] {
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    if (!ts.isIdentifier(name) || !initializer || !isWork(initializer)) return [];
    const ended = `${code.slice(0, statement.end)} return ${name.text};${code.slice(statement.end)}`;
    return [{ text: asWritten(statement.getText()), value: name.text, code: ended }];
  });
}

/** Another name for what is there asks nothing, and a helper has no shape. */
const isWork = (node: ts.Expression): boolean => !ts.isIdentifier(node) && !ts.isFunctionLike(node);

/** Of `return a.b(…).c(…);` what stands before the last call. */
function partOfResult(code: string, statement: ts.Statement): Line[] {
  if (!ts.isReturnStatement(statement) || !statement.expression) return [];
  const { expression } = statement;
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return [];
  const before = expression.expression.expression;
  if (!ts.isCallExpression(before)) return [];
  const ended = `${code.slice(0, statement.getStart())}return ${before.getText()};${code.slice(statement.end)}`;
  return [{ text: asWritten(statement.getText()), value: asWritten(before.getText()), code: ended }];
}

/** One for each line whose value is a tensor with axes; the latest line, which is furthest from what is given, first. */
export async function shapeQuestions(subject: Subject, given: Given): Promise<Question[]> {
  const questions: Question[] = [];
  for (const line of linesOf(subject.code, given.task).reverse()) {
    const shape = await shapeOf(subject, line, given.call);
    const choices = shape && shapeChoices(shape, given.call);
    if (!choices) continue;
    questions.push({
      task: given.task,
      text: phrase("`{0}`: {1}. What is the shape of `{2}`?", line.text, givenText(given), line.value),
      choices,
      right: choices.indexOf(textOf(shape)),
      because: phrase("It was run up to there: {0}.", textOf(shape)),
    });
  }
  return questions;
}

async function shapeOf({ run }: Subject, { code }: Line, call: Call): Promise<readonly number[] | undefined> {
  const [result] = (await run(code, [{ ...call, again: false, gradients: [] }])) ?? [];
  const value = result && "value" in result ? lastOf(result.value, call) : undefined;
  return isTensorTag(value) && value.$tensor.shape.length > 0 ? value.$tensor.shape : undefined;
}

/** An object's call gives what each step gave. */
const lastOf = (value: Plain, { then }: Call): Plain | undefined =>
  then === undefined ? value : (value as readonly Plain[]).at(-1);

const textOf = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** The right one among shapes that a slip would give: turned round, an axis less, an axis more, an argument's. */
function shapeChoices(shape: readonly number[], { args }: Call): string[] | undefined {
  const given = args.flatMap((arg) => (isTensorTag(arg) ? [arg.$tensor.shape] : []));
  const slips = [[...shape].reverse(), shape.slice(0, -1), ...given, [...shape, 1], shape.slice(1)];
  const others = [...new Set(slips.map(textOf))].filter((text) => text !== textOf(shape) && text !== "[]");
  const choices = [textOf(shape), ...others.slice(0, 3)].sort();
  return choices.length > 1 ? choices : undefined;
}
