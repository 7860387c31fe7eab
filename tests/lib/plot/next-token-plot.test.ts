import { describe, expect, test } from "vitest";
import { nextTokenPlot } from "../../../lib/plot/next-token-plot";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const tokens = ["file", "the", "socket", "<eos>"];
const logits = [Math.log(2), Math.log(5), 0, Math.log(2)]; // 20 %, 50 %, 10 %, 20 %
const plot = nextTokenPlot({ tokens, logits, title: "After “closes”" });

/** The same plot with a slider moved, as text. */
const moved = (slider: string, value: number): string => {
  const copy = structuredClone(plot);
  copy.params!.find(({ name }) => name === slider)!["value" as never] = value as never;
  return renderSvg(copy);
};

describe("nextTokenPlot", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/next-token.vl.json");
  });

  test("compiles without a warning and writes the probabilities of softmax", () => {
    expect(compileWarnings(plot)).toEqual([]);
    expect(renderSvg(plot)).toMatch(/>50\.0%<.*>20\.0%<.*>20\.0%<.*>10\.0%</s);
  });

  test("sharpens with a low temperature", () => {
    // 5² : 2² : 2² : 1² = 25 : 4 : 4 : 1
    expect(moved("temperature", 0.5)).toMatch(/>73\.5%<.*>11\.8%<.*>11\.8%<.*>2\.9%</s);
  });

  test("rules out what top-k leaves, and shares what is left", () => {
    expect(moved("topK", 2)).toMatch(/>71\.4%<.*>28\.6%<.*>ruled out<.*>ruled out</s);
  });

  test("rules out what is not in the nucleus", () => {
    expect(moved("topP", 0.6)).toMatch(/>71\.4%<.*>28\.6%<.*>ruled out<.*>ruled out</s);
  });

  test("says the most probable tokens in words", () => {
    expect(plot.description).toBe(
      "After “closes”. The most probable: the 50.0 %; file 20.0 %; <eos> 20.0 %; socket 10.0 %.",
    );
  });

  test("refuses another number of logits, and one that is not finite", () => {
    expect(() => nextTokenPlot({ tokens, logits: [1] })).toThrow(
      "nextTokenPlot: logits should have length 4, got 1",
    );
    expect(() => nextTokenPlot({ tokens: ["a"], logits: [-Infinity] })).toThrow(
      "nextTokenPlot: logits[0] should be a finite number, got -Infinity",
    );
  });
});
