/** The frame of our HTML pages: one file, no script, nothing from elsewhere, light and dark. */
import { createHash } from "node:crypto";
import { escapeHtml } from "../../../lib/jupyter/html";

const style = `
:root { color-scheme: light dark; --line: #8884; --good: #2a7d4f; --bad: #b3402a; --open: #9a7400; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.good { color: var(--good); } .bad { color: var(--bad); } .open { color: var(--open); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .2rem 0; font-size: .85rem; }
.bar { width: 8rem; height: .9rem; } .good, .bad, .open { white-space: nowrap; }
.scroll { overflow-x: auto; } th, td { min-width: 3rem; } td { overflow-wrap: break-word; }
@media (max-width: 40rem) { .wide table { min-width: 36rem; } }
@media (prefers-color-scheme: dark) { :root { --good: #6ecf97; --bad: #f09a86; --open: #e0bf5a; } }
`;

const styleHash = createHash("sha256").update(style).digest("base64");
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

/** A page around a body that is HTML already; the title is text. */
export const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;

/** Points as people write them: 1.5, 2. */
export const points = (value: number): string => String(Math.round(value * 100) / 100);

/** A table; cells are HTML already. Columns whose head ends in "#" are numbers. Four columns scroll on a telephone. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumber = head.map((name) => name.endsWith("#"));
  const mark = (index: number): string => (isNumber[index] ? ' class="number"' : "");
  const heads = head
    .map((name, index) => `<th scope="col"${mark(index)}>${escapeHtml(name.replace("#", ""))}</th>`)
    .join("");
  const body = rows
    .map((row) => `<tr>${row.map((cell, index) => `<td${mark(index)}>${cell}</td>`).join("")}</tr>`)
    .join("\n");
  const frame =
    head.length > 3
      ? `class="scroll wide" tabindex="0" role="group" aria-label="table, scrolls"`
      : `class="scroll"`;
  return `<div ${frame}><table><thead><tr>${heads}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}
