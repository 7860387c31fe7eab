/** What a learner is told of a cell that did not run. */
import { describe, expect, test } from "vitest";
import { printedCalls } from "./cells";

/** All that the last cell prints. */
const printedBy = async (...cells: string[]): Promise<string> =>
  (await printedCalls(cells)).map(([, ...rest]) => rest.join(" ")).join("\n");

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
  expect(await printedCalls([loop, "sum;"])).toEqual([[3]]);
});

test("a variable that a loop of its own cell sets is there for the next cell", async () => {
  expect(await printedCalls(["let last = 0;\nfor (last of [1, 2, 3]);", "last;"])).toEqual([[3]]);
});
