"use strict";
/** Which versions of Node run the kit. Written for old Nodes too: they must be able to read it. */

/**
 * @param {string} version  as in process.version
 * @returns {string | undefined} what is wrong with it, in one sentence
 */
function problemOf(version) {
  const numbers = version.replace("v", "").split(".").map(Number);
  const major = Number(numbers[0]);
  if (major < 20 || (major === 20 && Number(numbers[1]) < 19))
    return (
      "Node " + version + " is too old: install Node 24 (20.19 or newer will do) from https://nodejs.org"
    );
  if (major > 24)
    return (
      "Node " + version + " is newer than the course was tested with: install Node 24 from https://nodejs.org"
    );
}

/** @param {string} version */
function exitIfUnsupported(version) {
  const problem = problemOf(version);
  if (problem === undefined) return;
  console.error(problem);
  process.exit(1);
}

exports.problemOf = problemOf;
exports.exitIfUnsupported = exitIfUnsupported;
