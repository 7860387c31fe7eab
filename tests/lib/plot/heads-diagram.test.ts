import { describe, expect, test } from "vitest";
import { drawDiagram } from "../../../lib/plot/diagram";
import { headsDiagram } from "../../../lib/plot/heads-diagram";
import { heads as options } from "./diagram-options";

const diagram = headsDiagram(options);

describe("headsDiagram", () => {
  test("shows tokens, answers and heads", () => {
    const svg = drawDiagram(diagram);
    for (const text of ["[CLS]", "true order", "그렇다", "decoder", "N → 1"])
      expect(svg).toContain(`>${text}<`);
  });

  test("says in words what each head answers", () => {
    expect(diagram.description).toContain("the first state says true order");
    expect(diagram.description).toContain("a decoder writes “그렇다 면 .”");
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
