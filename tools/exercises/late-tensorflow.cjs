"use strict";
/**
 * Lets a command load the checks, whose modules import TensorFlow.js, without TensorFlow.js itself: that takes a third of a
 * second, and most commands use only names and numbers of the checks. The first that asks for `tf` loads it.
 */
const Module = require("node:module");

const file = require.resolve("../../lib/tf.ts");
if (require.cache[file] === undefined) {
  const late = new Module(file);
  /** @type {unknown} */
  let tf;
  Object.defineProperty(late.exports, "tf", {
    enumerable: true,
    get() {
      if (tf === undefined) {
        delete require.cache[file];
        ({ tf } = require(file));
      }
      return tf;
    },
  });
  late.loaded = true;
  require.cache[file] = late;
}
