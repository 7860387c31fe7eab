import { runCheck } from "./check.mjs";
import { runVitest } from "./vitest.mjs";

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
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} what
 * @property {(filters: string[]) => Promise<Tally>} run
 */

const notebookCompiler = "node_modules/@tslab/typescript-for-tslab/lib/tsc.js";

/** @type {Stage[]} */
export const stages = [
  {
    name: "types",
    what: "the types, by the project's TypeScript",
    run: () => runCheck(["node_modules/typescript/bin/tsc", "-p", "."]),
  },
  {
    name: "page-types",
    what: "the types of what runs in a browser",
    run: () => runCheck(["node_modules/typescript/bin/tsc", "-p", "tools/book/client"]),
  },
  {
    name: "review-types",
    what: "the types of what runs in the pages of a review",
    run: () => runCheck(["node_modules/typescript/bin/tsc", "-p", "tools/review/client"]),
  },
  {
    name: "notebook-types",
    what: "the types, by the compiler of the notebooks",
    run: () => runCheck([notebookCompiler, "-p", "tsconfig.notebook.json"]),
  },
  { name: "lint", what: "ESLint", run: () => runCheck(["node_modules/eslint/bin/eslint.js", "."]) },
  {
    name: "format",
    what: "Prettier",
    run: () => runCheck(["node_modules/prettier/bin/prettier.cjs", "--check", "."]),
  },
  {
    name: "derive",
    what: "that no notebook is older than its source",
    run: () => runCheck(["node_modules/tsx/dist/cli.mjs", "tools/notebook/derive.ts", "--check"]),
  },
  {
    name: "unit",
    what: "the tests of lib and tools",
    run: (filters) => runVitest(["--exclude=tests/notebooks/**", ...filters]),
  },
  {
    name: "notebooks",
    what: "the notebooks, in the real kernel and in a browser",
    run: (filters) => runVitest(["--exclude=tests/!(notebooks)/**", ...filters]),
  },
];

/** @param {string[]} words  of the command line */
export function chooseStages(words) {
  const named = stages.filter(({ name }) => words.includes(name));
  const filters = words.filter((word) => !named.some(({ name }) => name === word));
  if (named.length > 0 || filters.length === 0) return { chosen: named.length > 0 ? named : stages, filters };
  return { chosen: stages.filter(({ name }) => name === "unit" || name === "notebooks"), filters };
}
