"use strict";
/** Loads TensorFlow and multiplies two matrices; run by set-up in a process of its own. */

process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";

// tfjs-node calls two helpers that Node 23 took out; lib/engine/mend-node.ts does the same for the course's code.
/** @type {Record<string, unknown>} */ (require("node:util"))["isNullOrUndefined"] = (
  /** @type {unknown} */ value,
) => value === null || value === undefined;
/** @type {Record<string, unknown>} */ (require("node:util"))["isArray"] = Array.isArray;

const tf = require("@tensorflow/tfjs-node");

const product = tf.matMul(
  tf.tensor2d([
    [1, 2],
    [3, 4],
  ]),
  tf.tensor2d([
    [5, 6],
    [7, 8],
  ]),
);
if (tf.getBackend() !== "tensorflow" || product.dataSync().join() !== "19,22,43,50") {
  console.error(`TensorFlow multiplied two matrices and got ${product.dataSync().join()}`);
  process.exit(1);
}
