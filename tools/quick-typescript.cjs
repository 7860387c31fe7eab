"use strict";
/**
 * Lets Node read the course's TypeScript in a fraction of the time that tsx takes to start: esbuild translates a file
 * once, and what it made is kept in the folder "check" of the course's state, as is V8's compiled code of TensorFlow.js,
 * which is long. A command that a learner runs after every other line waits for neither.
 */
const { createHash } = require("node:crypto");
const {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { fileURLToPath } = require("node:url");
const { Script } = require("node:vm");
const { projectRoot, stateFolder } = require("./setup/state-folder.cjs");

/** @typedef {NodeJS.Module & { _compile(code: string, file: string): unknown }} CompiledModule */

const loader = /** @type {any} */ (Module);
const folder = stateFolder("check");
/** What was kept when the project could be written, by whoever set it up. */
const shipped = path.join(projectRoot, ".course", "check");

/** As in tsconfig.json; `import()` becomes `require`, for a module that Node imports would be read without us. */
const options = /** @type {const} */ ({
  format: "cjs",
  platform: "node",
  target: "node20",
  supported: { "dynamic-import": false },
  tsconfigRaw: { compilerOptions: { jsx: "react-jsx", jsxImportSource: "preact", target: "ES2022" } },
});

const compiler = require("esbuild/package.json").version + JSON.stringify(options);

/** @param {string[]} parts */
function hashOf(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/**
 * Where what was made of a file is kept: a name for the file, and one for its present state.
 *
 * @param {string} file
 * @param {string} ending
 * @param {string[]} state  all that decides what is made of it
 */
function placeOf(file, ending, ...state) {
  const name = `${hashOf(file).slice(0, 16)}-${hashOf(...state).slice(0, 32)}.${ending}`;
  return path.join(existsSync(path.join(shipped, name)) ? shipped : folder, name);
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/**
 * Keeps what was made of a file, in the place of what was made of it before. Another process sees all of it or nothing; where
 * nothing can be written, nothing is kept.
 *
 * @param {string} place
 * @param {string | Buffer} data
 */
function keep(place, data) {
  const draft = `${place}.${process.pid}`;
  const name = path.basename(place);
  const isOlder = (/** @type {string} */ other) => other !== name && other.startsWith(name.slice(0, 17));
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(draft, data);
    renameSync(draft, place);
    for (const older of readdirSync(folder).filter(isOlder))
      rmSync(path.join(folder, older), { force: true });
  } catch {
    rmSync(draft, { force: true });
  }
}

/** @param {NodeJS.Module} module @param {string} file */
function loadTypeScript(module, file) {
  const text = readFileSync(file, "utf8");
  const place = placeOf(file, "js", compiler, text);
  let code = readIfThere(place)?.toString();
  if (code === undefined) {
    const loads = file.endsWith(".tsx") ? "tsx" : "ts";
    ({ code } = require("esbuild").transformSync(text, { ...options, loader: loads, sourcefile: file }));
    keep(place, code);
  }
  /** @type {CompiledModule} */ (module)._compile(code, file);
}

/** @param {NodeJS.Module} module @param {string} file */
function loadLong(module, file) {
  const { size, mtimeMs } = statSync(file);
  const place = placeOf(file, "v8", process.version, process.arch, `${size} ${mtimeMs}`);
  const cachedData = readIfThere(place);
  const script = new Script(Module.wrap(readFileSync(file, "utf8")), {
    filename: file,
    ...(cachedData && { cachedData }),
  });
  script.runInThisContext()(module.exports, Module.createRequire(file), module, file, path.dirname(file));
  if (!cachedData || script.cachedDataRejected) keep(place, script.createCachedData());
}

const isLong = (/** @type {string} */ file) =>
  /[\\/]@tensorflow[\\/][\w-]+[\\/]dist[\\/]tf[\w.-]*\.node\.js$/.test(file);

const loadJavaScript = loader._extensions[".js"];
loader._extensions[".ts"] = loader._extensions[".tsx"] = loadTypeScript;
/** @param {NodeJS.Module} module @param {string} file */
loader._extensions[".js"] = (module, file) =>
  isLong(file) ? loadLong(module, file) : loadJavaScript(module, file);

const resolve = loader._resolveFilename;
/** @param {string} name @param {unknown[]} rest */
loader._resolveFilename = (name, ...rest) =>
  resolve.call(loader, name.startsWith("file:") ? fileURLToPath(name) : name, ...rest);
