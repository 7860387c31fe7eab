/**
 * The entries of the CMU Pronouncing Dictionary, as the package cmu-pronouncing-dictionary ships them.
 */
import { join } from "node:path";
import { DataFileError, readText } from "../kit/text-file";

export interface Entry {
  readonly word: string;
  /** 1 for the first pronunciation of a word, 2 for its second. */
  readonly variant: number;
  /** ARPAbet; a vowel ends in its stress: 1 primary, 2 secondary, 0 none. */
  readonly phonemes: readonly string[];
}

// The package is an ES module, which the notebooks' kernel cannot import: its one file is read as a text.
const shipped = join(__dirname, "../../node_modules/cmu-pronouncing-dictionary/index.js");

const entryLine = /^ {2}"([^"(]+)(?:\((\d)\))?": "([^"#]+?) ?(?:#[^"]*)?",?$/;

/**
 * Reads all entries, in the order of the file. Remarks after "#" are left out.
 *
 * @throws {DataFileError} no such file, cut off, or a line that is no entry; names file and line
 */
export function readDictionary(file = shipped): Entry[] {
  const lines = readText(file).trimEnd().split("\n");
  const start = lines.findIndex((line) => line.startsWith("export const dictionary = {"));
  if (start < 0) throw new DataFileError(file, 1, 'should hold "export const dictionary = {"');
  if (lines.at(-1) !== "}")
    throw new DataFileError(file, lines.length, "should end in }; the file seems to be cut off");
  return lines.slice(start + 1, -1).map((line, index) => {
    const match = entryLine.exec(line);
    if (match === null)
      throw new DataFileError(file, start + index + 2, `should be like "word": "W ER1 D", is ${line.trim()}`);
    const [, word, variant = "1", phonemes] = match;
    return { word: word!, variant: Number(variant), phonemes: phonemes!.split(" ") };
  });
}
