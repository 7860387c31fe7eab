/**
 * The source of a function of lib as an answer cell: `{"from": "lib/metrics"}`, so that no answer is written twice.
 *
 * Private helpers come along, exported ones are imported.
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
  const own = [main, ...privateHelpers(main, statements)];
  const used = new Set(own.flatMap((statement) => [...usedNames(statement)]));
  const outside = statements.filter((s) => !own.includes(s) && !ts.isImportDeclaration(s) && isExported(s));
  const neighbours = outside.flatMap(declaredNames).filter((neighbour) => used.has(neighbour));
  const imports = [
    ...statements.filter(ts.isImportDeclaration).map((statement) => trimImport(statement, used)),
    neighbours.length > 0 ? `import { ${neighbours.join(", ")} } from "./${path.split("/").pop()}";` : "",
  ].filter(Boolean);
  const ordered = statements.filter((statement) => own.includes(statement)).map(textOf);
  return `${imports.map((line) => line.replace(/from "\.\//, 'from "./lib/')).join("\n")}\n\n${ordered.join("\n\n")}`.trim();
}

function privateHelpers(main: ts.Statement, statements: ts.Statement[]): ts.Statement[] {
  const inner = statements.filter(
    (statement) => !ts.isImportDeclaration(statement) && !isExported(statement),
  );
  return [...statementsFor(usedNames(main), inner)];
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);

/** Without `export`, and without the lines of the docstring that say where lib keeps it. */
function textOf(statement: ts.Statement): string {
  const { text } = statement.getSourceFile();
  const doc = ts.getJSDocCommentsAndTags(statement).find(ts.isJSDoc);
  const comment = doc
    ? `${doc
        .getText()
        .split(/\n \*\n \* (?:Ours|Taught|@source|@exercise)/)[0]!
        .replace(/\s*\*\/$/, "")}\n */\n`
    : "";
  return comment + text.slice(statement.getStart(), statement.end).replace(/^export /, "");
}
