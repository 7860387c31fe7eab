/** The scripts and styles of the book, out of this folder and the packages. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { styleWith } from "../page/design";

const client = join(__dirname, "client");

const mathFont = require.resolve(
  "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2", // whole, in spite of its name: with all symbols and the table MATH
);

/** A page has no files to read translations from. */
const pageLanguage: Plugin = {
  name: "page-language",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/language\.cjs$/ }, () => ({ path: join(client, "language.ts") })),
};

/** Writes book.js, plots.js, theme.js, explorer.js, book.css, the font of formulas and icon.svg. */
export async function bundleClient(out: string): Promise<void> {
  await build({
    entryPoints: ["book.ts", "plots.ts", "theme.ts", "explorer.tsx"].map((file) => join(client, file)),
    jsx: "automatic",
    jsxImportSource: "preact",
    outdir: out,
    bundle: true,
    plugins: [pageLanguage],
    minify: true,
    format: "iife",
    target: "es2022",
    logLevel: "warning",
    legalComments: "linked", // the licences of the packages stay beside their code
  });
  writeFileSync(join(out, "book.css"), styleWith(join(client, "book.css")));
  copyFileSync(mathFont, join(out, "stix-two-math.woff2"));
  copyFileSync(join(client, "icon.svg"), join(out, "icon.svg"));
}
