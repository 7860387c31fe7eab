/**
 * Prose out of Markdown with tags: what is left when code, links and marks are gone.
 */

/** Stands for a piece of code inside a sentence, such as a function's name. */
export const codeMark = "□";

/** What begins a paragraph of its own, with the part that is not prose; in this order. */
const blocks: readonly RegExp[] = [
  /```[^]*?(?:```|$)/g,
  /^ *@(?:param|template) *(?:\{[^}]*\})? *(?:\[[^\]]*\]|[\w.]+)? *-?/gm,
  /^ *@deprecated *(?:[Ss]ince v[\d.]+[ ,]*)?-?/gm,
  /^ *@(?:returns?|throws|remarks) *(?:\{[^}]*\})? *-?/gm,
  /^ *@.*$/gm, // @since, @see, @default …
  /^ *(?:[#|]|<\w).*$/gm, // headings, tables, HTML
  /^ *(?:[*-]|\d+\.) +/gm, // a list's items
];

/**
 * The paragraphs of a comment, as plain text on one line each.
 *
 * A link leaves its words. A piece of code that is one plain word, such as `true` or `callback`, is read as that word;
 * all other code becomes one □, within backticks or without: `fs.readFile()`, `O_EXCL`, `highWaterMark`.
 */
export function paragraphsOf(markdown: string): string[] {
  const separate = blocks.reduce((text, block) => text.replace(block, "\n\n"), markdown);
  return separate
    .split(/\n\s*\n/)
    .map((paragraph) => plainText(paragraph.replace(/^ *> ?/gm, "")))
    .filter((text) => text !== "");
}

function plainText(paragraph: string): string {
  return withoutCode(withoutLinks(paragraph))
    .replace(/<\/?\w[^<>]*>/g, " ")
    .replace(/\*\*|__/g, "")
    .replace(/(?<!\w)[*_](\S[^*_]*?)[*_](?!\w)/g, "$1")
    .replace(/\bNode\.js\b/g, "Node")
    .replace(/\s+/g, " ")
    .trim();
}

function withoutLinks(text: string): string {
  return text
    .replace(/\[((?:`[^`]*`|[^\]`])*)\](?:\([^)]*\)|\[[^\]]*\])/g, "$1")
    .replace(
      /\{@link\s+([^\s|}]+)[\s|]*([^}]*)\}/g,
      (_, target: string, words: string) => words || `\`${target}\``,
    )
    .replace(/https?:\/\/[^\s)]*[^\s).,]/g, codeMark);
}

/** Names of code that stand in a sentence without backticks: calls, dotted names, camel case, constants. */
const bareCode =
  /(?<![\w.])(?:[\w$]+(?:\.[\w$]+)*\(\)\w*|[a-z]\w*(?:\.[A-Za-z]\w+)+|[a-z]+[A-Z]\w*|\w+_\w+)(?!\w)/g;

function withoutCode(text: string): string {
  return text
    .replace(/(`+)([^`]+)\1/g, (_, _ticks, code: string) => (/^[a-z]+$/.test(code) ? code : codeMark))
    .replace(bareCode, codeMark)
    .replace(/□(?:['’]?s\b)/g, codeMark) // □s and □'s say no more than □
    .replace(/([\p{L}\p{N}])□/gu, `$1 ${codeMark}`)
    .replace(/□(?=[\p{L}\p{N}])/gu, `${codeMark} `);
}
