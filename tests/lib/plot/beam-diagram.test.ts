import { describe, expect, test } from "vitest";
import { beamDiagram } from "../../../lib/plot/beam-diagram";
import { drawDiagram } from "../../../lib/plot/diagram";
import { beam as options, beamNode } from "./diagram-options";

const diagram = beamDiagram(options);

describe("beamDiagram", () => {
  test("draws every way to go on with its number, and its whole sentence under the pointer", () => {
    const svg = drawDiagram(diagram);
    expect(svg.match(/>cat</g)).toHaveLength(2);
    expect(svg.match(/>&lt;eos&gt;</g)).toHaveLength(3);
    expect(svg).toContain(">−1.80<");
    expect(svg).toContain("<title>a cat &lt;eos&gt;: −1.00 nats</title>");
  });

  test("says in words what is kept and what is dropped", () => {
    expect(diagram.description).toContain("Step 2: keeps cat −1.00, cat −1.60; drops <eos> −1.70, dog −1.80");
  });

  test("refuses no steps, and a way that continues nothing that was kept", () => {
    expect(() => beamDiagram({ steps: [] })).toThrow("beamDiagram: steps should");
    const orphan = () => beamDiagram({ steps: [[beamNode("the", -0.5, false)], [beamNode("the cat", -1)]] });
    expect(orphan).toThrow("beamDiagram: steps[1][0] should continue a way that was kept, got the cat");
  });
});
