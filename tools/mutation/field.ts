/** What a general tool does not change, and this field gets wrong: numbers, axes, calls, arguments, tensor operators. */
import ts from "typescript";
import type { Edit } from "./edit";

/** One of each pair for the other; a name that stands in two pairs turns into its right neighbour. */
const opposites = pairs(
  ["add", "sub"],
  ["mul", "div"],
  ["sum", "mean"],
  ["max", "min"],
  ["maximum", "minimum"],
  ["argMax", "argMin"],
  ["sigmoid", "tanh"],
  ["relu", "abs"],
  ["softmax", "sigmoid"],
  ["logSoftmax", "softmax"],
  ["exp", "expm1"],
  ["log", "log1p"],
  ["sqrt", "square"],
  ["sin", "cos"],
  ["ones", "zeros"],
  ["onesLike", "zerosLike"],
  ["less", "lessEqual"],
  ["greater", "greaterEqual"],
  ["equal", "notEqual"],
  ["floor", "ceil"],
  ["concat", "stack"],
);

function pairs(...names: [string, string][]): ReadonlyMap<string, string> {
  return new Map([...names.map(([a, b]) => [b, a] as const), ...names]);
}

/** All edits of the code, types aside. */
export function fieldEdits(file: ts.SourceFile): Edit[] {
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node)) return;
    if (ts.isThrowStatement(node)) return; // its words are free, but for those that a case asks for
    edits.push(...editsOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

function editsOf(node: ts.Node): Edit[] {
  if (ts.isNumericLiteral(node)) return otherNumbers(node);
  if (ts.isCallExpression(node))
    return [...droppedCall(node), ...otherArguments(node), ...otherOperator(node)];
  if (ts.isBinaryExpression(node)) return oneOperand(node);
  if (ts.isExpressionStatement(node)) return [replace(node, "")];
  if (ts.isConditionalExpression(node))
    return [replace(node, text(node.whenTrue)), replace(node, text(node.whenFalse))];
  return [];
}

const text = (node: ts.Node): string => node.getText();
const replace = (node: ts.Node, put: string): Edit => ({ from: node.getStart(), to: node.end, put });

/** A count, an index or an axis by one; anything else by its size, for 1e-9 ± 1 would be no near miss. */
function otherNumbers(node: ts.NumericLiteral): Edit[] {
  const value = Number(node.text);
  const isSmall = Number.isInteger(value) && value <= 16;
  const others = isSmall ? [value + 1, value - 1] : [2 * value, value / 2];
  return others.map((other) => replace(node, other < 0 ? `(${other})` : String(other)));
}

/** `x.softmax()` → `x`, `tf.softmax(x)` → `x`, `tf.tidy(work)` → `work()`. */
function droppedCall(node: ts.CallExpression): Edit[] {
  const { expression: callee, arguments: given } = node;
  const [first] = given;
  const name = text(callee);
  if (name === "tf.tidy") return [replace(node, `(${text(first!)})()`)];
  const isOfNothing = ts.isIdentifier(callee) || /^(tf|Math|Array|Object|Number|String)\.\w+$/.test(name);
  if (isOfNothing) return first && !ts.isFunctionLike(first) ? [replace(node, text(first))] : [];
  return ts.isPropertyAccessExpression(callee) ? [replace(node, text(callee.expression))] : [];
}

/** The last argument left out, and each two neighbours swapped. */
function otherArguments(node: ts.CallExpression): Edit[] {
  const given = [...node.arguments];
  const list = (parts: readonly ts.Node[]): Edit => ({
    from: given[0]!.getStart(),
    to: given.at(-1)!.end,
    put: parts.map(text).join(", "),
  });
  const swapped = given
    .slice(1)
    .map((_, i) => list([...given.slice(0, i), given[i + 1]!, given[i]!, ...given.slice(i + 2)]));
  return [...(given.length > 0 ? [list(given.slice(0, -1))] : []), ...swapped];
}

/** `x.add(y)` → `x.sub(y)` */
function otherOperator({ expression: callee }: ts.CallExpression): Edit[] {
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : undefined;
  const other = name && opposites.get(name.text);
  return name && other !== undefined ? [replace(name, other)] : [];
}

const arithmetic = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

/** `a + b` → `a`, and → `b` */
function oneOperand(node: ts.BinaryExpression): Edit[] {
  const isArithmetic = arithmetic.has(node.operatorToken.kind as never);
  return isArithmetic ? [replace(node, text(node.left)), replace(node, text(node.right))] : [];
}
