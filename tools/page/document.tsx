/** The frame of every page that we write: it works offline, under a policy that lets in only what is named. */
import { createHash } from "node:crypto";
import type { ComponentChildren } from "preact";
import { html, raw } from "./html";

export interface Frame {
  readonly title: string;
  /** In which the page is written, "en" unless said otherwise. */
  readonly language?: string;
  /** What the page may load, by kind: `{ img: "data:" }`; nothing else, and nothing from elsewhere. */
  readonly allow?: Readonly<Record<string, string>>;
  /** Style sheet and script that stand in the page itself. */
  readonly style?: string;
  readonly script?: string;
  /** More for <head>. */
  readonly head?: ComponentChildren;
  /** Attributes of <body>. */
  readonly data?: Readonly<Record<`data-${string}`, string>>;
  /** What stands in <body>. */
  readonly children: ComponentChildren;
}

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

function policyOf({ allow, style, script }: Frame): string {
  const allowed = {
    default: "'none'",
    ...(style !== undefined && { style: hashOf(style) }),
    ...(script !== undefined && { script: hashOf(script) }),
    ...allow,
  };
  const sources = Object.entries(allowed).map(([kind, from]) => `${kind}-src ${from}`);
  return [...sources, "base-uri 'none'", "form-action 'none'"].join("; ");
}

function Page(frame: Frame) {
  const { title, language = "en", style, script, head, data, children } = frame;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policyOf(frame)} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {head}
        {style !== undefined && <style {...raw(style)} />}
      </head>
      <body {...data}>
        {children}
        {script !== undefined && <script {...raw(script)} />}
      </body>
    </html>
  );
}

/** A whole HTML document. */
export const documentOf = (frame: Frame): string => `<!doctype html>\n${html(<Page {...frame} />)}\n`;
