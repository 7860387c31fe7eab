import { describe, expect, test } from "vitest";
import { plotBundle } from "../../../lib/notebook";
import { cellDiagram } from "../../../lib/plot/cell-diagram";
import { lossCurve } from "../../../lib/plot/loss-curve";
import { showOutput } from "../../../tools/book/output";
import { cell } from "../../lib/plot/diagram-options";

const shownAs = (data: Record<string, unknown>) =>
  showOutput({ output_type: "display_data", data }, "02-plot-1", undefined as never);

describe("showOutput", () => {
  const title = "Half is <kept>";
  const { html, plot } = shownAs(plotBundle(cellDiagram({ ...cell, title })));

  test("makes a diagram part of the page, in the page's colours", () => {
    expect(html).toMatch(/^<figure class="diagram" id="02-plot-1" tabindex="-1"><svg [^>]*currentColor/);
    expect(html).toContain('aria-label="Half is &lt;kept&gt;"');
  });

  test("keeps a diagram's picture for the gallery, with its title and its words", () => {
    expect(plot).toMatchObject({ id: "02-plot-1", title, file: "02-plot-1.svg" });
    expect(plot!.description).toMatch(/^Half is <kept>\. Cell after = forget gate 0\.50/);
    expect(plot!.svg).toContain("background: white");
  });

  test("makes a plot an image that a script brings to life", () => {
    const curve = lossCurve({ series: [{ name: "training", steps: [1, 2], lossNats: [1, 0.5] }] });
    const live = shownAs(plotBundle(curve));
    expect(live.html).toContain('<figure class="plot" id="02-plot-1"');
    expect(live.html).toContain('<script type="application/json">');
  });
});
