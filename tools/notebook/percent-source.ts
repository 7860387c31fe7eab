/**
 * Reads the percent format: a TypeScript file whose cells start with `// %%`, prose with `// %% [markdown]`.
 *
 * We read it ourselves, though jupytext can: building a notebook then needs no Python, a mistake is reported by file
 * and line, and imports are turned on the way.
 *
 * @source https://jupytext.readthedocs.io/en/latest/formats-scripts.html#the-percent-format
 */

export interface Cell {
  readonly type: "code" | "markdown";
  readonly source: string;
  readonly metadata: Record<string, unknown>;
  /** Where the cell starts in its file, counted from 1. */
  readonly line: number;
}

const marker = /^\/\/ %%\s*(?<markdown>\[markdown\])?\s*(?<metadata>\{.*\})?\s*$/;

/**
 * Splits a percent source into its cells.
 *
 * @param path  for messages
 * @throws {SyntaxError} text before the first cell, a marker that cannot be read, prose that is not a comment
 */
export function parsePercentSource(path: string, text: string): Cell[] {
  const cells: { header: string; line: number; body: string[] }[] = [];
  text.split("\n").forEach((content, index) => {
    const current = cells[cells.length - 1];
    if (content.startsWith("// %%")) cells.push({ header: content, line: index + 1, body: [] });
    else if (current) current.body.push(content);
    else if (content.trim() !== "")
      throw new SyntaxError(`${path}:${index + 1}: text before the first "// %%"`);
  });
  return cells.map((cell) => readCell(path, cell)).filter(({ source }) => source !== "");
}

function readCell(
  path: string,
  { header, line, body }: { header: string; line: number; body: string[] },
): Cell {
  const groups = marker.exec(header)?.groups;
  if (!groups)
    throw new SyntaxError(`${path}:${line}: expected // %% [markdown] {"json": "metadata"}, got ${header}`);
  const metadata = groups["metadata"] ? parseMetadata(path, line, groups["metadata"]) : {};
  if (!groups["markdown"]) return { type: "code", source: fromRoot(body.join("\n").trim()), metadata, line };
  const prose = body.map((content, index) => uncomment(path, line + 1 + index, content));
  return { type: "markdown", source: prose.join("\n").trim(), metadata, line };
}

function parseMetadata(path: string, line: number, json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch (error) {
    throw new SyntaxError(`${path}:${line}: the cell's metadata is not JSON: ${(error as Error).message}`);
  }
}

function uncomment(path: string, line: number, content: string): string {
  if (content === "//" || content.trim() === "") return "";
  if (content.startsWith("// ")) return content.slice(3);
  throw new SyntaxError(`${path}:${line}: a line of prose should start with "// ", got ${content}`);
}

/** The source stands one folder below the root and is checked there; the kernel runs its cells at the root. */
function fromRoot(code: string): string {
  return code.replace(/^(import\b[^"]*|\} from |.*\bimport\()"\.\.\//gm, '$1"./');
}
