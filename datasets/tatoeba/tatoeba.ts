/**
 * Sentence pairs from a tab-separated file of your own, in the format of the Anki decks made from Tatoeba. See card.md.
 */
import type { SentencePair } from "../../lib/alignment";
import { randomGenerator } from "../../lib/random";
import { hashSplit } from "../kit/hash-split";
import { checkChoice, checkCount, checkOptions, type Split } from "../kit/options";
import { DataFileError, readText } from "../kit/text-file";
import { wordTokens } from "../kit/word-tokens";
import { groupBySharedSide } from "../kit/shared-side";

export interface TatoebaPair extends SentencePair {
  readonly sourceText: string;
  readonly targetText: string;
  /** The line of the file, from 1. */
  readonly line: number;
  /** Who wrote the sentences, where the file says it. */
  readonly attribution: string | undefined;
}

export interface TatoebaOptions {
  /** Where your file is. */
  readonly path: string;
  readonly split: Split;
  readonly limit?: number;
  readonly seed?: number;
  /** Which column is translated, from 1; 2 if left out, because decks have English in front. */
  readonly sourceColumn?: number;
  /** Which column it is translated into; 1 if left out. */
  readonly targetColumn?: number;
  readonly tokens?: "words" | "characters";
}

/** A line of the file as read: both sides in NFC, without white space around them. */
interface Row {
  readonly line: number;
  readonly source: string;
  readonly target: string;
  readonly attribution: string | undefined;
}

/**
 * Loads the pairs of a split, in random order. Lines with an empty side and repeated pairs are left out; no sentence,
 * on either side, is in two splits.
 *
 * @throws {RangeError} an option out of its range
 * @throws {DataFileError} no such file, empty, not UTF-8, cut off, or a line without the columns; names file and line
 *
 * Taught in notebook 11.
 */
export function load(options: TatoebaOptions): TatoebaPair[] {
  const { path, split, limit, seed = 0, sourceColumn = 2, targetColumn = 1, tokens = "words" } = options;
  checkOptions("tatoeba.load", { split, limit, seed });
  checkCount("tatoeba.load", "sourceColumn", sourceColumn);
  checkCount("tatoeba.load", "targetColumn", targetColumn);
  checkChoice("tatoeba.load", "tokens", tokens, ["words", "characters"]);
  const rows = distinct(readRows(path, sourceColumn, targetColumn));
  const groups = groupBySharedSide(rows.map(({ source, target }) => [source, target]));
  const chosen = rows.filter((_, index) => hashSplit(rows[groups[index]!]!.source) === split);
  const tokenize = tokens === "words" ? wordTokens : (text: string) => [...text];
  return randomGenerator(`tatoeba/${seed}`)
    .shuffle(chosen)
    .slice(0, limit)
    .map(({ line, source, target, attribution }) => ({
      source: tokenize(source),
      target: tokenize(target),
      sourceText: source,
      targetText: target,
      line,
      attribution,
    }));
}

function readRows(path: string, sourceColumn: number, targetColumn: number): Row[] {
  const lines = readText(path).replace(/\n$/, "").split("\n");
  const numColumns = Math.max(sourceColumn, targetColumn);
  const usual = lines[0]!.split("\t").length;
  return lines.flatMap((text, index): Row[] => {
    const line = index + 1;
    if (text.trim() === "") return [];
    const cells = text.split("\t").map((cell) => cell.normalize("NFC").trim());
    if (cells.length < numColumns || (line === lines.length && cells.length < usual)) {
      const end = line === lines.length && line > 1 ? "; the file seems to be cut off" : "";
      const expected = Math.max(numColumns, line === lines.length ? usual : 0);
      throw new DataFileError(
        path,
        line,
        `should have ${expected} columns between tabs, has ${cells.length}${end}`,
      );
    }
    const [source, target] = [cells[sourceColumn - 1]!, cells[targetColumn - 1]!];
    const attribution = cells.slice(numColumns).find((cell) => cell !== "");
    return source === "" || target === "" ? [] : [{ line, source, target, attribution }];
  });
}

function distinct(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ source, target }) => {
    const isNew = !seen.has(`${source}\t${target}`);
    seen.add(`${source}\t${target}`);
    return isNew;
  });
}
