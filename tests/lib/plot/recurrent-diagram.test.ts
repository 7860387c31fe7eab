import { describe, expect, test } from "vitest";
import { drawDiagram } from "../../../lib/plot/diagram";
import { recurrentDiagram } from "../../../lib/plot/recurrent-diagram";
import { recurrent as options } from "./diagram-options";

type Room = ReturnType<typeof recurrentDiagram>["shapes"][number]["room"];
const overlaps = (one: Room, other: Room): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

describe("recurrentDiagram", () => {
  test("shows tokens, states, weights and gradients", () => {
    const svg = drawDiagram(recurrentDiagram(options));
    for (const text of ["안", "␣", "녕", "0.50", "W_h [2, 2]", "0.01"]) expect(svg).toContain(`>${text}<`);
    expect(svg).toContain("<title>h₂, unit 2: 1.000</title>");
  });

  test("keeps the words on its arrows apart from each other, from the states' names and from what is written", () => {
    const overlapping = ["W_h [2, 2]", "h, c"].map((hidden) => {
      const steps = ["the", "method", "returns", "a"].map((read) => ({ read, state: [0], wrote: read }));
      const labels = { input: "E[y]", hidden, output: "softmax(hW + b)" };
      const texts = recurrentDiagram({ steps, labels }).shapes.filter(({ tag }) => tag === "text");
      return texts.flatMap((one, i) => texts.slice(i + 1).filter((other) => overlaps(one.room, other.room)));
    });
    expect(overlapping.map((pairs) => pairs.length)).toEqual([0, 0]);
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
