/** Which small changes of an answer are made. */
import { describe, expect, test } from "vitest";
import { mutantsOf } from "../../../tools/mutation/mutant";

const changesOf = async (answer: string): Promise<string[]> =>
  (await mutantsOf(answer)).map(({ name }) => name.split(" in: ")[0]!);

describe("of an answer", () => {
  test("an axis, a call, an operator of tensors and an argument are changed", async () => {
    expect(await changesOf("const total = (x: tf.Tensor) => tf.concat([x, x], 1).sum(2);")).toEqual(
      expect.arrayContaining([
        "tf.concat([x, x], 1) → [x, x]",
        "tf.concat([x, x], 1).sum(2) → tf.concat([x, x], 1)",
        "concat → stack",
        "[x, x], 1 → 1, [x, x]",
        "[x, x], 1 → [x, x]",
        "1 → 2",
        "1 → 0",
        "sum → mean",
        "2 → (nothing)",
        "2 → 3",
        "2 → 1",
      ]),
    );
  });

  test("what StrykerJS changes is changed: conditions, boundaries, operators, blocks", async () => {
    const changes = await changesOf("function f(a: number) { if (a < 3) return a + 1; return a; }");
    expect(changes).toEqual(
      expect.arrayContaining([
        "a < 3 → true",
        "a < 3 → false",
        "a < 3 → a <= 3",
        "a < 3 → a >= 3",
        "a + 1 → a - 1",
      ]),
    );
    expect(changes).toEqual(expect.arrayContaining(["a + 1 → a", "a + 1 → 1"]));
  });

  test("tidy is dropped, and a statement", async () => {
    const changes = await changesOf(
      "const f = (x: tf.Tensor) => tf.tidy(() => { list.push(x); return x; });",
    );
    expect(changes).toContain("list.push(x); → (nothing)");
    expect(changes.some((change) => /^tf\.tidy\(.* → \(\(\) => .*\)\(\)$/.test(change))).toBe(true);
  });

  test("a constant that is no count is halved and doubled: 1e-5 + 1 would be no near miss", async () => {
    const changes = await changesOf("const epsilon = 1e-5;");
    expect(changes).toEqual(["1e-5 → 0.00002", "1e-5 → 0.000005"]);
  });
});

test("a change of types alone makes no mutant, and two changes to one program make one", async () => {
  expect(await changesOf("const f = (x: tf.Tensor) => x as tf.Tensor2D;")).toEqual([
    "(x: tf.Tensor) => x as tf.Tensor2D → () => undefined",
  ]);
  const sources = (await mutantsOf("const f = () => 1 + 0;")).map(({ source }) => source);
  expect(sources).toEqual([...new Set(sources)]);
});

test("a mutant's name stays when a line is put above it, and tells equal changes of a line apart", async () => {
  const answer = "function f(a: number[]) {\n  return a[1]! + a[1]!; // twice\n}";
  const names = (await mutantsOf(answer)).map(({ name }) => name);
  expect(names).toContain("1 → 2 in: return a[1]! + a[1]!;");
  expect(names).toContain("1 → 2 in: return a[1]! + a[1]!; (2)");
  expect((await mutantsOf(`// a line above\n${answer}`)).map(({ name }) => name)).toEqual(names);
});
