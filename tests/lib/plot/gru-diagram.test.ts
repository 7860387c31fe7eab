import { describe, expect, test } from "vitest";
import { drawDiagram } from "../../../lib/plot/diagram";
import { gruDiagram } from "../../../lib/plot/gru-diagram";
import { gru as options } from "./diagram-options";

const { unit } = options;

describe("gruDiagram", () => {
  test("shows what is kept and what is written, and says under the pointer what a gate does", () => {
    const svg = drawDiagram(gruDiagram(options));
    for (const text of ["update gate z", "kept 0.75", "written −0.13"]) expect(svg).toContain(`>${text}<`);
    expect(svg).toContain("<title>How much of the old state the candidate may see</title>");
  });

  test("says the sum in words", () => {
    expect(gruDiagram(options).description).toContain(
      "update gate 0.75 × state before 1.00 + the rest 0.25 × candidate −0.50",
    );
  });

  test("refuses a gate outside [0, 1]", () => {
    expect(() => gruDiagram({ unit: { ...unit, updateGate: 1.5 } })).toThrow(
      "gruDiagram: unit.updateGate should be a number from 0 to 1, got 1.5",
    );
  });
});
