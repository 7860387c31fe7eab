/** The scripts and styles of the book, out of this folder and the packages. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const client = join(__dirname, "client");

/** Writes book.js, plots.js, theme.js, explorer.js, book.css and icon.svg. */
export async function bundleClient(out: string): Promise<void> {
  await build({
    entryPoints: ["book", "plots", "theme", "explorer"].map((name) => join(client, `${name}.ts`)),
    outdir: out,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    logLevel: "warning",
    legalComments: "linked", // the licences of the packages stay beside their code
  });
  for (const file of ["book.css", "icon.svg"]) copyFileSync(join(client, file), join(out, file));
}
