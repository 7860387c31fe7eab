/**
 * Keeps the picture of a cell as a file, for pages that show it outside a notebook, such as the README.
 *
 * A cell asks for it in its metadata: `// %% {"picture": "06-alignment"}` writes notebooks/pictures/06-alignment.svg, and the
 * Korean notebook's notebooks/ko/pictures/06-alignment.svg.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pictureFile } from "../page/picture-file";
import type { Notebook } from "./notebook-file";

/** @throws {Error} a cell asks for a picture but shows none */
export function writePictures({ cells }: Notebook, notebooksFolder: string): void {
  for (const { metadata, outputs } of cells) {
    const name = metadata["picture"];
    if (name === undefined) continue;
    const picture = outputs?.map(({ data }) => data?.["image/svg+xml"]).find((svg) => svg !== undefined);
    if (picture === undefined) throw new Error(`The cell of picture "${String(name)}" shows no picture.`);
    const folder = join(notebooksFolder, "pictures");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${String(name)}.svg`), `${pictureFile([picture].flat().join(""))}\n`);
  }
}
