/** The frame of a page: one file with its script and style inside, under a policy that lets in nothing else. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { escapeHtml } from "../../../lib/jupyter/html";

const client = join(__dirname, "../client");
const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

export interface Assets {
  readonly script: string;
  readonly style: string;
}

/** The script of a kind of page, with all that it needs from the packages. */
export async function bundleAssets(name: "review" | "feedback"): Promise<Assets> {
  const { outputFiles } = await build({
    entryPoints: [join(client, `${name}.ts`)],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    logLevel: "warning",
    legalComments: "eof", // the licences of the packages stay with their code
  });
  return { script: outputFiles[0]!.text, style: readFileSync(join(client, "review.css"), "utf8") };
}

export interface DocumentOptions {
  readonly title: string;
  /** HTML already. */
  readonly body: string;
  /** For the script: session, page. */
  readonly data: Readonly<Record<string, string>>;
}

/** Vega sets style attributes on its inputs, never a style sheet. */
const policyOf = ({ script, style }: Assets): string =>
  [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

export function documentOf({ title, body, data }: DocumentOptions, assets: Assets): string {
  const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${escapeHtml(value)}"`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(assets)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${assets.style}</style>
</head>
<body${attributes.join("")}>
${body}
<p id="said" role="status"></p>
<script>${assets.script}</script>
</body>
</html>
`;
}

/** JSON inside a script element: no text of it can end the element. */
export const jsonIsland = (value: unknown): string =>
  `<script type="application/json">${JSON.stringify(value).replace(/</g, "\\u003c")}</script>`;
