/** Draws a spec; expressions are interpreted, so that the page needs no right to evaluate code. */
import type { TopLevelSpec } from "vega-lite";
import embed from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";
import { phrase } from "./language";

export async function embedPlot(place: HTMLElement, spec: TopLevelSpec): Promise<void> {
  await embed(place, spec, {
    renderer: "svg",
    actions: { export: true, source: false, compiled: false, editor: false },
    i18n: {
      CLICK_TO_VIEW_ACTIONS: phrase("Save this plot"),
      SVG_ACTION: phrase("Save as SVG"),
      PNG_ACTION: phrase("Save as PNG"),
    },
    ast: true,
    expr: expressionInterpreter,
    patch: hideAims,
  });
  place.querySelector("summary")?.setAttribute("aria-label", phrase("Save this plot")); // vega-embed gives it only dots
}

/** Shapes that a pointer aims at or pulls up: to a screen reader they would be pictures without words. */
function hideAims<T extends MarkTree>(spec: T): T {
  for (const mark of spec.marks ?? []) {
    if (/_(voronoi|brush|brush_bg)$/.test(mark.name ?? "")) mark.aria = false; // Vega-Lite's names
    hideAims(mark);
  }
  return spec;
}

interface MarkTree {
  readonly name?: string;
  aria?: boolean;
  readonly marks?: MarkTree[];
}
