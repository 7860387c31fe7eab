import { describe, expect, test } from "vitest";
import { attentionDiagram } from "../../../lib/plot/attention-diagram";
import { drawDiagram } from "../../../lib/plot/diagram";
import { attention as options } from "./diagram-options";

const svg = drawDiagram(attentionDiagram(options));

describe("attentionDiagram", () => {
  test("shows tokens, weights, what is written and what comes next", () => {
    for (const text of ["월", ".75", "written: 0", "6  0.90", "⏎"]) expect(svg).toContain(`>${text}<`);
  });

  test("tells each weight and each number of a state under the pointer", () => {
    expect(svg).toContain("<title>weight α of 월: 0.245</title>");
    expect(svg).toContain("<title>encoder, of 6: unit 2: −1.000</title>");
  });

  test("draws no arrow from a state with less than a hundredth of the weight", () => {
    expect(svg.match(/stroke="rgba\(33,140,225/g)).toHaveLength(2);
  });

  test("refuses weights that do not fit the source", () => {
    expect(() => attentionDiagram({ ...options, weights: [1] })).toThrow(
      "attentionDiagram: weights should have length 3, got 1",
    );
  });
});
