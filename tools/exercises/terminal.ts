/** How the commands for learners look in a terminal: colour where it has it, lines of at most 80 places. */
import { styleText } from "node:util";
import wrapAnsi from "wrap-ansi";
import type { TextStyle } from "../../lib/jupyter/check";

const hasColours = process.stdout.hasColors?.() === true && process.env["NO_COLOR"] === undefined;
const width = Math.min(80, process.stdout.columns ?? 80);
const styles = { good: "green", bad: "red", quiet: "gray", bold: "bold", mark: "inverse" } as const;

export const terminal: TextStyle = {
  paint: (what, text) => (hasColours ? styleText(styles[what], text) : text),
  wrap: (text, indent) =>
    wrapAnsi(text, width - indent, { hard: false }).replaceAll("\n", `\n${" ".repeat(indent)}`),
};
