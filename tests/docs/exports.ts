/** Reads lib's source as TypeScript does: what each file exports, and what its docstring says. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

export const root = join(__dirname, "..", "..");

export interface Documented {
  /** "lib/attention.ts: attend" */
  readonly name: string;
  readonly node: ts.Node;
  readonly source: ts.SourceFile;
  /** The docstring's text without its stars, "" if there is none. */
  readonly doc: string;
}

/** Every file of lib, parsed. */
export const files: readonly ts.SourceFile[] = readdirSync(join(root, "lib"), {
  encoding: "utf8",
  recursive: true,
})
  .filter((file) => file.endsWith(".ts"))
  .map((file) => {
    const text = readFileSync(join(root, "lib", file), "utf8");
    return ts.createSourceFile(`lib/${file}`, text, ts.ScriptTarget.ES2022, true);
  });

/** Every function, class, type and constant that lib exports. */
export const exported: readonly Documented[] = files.flatMap((source) =>
  source.statements.filter(isExported).map((node) => documented(source, node)),
);

/** Exported functions, and the public methods of exported classes: what a cell can call. */
export const callable: readonly Documented[] = exported.flatMap((item) => {
  if (ts.isFunctionDeclaration(item.node)) return [item];
  if (!ts.isClassDeclaration(item.node)) return [];
  const methods = item.node.members.filter(ts.isMethodDeclaration).filter((method) => !isPrivate(method));
  return methods.map((method) => documented(item.source, method, item.name));
});

function isExported(node: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function isPrivate(method: ts.MethodDeclaration): boolean {
  return method.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false;
}

function documented(source: ts.SourceFile, node: ts.Node, owner = source.fileName): Documented {
  const declaration = ts.isVariableStatement(node) ? node.declarationList.declarations[0]! : node;
  const { name } = declaration as ts.NamedDeclaration;
  const separator = owner === source.fileName ? ": " : ".";
  return {
    name: `${owner}${separator}${name?.getText(source) ?? "?"}`,
    node,
    source,
    doc: docOf(node, source),
  };
}

function docOf(node: ts.Node, source: ts.SourceFile): string {
  const comments = ts.getLeadingCommentRanges(source.text, node.pos) ?? [];
  const last = comments.map(({ pos, end }) => source.text.slice(pos, end)).at(-1) ?? "";
  return last.startsWith("/**") ? last.replace(/^\/\*\*|\*\/$/g, "").replace(/^ *\* ?/gm, "") : "";
}

/** Every `checkShapes` call inside a function or method: argument name → axes. */
export function contractOf({ node, source }: Documented): Map<string, string[]> {
  const contract = new Map<string, string[]>();
  const visit = (inner: ts.Node): void => {
    if (ts.isCallExpression(inner) && inner.expression.getText(source) === "checkShapes") {
      for (const [argument, axes] of entriesOf(inner.arguments[1]!, source)) contract.set(argument, axes);
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return contract;
}

/** Only axes that are written as one text: those chosen by rank are in the docstring as alternatives. */
function entriesOf(literal: ts.Node, source: ts.SourceFile): [string, string[]][] {
  if (!ts.isObjectLiteralExpression(literal)) return [];
  return literal.properties.flatMap((property) => {
    if (!ts.isPropertyAssignment(property) || !ts.isArrayLiteralExpression(property.initializer)) return [];
    const axes = property.initializer.elements[1]!;
    const name = property.name.getText(source).replace(/["'?]/g, "");
    return ts.isStringLiteral(axes) ? [[name, axes.text.split(" ")] as [string, string[]]] : [];
  });
}

/** The names of the parameters of a function or method, those of an options object included. */
export function parametersOf({ node, source }: Documented): string[] {
  const { parameters } = node as ts.FunctionLikeDeclaration;
  return parameters.flatMap(({ name }) =>
    ts.isObjectBindingPattern(name)
      ? name.elements.map((element) => element.name.getText(source))
      : [name.getText(source)],
  );
}

/** What follows `@param name` up to the next tag. */
export function paramDoc({ doc }: Documented, name: string): string | undefined {
  return new RegExp(`@param ${name}\\b([^]*?)(?=\\n@|\\n\\n|$)`).exec(doc)?.[1];
}
