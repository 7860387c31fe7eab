/** Splits the Markdown of a cell into the blocks that are translated one by one: a paragraph, a whole list, a whole table. */
import MarkdownIt from "markdown-it";

export type BlockKind =
  "heading" | "paragraph" | "formula" | "list" | "table" | "quote" | "details" | "pseudo-code";

export interface Block {
  readonly kind: BlockKind;
  /** What is translated: without marks of a heading, lines of a paragraph joined. */
  readonly text: string;
  /** What stands before the text and is kept: "## ". */
  readonly mark: string;
  /** Lines of the cell: the first, and the one after the last. */
  readonly start: number;
  readonly end: number;
}

const kinds: Record<string, BlockKind> = {
  heading_open: "heading",
  paragraph_open: "paragraph",
  bullet_list_open: "list",
  ordered_list_open: "list",
  table_open: "table",
  blockquote_open: "quote",
  html_block: "details",
  fence: "pseudo-code",
};

const markdown = new MarkdownIt({ html: true }).disable("lheading");

/** The blocks with words; what lies between them (formulas without \text, code, machine-read comments) belongs to no reader's language. */
export function splitBlocks(source: string): Block[] {
  const lines = source.split("\n");
  return markdown.parse(source, {}).flatMap(({ level, type, map, info }) => {
    if (level !== 0 || kinds[type] === undefined || map === null || info !== "") return []; // a fence with a language is code
    const [start] = map;
    let end = map[1];
    while (end > start && lines[end - 1]!.trim() === "") end--;
    const written = lines.slice(start, end).join("\n");
    if (!hasWords(written)) return [];
    const kind = formula.test(written) ? "formula" : kinds[type];
    const mark = kind === "heading" ? /^#+\s+/.exec(written)![0] : "";
    return [{ kind, mark, text: textOf(kind, written.slice(mark.length)), start, end }];
  });
}

const formula = /^\$\$[\s\S]*\$\$$/;

/** A formula has those of its \text{…}: "\text{with probability }". */
const hasWords = (written: string): boolean =>
  formula.test(written)
    ? /\\text\{[^}]*\p{L}{2}/u.test(written)
    : /\p{L}/u.test(written.replace(/<!--[\s\S]*?-->/g, ""));

function textOf(kind: BlockKind, written: string): string {
  if (kind === "paragraph") return joinLines(written);
  return kind === "list" ? written.replace(/\n +(?![-*\d ])(?=\S)/g, " ") : written;
}

/** A paragraph on one line, so that it may be wrapped anew without becoming another message; formulas on lines of their own stay there. */
const joinLines = (written: string): string => written.replace(/(?<!\$\$| {2}|\\)\n(?!\$\$)/g, " ");
