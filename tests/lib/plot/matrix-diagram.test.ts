import { describe, expect, test } from "vitest";
import { drawDiagram } from "../../../lib/plot/diagram";
import { matrixDiagram } from "../../../lib/plot/matrix-diagram";
import { matrix as options } from "./diagram-options";

describe("matrixDiagram", () => {
  test("shows names, shapes, signs and every number", () => {
    const svg = drawDiagram(matrixDiagram(options));
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(["Q", "[2, 2]", "Kᵀ", "[2, 1]", "·", "나", "−0.50", "2"]));
  });

  test("refuses rows of different length, and names for rows that are not there", () => {
    expect(() => matrixDiagram({ matrices: [{ name: "A", values: [[1, 2], [3]] }] })).toThrow(
      "matrixDiagram: matrices[0].values[1] should have length 2, got 1",
    );
    expect(() => matrixDiagram({ matrices: [{ name: "A", values: [[1, 2]], rows: ["a", "b"] }] })).toThrow(
      "matrixDiagram: matrices[0].rows should have length 1, got 2",
    );
  });
});
