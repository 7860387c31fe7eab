import { describe, expect, test } from "vitest";
import { bidirectionalDiagram } from "../../../lib/plot/bidirectional-diagram";
import { drawDiagram } from "../../../lib/plot/diagram";
import { bidirectional as options } from "./diagram-options";

describe("bidirectionalDiagram", () => {
  test("shows tokens, both readers and what is said, and says under the pointer what a state is", () => {
    const svg = drawDiagram(bidirectionalDiagram(options));
    for (const text of ["먹", "었", "forwards", "backwards", "past"]) expect(svg).toContain(`>${text}<`);
    expect(svg).toContain("<title>backwards, after reading 었: unit 1: −0.750</title>");
  });

  test("says in words who reads which way", () => {
    expect(bidirectionalDiagram(options).description).toBe(
      "One reader goes from 먹 to 었, one from 었 to 먹. From both states of each place comes what is said: 먹: past; 었: future.",
    );
  });

  test("draws places where nobody asks", () => {
    const { description } = bidirectionalDiagram({ steps: [{ read: "a", forwards: [0], backwards: [0] }] });
    expect(description).toBe("One reader goes from a to a, one from a to a.");
  });

  test("refuses states of different length", () => {
    const uneven = [options.steps[0]!, { ...options.steps[1]!, backwards: [0, 1] }];
    expect(() => bidirectionalDiagram({ steps: uneven })).toThrow(
      "bidirectionalDiagram: steps[1].backwards should have length 1, got 2",
    );
  });
});
