import { describe, expect, test } from "vitest";
import { headGrid } from "../../../lib/plot/head-grid";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const grid = headGrid({
  title: "One head is missed",
  valueTitle: "exact match without the head",
  rows: [
    { name: "layer 1", values: [0.95, 0.98] },
    { name: "layer 2", values: [0.98, 0.5] },
  ],
  baseline: { name: "all heads", value: 0.98 },
  format: ".0%",
});

describe("headGrid", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(grid)).toMatchFileSnapshot("specs/head-grid.vl.json");
  });

  test("writes each head's number, and what it is held against", () => {
    expect(compileWarnings(grid)).toEqual([]);
    const svg = renderSvg(grid);
    for (const text of ["95%", "50%", "head 2", "layer 2", "exact match without the head; all heads: 98%"])
      expect(svg).toContain(`>${text}<`);
  });

  test("leaves the cell of a head clear that is not missed, and darkens the one that is missed most", () => {
    const fills = [...renderSvg(grid).matchAll(/aria-hidden[^>]*cells|fill="(rgba?\([^"]*\))"/g)].map(([, fill]) => fill); // prettier-ignore
    expect(fills.filter((fill) => fill === "rgba(33, 140, 225, 0)")).toHaveLength(2);
    expect(fills.filter((fill) => fill === "rgba(33, 140, 225, 0.62)")).toHaveLength(1);
  });

  test("refuses two rows of one name", () => {
    const rows = [1, 2].map(() => ({ name: "layer 1", values: [1] }));
    expect(() => headGrid({ rows, valueTitle: "x", baseline: { name: "all", value: 1 } })).toThrow("layer 1");
  });
});
