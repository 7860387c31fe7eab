import { describe, expect, test } from "vitest";
import { drawDiagram } from "../../../lib/plot/diagram";
import { transformerDiagram } from "../../../lib/plot/transformer-diagram";
import { transformer as options } from "./diagram-options";

const svg = drawDiagram(transformerDiagram(options));

describe("transformerDiagram", () => {
  test("shows the model's own tokens and sizes", () => {
    expect(svg).toContain(">나 -는 간다<");
    expect(svg).toContain(">self-attention, 4 heads of width 32<");
    expect(svg).toContain(">scores of 1009 words, softmax<");
  });

  test("shows a norm before each of the five blocks of a layer, and a sum after it", () => {
    expect(svg.match(/>norm</g)).toHaveLength(5);
    expect(svg.match(/>\+</g)).toHaveLength(5);
  });

  test("says in words where the norm stands", () => {
    const wordsOf = (norm: "pre" | "post") => transformerDiagram({ ...options, norm }).description;
    expect(wordsOf("pre")).toContain("a layer norm stands before the block");
    expect(wordsOf("post")).toContain("a layer norm stands after the sum");
  });

  test("refuses a model without a size, and a sentence without tokens", () => {
    expect(() => transformerDiagram({ ...options, dModel: 0 })).toThrow(
      "transformerDiagram: dModel should be a positive number, got 0",
    );
    expect(() => transformerDiagram({ ...options, source: [] })).toThrow(
      "transformerDiagram: source should be a list with at least one item, got []",
    );
  });
});
