/** Text from strangers, made harmless for XML; lib/jupyter/html does so for HTML. */
import { escapeHtml } from "../../../lib/jupyter/html";

/** Characters that XML 1.0 does not allow even when escaped. */

const noXml =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** For attributes and text; line breaks as entities, so that no reader folds them. */
export const escapeXml = (text: string): string =>
  escapeHtml(text.replace(noXml, "\ufffd"))
    .replace(/\r/g, "&#13;")
    .replace(/\n/g, "&#10;")
    .replace(/\t/g, "&#9;");
