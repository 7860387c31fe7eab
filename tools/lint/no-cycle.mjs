/**
 * An ESLint rule: files may not import one another in a circle, not even for a type alone. A reader of such a file cannot
 * start anywhere, and a notebook that reloads one of them leaves the other with the old half.
 *
 * The `no-cycle` of eslint-plugin-import and eslint-plugin-import-x passes over `import type`, which is how circles of ours
 * come about; TypeScript's own scanner sees every import, and resolves it as the compiler does.
 */
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import ts from "typescript";

const options = {
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  module: ts.ModuleKind.ESNext,
  allowJs: true,
};

/** What each file imports: paths in the project. A file is read anew when it is linted itself. */
const known = /** @type {Map<string, Map<string, string>>} */ (new Map());

/**
 * @param {string} file
 * @param {string} text
 * @returns the project's files that a file imports: path → the words of the import
 */
function readImports(file, text) {
  const imports = new Map();
  for (const { fileName: words } of ts.preProcessFile(text, true, true).importedFiles) {
    const { resolvedModule } = ts.resolveModuleName(words, file, options, ts.sys);
    if (words.startsWith(".") && resolvedModule) imports.set(resolvedModule.resolvedFileName, words);
  }
  known.set(file, imports);
  return imports;
}

/**
 * The shortest way from a file back to itself.
 *
 * @param {string} file
 * @returns {string[] | undefined} the files on it, in their order; undefined if there is none
 */
function circleOf(file) {
  const routes = new Map([[file, /** @type {string[]} */ ([])]]);
  for (const [here, route] of routes) {
    const imports = known.get(here) ?? readImports(here, readFileSync(here, "utf8"));
    if (imports.has(file)) return route;
    for (const next of imports.keys()) if (!routes.has(next)) routes.set(next, [...route, next]);
  }
  return undefined;
}

/** @type {import("eslint").Rule.RuleModule} */
export const noCycle = {
  meta: { type: "problem", schema: [], messages: { circle: "A circle of imports: {{route}}." } },
  create(context) {
    const file = context.physicalFilename;
    return {
      Program(node) {
        const imports = readImports(file, context.sourceCode.text);
        const circle = circleOf(file);
        if (circle === undefined) return;
        const words = imports.get(circle[0] ?? file);
        const line = node.body.find((part) => "source" in part && part.source?.value === words);
        const names = [file, ...circle, file].map((path) => relative(context.cwd, path));
        context.report({ node: line ?? node, messageId: "circle", data: { route: names.join(" → ") } });
      },
    };
  },
};
