/** Offers the cells to ask for a prediction and to keep it; see lib/jupyter/predict.ts. */
const path = require("node:path");
const { ask, canAsk } = require("./ask.cjs");
const { requireTypeScript } = require("./typescript.cjs");

const isRehearsal = () => process.env["SMOKE"] === "1";

/** @type {any} */ (globalThis)[Symbol.for("rnn-to-transformer.predictions")] = () => ({
  ask: canAsk() && !isRehearsal() ? ask : undefined,
  keep: requireTypeScript(path.join(__dirname, "..", "exercises", "predictions.ts")).keepPrediction,
});
