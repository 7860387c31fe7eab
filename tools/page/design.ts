/** The design that all our pages share: colours, type, tables, cards. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { colours } from "../../lib/jupyter/design";

const shared = Object.entries(colours).map(
  ([name, { onLight, onDark }]) => `  --${name}: light-dark(${onLight}, ${onDark});\n`,
);

/** A style sheet: the design, then what only this kind of page needs. @param file  path of the latter */
export const styleWith = (file: string): string =>
  [`:root {\n${shared.join("")}}\n`, ...[join(__dirname, "design.css"), file].map((path) => readFileSync(path, "utf8"))].join(""); // prettier-ignore
