import { describe, expect, test } from "vitest";
import { gatePlot } from "../../../lib/plot/gate-plot";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const units = [
  [0, 0.5, 1],
  [1, 0.25, 0],
];
const plot = gatePlot({ tokens: ["월", " "], gates: { "forget gate": units, cell: units } });

describe("gatePlot", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/gates.vl.json");
  });

  test("compiles without a warning and names gates and tokens", () => {
    expect(compileWarnings(plot)).toEqual([]);
    const svg = renderSvg(plot);
    expect(svg).toContain(">forget gate<");
    expect(svg).toContain(">월<");
  });

  test("refuses a gate that has not one row a token", () => {
    const short = () => gatePlot({ tokens: ["a"], gates: { "forget gate": units } });
    expect(short).toThrow('gatePlot: gates["forget gate"] should have length 1, got 2');
  });

  test("refuses to draw no gate", () => {
    expect(() => gatePlot({ tokens: ["a"], gates: {} })).toThrow(
      "gates should have at least one gate, got {}",
    );
  });
});
