/** Data for a page's script. */
import { raw } from "./html";

/** JSON inside a script element: no text of it can end the element, for "<" is written as JSON may write it. */
export const JsonIsland = ({ value }: { value: unknown }) => (
  <script type="application/json" {...raw(JSON.stringify(value).replace(/</g, "\\u003c"))} />
);
