import { describe, expect, test } from "vitest";
import { exposurePlot } from "../../../lib/plot/exposure-plot";
import { renderSvg } from "../../../lib/plot/svg";
import { compileWarnings, specText } from "../compile-spec";

const plot = exposurePlot({
  title: "The gap stays with teacher forcing",
  series: [
    {
      name: "teacher forcing",
      steps: [0, 100],
      teacherForcing: [1, 1],
      forced: [0.1, 0.9],
      free: [0.1, 0.7],
    },
    { name: "linear", steps: [0, 100], teacherForcing: [1, 0], forced: [0.1, 0.8], free: [0.1, 0.75] },
  ],
});

describe("exposurePlot", () => {
  test("is the spec that we have looked at", async () => {
    await expect(specText(plot)).toMatchFileSnapshot("specs/exposure.vl.json");
  });

  test("compiles without a warning and has one legend for its four panels", () => {
    expect(compileWarnings(plot)).toEqual([]);
    expect(renderSvg(plot).match(/>linear</g)).toHaveLength(1);
  });

  test("says both accuracies and the gap in words", () => {
    expect(plot.description).toContain("linear: 80.0 % teacher-forced, 75.0 % free-running, gap 5.0 %");
  });

  test("refuses accuracies that do not fit the steps", () => {
    const short = () =>
      exposurePlot({
        series: [{ name: "linear", steps: [0, 1], teacherForcing: [1, 0], forced: [0.5], free: [0.5, 0.5] }],
      });
    expect(short).toThrow("exposurePlot: series[0].forced should have length 2, got 1");
  });
});
