/** Makes the pictures of plots live, each when the reader comes near it. */
import type { TopLevelSpec } from "vega-lite";
import { unpackRows } from "../packed-rows";
import { embedPlot } from "./embed-plot";
import { fitPlot } from "./fit-plot";

const menuWidth = 40; // which book.css keeps beside a live plot

const near = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      void makeLive(target as HTMLElement);
    }
  },
  { rootMargin: "300px" },
);
for (const figure of document.querySelectorAll<HTMLElement>("figure.plot")) near.observe(figure);

/** The picture stays until the live plot is ready, and for good if that fails. */
async function makeLive(figure: HTMLElement): Promise<void> {
  const spec = unpackRows(JSON.parse(figure.querySelector("script")!.textContent ?? "")) as TopLevelSpec;
  const place = document.createElement("div");
  place.className = "live";
  try {
    await embedPlot(place, fitPlot(spec, figure.clientWidth - menuWidth));
  } catch (error) {
    console.error(`${figure.id}: ${String(error)}`);
    return;
  }
  figure.querySelector("img")!.replaceWith(place);
}
