"use strict";
/**
 * Which versions of Node run the kit. Written for old Nodes too: they must be able to read it, so it speaks English alone, as
 * lib/jupyter/language.cjs needs a newer one.
 */

const INSTALL = "install Node 24 or 26 from https://nodejs.org";

/**
 * @param {string} version  as in process.version
 * @returns {string | undefined} what is wrong with it, in one sentence
 */
function problemOf(version) {
  const numbers = version.replace("v", "").split(".").map(Number);
  const major = Number(numbers[0]);
  if (major < 20 || (major === 20 && Number(numbers[1]) < 19))
    return "Node " + version + " is too old: " + INSTALL + " (22 will do)";
  if (major > 26) return "Node " + version + " is newer than the course was tested with: " + INSTALL;
}

/**
 * @param {string} version
 * @returns {string | undefined} what to say about a version that works
 */
function adviceOf(version) {
  if (/^v2[01]\./.test(version))
    return "Node " + version + " works, but gets no more security fixes: " + INSTALL;
}

/** @param {string} version */
function exitIfUnsupported(version) {
  const problem = problemOf(version);
  if (problem === undefined) return;
  console.error(problem);
  process.exit(1);
}

exports.problemOf = problemOf;
exports.adviceOf = adviceOf;
exports.exitIfUnsupported = exitIfUnsupported;
