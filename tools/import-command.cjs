"use strict";
const path = require("node:path");
const { pathToFileURL } = require("node:url");

/** Runs the command's file; apart from run.cjs because an old Node cannot read `import()`. */
exports.importCommand = (/** @type {string} */ name) => {
  process.argv.splice(2, 1);
  return import(pathToFileURL(path.join(__dirname, name, "command.mjs")).href);
};
