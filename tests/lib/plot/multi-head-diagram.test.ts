import { describe, expect, test } from "vitest";
import { drawDiagram } from "../../../lib/plot/diagram";
import { multiHeadDiagram } from "../../../lib/plot/multi-head-diagram";
import { multiHead as options } from "./diagram-options";

describe("multiHeadDiagram", () => {
  test("names each matrix with its shape, a map and an output for each head", () => {
    const svg = drawDiagram(multiHeadDiagram(options));
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    const matrices = ["X", "Q", "K", "V", "α₁", "α₂", "head₁", "head₂", "joined", "output"];
    expect(texts).toEqual(expect.arrayContaining([...matrices, "[2, 2]", "[2, 1]", "· W^O"]));
  });

  test("refuses a map that is not as high and wide as there are tokens, and another width of an output", () => {
    const [first, second] = options.heads;
    expect(() => multiHeadDiagram({ ...options, heads: [first!, { ...second!, weights: [[1]] }] })).toThrow(
      "multiHeadDiagram: heads[1].weights should have length 2, got 1",
    );
    expect(() => multiHeadDiagram({ ...options, output: [[0], [1]] })).toThrow(
      "multiHeadDiagram: output[0] should have length 2, got 1",
    );
  });
});
