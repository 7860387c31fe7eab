/** Tells whether a notebook still says what it said when it was derived. */
import { createHash } from "node:crypto";
import { joinText, type Notebook } from "../notebook/notebook-file";

/** Of what a notebook's cells say; outputs and Jupyter's own notes aside. */
export function fingerprint({ cells }: Notebook): string {
  const content = cells.map((cell) => [cell.cell_type, joinText(cell.source).trimEnd()]);
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 16);
}
