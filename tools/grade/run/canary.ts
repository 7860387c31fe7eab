/** A harmless answer and its call: a host that computes it right can grade. */

const code = `
const { tf } = require("./lib/tf");
exports.canary = (x) => tf.tidy(() => tf.matMul(x, x));`;

const x = { $tensor: { shape: [2, 2], dtype: "float32", values: [1, 2, 3, 4] } };

/** Loads the answer, then calls it. */
export const canaryRequests = [
  { load: "canary", code, folder: "/tmp/a" },
  { task: "canary", call: { args: [x] }, seconds: 30 },
] as const;

/** Stands in the answer of a sound host. */
export const canaryValues = "[7,10,15,22]";
