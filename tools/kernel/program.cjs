/**
 * Makes cells faster, by what tslab 1.0.22 asks TypeScript for and does not need:
 *
 * - It reads the types of every package in `@types`, those of the course's tools too. A cell sees Node's, and those of what it
 *   imports, as `tsconfig.notebook.json` and the grader have it.
 * - At every cell it has TypeScript work out which of some 600 files, most of them types of packages, refer to which. A
 *   cell needs to know only what it imports itself.
 * - In every cell that imports a file of lib it checks that file's types again, and all that this one imports, and in a new
 *   kernel it turns them all into JavaScript again. What was found right once, with the same text and the same imports, is
 *   kept in the folder "kernel" of the course's state with its JavaScript, and taken from there.
 *
 * tslab reads TypeScript through one object, which this file replaces before tslab is loaded.
 */
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { projectRoot, stateFolder } = require("../setup/state-folder.cjs");

const typescript = require.resolve("@tslab/typescript-for-tslab");
/** @type {typeof import("typescript")} */
const ts = require(typescript);

/** @typedef {import("typescript").Program} Program */
/** @typedef {import("typescript").SourceFile} SourceFile */
/** @typedef {import("typescript").BuilderProgram} Builder */
/** @typedef {{ resolvedModule?: { resolvedFileName: string } }} Resolution */

const folder = stateFolder("kernel");
/** What was kept when the project could be written, by whoever set it up. */
const shipped = path.join(projectRoot, ".course", "kernel");

/** What decides beside the files themselves whether they are right. */
const surroundings = [ts.version, readIfThere(path.resolve(__dirname, "..", "..", "package-lock.json"))];

/** @param {string} file */
function readIfThere(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/**
 * All files that a file imports, by themselves or through others, and itself; types of packages are not followed.
 *
 * @param {Program} program
 * @param {SourceFile} from
 */
function imports(program, from) {
  const found = new Map([[from.fileName, from]]);
  for (const file of found.values()) {
    const { resolvedModules } = /** @type {{ resolvedModules?: Map<string, Resolution> }} */ (
      /** @type {unknown} */ (file)
    );
    resolvedModules?.forEach(({ resolvedModule }) => {
      const imported = resolvedModule && program.getSourceFile(resolvedModule.resolvedFileName);
      if (imported && !imported.isDeclarationFile) found.set(imported.fileName, imported);
    });
  }
  return [...found.values()];
}

/**
 * Where the JavaScript of a file is kept that was found right with its present text and imports.
 *
 * @param {Program} program
 * @param {SourceFile} file
 */
function placeOf(program, file) {
  const texts = imports(program, file).map(textHash).sort();
  const name = hashOf([...surroundings, file.fileName, ...texts]);
  return path.join(fs.existsSync(path.join(shipped, `${name}.mjs`)) ? shipped : folder, name);
}

/** @type {WeakMap<SourceFile, string>} */
const textHashes = new WeakMap();

/** @param {SourceFile} file */
function textHash(file) {
  const hash = textHashes.get(file) ?? hashOf([file.fileName, file.text]);
  textHashes.set(file, hash);
  return hash;
}

/** @param {string[]} texts */
function hashOf(texts) {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex");
}

/**
 * A cell has no file; what lies in a package has JavaScript already.
 *
 * @param {SourceFile} file
 */
const canBeKept = ({ fileName }) => !fileName.includes("/node_modules/") && fs.existsSync(fileName);

/**
 * Keeps the JavaScript of a file; another kernel sees all of it or nothing. Where nothing can be written, nothing is kept.
 *
 * @param {string} place
 * @param {string} code
 */
function keep(place, code) {
  const draft = `${place}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(draft, code);
    fs.renameSync(draft, place);
  } catch {
    fs.rmSync(draft, { force: true });
  }
}

/**
 * Where a module's JavaScript is kept, by the JavaScript that TypeScript first makes of it: tslab has that turned into
 * the modules of Node by a second run.
 *
 * @type {Map<string, string>}
 */
const placesOfCode = new Map();

/** @type {(...given: Parameters<import("typescript").CreateProgram<Builder>>) => Builder} */
function createProgram(names, options, host, before, errors, references) {
  const builder = ts.createAbstractBuilder(names, options, host, before, errors, references);
  const program = builder.getProgram();
  program.getTypeChecker(); // tslab reads which names a cell declares, which TypeScript finds out here
  return Object.assign(builder, {
    /** @type {Builder["getAllDependencies"]} */
    getAllDependencies: (file) => imports(program, file).map(({ fileName }) => fileName),
    /** @type {Builder["emit"]} */
    emit(file, write, ...rest) {
      if (file === undefined || write === undefined || !canBeKept(file))
        return program.emit(file, write, ...rest);
      const place = placeOf(program, file);
      const made = path.join("outDir", path.relative(process.cwd(), file.fileName)).replace(/\.ts$/, ".js");
      /** @type {typeof write} */
      const writeKept = (name, code, ...more) => {
        if (name === made) placesOfCode.set(code, place);
        write(name, code, ...more);
      };
      const kept = readIfThere(`${place}.mjs`);
      if (kept !== "") writeKept(made, kept, false);
      else {
        program.emit(
          file,
          (name, code, ...more) => {
            if (name === made) keep(`${place}.mjs`, code);
            writeKept(name, code, ...more);
          },
          ...rest,
        );
      }
      return { emitSkipped: false, diagnostics: [] };
    },
  });
}

const internal = /** @type {any} */ (ts);

/** @type {any} */ (require.cache[typescript]).exports = {
  ...ts,
  /** @param {any} names @param {any} options @param {any} sys @param {any} _ @param {any[]} given */
  createWatchCompilerHost: (names, options, sys, _, ...given) =>
    internal.createWatchCompilerHost(names, { ...options, types: ["node"] }, sys, createProgram, ...given),
  /** @type {typeof ts.transpileModule} */
  transpileModule(code, settings) {
    const place = placesOfCode.get(code);
    if (place === undefined) return ts.transpileModule(code, settings);
    const kept = readIfThere(`${place}.cjs`);
    if (kept !== "") return { outputText: kept };
    const made = ts.transpileModule(code, settings);
    keep(`${place}.cjs`, made.outputText);
    return made;
  },
  /** @param {Program} program @param {SourceFile[]} files */
  getPreEmitDiagnosticsOfFiles: (program, files) =>
    internal.getPreEmitDiagnosticsOfFiles(
      program,
      files.filter((file) => !canBeKept(file) || !fs.existsSync(`${placeOf(program, file)}.mjs`)),
    ),
};
