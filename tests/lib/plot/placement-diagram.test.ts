import { describe, expect, test } from "vitest";
import { drawDiagram } from "../../../lib/plot/diagram";
import { placementDiagram } from "../../../lib/plot/placement-diagram";
import { placement as options } from "./diagram-options";

const before = drawDiagram(placementDiagram(options));
const after = drawDiagram(placementDiagram({ ...options, placement: "luong" }));

describe("placementDiagram", () => {
  test("asks with the state of the step before if the look comes before the step", () => {
    expect(before).toContain(">query s₈<");
    expect(after).toContain(">query s₉<");
  });

  test("joins context and state of one step, and shows what comes of it", () => {
    for (const svg of [before, after])
      for (const words of ["[c₁₀ ; s₁₀]", "c₁₀", "0.80"]) expect(svg).toContain(`>${words}<`);
  });

  test("tells each weight, and each score above the lowest, under the pointer", () => {
    expect(before).toContain("<title>weight α of 월: 0.245</title>");
    expect(before).toContain("<title>score e of 6: 5.01 above the lowest</title>"); // ln(0.75 / 0.005)
  });

  test("takes a weight of 0 for a very low score, not for an infinite one", () => {
    expect(before).toContain("<title>score e of 6: 27.63 above the lowest</title>"); // ln 10¹²
  });

  test("leads what was joined to the next step only if asked to", () => {
    const fed = drawDiagram(placementDiagram({ ...options, placement: "luong", showsFeeding: true }));
    expect(fed).toContain("only with input feeding");
    expect(after).not.toContain("input feeding");
  });

  test("says in words when it looks, and where", () => {
    expect(placementDiagram(options).description).toContain(
      "looks before its step at 6 월 <eos>: step 9 reads <sos>, looks most at 6, writes 0;",
    );
  });

  test("refuses input feeding with Bahdanau's placement, whose steps read the context already", () => {
    expect(() => placementDiagram({ ...options, showsFeeding: true })).toThrow(
      'placementDiagram: showsFeeding should be false with placement "bahdanau", got true',
    );
  });

  test("refuses weights that do not fit the source", () => {
    const steps = [{ ...options.steps[0]!, weights: [1] }];
    expect(() => placementDiagram({ ...options, steps })).toThrow(
      "placementDiagram: steps[0].weights should have length 3, got 1",
    );
  });
});
