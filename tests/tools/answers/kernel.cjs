/**
 * The kernel without Jupyter: tslab's converter and executor with the course's mends, in one process. Reads notebooks
 * as JSON from its input, `[["a cell", …], …]`, and writes what the last check of each says.
 */
const fs = require("node:fs");
const path = require("node:path");

process.chdir(path.resolve(__dirname, "..", "..", ".."));
process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
for (const mend of fs
  .readFileSync("tools/kernel/launch.cjs", "utf8")
  .matchAll(/^require\("(\.\/[\w-]+\.cjs)"\);/gm))
  if (!["./messages.cjs", "./late-errors.cjs"].includes(String(mend[1])))
    require(path.resolve("tools/kernel", String(mend[1])));

const { createConverter } = require("tslab/dist/converter");
const { createExecutor } = require("tslab/dist/executor");

/** @type {string[]} */
let printed = [];
/** @type {any} */
let outcome;
const checkerKey = Symbol.for("rnn-to-transformer.checker");
const shared = /** @type {any} */ (globalThis);
const open = shared[checkerKey];
shared[checkerKey] = () => ({
  /** @param {[string, unknown]} given */
  async check(...given) {
    return (outcome = await open().check(...given));
  },
});

const node = createConverter();
const convs = /** @type {any} */ ({ node, close: () => node.close() });
const write = (/** @type {unknown[]} */ ...given) => void printed.push(given.join(" "));
const executor = createExecutor(process.cwd(), convs, { log: write, error: write });
const log = console.log;
console.log = () => undefined; // what cells print

async function main() {
  /** @type {string[][]} */
  const notebooks = JSON.parse(fs.readFileSync(0, "utf8"));
  for (const cells of notebooks) {
    executor.reset();
    const refused = /** @type {Map<string, string>} */ (shared[Symbol.for("rnn-to-transformer.refused")]);
    refused.clear();
    [outcome, printed] = [undefined, []];
    for (const cell of cells) await executor.execute(cell);
    const { verdict, earned, possible } = outcome ?? {
      verdict: refused.has("dotScore") ? "student_error" : "not_submitted",
      earned: 0,
    };
    log(JSON.stringify({ verdict, earned, possible, printed: printed.join("\n").slice(0, 2000) }));
  }
  process.exit(0);
}

void main();
