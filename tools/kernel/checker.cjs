/**
 * Offers the exercises' checker to the cells; see lib/jupyter/check.ts.
 *
 * The checker is TypeScript outside the notebook, so Node must learn to read that. tslab's own TypeScript, which this
 * process has loaded already, turns a file into JavaScript when it is first required; tslab itself never asks Node for
 * a .ts file, so its imports stay as they are.
 */
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const ts = require("@tslab/typescript-for-tslab");

/** @typedef {NodeJS.Module & { _compile(code: string, file: string): void }} CompiledModule */

const options = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  esModuleInterop: true,
};

/** @param {NodeJS.Module} module @param {string} file */
function loadTypeScript(module, file) {
  const { outputText } = ts.transpileModule(fs.readFileSync(file, "utf8"), {
    compilerOptions: options,
    fileName: file,
  });
  /** @type {CompiledModule} */ (module)._compile(outputText, file);
}

/** @type {any} */ (globalThis)[Symbol.for("rnn-to-transformer.checker")] = () => {
  /** @type {any} */ (Module)._extensions[".ts"] ??= loadTypeScript;
  return require(path.join(__dirname, "..", "exercises", "checker.ts")).checker;
};
