/** What cells share. */
import { describe, expect, test } from "vitest";
import { printedCalls } from "./cells";

/** What the last cell ends in. */
const endOf = async (...cells: string[]): Promise<unknown> => (await printedCalls(cells)).at(-1)?.at(-1);

describe("a variable of an earlier cell", () => {
  test("that a later cell assigns to is changed for the functions of its own cell", async () => {
    const declares = "let steps = 0; let [rate] = [1]; function step() { steps += 1; return rate; }";
    expect(await endOf(declares, "step(); step();", "steps = 0; rate = 0.5;", "[step(), steps]")).toEqual([
      0.5, 1,
    ]);
  });

  test("is changed by every form of assignment", async () => {
    const cells = [
      "let n = 1; const read = () => n;",
      "n++; n *= 5; ({ n } = { n: n + 1 }); for (n of [n, n + 1]);",
    ];
    expect(await endOf(...cells, "[n, read()]")).toEqual([12, 12]);
  });

  test("keeps what a promise or a timer of its cell makes of it", async () => {
    const cells = [
      "let n = 1; setTimeout(() => { n = 2; }, 5);",
      "await new Promise((done) => setTimeout(done, 20));",
    ];
    expect(await endOf(...cells, "n")).toBe(2);
  });
});

describe("a name that is declared again", () => {
  test("is a new variable, and functions of earlier cells keep theirs", async () => {
    const first = "let factor = 2; const base = 10; const times = () => (factor += 1) * base;";
    const again = "let factor = 100; const base = 0;";
    expect(await endOf(first, again, "factor = 200;", "[times(), factor, base, times()]")).toEqual([
      30, 200, 0, 40,
    ]);
  });

  test("as a function or an import no longer belongs to the earlier cell", async () => {
    const cells = ["let join = 1; const up = () => ++join;", 'import { join } from "node:path";', "up();"];
    expect(await endOf(...cells, 'join("a", "b")')).toBe("a/b");
  });

  test("by a cell that fails stays what it was", async () => {
    const cells = ["let rate = 1; const read = () => rate;", 'let rate = 5; JSON.parse("{");', "rate = 3;"];
    expect(await endOf(...cells, "[rate, read()]")).toEqual([3, 3]);
  });
});

describe("the word export in a cell", () => {
  test("changes nothing: a cell's declarations are there for all later cells", async () => {
    const cells = [
      "export function double(x: number) { return 2 * x; }",
      "export const two = 2; export class Two { n = two }",
    ];
    expect(await endOf(...cells, "double(new Two().n)")).toBe(4);
  });

  test("may be followed by default", async () => {
    expect(await endOf("export default function half(x: number) { return x / 2; }", "half(8)")).toBe(4);
  });

  test("within a text is text", async () => {
    expect(await endOf("const text = `\nexport const a = 1;`; text")).toBe("\nexport const a = 1;");
  });
});
