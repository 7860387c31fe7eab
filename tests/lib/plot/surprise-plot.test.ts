import { describe, expect, test } from "vitest";
import { surprisePlot } from "../../../lib/plot/surprise-plot";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const texts = [
  { tokens: ["the", "file", "<eos>"], surprises: { trigram: [1.5, 6, 0.1], LSTM: [1, 4.25, 0.1] } },
  { tokens: ["닫는다", "."], surprises: { trigram: [3, 1], LSTM: [2, 1] } },
];
const plot = surprisePlot({ texts, title: "The LSTM is less surprised" });

describe("surprisePlot", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/surprise.vl.json");
  });

  test("compiles without a warning and draws the first text", () => {
    expect(compileWarnings(plot)).toEqual([]);
    expect(renderSvg(plot)).toContain(">file<");
    expect(renderSvg(plot)).not.toContain(">닫는다<");
  });

  test("draws the text that is picked", () => {
    const copy = structuredClone(plot);
    copy.params!.find(({ name }) => name === "text")!["value" as never] = 1 as never;
    expect(renderSvg(copy)).toContain(">닫는다<");
  });

  test("says where each model is most surprised, in words", () => {
    expect(plot.description).toContain("LSTM: most surprised by file, 4.3 nats");
  });

  test("refuses a surprise below 0, and another number of them", () => {
    const withNats = (nats: number[]) => () =>
      surprisePlot({ texts: [{ tokens: ["a"], surprises: { x: nats } }] });
    expect(withNats([-1])).toThrow('surprisePlot: texts[0].surprises["x"][0] should be a number ≥ 0');
    expect(withNats([1, 2])).toThrow('surprisePlot: texts[0].surprises["x"] should have length 1, got 2');
  });
});
