/** The few questions that exercises ask of TypeScript's syntax tree. */
import ts from "typescript";

export const parse = (code: string, name = "cell.ts"): ts.SourceFile =>
  ts.createSourceFile(name, code, ts.ScriptTarget.ES2022, true);

/** The names that a statement declares or imports, values and types alike. */
export function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  if (ts.isImportDeclaration(statement)) return importedNames(statement);
  const { name } = statement as ts.Statement & { name?: ts.Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

export function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  const bindings = importClause?.namedBindings;
  const named = bindings && (ts.isNamespaceImport(bindings) ? [bindings] : [...bindings.elements]);
  return [importClause, ...(named ?? [])].flatMap((part) => part?.name?.text ?? []);
}

/** The names that a tree takes from outside: not its parameters and local variables, nor names of properties. */
export function usedNames(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node, known: ReadonlySet<string>): void => {
    if (ts.isIdentifier(child) && !isPropertyName(child) && !known.has(child.text)) names.add(child.text);
    const inner = new Set([...known, ...localNames(child)]);
    ts.forEachChild(child, (part) => visit(part, inner));
  };
  ts.forEachChild(node, (child) => visit(child, new Set(localNames(node))));
  return names;
}

function isPropertyName(name: ts.Identifier): boolean {
  const { parent } = name;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === name;
  if (ts.isBindingElement(parent)) return parent.propertyName === name;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  const isMember = ts.isObjectLiteralElement(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent);
  return isMember && parent.name === name;
}

/** What a function or a block declares for what stands inside it. */
function localNames(node: ts.Node): string[] {
  const parameters = ts.isFunctionLike(node) ? node.parameters.flatMap(({ name }) => boundNames(name)) : [];
  const types = ts.isFunctionLike(node) ? (node.typeParameters ?? []).map(({ name }) => name.text) : [];
  const statements = ts.isBlock(node) ? node.statements.flatMap(declaredNames) : [];
  const list =
    ts.isForOfStatement(node) || ts.isForStatement(node) || ts.isForInStatement(node)
      ? node.initializer
      : undefined;
  const loop =
    list && ts.isVariableDeclarationList(list)
      ? list.declarations.flatMap(({ name }) => boundNames(name))
      : [];
  return [...parameters, ...types, ...statements, ...loop];
}

/** An import of the names that are needed, as text; nothing if none is. */
export function trimImport(statement: ts.ImportDeclaration, needed: ReadonlySet<string>): string {
  const { importClause, moduleSpecifier } = statement;
  if (!importedNames(statement).some((name) => needed.has(name))) return "";
  const bindings = importClause?.namedBindings;
  if (!bindings || ts.isNamespaceImport(bindings)) return statement.getText();
  const kept = bindings.elements.filter(({ name }) => needed.has(name.text)).map((part) => part.getText());
  const braces = kept.length > 0 ? `{ ${kept.join(", ")} }` : "";
  const both = [importClause?.name?.text, braces].filter(Boolean).join(", ");
  return `import ${importClause?.isTypeOnly ? "type " : ""}${both} from ${moduleSpecifier.getText()};`;
}

/**
 * The statements that some names need, and those that these need, in their order.
 *
 * A later declaration of a name wins over an earlier one, as in a notebook.
 */
export function statementsFor(
  wanted: Iterable<string>,
  statements: readonly ts.Statement[],
): Set<ts.Statement> {
  const declaring = new Map<string, ts.Statement>();
  for (const statement of statements)
    for (const name of declaredNames(statement)) declaring.set(name, statement);
  const kept = new Set<ts.Statement>();
  const queue = [...wanted];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const statement = declaring.get(name);
    if (statement === undefined || kept.has(statement)) continue;
    kept.add(statement);
    if (!ts.isImportDeclaration(statement)) queue.push(...usedNames(statement));
  }
  return new Set(statements.filter((statement) => kept.has(statement)));
}
