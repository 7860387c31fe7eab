import { describe, expect, test } from "vitest";
import { blendDiagram } from "../../../lib/plot/blend-diagram";
import { drawDiagram } from "../../../lib/plot/diagram";
import { blend as options } from "./diagram-options";

describe("blendDiagram", () => {
  test("shows each score and portion, what each material adds, and the mixture", () => {
    const svg = drawDiagram(blendDiagram(options));
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    expect(texts).toEqual(expect.arrayContaining(["물", "0.69", "0.50", "0.02", "1.92", "2.08", "−0.08"]));
  });

  test("refuses a key that is not as wide as the query, and a portion above 1", () => {
    const [first, ...others] = options.materials;
    const changed = (part: object) => ({ ...options, materials: [{ ...first!, ...part }, ...others] });
    expect(() => blendDiagram(changed({ key: [1] }))).toThrow(
      "blendDiagram: materials[0].key should have length 2, got 1",
    );
    expect(() => blendDiagram(changed({ weight: 2 }))).toThrow("blendDiagram: materials[0].weight should be");
  });
});
