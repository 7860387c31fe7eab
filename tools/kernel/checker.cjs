/** Offers the exercises' checker to the cells; see lib/jupyter/check.ts. Nothing of it is loaded before the first check. */
const path = require("node:path");
const { requireTypeScript } = require("./typescript.cjs");

/** @type {any} */ (globalThis)[Symbol.for("rnn-to-transformer.checker")] = () =>
  requireTypeScript(path.join(__dirname, "..", "exercises", "checker.ts")).checker;
