import { describe, expect, test } from "vitest";
import { recurrentDiagram } from "../../../lib/plot/recurrent-diagram";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const steps = [
  { read: "안", state: [0.5, -0.25] },
  { read: " ", state: [0, 1], wrote: "녕" },
];
const plot = recurrentDiagram({
  title: "Many to one",
  labels: { input: "W_x [5, 2]", hidden: "W_h [2, 2]", output: "W_y [2, 5]" },
  gradients: [0.01, 1],
  steps,
});

describe("recurrentDiagram", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/recurrent-diagram.vl.json");
  });

  test("compiles without a warning and shows tokens, states, weights and gradients", () => {
    expect(compileWarnings(plot)).toEqual([]);
    const svg = renderSvg(plot);
    for (const text of ["안", "␣", "녕", "0.50", "W_h [2, 2]", "0.01"]) expect(svg).toContain(`>${text}<`);
  });

  test("draws a step that reads nothing and writes nothing", () => {
    const silent = recurrentDiagram({ steps: [{ state: [0] }, { state: [0.1] }] });
    expect(compileWarnings(silent)).toEqual([]);
    expect(silent.description).toContain("step 1 only passes its state on");
  });

  test("refuses states of different length", () => {
    const uneven = () => recurrentDiagram({ steps: [{ state: [0, 1] }, { state: [0] }] });
    expect(uneven).toThrow("recurrentDiagram: steps[1].state should have length 2, got 1");
  });

  test("refuses a state outside [-1, 1]", () => {
    expect(() => recurrentDiagram({ steps: [{ state: [2] }] })).toThrow(
      "should be a number from -1 to 1, got 2",
    );
  });

  test("refuses gradients of another number than the steps", () => {
    expect(() => recurrentDiagram({ steps, gradients: [1] })).toThrow(
      "gradients should have length 2, got 1",
    );
  });
});
