/**
 * What a human should look at in an answer: findings, never zeros.
 *
 * The syntax tree tells what is written, in whatever spelling; what a name that is computed led to, only a run tells
 * (tools/grade/run/inside/taken.ts).
 */
import type TypeScript from "typescript";
import type { Statement } from "./cell";
import { courseModule, isReadyMade } from "./imports";
import type { Compiler } from "./names";

type Node = TypeScript.Node;

/** Names of the language's own, by themselves or after a dot, for which an honest answer has no use. */
const suspicious: readonly (readonly [RegExp, string])[] = [
  [/^(eval|Function)$/, "makes code out of text"],
  [/^(require|createRequire|mainModule|module|import)$/, "loads a module while it runs"],
  [/^process$/, "uses process"],
  [
    /^(globalThis|global|__proto__|setPrototypeOf|prototype|constructor)$/,
    "reaches for globals or prototypes",
  ],
  [/^(fetch|XMLHttpRequest|WebSocket)$/, "uses the network"],
];

/** What stands in comments. */
const pragmas: readonly (readonly [RegExp, string])[] = [
  [/@ts-(nocheck|ignore|expect-error)/, "switches type checks off"],
  [/\/\/\/\s*<reference/, "has a triple-slash reference"],
];

const systemModule =
  /^(node:)?(fs|child_process|net|http|https|dns|worker_threads|vm|module|os|v8|inspector)(\/|$)/;

/** Every node of a statement but types, which run nothing. */
function valuesIn(ts: Compiler, statement: Node): Node[] {
  const isType = (node: Node): boolean =>
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node));
  const [found, pending]: [Node[], Node[]] = [[], [statement]];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (isType(node)) continue;
    found.push(node);
    ts.forEachChild(node, (child) => void pending.push(child));
  }
  return found;
}

/** The text that an expression is, if that can be seen: "att" + "end" is "attend". */
function textOf(ts: Compiler, node: Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return textOf(ts, node.expression);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [textOf(ts, node.left), textOf(ts, node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** The property that a node reads of something: `x.name`, `x["na" + "me"]`, `const { name } = x`. */
function propertyOf(ts: Compiler, node: Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) return textOf(ts, node.argumentExpression);
  if (!ts.isBindingElement(node) || !ts.isObjectBindingPattern(node.parent) || node.dotDotDotToken)
    return undefined;
  const name = node.propertyName ?? node.name;
  if (ts.isIdentifier(name) || ts.isStringLiteral(name)) return name.text;
  return ts.isComputedPropertyName(name) ? textOf(ts, name.expression) : undefined;
}

/** The local name of a whole module of the course: `import * as x`, `import x from`. */
function wholeModule(ts: Compiler, node: Node): string | undefined {
  if (!ts.isImportDeclaration(node) || !isOfCourse(ts, node.moduleSpecifier)) return undefined;
  const bindings = node.importClause?.namedBindings;
  return bindings && ts.isNamespaceImport(bindings) ? bindings.name.text : node.importClause?.name?.text;
}

const isOfCourse = (ts: Compiler, name: Node): boolean =>
  isReadyMade((ts.isStringLiteral(name) && courseModule(name.text)) || "");

/** `x` where it stands for the whole module, and no name after it says what is taken. */
function isHandedOn(ts: Compiler, name: TypeScript.Identifier): boolean {
  let [whole, parent]: [Node, Node] = [name, name.parent];
  while (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent))
    [whole, parent] = [parent, parent.parent];
  if (ts.isNamespaceImport(parent) || ts.isImportClause(parent)) return false;
  const isOwner = (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === whole; // prettier-ignore
  if (isOwner) return propertyOf(ts, parent) === undefined;
  if (ts.isPropertyAccessExpression(parent)) return false; // `other.x`
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name)) return true;
  return parent.name.elements.some((one) => propertyOf(ts, one) === undefined);
}

const importsByName = (ts: Compiler, node: Node, task: string): boolean => {
  const bindings = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : undefined;
  if (!bindings || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.some(({ name, propertyName }) => (propertyName ?? name).text === task);
};

/** Findings are for a human who grades, not for the learner. */
export const isForLearner = (note: string): boolean => !note.includes("for a human to look at");

export const finding = (task: string, what: string): string => `${task}: for a human to look at: ${what}`;

/** Findings about the statements that an answer needs. */
export function findingsOn(ts: Compiler, statements: readonly Statement[], task: string): string[] {
  const findings = new Set<string>();
  const wholes = new Set(statements.flatMap(({ node }) => wholeModule(ts, node) ?? []));
  const own = new Set(statements.flatMap(({ declares }) => declares.map(({ name }) => name)));
  for (const statement of statements) {
    const add = (what: string): void => void findings.add(`cell ${statement.cell.number} ${what}`);
    const full = statement.node.getFullText();
    for (const [pattern, what] of pragmas) if (pattern.test(full)) add(what);
    for (const node of valuesIn(ts, statement.node)) inspect(node, statement, add);
  }
  return [...findings].map((what) => finding(task, what));

  function inspect(node: Node, { uses }: Statement, add: (what: string) => void): void {
    if (ts.isModuleDeclaration(node) && isForOthers(node)) add("declares types for others");
    if (ts.isImportDeclaration(node)) {
      const { text } = node.moduleSpecifier as TypeScript.StringLiteral;
      if (systemModule.test(text)) add(`imports ${text}`);
    }
    const property = propertyOf(ts, node);
    const isFree = ts.isIdentifier(node) && uses.has(node.text) && !own.has(node.text);
    const isImport = node.kind === ts.SyntaxKind.ImportKeyword;
    const word = property ?? (isFree ? node.text : isImport ? "import" : "");
    for (const [pattern, what] of suspicious) if (pattern.test(word)) add(what);
    if (property === "layers" && /^(tf\b|\{.*=\s*tf\b)/s.test(ownerText(node)))
      add("uses ready-made layers of tf");
    if (importsByName(ts, node, task) || (property === task && wholes.size > 0))
      add(`takes ${task} ready-made from the course`);
    if (ts.isIdentifier(node) && wholes.has(node.text) && isHandedOn(ts, node))
      add(`takes a whole module of the course (${node.text}) without a name that can be seen`);
  }

  /** `declare global` and `declare module "…"`. */
  function isForOthers({ name, flags }: TypeScript.ModuleDeclaration): boolean {
    return ts.isStringLiteral(name) || (flags & ts.NodeFlags.GlobalAugmentation) !== 0;
  }

  /** What a property is read of; for a pattern the whole declaration. */
  function ownerText(node: Node): string {
    return ts.isBindingElement(node)
      ? node.parent.parent.getText()
      : (node as TypeScript.PropertyAccessExpression).expression.getText();
  }
}
