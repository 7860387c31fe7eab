/** Draws a Vega-Lite spec as SVG text, without a browser: what a page shows that knows pictures but not Vega. */
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { labelWidth, withPlainTexts } from "./plot-style";

/**
 * Renders a spec at once, not as a promise: a cell that ends with `show(spec)` must not end with a promise.
 *
 * @param background  what stands behind the text; omit to let the page show through
 * @returns one `<svg>` element
 */
export function renderSvg(spec: TopLevelSpec, background?: "white"): string {
  const view = new vega.View(vega.parse(compile(withPlainTexts(spec), { logger: silent }).spec), {
    renderer: "none",
  });
  try {
    view.run();
    const text = draw(view, background ?? "transparent").replace(invisible, "");
    // On white the text is dark whatever the page's own colour; otherwise it follows the page.
    return background === undefined ? text : text.replaceAll("currentColor", "#1f1f1f");
  } finally {
    view.finalize();
  }
}

/** A picture has no pointer: what only hovering would show is left out. */
const invisible = /<(path|line|text)\b[^>]* opacity="0"[^>]*?(\/>|>[^<]*<\/\1>)/g;

/** vega's own `toSVG` does these steps after an `await`; sizes are not public. */
function draw(view: vega.View, background: string): string {
  const { _viewWidth, _viewHeight } = view as unknown as { _viewWidth: number; _viewHeight: number };
  const margin = 5;
  const [left, top] = view.origin() as [number, number];
  const renderer = new StringRenderer(vega.loader());
  renderer
    .initialize(null, _viewWidth + 2 * margin, _viewHeight + 2 * margin, [left + margin, top + margin], 1)
    .background(background)
    .render((view.scenegraph() as unknown as { root: unknown }).root);
  return renderer.svg();
}

interface SvgRenderer {
  initialize(
    element: null,
    width: number,
    height: number,
    origin: [number, number],
    scale: number,
  ): SvgRenderer;
  background(colour: string): SvgRenderer;
  render(scene: unknown): SvgRenderer;
  svg(): string;
}

interface TextMetrics {
  width: (item: { readonly fontSize?: number }, text: unknown) => number;
}

// What vega's types leave out.
const { SVGStringRenderer: StringRenderer, textMetrics } = vega as unknown as {
  readonly SVGStringRenderer: new (loader: unknown) => SvgRenderer;
  readonly textMetrics: TextMetrics;
};

/** Without a canvas Vega takes a text for half as wide again as it is, and would cut it short or leave a gap beside it. */
textMetrics.width = ({ fontSize = 12 }, text) => labelWidth(String(text), fontSize);

/** Warnings are for the tests of the plots; a learner's cell stays quiet. */
const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
} as never;
