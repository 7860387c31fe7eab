"use strict";
/**
 * Where the kit writes while it is used: all of it into one folder, which COURSE_STATE may name.
 *
 * Where nobody sets it, that is `.course` in the learner's folder; and that is the project, unless the project cannot be
 * written, as in a container or on a hub: then each learner has a folder of their own in HOME.
 */
const { accessSync, constants, existsSync, statSync } = require("node:fs");
const { homedir } = require("node:os");
const { dirname, isAbsolute, join, relative, resolve, sep } = require("node:path");

const projectRoot = resolve(__dirname, "..", "..");

/** Whether a file can be made in a folder, which need not be there yet. @param {string} folder @returns {boolean} */
function canWrite(folder) {
  const path = resolve(folder);
  if (!existsSync(path)) return dirname(path) !== path && canWrite(dirname(path));
  try {
    accessSync(path, constants.W_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** A user whom the system does not know, as in some containers, has none. */
function homeFolder() {
  try {
    return homedir();
  } catch {
    return "/";
  }
}

/** @typedef {(folder: string) => boolean} CanWrite */

/** Whether the kit must leave the project as it is. @param {string} [root] @param {CanWrite} [mayWrite] */
const isReadOnly = (root = projectRoot, mayWrite = canWrite) => !mayWrite(join(root, ".course"));

/** @param {string} [root] @param {CanWrite} [mayWrite] */
const learnerFolder = (root = projectRoot, mayWrite = canWrite) =>
  isReadOnly(root, mayWrite) ? join(homeFolder(), "rnn-to-transformer") : root;

/** @param {string[]} names  of what lies in it */
const stateFolder = (...names) =>
  join(resolve(process.env["COURSE_STATE"] || join(learnerFolder(), ".course")), ...names);

/** A thing that is made once: the project's own where it has one, else one in the state folder. @param {string[]} names */
function madeOnce(...names) {
  const shipped = join(projectRoot, ".course", ...names);
  return existsSync(shipped) ? shipped : stateFolder(...names);
}

/**
 * A file's path as a reader finds it: short where it lies below the folder they are in, else whole, without a climb of dots.
 *
 * @param {string} path
 * @param {string} [from]
 */
function shownPath(path, from = process.cwd()) {
  const short = relative(from, path);
  const isOutside = isAbsolute(short) || short.split(sep)[0] === "..";
  return isOutside ? resolve(path) : short;
}

module.exports = {
  canWrite,
  homeFolder,
  isReadOnly,
  learnerFolder,
  madeOnce,
  projectRoot,
  shownPath,
  stateFolder,
};
