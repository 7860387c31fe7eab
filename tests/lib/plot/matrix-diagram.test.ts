import { describe, expect, test } from "vitest";
import { matrixDiagram } from "../../../lib/plot/matrix-diagram";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const diagram = matrixDiagram({
  matrices: [
    {
      name: "Q",
      rows: ["나", "는"],
      values: [
        [1, 0],
        [-0.5, 2],
      ],
    },
    { name: "Kᵀ", sign: "·", columns: ["나"], values: [[1], [2]] },
  ],
});

describe("matrixDiagram", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(diagram)).toMatchFileSnapshot("specs/matrix-diagram.vl.json");
  });

  test("compiles without a warning and shows names, shapes, signs and every number", () => {
    expect(compileWarnings(diagram)).toEqual([]);
    const svg = renderSvg(diagram);
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(["Q", "[2, 2]", "Kᵀ", "[2, 1]", "·", "나", "−0.50", "2"]));
  });

  test("refuses rows of different length", () => {
    expect(() => matrixDiagram({ matrices: [{ name: "A", values: [[1, 2], [3]] }] })).toThrow(
      "matrixDiagram: matrices[0].values[1] should have length 2, got 1",
    );
  });
});
