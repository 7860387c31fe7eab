/**
 * What `npm test` does, in this order; a new stage is one more line.
 *
 * @typedef {object} Tally  how many tests or checks ended how; `notes` are lines for the summary
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} notes
 */
/**
 * @typedef {object} Stage  either a check or tests
 * @property {string} name
 * @property {string} what
 * @property {string[]} [check]  arguments of Node; checks run two at a time
 * @property {string[]} [tests]  arguments of vitest, which uses every core itself
 */

const compiler = "node_modules/typescript/bin/tsc";
const notebookCompiler = "node_modules/@tslab/typescript-for-tslab/lib/tsc.js";

/** The longest checks first: then none is left to run alone. @type {Stage[]} */
export const stages = [
  { name: "types", what: "the types, by the project's TypeScript", check: [compiler, "-p", "."] },
  { name: "lint", what: "ESLint", check: ["node_modules/eslint/bin/eslint.js", "."] },
  { name: "format", what: "Prettier", check: ["node_modules/prettier/bin/prettier.cjs", "--check", "."] },
  {
    name: "derive",
    what: "that no notebook is older than its source",
    check: ["node_modules/tsx/dist/cli.mjs", "tools/notebook/derive.ts", "--check"],
  },
  {
    name: "notebook-types",
    what: "the types, by the compiler of the notebooks",
    check: [notebookCompiler, "-p", "tsconfig.notebook.json"],
  },
  {
    name: "page-types",
    what: "the types of what runs in a browser",
    check: [compiler, "-p", "tools/book/client"],
  },
  {
    name: "review-types",
    what: "the types of what runs in the pages of a review",
    check: [compiler, "-p", "tools/review/client"],
  },
  { name: "unit", what: "the tests of lib and tools", tests: ["--project=!notebooks"] },
  {
    name: "notebooks",
    what: "the notebooks, in the real kernel and in a browser",
    tests: ["--project=notebooks"],
  },
];

/** @param {string[]} words  of the command line */
export function chooseStages(words) {
  const named = stages.filter(({ name }) => words.includes(name));
  const filters = words.filter((word) => !named.some(({ name }) => name === word));
  if (named.length > 0 || filters.length === 0) return { chosen: named.length > 0 ? named : stages, filters };
  return { chosen: stages.filter(({ name }) => name === "unit" || name === "notebooks"), filters };
}
