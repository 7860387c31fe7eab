import { describe, expect, test } from "vitest";
import { renderSvg } from "../../../lib/plot/svg";
import { unrolledDiagram, type UnrolledDiagramOptions } from "../../../lib/plot/unrolled-diagram";
import { compileWarnings, specText } from "../compile-spec";

const options: UnrolledDiagramOptions = {
  title: "One letter is copied wrong",
  context: ["h: 2", "c: 2"],
  reads: "own",
  encoder: [
    { read: "가", state: [0.5, -1] },
    { read: "<eos>", state: [0.25, 1] },
  ],
  decoder: [
    { read: "<sos>", wrote: "나", right: "가", probability: 0.6, state: [0, 0.1] },
    { read: "나", wrote: "<eos>", right: "<eos>", probability: 0.9, state: [0.3, 0.4] },
  ],
};
const plot = unrolledDiagram(options);
const dashesOf = (reads: "own" | "right") =>
  renderSvg(unrolledDiagram({ ...options, reads })).match(/stroke-dasharray="4,3"/g)?.length ?? 0;

describe("unrolledDiagram", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/unrolled-diagram.vl.json");
  });

  test("compiles without a warning and marks a wrong token with a cross", () => {
    expect(compileWarnings(plot)).toEqual([]);
    expect(renderSvg(plot)).toContain(">나✗<");
  });

  test("leads what was written back to the next step only in free running", () => {
    expect(dashesOf("own")).toBe(1);
    expect(dashesOf("right")).toBe(0);
  });

  test("tells every step in words", () => {
    expect(plot.description).toContain("reads <sos>, writes 나 (right: 가); reads 나, writes <eos>.");
  });

  test("refuses states of different length", () => {
    const uneven = { ...options, encoder: [...options.encoder, { read: "다", state: [1] }] };
    expect(() => unrolledDiagram(uneven)).toThrow(
      "unrolledDiagram: encoder[2].state should have length 2, got 1",
    );
  });
});
