/**
 * Mends how tslab 1.0.22 shows an error: without the lines of the machinery that ran the cell, and without any lines where
 * nothing went wrong, at the stop button and at an exercise that is not written yet.
 */
const { phrase } = require("../../lib/jupyter/language.cjs");

/** @type {readonly (readonly [pattern: RegExp, says: (...found: string[]) => string])[]} */
const expected = [
  [
    /^not written yet: (\w+)/,
    (_, name) =>
      phrase("{0} is not written yet: write it in its own cell, run that cell, then this one.", name),
  ],
  [
    /^(?:Interrupted asynchronously|Script execution was interrupted by `SIGINT`)/,
    () =>
      phrase("Stopped. A model keeps what it has learnt; a cell that also makes the model makes a new one."),
  ],
];

const machinery = /^\s+at .*(?:[\\/]tslab[\\/]dist[\\/]|[\\/]tools[\\/]kernel[\\/]|\bnode:)/;

/** @param {unknown} error */
function shorten(error) {
  if (!(error instanceof Error)) return error;
  for (const [pattern, says] of expected) {
    const found = pattern.exec(error.message);
    if (found) return says(...found);
  }
  if (typeof error.stack === "string")
    error.stack = error.stack
      .split("\n")
      .filter((line) => !machinery.test(line))
      .join("\n");
  if (error.cause instanceof Error) shorten(error.cause);
  return error;
}

const { error, log } = console;
console.error = (...args) => {
  const shown = args.map(shorten);
  const isExpected = args.some((arg, index) => arg instanceof Error && typeof shown[index] === "string");
  (isExpected ? log : error).apply(console, shown); // stderr is red in JupyterLab, and here nothing went wrong
};

module.exports = { shorten };
