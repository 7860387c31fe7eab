/** Finds the texts in a cell's code by its syntax tree: strings and templates that are shown, names, and comments. */
import ts from "typescript";
import { findComments } from "./comments";
import { escapePlaces } from "./places";
import {
  hiddenArguments,
  notTexts,
  shownArguments,
  shownProperties,
  type CodeText,
  type TextKind,
} from "./shown";

/** The texts in the order of their places; one that stands in an expression of another comes after it. */
export function findTexts(code: string): CodeText[] {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  const found = new Map<number, CodeText>();
  const keep = (node: ts.Node, kind: TextKind): void => {
    const text = readText(node, kind);
    if (text && !found.has(text.start)) found.set(text.start, text);
  };
  everyNode(file, (node) => shownBy(node).forEach(([shown, kind]) => everyShown(shown, kind, keep)));
  everyNode(file, (node) => {
    if (ts.isTemplateExpression(node) && isPercentage(lettersOf(node))) keep(node, "print");
    if (isName(node) && ![...found.values()].some((text) => stands(node, text))) keep(node, "name");
  });
  return [...found.values(), ...findComments(file)].sort((a, b) => a.start - b.start);
}

/** A number and its sign: no words, and yet Korean writes it otherwise, without the space. */
const isPercentage = (letters: string): boolean => /^\s*(?:\{0\})?[ \u00a0]%$/.test(letters);

/** Whether a node is a part of a text's own letters, not of an expression in one of its places. */
const stands = (node: ts.Node, { start, end, places }: CodeText): boolean =>
  node.getStart() >= start &&
  node.end <= end &&
  !places.some((place) => node.getStart() >= place.getStart() && node.end <= place.end);

function everyNode(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => everyNode(child, visit));
}

/** What a property or a call shows to the reader. */
function shownBy(node: ts.Node): [ts.Node, TextKind][] {
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
    const kind = shownProperties[node.name.text];
    return kind ? [[node.initializer, kind]] : [];
  }
  if (!ts.isCallExpression(node)) return [];
  const shown = shownArguments[node.expression.getText()];
  if (!shown) return [];
  return node.arguments.flatMap((argument, i) =>
    !shown.places || shown.places.includes(i) ? [[argument, shown.kind]] : [],
  );
}

/** Goes from a shown expression down to its strings: through +, ?:, lists, and what callbacks return. */
function everyShown(node: ts.Node, kind: TextKind, keep: (node: ts.Node, kind: TextKind) => void): void {
  const on = (next: ts.Node): void => everyShown(next, kind, keep);
  if (isTextual(node)) {
    keep(node, kind);
    return partsOf(node).forEach((part) => typeof part !== "string" && on(part));
  }
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].forEach(on);
  if (ts.isBinaryExpression(node)) return [node.left, node.right].forEach(on);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return on(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.forEach(on);
  if (ts.isReturnStatement(node)) return node.expression && on(node.expression);
  if (ts.isArrowFunction(node)) return on(node.body);
  if (ts.isBlock(node)) return node.statements.forEach(on);
  if (ts.isPropertyAccessExpression(node)) return on(node.expression);
  if (ts.isCallExpression(node)) {
    on(node.expression);
    node.arguments.filter((argument) => ts.isArrowFunction(argument)).forEach(on);
  }
}

/** A string, a template, or such joined by +. */
function isTextual(node: ts.Node): node is ts.Expression {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  return isSum(node) && (isTextual(bare(node.left)) || isTextual(bare(node.right)));
}

const isSum = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;

const bare = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) ? bare(node.expression) : node;

/** The letters and the expressions of a text, in order. */
function partsOf(node: ts.Expression): (string | ts.Expression)[] {
  const inner = bare(node);
  if (ts.isStringLiteralLike(inner)) return [inner.text];
  if (ts.isTemplateExpression(inner))
    return [inner.head.text, ...inner.templateSpans.flatMap((span) => [span.expression, span.literal.text])];
  return isSum(inner) && isTextual(inner) ? [...partsOf(inner.left), ...partsOf(inner.right)] : [node];
}

/** The text that a node is: a string, a template, or such joined by +. One letter may be a unit: "{0} s". */
export const textOfNode = (node: ts.Node): CodeText | undefined =>
  isTextual(node) && !ts.isParenthesizedExpression(node) ? readText(node, "print", 1) : undefined;

function readText(node: ts.Node, kind: TextKind, fewestLetters = 2): CodeText | undefined {
  const parts = ts.isExpression(node) && isTextual(node) ? partsOf(node) : [nameOf(node)];
  const places = parts.filter((part) => typeof part !== "string");
  const letters = parts.filter((part) => typeof part === "string").join("");
  const isWord = (letters.match(/[A-Za-z]+/g) ?? []).some((word) => word.length >= fewestLetters);
  if (!(isWord || isPercentage(letters)) || notTexts.some((pattern) => pattern.test(letters)))
    return undefined;
  let next = 0;
  const escaped = (part: string): string => (places.length > 0 ? escapePlaces(part) : part);
  const text = parts.map((part) => (typeof part === "string" ? escaped(part) : `{${next++}}`)).join("");
  return { kind, text, places, start: node.getStart(), end: node.end };
}

const nameOf = (node: ts.Node): string =>
  ts.isIdentifier(node) || ts.isStringLiteralLike(node) ? node.text : "";

/** What may be shown somewhere, and is code too: it stays as it is and is translated when it is shown. */
function isName(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return isKey(node) && isInRows(node);
  if (!isTextual(node) || isHidden(node) || isPath(node)) return false;
  if (isTextual(node.parent) && isSum(node.parent)) return false; // a part of a longer text
  if (isKey(node) || isInRows(node) || isNamed(node)) return true;
  return /\p{L}{2,}[^/]*\s[^/]*\p{L}{2,}/u.test(lettersOf(node));
}

const lettersOf = (node: ts.Expression): string =>
  partsOf(node)
    .map((part) => (typeof part === "string" ? part : " "))
    .join("");

/** "decoder.layers.0.wide": a weight, a package, a file. */
const isPath = (node: ts.Expression): boolean => /^[\w .-]*\w[./]\w[\w ./-]*$/.test(lettersOf(node));

const isKey = (node: ts.Node): boolean => ts.isPropertyAssignment(node.parent) && node.parent.name === node;

const isNamed = ({ parent }: ts.Node): boolean =>
  ts.isPropertyAssignment(parent) && parent.name.getText() === "name";

/** Whether a node stands in the rows of a table, but not in a call or a condition there. */
function isInRows(node: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isCallExpression(parent) && parent.expression.getText() === "table")
      return parent.arguments[0] === at;
    if (ts.isCallExpression(parent) && parent.expression !== at && !ts.isArrowFunction(at)) return false;
    if (ts.isElementAccessExpression(parent) || ts.isStatement(parent)) return false;
    if (ts.isConditionalExpression(parent) && parent.condition === at) return false;
  }
  return false;
}

function isHidden({ parent }: ts.Node): boolean {
  if (ts.isLiteralTypeNode(parent) || ts.isImportDeclaration(parent)) return true;
  return (
    ts.isCallExpression(parent) && hiddenArguments.has(parent.expression.getText().replace(/^.*\./s, ""))
  );
}
