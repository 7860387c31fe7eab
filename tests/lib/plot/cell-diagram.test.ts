import { describe, expect, test } from "vitest";
import { cellDiagram } from "../../../lib/plot/cell-diagram";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const unit = {
  forgetGate: 0.5,
  inputGate: 1,
  candidate: -0.25,
  outputGate: 1,
  cellBefore: 0.5,
  cell: 0,
  hidden: 0,
};
const plot = cellDiagram({ title: "Half is kept", unit });

describe("cellDiagram", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/cell-diagram.vl.json");
  });

  test("compiles without a warning and shows what is kept and what is written", () => {
    expect(compileWarnings(plot)).toEqual([]);
    const svg = renderSvg(plot);
    for (const text of ["forget gate f", "kept 0.25", "written −0.25"]) expect(svg).toContain(`>${text}<`);
  });

  test("says the sum in words", () => {
    expect(plot.description).toContain(
      "forget gate 0.50 × cell before 0.50 + input gate 1.00 × candidate −0.25",
    );
  });

  test("refuses a gate outside [0, 1]", () => {
    expect(() => cellDiagram({ unit: { ...unit, inputGate: 1.5 } })).toThrow(
      "cellDiagram: unit.inputGate should be a number from 0 to 1, got 1.5",
    );
  });

  test("refuses a state that is not a number", () => {
    expect(() => cellDiagram({ unit: { ...unit, cell: Number.NaN } })).toThrow(
      "should be a finite number, got NaN",
    );
  });
});
