/**
 * Tables that a teacher edits: columns between tabs, one row a line, "#" in front of a remark, names of the columns first.
 */
import { resolve } from "node:path";
import { DataFileError, readText } from "../kit/text-file";

export interface Row {
  readonly file: string;
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** The folder of the data files. */
export const dataFolder = __dirname;

/**
 * @param columns  the names that must stand in the first line, in that order
 * @returns rows whose missing cells at the end are ""
 * @throws {DataFileError} no such file, other columns, a row that is too long or has no first cell; names file and line
 */
export function readTable(path: string, columns: readonly string[]): Row[] {
  const file = resolve(dataFolder, path);
  const lines = readText(file)
    .split("\n")
    .map((text, index) => ({ line: index + 1, cells: text.split("\t").map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== "") && !cells[0]!.startsWith("#"));
  const [header, ...rows] = lines;
  if (header === undefined || header.cells.join(" ") !== columns.join(" ")) {
    const actual = header?.cells.join(", ") ?? "nothing";
    throw new DataFileError(
      file,
      header?.line,
      `should begin with the columns ${columns.join(", ")}, has ${actual}`,
    );
  }
  return rows.map(({ line, cells }) => {
    if (cells.length > columns.length) {
      throw new DataFileError(
        file,
        line,
        `should have at most ${columns.length} columns, has ${cells.length}`,
      );
    }
    if (cells[0] === "") throw new DataFileError(file, line, `has nothing in the column "${columns[0]}"`);
    return {
      file,
      line,
      cells: Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""])),
    };
  });
}

/** The words of a cell. */
export function wordsOf(cell: string): string[] {
  return cell.split(" ").filter((word) => word !== "");
}
