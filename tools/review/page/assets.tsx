/** The script and the style of a kind of page, and their frame. */
import { join } from "node:path";
import { build } from "esbuild";
import type { ComponentChildren } from "preact";
import { language } from "../../../lib/jupyter/language.cjs";
import { styleWith } from "../../page/design";
import { documentOf } from "../../page/document";
import type { Frame } from "../../page/document";
import { clientWords } from "../client/words";

const client = join(__dirname, "../client");

export interface Assets {
  readonly script: string;
  readonly style: string;
}

/** With all that the script needs from the packages. */
export async function bundleAssets(name: "review" | "feedback"): Promise<Assets> {
  const { outputFiles } = await build({
    entryPoints: [join(client, `${name}.ts`)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    define: { WORDS: JSON.stringify(clientWords()) },
    logLevel: "warning",
    legalComments: "eof", // the licences of the packages stay with their code
  });
  return { script: outputFiles[0]!.text, style: styleWith(join(client, "review.css")) };
}

/** What the script is told, and what stands in <body>. */
interface SessionFrame extends Pick<Frame, "title" | "data"> {
  readonly assets: Assets;
  readonly children: ComponentChildren;
}

/** Vega sets style attributes on its inputs, never a style sheet, and saves pictures. */
export const sessionDocument = ({ assets, children, ...frame }: SessionFrame): string =>
  documentOf({
    ...frame,
    ...assets,
    language: language(),
    allow: { img: "data: blob:" },
    children: (
      <>
        {children}
        <p id="said" role="status" />
      </>
    ),
  });
