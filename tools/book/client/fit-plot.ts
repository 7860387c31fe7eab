/** Makes a plot narrower for a phone: what the spec leaves to its lines or bars shrinks, and its title breaks sooner. */
import type { TopLevelSpec } from "vega-lite";
import { pictureWidth, titleLines } from "../../../lib/plot/plot-style";

const narrowest = 200; // of lines or bars; a picture that is still wider scrolls
const letterWidth = 8.5; // of a title, in pixels

/** @param room  how many pixels there are */
export function fitPlot(spec: TopLevelSpec, room: number): TopLevelSpec {
  if (room >= pictureWidth) return spec;
  const { title } = spec;
  const broken = (text: unknown): string[] =>
    titleLines([text].flat().join(" "), Math.floor(room / letterWidth));
  const isParted = typeof title === "object" && "text" in title;
  const fitted = { ...spec, title: isParted ? { ...title, text: broken(title.text) } : broken(title) };
  if ("facet" in fitted) return { ...fitted, columns: 1 } as TopLevelSpec; // maps below each other
  if (!("width" in fitted) || typeof fitted.width !== "number") return fitted as TopLevelSpec;
  return { ...fitted, width: Math.max(narrowest, fitted.width - (pictureWidth - room)) } as TopLevelSpec;
}
