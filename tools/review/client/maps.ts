/** Draws the attention maps when the reader comes near them; expressions are interpreted, nothing is evaluated. */
import embed from "vega-embed";
import type { VisualizationSpec } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

async function draw(figure: HTMLElement): Promise<void> {
  const spec = JSON.parse(figure.querySelector("script")!.textContent ?? "") as VisualizationSpec;
  const place = document.createElement("div");
  await embed(place, spec, {
    renderer: "svg",
    actions: false,
    ast: true,
    expr: expressionInterpreter,
    defaultStyle: false, // the page's policy lets in no style but its own
    tooltip: { disableDefaultStyle: true },
  });
  figure.querySelector(".waiting")?.replaceWith(place);
}

export function startMaps(): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        draw(target as HTMLElement).catch((error: unknown) =>
          console.error(`${target.id}: ${String(error)}`),
        );
      }
    },
    { rootMargin: "300px" },
  );
  for (const figure of document.querySelectorAll("figure.map")) near.observe(figure);
}
