/**
 * The patterns of grammar.txt.
 */
import { resolve } from "node:path";
import { DataFileError, readText } from "../kit/text-file";
import { dataFolder } from "./table";

/** A place to fill, with what stands at it; or a bare word, whose slot is "". */
export interface Slot {
  readonly slot: string;
  /** The particle after it in Korean; the article or preposition before it in English; the bare word itself. */
  readonly marker: string;
}

/** Two sentences side by side, the Korean one in several orders. */
export interface Pattern {
  readonly name: string;
  readonly isQuestion: boolean;
  /** How often it is drawn, compared to the others. */
  readonly weight: number;
  readonly korean: readonly (readonly Slot[])[];
  readonly english: readonly Slot[];
}

/** English slots that no Korean word fills. */
const englishOnly = ["do", "dropped"];

/**
 * Reads the patterns.
 *
 * @throws {DataFileError} a line that is of no known kind, or slots that differ between the two languages
 */
export function readGrammar(path = "grammar.txt"): Pattern[] {
  const file = resolve(dataFolder, path);
  const patterns: Pattern[] = [];
  let [name, isQuestion, weight, orders]: [string, boolean, number, Slot[][]] = ["", false, 1, []];
  readText(file)
    .split("\n")
    .forEach((text, index) => {
      const [, keyword, rest = ""] = /^(\S*)\s*(.*)$/.exec(text.replace(/^#.*/, "").trim())!;
      if (keyword === "pattern") [name, isQuestion, weight, orders] = [rest, false, 1, []];
      else if (keyword === "ask") isQuestion = true;
      else if (keyword === "weight") weight = weightOf(rest, file, index + 1);
      else if (keyword === "korean") orders = [...orders, koreanSlots(rest)];
      else if (keyword === "english") {
        const pattern = { name, isQuestion, weight, korean: orders, english: englishSlots(rest) };
        checkSlots(pattern, file, index + 1);
        patterns.push(pattern);
        orders = [];
      } else if (keyword !== "") {
        throw new DataFileError(
          file,
          index + 1,
          `should begin with pattern, ask, weight, korean or english, not ${keyword}`,
        );
      }
    });
  return patterns;
}

function weightOf(text: string, file: string, line: number): number {
  const weight = Number(text);
  if (Number.isInteger(weight) && weight >= 1) return weight;
  throw new DataFileError(file, line, `weight should be a whole number ≥ 1, is ${text}`);
}

function koreanSlots(line: string): Slot[] {
  return [...line.matchAll(/\[([a-z]+)\](\S*)/g)].map(([, slot, marker]) => ({
    slot: slot!,
    marker: marker!,
  }));
}

function englishSlots(line: string): Slot[] {
  return [...line.matchAll(/\[(?:([a-z]+) )?([a-z]+)\]|(\S+)/g)].map(([, marker, slot, word]) => ({
    slot: slot ?? "",
    marker: marker ?? word ?? "",
  }));
}

function checkSlots({ name, korean, english }: Pattern, file: string, line: number): void {
  const names = (slots: readonly Slot[]) =>
    slots
      .map(({ slot }) => slot)
      .filter((slot) => slot !== "" && !englishOnly.includes(slot))
      .sort()
      .join(", ");
  if (name === "") throw new DataFileError(file, line, "stands before the first pattern");
  const other = korean.find((order) => names(order) !== names(english));
  if (other !== undefined || korean.length === 0) {
    const has = other === undefined ? "no Korean line" : `[${names(other)}] in Korean`;
    throw new DataFileError(file, line, `has [${names(english)}] in English, but ${has}`);
  }
}
