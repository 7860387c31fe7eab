/** Makes a plot narrower for a phone: what the spec leaves to its lines or bars shrinks, and its title breaks sooner. */
import type { TopLevelSpec } from "vega-lite";
import { keyAxis } from "../../../lib/plot/head-map";
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
  if (isHeads(fitted)) return { ...fitted, vconcat: fitHeads(fitted, room) } as TopLevelSpec;
  if (!("width" in fitted) || typeof fitted.width !== "number") return fitted as TopLevelSpec;
  return { ...fitted, width: narrowed(fitted.width, room) } as TopLevelSpec;
}

const narrowed = (width: number, room: number): number => Math.max(narrowest, width - (pictureWidth - room));

/** The grid of all heads' maps, and the enlarged one below it: what headsPlot draws. */
interface Heads {
  readonly params: readonly { readonly name: string; readonly value: readonly string[] }[];
  readonly vconcat: readonly [
    { readonly spec: { readonly width: number; readonly height: number } },
    { readonly width: number; readonly encoding: { readonly x: object } },
  ];
}

const isHeads = (spec: object): spec is Heads => "vconcat" in spec;

/** The labels of the enlarged map are placed anew: a column of a phone is narrower than a word. */
function fitHeads({ params, vconcat: [small, large] }: Heads, room: number): object[] {
  const share = room / pictureWidth;
  const width = narrowed(large.width, room);
  const keys = params.find(({ name }) => name === "keyTokens")!.value;
  const { encoding } = large;
  return [
    { ...small, spec: { ...small.spec, width: small.spec.width * share, height: small.spec.height * share } },
    { ...large, width, encoding: { ...encoding, x: { ...encoding.x, axis: keyAxis(keys, width) } } },
  ];
}
