/**
 * Starts the course's kernel: tslab, run from the project's root.
 *
 * tslab refuses imports from outside its working directory, and Jupyter starts a kernel in the notebook's folder;
 * so we move to the root first, and a cell in any folder can import "./lib/attention".
 */
const path = require("node:path");
const v8 = require("node:v8");

// A notebook in a folder "ko" speaks Korean, one beside its source English, whatever the system's language is.
const [, korean] = /[\\/](?:notebooks|exercises|solutions)([\\/]ko)?$/.exec(process.cwd()) ?? [null, null];
if (korean !== null) process.env["COURSE_LANG"] = korean === undefined ? "en" : "ko";
// Where memory is plenty, JavaScript's heap grows to twice of what is in use before it is cleaned: half a gigabyte beside the
// compiler. A notebook takes as long with this, and a fifth less memory (`npm run notebooks -- 06` says how much).
v8.setFlagsFromString("--heap-growing-percent=20");
process.chdir(path.resolve(__dirname, "..", ".."));
const [, , configPath] = process.argv;
if (configPath === undefined) {
  console.error("launch.cjs: Jupyter starts this file with a connection file; run npm start instead.");
  process.exit(1);
}

// A server that was killed cannot stop its kernels; Jupyter tells us who it is (VS Code does not, and on Windows the number
// is a handle of ours, no process).
const server = process.platform === "win32" ? 0 : Number(process.env["JPY_PARENT_PID"]);
if (server > 0) {
  const endWithServer = () => {
    try {
      process.kill(server, 0);
    } catch {
      process.exit(0);
    }
  };
  setInterval(endWithServer, 2000).unref();
}

process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2"; // as lib/tf does, for a cell that loads TensorFlow by another way
require("./program.cjs"); // first: the others load tslab
require("./shorthand.cjs");
require("./exports.cjs");
require("./await.cjs");
require("./refused.cjs");
require("./watch.cjs");
require("./checker.cjs");
require("./predictions.cjs"); // with ask.cjs
require("./messages.cjs");
require("./interrupt.cjs");
require("./late-errors.cjs"); // with short-errors.cjs
require("tslab/dist/main").startKernel({ configPath, enableFindLocal: false });
