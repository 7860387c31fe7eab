/** Gives every local name of a program a number, in the order in which the names first appear. */
import ts from "typescript";

const declarations = [
  ts.isVariableDeclaration,
  ts.isParameter,
  ts.isBindingElement,
  ts.isFunctionDeclaration,
  ts.isFunctionExpression,
  ts.isClassDeclaration,
  ts.isClassExpression,
  ts.isImportSpecifier,
  ts.isImportClause,
  ts.isNamespaceImport,
];

function identifiersIn(root: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found.sort((a, b) => a.pos - b.pos);
}

const isDeclared = (node: ts.Identifier): boolean =>
  declarations.some((is) => is(node.parent)) && (node.parent as ts.NamedDeclaration).name === node;

/** What others call it by stays: properties, methods, names of imports and exports. */
function isOutside(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isExportSpecifier(parent)) return parent.name === node && parent.propertyName !== undefined;
  const isNamed =
    ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isClassElement(parent);
  return isNamed && (parent as { name?: ts.Node }).name === node;
}

/** @param code  JavaScript */
export function renameByAppearance(code: string): string {
  const file = ts.createSourceFile("answer.js", code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const identifiers = identifiersIn(file);
  const local = new Set(identifiers.filter(isDeclared).map(({ text }) => text));
  const numbers = new Map<string, string>();
  let [at, renamed] = [0, ""];
  for (const node of identifiers) {
    if (!local.has(node.text) || isOutside(node)) continue;
    const name = numbers.get(node.text) ?? `$${numbers.size}`;
    numbers.set(node.text, name);
    const key = ts.isShorthandPropertyAssignment(node.parent) ? `${node.text}:` : "";
    renamed += code.slice(at, node.getStart()) + key + name;
    at = node.end;
  }
  return renamed + code.slice(at);
}
