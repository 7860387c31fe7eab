"use strict";
const { existsSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { phrase } = require("../lib/jupyter/language.cjs");

/** Commands in TypeScript, which need the packages that set-up installs. @type {Record<string, string>} */
const typeScript = {
  bench: "bench/run.ts",
  book: "book/build.ts",
  check: "exercises/command.ts",
  datasets: "datasets/report.ts",
  derive: "notebook/derive.ts",
  experiment: "experiment/run.ts",
  grade: "grade/command.ts",
  "grade:worker": "grade/scale/worker-command.ts",
  "hand-in": "grade/hand-in/command.ts",
  licences: "licences/command.ts",
  mutants: "mutation/command.ts",
  notebooks: "notebook/run.ts",
  record: "record/record.ts",
  review: "review/command.ts",
  translation: "translation/command.ts",
};

/** @param {string} sentence @returns {never} */
function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** Commands in TypeScript that a learner waits for again and again. */
const quick = ["check"];

/** @param {string} name  of the command */
async function learnTypeScript(name) {
  if (!existsSync(path.join(__dirname, "..", "node_modules", "tsx", "package.json")))
    refuse(phrase('The course is not set up yet: run "npm start" first, or "npm run setup".'));
  if (!existsSync(tmpdir()))
    refuse(
      phrase("The folder for temporary files, {0}, is missing: set TMPDIR to one that is there.", tmpdir()),
    );
  if (quick.includes(name)) return require("./quick-typescript.cjs");
  (await import("tsx/cjs/api")).register();
  (await import("tsx/esm/api")).register();
}

/** Runs the command's file; apart from run.cjs because an old Node cannot read `import()`. */
exports.importCommand = async (/** @type {string} */ name) => {
  process.argv.splice(2, 1);
  const file = typeScript[name];
  if (file !== undefined) await learnTypeScript(name);
  const whole = path.join(__dirname, file ?? path.join(name, "command.mjs"));
  return quick.includes(name) ? require(whole) : import(pathToFileURL(whole).href);
};
