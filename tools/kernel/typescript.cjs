/** Lets the kernel's files use the course's TypeScript outside the notebook, which Node must learn to read. */

/**
 * tslab itself never asks Node for a .ts file, so its imports stay as they are.
 *
 * @param {string} file  its whole path
 */
function requireTypeScript(file) {
  require("../quick-typescript.cjs");
  return require(file);
}

module.exports = { requireTypeScript };
