import { describe, expect, test } from "vitest";
import { drawDiagram } from "../../../lib/plot/diagram";
import { unrolledDiagram } from "../../../lib/plot/unrolled-diagram";
import { unrolled as options } from "./diagram-options";

const dashesOf = (reads: "own" | "right") =>
  drawDiagram(unrolledDiagram({ ...options, reads })).match(/stroke-dasharray="4 3"/g)?.length ?? 0;

describe("unrolledDiagram", () => {
  test("marks a wrong token with a cross", () => {
    expect(drawDiagram(unrolledDiagram(options))).toContain(">나✗<");
  });

  test("leads what was written back to the next step only in free running", () => {
    expect(dashesOf("own")).toBe(1);
    expect(dashesOf("right")).toBe(0);
  });

  test("tells every step in words", () => {
    expect(unrolledDiagram(options).description).toContain(
      "reads <sos>, writes 나 (right: 가); reads 나, writes <eos>.",
    );
  });

  test("refuses states of different length", () => {
    const uneven = { ...options, encoder: [...options.encoder, { read: "다", state: [1] }] };
    expect(() => unrolledDiagram(uneven)).toThrow(
      "unrolledDiagram: encoder[2].state should have length 2, got 1",
    );
  });
});
