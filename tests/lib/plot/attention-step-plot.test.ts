import { describe, expect, test } from "vitest";
import { attentionStepPlot } from "../../../lib/plot/attention-step-plot";
import { renderSvg } from "../../../lib/plot/svg";
import { specText } from "../compile-spec";

const step = { source: [..."3월 1일"], scores: [4, 3, 0, 1, 0], weights: [0.7, 0.2, 0.02, 0.06, 0.02] };

describe("attentionStepPlot", () => {
  test("draws the scores above the weights, over the same Korean tokens", async () => {
    const spec = attentionStepPlot({ ...step, title: "The month looks at its digit" });
    await expect(specText(spec)).toMatchFileSnapshot("specs/attention-step.vl.json");
    expect(renderSvg(spec)).toContain(">월<");
  });

  test("says in words what it shows, for those who cannot see it", () => {
    expect(attentionStepPlot(step).description).toContain("3 0.70; 월 0.20; ␣ 0.02");
  });

  test("names the argument whose length does not fit", () => {
    expect(() => attentionStepPlot({ ...step, scores: [1] })).toThrow(
      "attentionStepPlot: scores should have length 5, got 1",
    );
  });

  test("refuses a score that is no number", () => {
    expect(() => attentionStepPlot({ ...step, scores: [1, 2, NaN, 0, 0] })).toThrow(
      "attentionStepPlot: scores[2] should be a finite number, got NaN",
    );
  });
});
