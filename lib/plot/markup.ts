/** SVG as a tree, and the tree as markup: the one place where text becomes markup, so no token can break a page. */

export interface SvgElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children: readonly (SvgElement | string)[];
}

/** The same markup for HTML and for a file of its own; all texts and attributes are escaped. */
export function markup(node: SvgElement | string): string {
  if (typeof node === "string") return escaped(node);
  const { tag, attributes, children } = node;
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const named = given.map(
    ([name, value]) => ` ${name}="${escaped(String(typeof value === "number" ? short(value) : value))}"`,
  );
  const start = `<${tag}${named.join("")}`;
  const gap = tag === "svg" || tag === "g" ? "\n" : ""; // a shape a line
  if (children.length === 0) return `${start}/>`;
  return `${start}>${gap}${children.map(markup).join(gap)}${gap}</${tag}>`;
}

/** A hundredth of a pixel is enough. */
export const short = (value: number): number => Number(value.toFixed(2));

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Characters that XML cannot hold, such as half of an emoji, become the sign for what cannot be shown. */
const escaped = (words: string): string =>
  words
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"]/g, (sign) => entities[sign]!);
