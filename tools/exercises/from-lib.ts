/**
 * The source of a function of lib as an answer cell: `{"from": "lib/metrics"}`, so that no answer is written twice.
 *
 * Private helpers come along, exported ones are imported. What lib checks of the kind of its arguments (shapes, dtypes,
 * lists) is left out: a learner is asked for the equation. What it checks of their values stays: a prompt says what is
 * refused, and a case proves it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./load";
import { declaredNames, parse, statementsFor, trimImport, usedNames } from "./syntax";

/**
 * @param path  "lib/metrics"
 * @param name  what the answer cell declares
 * @throws {Error} the file declares nothing of that name
 */
export function answerFromLib(path: string, name: string): string {
  const statements = [...parse(readFileSync(join(root, `${path}.ts`), "utf8"), path).statements];
  const main = statements.find((statement) => declaredNames(statement).includes(name));
  if (main === undefined) throw new Error(`${path}.ts declares no ${name}.`);
  const answer = parse(withoutChecks(main)).statements[0]!;
  const own = [main, ...privateHelpers(answer, statements)];
  const used = new Set(own.flatMap((statement) => [...usedNames(statement === main ? answer : statement)]));
  const outside = statements.filter((s) => !own.includes(s) && !ts.isImportDeclaration(s) && isExported(s));
  const neighbours = outside.flatMap((statement) => {
    const names = declaredNames(statement).filter((name) => used.has(name));
    return isType(statement) ? names.map((name) => `type ${name}`) : names;
  });
  const imports = [
    ...statements.filter(ts.isImportDeclaration).map((statement) => trimImport(statement, used)),
    neighbours.length > 0 ? `import { ${neighbours.join(", ")} } from "./${path.split("/").pop()}";` : "",
  ].filter(Boolean);
  const ordered = statements
    .filter((statement) => own.includes(statement))
    .map((statement) => docOf(statement) + (statement === main ? withoutChecks(main) : plainText(statement)));
  return `${imports.map((line) => line.replace(/from "\.\//, 'from "./lib/')).join("\n")}\n\n${ordered.join("\n\n")}`.trim();
}

function privateHelpers(main: ts.Statement, statements: ts.Statement[]): ts.Statement[] {
  const inner = statements.filter(
    (statement) => !ts.isImportDeclaration(statement) && !isExported(statement),
  );
  return [...statementsFor(usedNames(main), inner)];
}

const isType = (statement: ts.Statement): boolean =>
  ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);

/** The docstring, without the lines that say where lib keeps it. */
function docOf(statement: ts.Statement): string {
  const doc = ts.getJSDocCommentsAndTags(statement).find(ts.isJSDoc);
  if (!doc) return "";
  const [kept] = doc.getText().split(/\n \*\n \* (?:Ours|Taught|@source|@exercise)/);
  const ended = kept!.endsWith("*/") ? kept! : `${kept}\n */`;
  return `${ended.replace(/\n \* @throws \{ShapeError\}.*/, "")}\n`;
}

const plainText = (statement: ts.Statement): string => statement.getText().replace(/^export /, "");

/** The text of a function without its lines that only check of what kind its arguments are. */
function withoutChecks(main: ts.Statement): string {
  const body = ts.isFunctionDeclaration(main) ? main.body : undefined;
  const checks = (body?.statements ?? []).filter((statement) => isCheck(statement, body!));
  const start = main.getStart();
  return [...checks]
    .reverse()
    .reduce(
      (text, check) => text.slice(0, check.getFullStart() - start) + text.slice(check.end - start),
      main.getText(),
    )
    .replace(/^export /, "")
    .replace(/checkRecord\(\s*"[^"]*",\s*"[^"]*",\s*(\w+)\s*\)/g, "$1"); // what it hands back is what it was given
}

const kindChecks = /^check(Shapes|Floats|Ids|Gates|Lists?|Record|Function)$/;

/** `checkIds(…);`, or `const sizes = checkShapes(…);` if only other checks read the sizes. */
function isCheck(statement: ts.Statement, body: ts.Block): boolean {
  const isCall = (node: ts.Node | undefined): boolean =>
    node !== undefined && ts.isCallExpression(node) && kindChecks.test(node.expression.getText());
  if (ts.isExpressionStatement(statement)) return isCall(statement.expression);
  if (!ts.isVariableStatement(statement)) return false;
  const names = declaredNames(statement);
  const readers = body.statements.filter(
    (other) => other !== statement && names.some((name) => usedNames(other).has(name)),
  );
  const isOnlyChecked = readers.every(
    (reader) => ts.isExpressionStatement(reader) && isCall(reader.expression),
  );
  return (
    isOnlyChecked && statement.declarationList.declarations.every(({ initializer }) => isCall(initializer))
  );
}
