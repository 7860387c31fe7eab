import { afterEach, describe, expect, test, vi } from "vitest";
import type { Diagram } from "../../../lib/plot/diagram";
import type { SvgElement } from "../../../lib/plot/markup";
import { alignmentPlot } from "../../../lib/plot/alignment-plot";
import { matrixDiagram } from "../../../lib/plot/matrix-diagram";
import { runsPlot } from "../../../lib/plot/runs-plot";
import { shownDiagram, shownSpec } from "../../../lib/plot/shown-spec";
import { diagrams } from "./diagram-options";

afterEach(() => void vi.unstubAllEnvs());

/** What a reader reads in a diagram: its title, its description, its labels, and what stands under the pointer. */
const textsOf = ({ title, description, shapes }: Diagram): string[] => {
  const inside = (one: string | SvgElement): string[] =>
    typeof one === "string" ? [one] : one.children.flatMap(inside);
  return [title, description, ...shapes.flatMap(inside)];
};

const wordsOf = (texts: readonly string[]): Set<string> =>
  new Set(texts.flatMap((text) => text.match(/[A-Za-z]{3,}/g) ?? []));

/** Names in formulas, of models and of units. */
const everywhere = new Set(["tanh", "softmax", "LSTM", "GRU", "eos", "sos", "head", "nat"]);

describe("a diagram for a Korean reader", () => {
  test.each(Object.entries(diagrams))("has no English words of its own: %s", (_, [draw, options]) => {
    vi.stubEnv("COURSE_LANG", "ko");
    const given = wordsOf([JSON.stringify(options)]);
    const words = wordsOf(textsOf(shownDiagram(draw(options as never))));
    expect([...words].filter((word) => !given.has(word) && !everywhere.has(word))).toEqual([]);
  });
});

test("a Korean reader reads the name of a matrix in Korean, of one word too", () => {
  vi.stubEnv("COURSE_LANG", "ko");
  const texts = textsOf(shownDiagram(matrixDiagram({ matrices: [{ name: "cosines", values: [[1]] }] })));
  expect(texts).toContain("코사인");
  expect(texts).not.toContain("cosines");
});

describe("a plot for a Korean reader", () => {
  test("names the baselines in Korean, those of one word too", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    const rows = [{ name: "LSTM", recorded: [0.1, 0.2] }];
    const baselines = [{ name: "trigram", value: 0.3 }];
    const spec = JSON.stringify(shownSpec(runsPlot({ valueTitle: "손실", rows, baselines })));
    expect(spec).toContain('"text":"트라이그램"');
    expect(spec).not.toContain("trigram");
  });

  test("names what a mask forbids in Korean, in the legend and in the cells", () => {
    vi.stubEnv("COURSE_LANG", "ko");
    const weights = [
      [1, 0],
      [0.5, 0.5],
    ];
    const options = { source: ["a", "b"], target: ["a", "b"], weights, causal: true };
    const spec = JSON.stringify(shownSpec(alignmentPlot(options)));
    expect(spec).toContain('"domain":["미래"]');
    expect(spec).toContain('"forbidden":["","미래"]');
    expect(spec).not.toContain('"future"');
  });
});
