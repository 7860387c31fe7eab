import { describe, expect, test } from "vitest";
import { cellDiagram } from "../../../lib/plot/cell-diagram";
import { drawDiagram } from "../../../lib/plot/diagram";
import { cell as options } from "./diagram-options";

const { unit } = options;

describe("cellDiagram", () => {
  test("shows what is kept and what is written, and says under the pointer what a gate does", () => {
    const svg = drawDiagram(cellDiagram(options));
    for (const text of ["forget gate f", "kept 0.25", "written −0.25"]) expect(svg).toContain(`>${text}<`);
    expect(svg).toContain("<title>The share of the old cell state that is kept</title>");
  });

  test("writes no minus before a zero", () => {
    const svg = drawDiagram(cellDiagram({ unit: { ...unit, inputGate: 0.001 } }));
    expect(svg).toContain(">written 0.00<");
  });

  test("says the sum in words", () => {
    expect(cellDiagram(options).description).toContain(
      "forget gate 0.50 × cell before 0.50 + input gate 1.00 × candidate −0.25",
    );
  });

  test("refuses a gate outside [0, 1]", () => {
    expect(() => cellDiagram({ unit: { ...unit, inputGate: 1.5 } })).toThrow(
      "cellDiagram: unit.inputGate should be a number from 0 to 1, got 1.5",
    );
  });
});
