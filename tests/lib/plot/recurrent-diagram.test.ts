import { describe, expect, test } from "vitest";
import { drawDiagram } from "../../../lib/plot/diagram";
import { recurrentDiagram } from "../../../lib/plot/recurrent-diagram";
import { recurrent as options } from "./diagram-options";

describe("recurrentDiagram", () => {
  test("shows tokens, states, weights and gradients", () => {
    const svg = drawDiagram(recurrentDiagram(options));
    for (const text of ["안", "␣", "녕", "0.50", "W_h [2, 2]", "0.01"]) expect(svg).toContain(`>${text}<`);
    expect(svg).toContain("<title>h₂, unit 2: 1.000</title>");
  });

  test("names the output to the right of all steps that write, where no other label is", () => {
    const steps = ["a", "b", "c"].map((wrote) => ({ state: [0], wrote }));
    const labels = { hidden: "h, c", output: "softmax(hW + b)" };
    const svg = drawDiagram(recurrentDiagram({ steps, labels }));
    const xOf = (text: string): number =>
      Number(new RegExp(`<text x="([\\d.]+)"[^>]*>${text}<`).exec(svg)?.[1]);
    expect(xOf("softmax\\(hW \\+ b\\)")).toBeGreaterThan(xOf("c"));
  });

  test("draws a step that reads nothing and writes nothing", () => {
    const silent = recurrentDiagram({ steps: [{ state: [0] }, { state: [0.1] }] });
    expect(silent.description).toContain("step 1 only passes its state on");
  });

  test("refuses states of different length", () => {
    const uneven = () => recurrentDiagram({ steps: [{ state: [0, 1] }, { state: [0] }] });
    expect(uneven).toThrow("recurrentDiagram: steps[1].state should have length 2, got 1");
  });

  test("refuses gradients of another number than the steps", () => {
    expect(() => recurrentDiagram({ ...options, gradients: [1] })).toThrow(
      "gradients should have length 2, got 1",
    );
  });
});
