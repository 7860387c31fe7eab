/** The scripts and styles of the book, out of this folder and the packages. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { root } from "../notebook/sources";
import { styleWith } from "../page/design";

const client = join(__dirname, "client");

const mathFont = require.resolve(
  "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2", // whole, in spite of its name: with all symbols and the table MATH
);

/** A page has no files to read translations from: what both sides share says there what the client's own file finds. */
const pageLanguage: Plugin = {
  name: "page-language",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/language\.cjs$/ }, () => ({ path: join(client, "language.ts") })),
};

/**
 * Writes book.js, plots.js, theme.js, explorer.js, book.css, the font of formulas and icon.svg.
 *
 * @returns our files that the scripts are made of, from the root
 */
export async function bundleClient(out: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: root,
    metafile: true,
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
  return Object.keys(metafile.inputs).filter((file) => !file.startsWith("node_modules/"));
}
