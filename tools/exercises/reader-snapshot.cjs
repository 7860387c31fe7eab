"use strict";
/**
 * The snapshot of V8 out of which the reader of answers starts (tools/answers/reader-program.ts): to read the course's types
 * takes the compiler two seconds, to find them in its memory a third of one.
 *
 * It is made for one state of the course, of the packages and of Node; for another, another is made in its place.
 */
const { execFileSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} = require("node:fs");
const path = require("node:path");
const { madeOnce, projectRoot } = require("../setup/state-folder.cjs");

const compiler = path.join(projectRoot, "node_modules/@tslab/typescript-for-tslab/lib/typescript.js");

/** What it is made of, or what a cell may import. */
const sources = [
  "lib",
  "datasets",
  "tests/exercises/fixtures",
  "tools/answers",
  "tools/grade/intake",
  "tools/kernel",
];

/** It lives for a second: too briefly to gain from V8's optimizing compiler and threads, or from tidying up its memory. */
const options = ["--single-threaded", "--no-opt", "--min-semi-space-size=64", "--max-semi-space-size=64"];

function fingerprint() {
  const hash = createHash("sha256").update(
    [process.version, process.arch, process.versions.v8, projectRoot, ...options].join("\0"),
  );
  for (const folder of sources.map((name) => path.join(projectRoot, name)))
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort())
      if (/\.(ts|cjs)$/.test(name))
        hash.update(`\0${folder}/${name}\0`).update(readFileSync(path.join(folder, name)));
  hash.update(readFileSync(path.join(projectRoot, "package-lock.json")));
  return hash.digest("hex").slice(0, 16);
}

/** Where the snapshot for the present state is, or would be. */
const snapshotPlace = () => madeOnce("reader", `${fingerprint()}.blob`);

/** @param {string} script @param {string} blob */
function takeSnapshot(script, blob) {
  const program = path.join(projectRoot, "tools/answers/reader-program.ts");
  require("esbuild").buildSync({
    entryPoints: [program],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "iife",
    target: "node20",
    mainFields: ["module", "main"], // a snapshot is made of one file, and in this form packages fit into it
    logLevel: "error",
  });
  execFileSync(process.execPath, [...options, "--snapshot-blob", blob, "--build-snapshot", script], {
    cwd: projectRoot,
    env: { ...process.env, COURSE_ROOT: projectRoot, COURSE_COMPILER: compiler },
    stdio: "pipe",
  });
}

/**
 * Makes the snapshot unless it is there, in the place of older ones.
 *
 * @param {() => void} [onMake]  told before it is made, which takes seconds
 * @returns {string[] | undefined} how Node starts from it; nothing if it cannot be made, as where nothing can be written
 */
function readerSnapshot(onMake) {
  const place = snapshotPlace();
  const start = [...options, "--snapshot-blob", place];
  if (existsSync(place)) return statSync(place).size > 0 ? start : undefined;
  const folder = path.dirname(place);
  let draft;
  try {
    mkdirSync(folder, { recursive: true });
    draft = mkdtempSync(path.join(folder, "draft-"));
    onMake?.();
    const [script, blob] = [path.join(draft, "reader.cjs"), path.join(draft, "blob")];
    try {
      takeSnapshot(script, blob);
    } catch {
      writeFileSync(blob, ""); // this Node cannot: it is not asked again
    }
    const older = readdirSync(folder).filter((name) => name.endsWith(".blob"));
    renameSync(blob, place);
    older.forEach((name) => rmSync(path.join(folder, name), { force: true }));
    return statSync(place).size > 0 ? start : undefined;
  } catch {
    return undefined;
  } finally {
    if (draft !== undefined) rmSync(draft, { recursive: true, force: true });
  }
}

module.exports = { readerSnapshot, snapshotPlace };
