import { describe, expect, test } from "vitest";
import { attentionDiagram, type AttentionDiagramOptions } from "../../../lib/plot/attention-diagram";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const options: AttentionDiagramOptions = {
  source: ["6", "월", "<eos>"],
  states: [
    [0.5, -1],
    [0, 0.25],
    [1, 0.125],
  ],
  weights: [0.75, 0.245, 0.005],
  written: ["0"],
  next: [
    { token: "6", probability: 0.9 },
    { token: "5", probability: 0.1 },
  ],
  widths: { encoder: 64, decoder: 32 },
};
const diagram = attentionDiagram(options);

describe("attentionDiagram", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(diagram)).toMatchFileSnapshot("specs/attention-diagram.vl.json");
  });

  test("compiles without a warning and shows tokens, weights, what is written and what comes next", () => {
    expect(compileWarnings(diagram)).toEqual([]);
    const svg = renderSvg(diagram);
    expect(svg).toContain(">월<");
    expect(svg).toContain(">.75<");
    expect(svg).toContain("written: 0");
    expect(svg).toContain("6  0.90");
  });

  test("draws no arrow from a state with less than a hundredth of the weight", () => {
    const svg = renderSvg(diagram);
    const arrows = svg.match(/stroke="rgba\(33,140,225/g) ?? [];
    expect(arrows).toHaveLength(2);
  });

  test("refuses weights that do not fit the source", () => {
    expect(() => attentionDiagram({ ...options, weights: [1] })).toThrow(
      "attentionDiagram: weights should have length 3, got 1",
    );
  });
});
