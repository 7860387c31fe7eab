/** HTML from JSX: text and attributes are escaped by Preact, so nobody has to remember to. */
import { renderToString } from "preact-render-to-string";
import type { VNode } from "preact";

export const html = (node: VNode): string => renderToString(node);

/** For the few places where text is HTML already, and trusted: `<main {...raw(rendered)} />`. */
export const raw = (trusted: string): { dangerouslySetInnerHTML: { __html: string } } => ({
  dangerouslySetInnerHTML: { __html: trusted },
});
