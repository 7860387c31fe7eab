/**
 * One spelling for what may be written in several ways: the same cell, with every character of its code in its old line.
 *
 * - `export` before a declaration, and a list of exports: tslab exports every name itself, and refuses a second time.
 * - "../lib/tf": a notebook lies in a folder, but a cell's imports count from the project's root.
 *
 * The kernel and whoever reads answers without it (tools/answers) take cells through here.
 *
 * @typedef {{ start: number, end: number, text: string }} Change
 * @typedef {import("typescript")} Compiler
 * @typedef {import("typescript").Node} Node
 */

/** @param {string} text */
const blank = (text) => text.replace(/[^\n]/g, " ");

const courseFolder = /^\.\.\/(?=(lib|datasets|tests\/exercises\/fixtures)\/)/;

/**
 * @param {Compiler} ts
 * @param {import("typescript").SourceFile} file
 * @returns {Change[]}
 */
function exportsOf(ts, file) {
  const { ExportKeyword, DefaultKeyword } = ts.SyntaxKind;
  return file.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier)
      return [{ start: statement.getStart(file), end: statement.end, text: "" }];
    if (ts.isExportAssignment(statement) && !statement.isExportEquals)
      return [{ start: statement.getStart(file), end: statement.expression.getStart(file), text: "" }];
    const modifiers = (ts.canHaveModifiers(statement) && ts.getModifiers(statement)) || [];
    const { name } = /** @type {{ name?: Node }} */ (/** @type {unknown} */ (statement));
    if (modifiers.some(({ kind }) => kind === DefaultKeyword) && !name) return []; // nothing to call it by
    return modifiers
      .filter(({ kind }) => kind === ExportKeyword || kind === DefaultKeyword)
      .map((modifier) => ({ start: modifier.getStart(file), end: modifier.end, text: "" }));
  });
}

/**
 * The module's name in `import … from "…"`, `import("…")` or `require("…")`.
 *
 * @param {Compiler} ts
 * @param {Node} node
 * @returns {import("typescript").StringLiteral | undefined}
 */
function moduleName(ts, node) {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) return node.moduleSpecifier;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression, arguments: given } = node;
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
  const loads = isImport || (ts.isIdentifier(expression) && expression.text === "require");
  const [first] = given;
  return loads && first && ts.isStringLiteral(first) ? first : undefined;
}

/**
 * Every module that a tree names.
 *
 * @param {Compiler} ts
 * @param {Node} node
 * @returns {import("typescript").StringLiteral[]}
 */
function moduleNames(ts, node) {
  /** @type {import("typescript").StringLiteral[]} */
  const found = [];
  /** @type {Node[]} */
  const pending = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const name = moduleName(ts, next);
    if (name) found.push(name);
    ts.forEachChild(next, (child) => void pending.push(child));
  }
  return found;
}

/**
 * @param {Compiler} ts
 * @param {string} source  a cell
 */
function respell(ts, source) {
  if (!/\bexport\b|\.\.\//.test(source)) return source;
  const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022, true);
  const imports = moduleNames(ts, file)
    .filter(({ text }) => courseFolder.test(text))
    .map((name) => ({
      start: name.getStart(file) + 1,
      end: name.end - 1,
      text: name.text.replace(courseFolder, "./"),
    }));
  // From the end, so that earlier positions stay right.
  return [...exportsOf(ts, file), ...imports]
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: put }) => {
      return text.slice(0, start) + (put || blank(text.slice(start, end))) + text.slice(end);
    }, source);
}

module.exports = { respell, moduleNames };
