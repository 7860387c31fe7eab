/** From JSON text to a value, with what is wrong told by offset and line. */
import { parse, visit } from "jsonc-parser";
import type { ParseError } from "jsonc-parser";
import { RejectedInput } from "./item";
import { describeText } from "./notebook-text";
import type { NotedText } from "./notebook-text";

const MAX_DEPTH = 500;

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** Merge-conflict markers of git, at the start of a line: inside a JSON string no line can start. */
function refuseConflict(text: string): void {
  const found = /^<{7} .*$/m.exec(text);
  if (!found || !/^>{7} /m.test(text)) return;
  const line = lineAt(text, found.index);
  throw new RejectedInput(
    `line ${line}: a merge conflict of git was never resolved (${found[0].slice(0, 40)})`,
  );
}

/** Where a JSON string that starts at `from` ends; a regular expression would overflow on a picture of 10 MB. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** Python writes NaN and Infinity into JSON, where they are not allowed. */
const nonFinite = /-?\b(?:NaN|Infinity)\b/y;

interface Scan {
  readonly depth: number;
  readonly nonFinites: readonly { readonly start: number; readonly end: number }[];
}

/** Walks over the text outside strings without recursion: a parser that recurses would die of a hostile depth. */
function scan(text: string): Scan {
  const nonFinites: { start: number; end: number }[] = [];
  let [depth, deepest] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === "[" || char === "{") deepest = Math.max(deepest, (depth += 1));
    else if (char === "]" || char === "}") depth -= 1;
    else if (char === "N" || char === "I" || char === "-") {
      nonFinite.lastIndex = at;
      const found = nonFinite.exec(text);
      if (found) nonFinites.push({ start: at, end: nonFinite.lastIndex });
      if (found) at = nonFinite.lastIndex - 1;
    }
  }
  return { depth: deepest, nonFinites };
}

function replaceNonFinite(text: string, { nonFinites }: Scan): NotedText {
  if (nonFinites.length === 0) return { text, notes: [] };
  const starts = [0, ...nonFinites.map(({ end }) => end)];
  const mended = starts.map((start, index) => text.slice(start, nonFinites[index]?.start)).join("null");
  return {
    text: mended,
    notes: [`${nonFinites.length} NaN or Infinity outside the cells' text became null`],
  };
}

function refuseSyntax(text: string): never {
  const errors: ParseError[] = [];
  parse(text, errors);
  const offset = errors[0]?.offset ?? text.length;
  if (!/^\s*[[{]/.test(text)) throw new RejectedInput(`is not JSON; it looks like ${describeText(text)}`);
  const isCut = offset >= text.trimEnd().length - 1 || !/[\]}]\s*$/.test(text);
  const what = isCut ? "is cut off" : "is not JSON";
  throw new RejectedInput(`${what} at offset ${offset} (line ${lineAt(text, offset)})`);
}

const isOfOutputs = (path: readonly (string | number)[]): boolean =>
  path[0] === "cells" && path[2] === "outputs";

/** JSON.parse takes the last of two equal keys; what a learner wrote into the first would be gone. */
function findDuplicates(text: string): { readonly refused: string[]; readonly ignored: number } {
  const refused: string[] = [];
  let ignored = 0;
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (key, _offset, _length, line, _character, path) => {
      const keys = open[open.length - 1]!;
      if (keys.has(key) && isOfOutputs(path())) ignored += 1;
      else if (keys.has(key) && refused.length < 3)
        refused.push(`${JSON.stringify(key)} on line ${line + 1}`);
      keys.add(key);
    },
  });
  return { refused, ignored };
}

/**
 * Parses a notebook's text.
 *
 * @throws {RejectedInput} no JSON, cut off, a conflict, too deep, a key that stands twice in one object
 */
export function parseJson(text: string): { readonly value: unknown; readonly notes: readonly string[] } {
  refuseConflict(text);
  const scanned = scan(text);
  if (scanned.depth > MAX_DEPTH) throw new RejectedInput(`is nested more than ${MAX_DEPTH} levels deep`);
  const mended = replaceNonFinite(text, scanned);
  let value: unknown;
  try {
    value = JSON.parse(mended.text);
  } catch {
    return refuseSyntax(mended.text);
  }
  const { refused, ignored } = findDuplicates(mended.text);
  if (refused.length > 0) throw new RejectedInput(`a key stands twice in one object: ${refused.join(", ")}`);
  const notes = ignored > 0 ? [`${ignored} keys that stand twice in outputs were ignored`] : [];
  return { value, notes: [...mended.notes, ...notes] };
}
