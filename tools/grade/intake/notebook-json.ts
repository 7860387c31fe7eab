/**
 * From JSON text to a value, with what is wrong told by offset and line. Everything here takes time and memory in proportion
 * to the text: a parser that recurses, or keeps a list of all that it saw, would die of what somebody made for it.
 */
import { visit } from "jsonc-parser";
import { RejectedInput } from "./item";
import { describeText } from "./notebook-text";

const MAX_DEPTH = 500;
/** Outputs aside. A notebook of 5,000 cells, the most that we read, has a tenth of it. */
const MAX_VALUES = 300_000;

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

/** Merge-conflict markers of git, at the start of a line: inside a JSON string no line can start. */
function refuseConflict(text: string): void {
  const found = /^<{7} .*$/m.exec(text);
  if (!found || !/^>{7} /m.test(text)) return;
  const line = lineAt(text, found.index);
  throw new RejectedInput(
    `line ${line}: a merge conflict of git was never resolved (${found[0].slice(0, 40)})`,
  );
}

/** Where a JSON string that starts at `from` ends. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text[before] === "\\") before -= 1;
    if ((end - before) % 2 === 1) return end + 1;
  }
  return text.length;
}

/** Where a list that starts at `from` ends, whatever it holds. */
function endOfList(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at) - 1;
    else if (char === "[" || char === "{") depth += 1;
    else if ((char === "]" || char === "}") && (depth -= 1) === 0) return at + 1;
  }
  return text.length;
}

/** Python writes NaN and Infinity into JSON, where they are not allowed. */
const nonFinite = /-?\b(?:NaN|Infinity)\b/y;

/** What stands in the text's place. */
interface Exchange {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** An object or a list that is open, with the key that was read last. */
interface Open {
  readonly keys: Set<string> | undefined;
  key: string;
  isAtKey: boolean;
}

/** Whether what follows is the list of a cell's outputs: nobody grades them, and they can be anything. */
function isOutputs(open: readonly Open[]): boolean {
  const path = open.map(({ keys, key }) => (keys ? key : "*")).join("/");
  return path === "cells/*/outputs" || path === "worksheets/*/cells/*/outputs";
}

/** One walk over the text: refuses what is too much, leaves outputs out, and exchanges what JSON does not know. */
class Walk {
  readonly exchanges: Exchange[] = [];
  readonly twice: string[] = [];
  private readonly open: Open[] = [];
  private values = 0;

  constructor(private readonly text: string) {
    for (let at = 0; at < text.length;) at = this.step(at);
  }

  private get inner(): Open | undefined {
    return this.open[this.open.length - 1];
  }

  /** @returns where the walk goes on */
  private step(at: number): number {
    const { text, inner } = this;
    switch (text[at]) {
      case '"': {
        const end = endOfString(text, at);
        if (inner?.isAtKey) this.readKey(inner, at, end);
        return end;
      }
      case "[":
      case "{":
        return this.enter(at);
      case "]":
      case "}":
        this.open.pop();
        return at + 1;
      case ",":
        this.values += 1;
        if (this.values > MAX_VALUES) throw new RejectedInput(`holds more than ${MAX_VALUES} values`);
        if (inner) inner.isAtKey = inner.keys !== undefined;
        return at + 1;
      case ":":
        if (inner) inner.isAtKey = false;
        return at + 1;
      case "N":
      case "I":
      case "-": {
        nonFinite.lastIndex = at;
        if (!nonFinite.test(text)) return at + 1;
        this.exchanges.push({ start: at, end: nonFinite.lastIndex, by: "null" });
        return nonFinite.lastIndex;
      }
      default:
        return at + 1;
    }
  }

  private enter(at: number): number {
    const isList = this.text[at] === "[";
    if (isList && this.open.length <= 5 && isOutputs(this.open)) {
      const end = endOfList(this.text, at);
      this.exchanges.push({ start: at, end, by: "[]" });
      return end;
    }
    this.open.push({ keys: isList ? undefined : new Set(), key: "", isAtKey: !isList });
    if (this.open.length > MAX_DEPTH) throw new RejectedInput(`is nested more than ${MAX_DEPTH} levels deep`);
    return at + 1;
  }

  /** JSON.parse takes the last of two equal keys; what a learner wrote into the first would be gone. */
  private readKey(object: Open, start: number, end: number): void {
    const written = this.text.slice(start + 1, end - 1);
    object.key = written.includes("\\") ? unescaped(written) : written;
    if (object.keys!.has(object.key) && this.twice.length < 3)
      this.twice.push(`${JSON.stringify(object.key.slice(0, 80))} on line ${lineAt(this.text, start)}`);
    object.keys!.add(object.key);
  }
}

function unescaped(written: string): string {
  try {
    return JSON.parse(`"${written}"`) as string;
  } catch {
    return written; // the parser will say so
  }
}

function exchange(text: string, exchanges: readonly Exchange[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, by } of exchanges) {
    parts.push(text.slice(at, start), by);
    at = end;
  }
  return [...parts, text.slice(at)].join("");
}

/** Where something stood before texts were exchanged. */
function offsetBefore(offset: number, exchanges: readonly Exchange[]): number {
  let moved = offset;
  for (const { start, end, by } of exchanges) {
    if (start >= moved) break;
    moved += end - start - by.length;
  }
  return moved;
}

function firstError(text: string): number {
  let found: number | undefined;
  try {
    visit(text, {
      onError: (_code, offset) => {
        found = offset;
        throw new RangeError("the first is enough");
      },
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return found ?? text.length;
}

function refuseSyntax(text: string, mended: string, exchanges: readonly Exchange[]): never {
  const offset = offsetBefore(firstError(mended), exchanges);
  if (!/^\s*[[{]/.test(text)) throw new RejectedInput(`is not JSON; it looks like ${describeText(text)}`);
  const isCut = offset >= text.trimEnd().length - 1 || !/[\]}]$/.test(text.slice(-1000).trimEnd());
  const what = isCut ? "is cut off" : "is not JSON";
  throw new RejectedInput(`${what} at offset ${offset} (line ${lineAt(text, offset)})`);
}

/**
 * Parses a notebook's text, without its outputs.
 *
 * @throws {RejectedInput} no JSON, cut off, a conflict, too deep, too many values, a key that stands twice in one object
 */
export function parseJson(text: string): { readonly value: unknown; readonly notes: readonly string[] } {
  refuseConflict(text);
  const { exchanges, twice } = new Walk(text);
  const mended = exchange(text, exchanges);
  let value: unknown;
  try {
    value = JSON.parse(mended);
  } catch {
    return refuseSyntax(text, mended, exchanges);
  }
  if (twice.length > 0) throw new RejectedInput(`a key stands twice in one object: ${twice.join(", ")}`);
  const numbers = exchanges.filter(({ by }) => by === "null").length;
  const notes = numbers > 0 ? [`${numbers} NaN or Infinity outside the cells' text became null`] : [];
  return { value, notes };
}
