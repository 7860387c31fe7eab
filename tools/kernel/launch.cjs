/**
 * Starts the course's kernel: tslab, run from the project's root.
 *
 * tslab refuses imports from outside its working directory, and Jupyter starts a kernel in the notebook's folder;
 * so we move to the root first, and a cell in any folder can import "./lib/attention".
 */
const path = require("node:path");

process.chdir(path.resolve(__dirname, "..", ".."));
const [, , configPath] = process.argv;
if (configPath === undefined) {
  console.error("launch.cjs: Jupyter starts this file with a connection file; run npm start instead.");
  process.exit(1);
}
require("tslab/dist/main").startKernel({ configPath, enableFindLocal: false });
