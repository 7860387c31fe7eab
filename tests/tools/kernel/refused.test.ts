/** What a learner is told of a cell that did not run, on tslab's own executor with the kernel's mends. */
import { createRequire } from "node:module";
import { afterAll, describe, expect, test, vi } from "vitest";

const require = createRequire(import.meta.url);
// In the order of tools/kernel/launch.cjs.
for (const mend of ["program", "shorthand", "exports", "await", "refused"])
  require(`../../../tools/kernel/${mend}.cjs`);

interface Executor {
  execute(source: string): Promise<boolean>;
  reset(): void;
}
const converter = require("tslab/dist/converter").createConverter({ isJS: false, isBrowser: false });
const shown = vi.fn();
const executor: Executor = require("tslab/dist/executor").createExecutor(
  process.cwd(),
  { node: converter },
  { log: shown, error: shown },
);
afterAll(() => converter.close());

/** Runs cells one after another, failed ones too, and gives what the last one prints. */
async function printedBy(...cells: string[]): Promise<string> {
  executor.reset();
  for (const cell of cells) {
    shown.mockClear();
    await executor.execute(cell);
  }
  return shown.mock.calls.map(([, ...rest]) => rest.join(" ")).join("\n");
}

describe("a name whose cell was refused", () => {
  test("is said to come from that cell, with the line and the reason", async () => {
    const text = await printedBy("const step = () => 1;\nconst rubbish: string = 5;", "step();");
    expect(text).toContain(
      "Cannot find name 'step'. The cell that defines it did not run: line 2: Type 'number'",
    );
    expect(text).toContain("Mend that cell and run it, then this one.");
  });

  test("is said to come from a cell that threw, if that is why", async () => {
    const text = await printedBy('const step = JSON.parse("{");', "step;");
    expect(text).toContain("did not run: it threw an error");
  });

  test("is a name like any other once its cell has run", async () => {
    const text = await printedBy("const walk: string = 5;", "const walk = 5;", "walk + walks;");
    expect(text).not.toContain("did not run");
  });
});

test("a cast that is missing is named before the compiler's words", async () => {
  const imports = 'import { tf } from "./lib/tf";';
  const text = await printedBy(imports, "const sums: tf.Tensor2D = tf.ones([2, 2]).sum(0) as tf.Tensor;");
  expect(text).toMatch(
    /`as tf\.Tensor2D` is missing:\n.*Type 'Tensor<Rank>' is not assignable to type 'Tensor2D'/,
  );
}, 60_000);

test("a loop that waits is run as other code that waits", async () => {
  const loop = "let sum = 0;\nfor await (const one of [Promise.resolve(1), 2]) sum += one;";
  expect(await printedBy(loop, "sum;")).toBe("");
  expect(shown.mock.lastCall).toEqual([3]);
});

test("a variable that a loop of its own cell sets is there for the next cell", async () => {
  await printedBy("let last = 0;\nfor (last of [1, 2, 3]);", "last;");
  expect(shown.mock.lastCall).toEqual([3]);
});
