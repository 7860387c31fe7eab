/**
 * Lets the kernel's files use the course's TypeScript outside the notebook, which Node must learn to read.
 *
 * tslab's own TypeScript, which this process has loaded already, turns a file into JavaScript when it is first required;
 * tslab itself never asks Node for a .ts file, so its imports stay as they are. It turns `import()` into `require`, which
 * must then take what `import` takes for a path, an address.
 */
const fs = require("node:fs");
const Module = require("node:module");
const { fileURLToPath } = require("node:url");
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

const loader = /** @type {any} */ (Module);

function learnTypeScript() {
  const resolve = loader._resolveFilename;
  loader._extensions[".ts"] = loadTypeScript;
  /** @param {string} name @param {unknown[]} rest */
  loader._resolveFilename = (name, ...rest) =>
    resolve.call(loader, name.startsWith("file:") ? fileURLToPath(name) : name, ...rest);
}

/** @param {string} file  its whole path */
function requireTypeScript(file) {
  if (loader._extensions[".ts"] === undefined) learnTypeScript();
  return require(file);
}

module.exports = { requireTypeScript };
