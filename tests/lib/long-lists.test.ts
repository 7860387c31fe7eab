/** A call has room for some hundred thousand arguments, so lib spreads no list of data into one. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { textTable } from "../../lib/jupyter/html";
import { strongestLinks } from "../../lib/metrics";
import { alignmentPlot } from "../../lib/plot/alignment-plot";
import { lossCurve } from "../../lib/plot/loss-curve";
import { surprisePlot } from "../../lib/plot/surprise-plot";

const SPREAD = /\b(Math\.(max|min|hypot)|push|unshift|splice|fromCharCode|fromCodePoint)\([^()]*\.\.\./;

/** Diagrams draw a handful of tokens, never data of any length. */
const isChecked = (file: string): boolean => file.endsWith(".ts") && !file.endsWith("-diagram.ts");

describe("lists of data", () => {
  test("are never spread into a call", () => {
    const files = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter(isChecked);
    const spread = files.filter((file) => SPREAD.test(readFileSync(join("lib", file), "utf8")));
    expect(files.length).toBeGreaterThan(60);
    expect(spread).toEqual([]);
  });

  test("may have 150,000 numbers", () => {
    const numbers = new Array<number>(150_000).fill(0.5);
    const tokens = numbers.map(() => "a");
    const steps = numbers.map((_, index) => index);
    expect(strongestLinks([numbers])).toEqual([{ source: 0, target: 0 }]);
    expect(() => lossCurve({ series: [{ name: "training", steps, lossNats: numbers }] })).not.toThrow();
    expect(() => surprisePlot({ texts: [{ tokens, surprises: { lstm: numbers } }] })).not.toThrow();
    expect(() => alignmentPlot({ source: tokens, target: ["b"], weights: [numbers] })).not.toThrow();
    expect(
      textTable(
        ["n"],
        numbers.map((number) => [number]),
      ).length,
    ).toBeGreaterThan(150_000);
  });
});
