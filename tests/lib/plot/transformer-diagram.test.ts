import { describe, expect, test } from "vitest";
import { renderSvg } from "../../../lib/plot/svg";
import { transformerDiagram, type TransformerDiagramOptions } from "../../../lib/plot/transformer-diagram";
import { compileWarnings, specText } from "../compile-spec";

const options: TransformerDiagramOptions = {
  source: ["나", "-는", "간다"],
  target: ["<sos>", "I", "go"],
  dModel: 128,
  numHeads: 4,
  numLayers: 2,
  dFeedForward: 256,
  sourceVocab: 2388,
  targetVocab: 1009,
};
const plot = transformerDiagram(options);

describe("transformerDiagram", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/transformer-diagram.vl.json");
  });

  test("compiles without a warning and shows the model's own tokens and sizes", () => {
    expect(compileWarnings(plot)).toEqual([]);
    const svg = renderSvg(plot);
    expect(svg).toContain("나 -는 간다");
    expect(svg).toContain("self-attention, 4 heads of width 32");
    expect(svg).toContain("scores of 1009 words, softmax");
  });

  test("refuses a model without a size, and a sentence without tokens", () => {
    expect(() => transformerDiagram({ ...options, dModel: 0 })).toThrow(
      "transformerDiagram: sizes[0] should be a positive number, got 0",
    );
    expect(() => transformerDiagram({ ...options, source: [] })).toThrow(
      "transformerDiagram: source should be a list with at least one item, got []",
    );
  });
});
