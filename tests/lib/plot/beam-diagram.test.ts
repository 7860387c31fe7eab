import { describe, expect, test } from "vitest";
import { beamDiagram, type BeamNode } from "../../../lib/plot/beam-diagram";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const node = (text: string, logProbability: number, isKept = true): BeamNode => {
  const isDone = text.endsWith(".");
  return { tokens: text.replace(".", "").split(" ").filter(Boolean), logProbability, isDone, isKept };
};
const steps = [
  [node("the", -0.5), node("a", -0.9)],
  [node("a cat", -1), node("the cat", -1.6), node("the.", -1.7, false), node("the dog", -1.8, false)],
  [node("a cat.", -1), node("the cat.", -1.6)],
];
const plot = beamDiagram({ title: "The second word pays for the first", steps });

describe("beamDiagram", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/beam-diagram.vl.json");
  });

  test("compiles without a warning, and draws every way to go on with its number", () => {
    expect(compileWarnings(plot)).toEqual([]);
    const svg = renderSvg(plot);
    expect(svg.match(/>cat</g)).toHaveLength(2);
    expect(svg.match(/>&lt;eos&gt;</g)).toHaveLength(3);
    expect(svg).toContain(">−1.80<");
  });

  test("says in words what is kept and what is dropped", () => {
    expect(plot.description).toContain("Step 2: keeps cat −1.00, cat −1.60; drops <eos> −1.70, dog −1.80");
  });

  test("refuses no steps, and a way that continues nothing that was kept", () => {
    expect(() => beamDiagram({ steps: [] })).toThrow("beamDiagram: steps should");
    const orphan = () => beamDiagram({ steps: [[node("the", -0.5, false)], [node("the cat", -1)]] });
    expect(orphan).toThrow("beamDiagram: steps[1][0] should continue a way that was kept, got the cat");
  });
});
