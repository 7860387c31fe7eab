/** The questions that the notebooks ask with `predict`, read from their sources. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import type { Prediction } from "../../lib/jupyter/predict";
import { findSources } from "../notebook/sources";

/** @throws {SyntaxError} a call without a question in plain sight */
export function predictionsIn(path: string, source: string): Prediction[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true);
  const found: Prediction[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "predict") found.push(read(path, node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Of all notebooks, in their order. */
export const coursePredictions = (): Prediction[] =>
  findSources("notebooks").flatMap(({ sourcePath }) =>
    predictionsIn(sourcePath, readFileSync(sourcePath, "utf8")),
  );

function read(path: string, call: ts.CallExpression): Prediction {
  const value = call.arguments[0] && valueOf(call.arguments[0]);
  if (typeof value === "object" && typeof (value as Prediction).question === "string")
    return value as Prediction;
  const { line } = call.getSourceFile().getLineAndCharacterOfPosition(call.getStart());
  throw new SyntaxError(`${path}:${line + 1}: predict should be given a question as a text`);
}

/** Texts, sums of texts, numbers, lists and records of them. */
function valueOf(node: ts.Expression): unknown {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isBinaryExpression(node)) return String(valueOf(node.left)) + String(valueOf(node.right));
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(valueOf);
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const parts = node.properties.filter(ts.isPropertyAssignment);
  return Object.fromEntries(parts.map(({ name, initializer }) => [name.getText(), valueOf(initializer)]));
}
