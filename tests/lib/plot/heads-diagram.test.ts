import { describe, expect, test } from "vitest";
import { headsDiagram } from "../../../lib/plot/heads-diagram";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const reading = (read: string[]) => ({ read, states: read.map((_, t) => [0.5, -1, 0.1 * t]) });
const options = {
  title: "One encoder, three heads",
  sequence: { ...reading(["[CLS]", "if", "so", "then"]), answer: "true order" },
  tokens: { ...reading(["if", "so", "then"]), answers: ["", ",", "."] },
  decoder: { ...reading(["if", "so"]), writes: ["그렇다", "면", "."] },
};
const plot = headsDiagram(options);

describe("headsDiagram", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/heads-diagram.vl.json");
  });

  test("compiles without a warning and shows tokens, answers and heads", () => {
    expect(compileWarnings(plot)).toEqual([]);
    const svg = renderSvg(plot);
    for (const text of ["[CLS]", "true order", "그렇다", "decoder", "N → 1"])
      expect(svg).toContain(`>${text}<`);
  });

  test("says in words what each head answers", () => {
    expect(plot.description).toContain("the first state says true order");
    expect(plot.description).toContain("a decoder writes “그렇다 면 .”");
  });

  test("refuses another number of answers than of tokens", () => {
    const tokens = { ...options.tokens, answers: [","] };
    expect(() => headsDiagram({ ...options, tokens })).toThrow(
      "headsDiagram: tokens.answers should have length 3, got 1",
    );
  });

  test("refuses a state outside [-1, 1]", () => {
    const sequence = { read: ["a"], states: [[3]], answer: "b" };
    expect(() => headsDiagram({ ...options, sequence })).toThrow("should be a number from -1 to 1, got 3");
  });
});
