/** The list of learners: a CSV with a column of ids and one of names. */
import Papa from "papaparse";
import { BadConfiguration } from "../exit-codes";
import { decodeText } from "./notebook-text";

/** Names by id; ids are text, "007" is not "7". */
export type Roster = ReadonlyMap<string, string>;

const idNames = [
  "id",
  "student id",
  "studentid",
  "student number",
  "sid",
  "user id",
  "userid",
  "login",
  "username",
];
const nameNames = ["name", "full name", "fullname", "student", "student name"];

/** Where a header stands, told by its names; a header that stands twice cannot be told. */
function columnOf(headers: readonly string[], wanted: readonly string[], what: string): number {
  const found = headers.flatMap((header, index) =>
    wanted.includes(header.trim().toLowerCase()) ? [index] : [],
  );
  if (found.length === 0)
    throw new BadConfiguration(
      `roster line 1: no column for the ${what}; expected one of ${wanted.join(", ")}, got ${headers.join(", ")}`,
    );
  if (found.length > 1) throw new BadConfiguration(`roster line 1: ${found.length} columns for the ${what}`);
  return found[0]!;
}

/** What stands most often in the first line. */
function delimiterOf(text: string): string {
  const head = text.split(/[\r\n]/, 1)[0]!;
  const count = (delimiter: string): number => head.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function parseRows(bytes: Buffer): string[][] {
  const { text } = decodeText(bytes);
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: delimiterOf(text) });
  const error = errors.find(({ code }) => code !== "UndetectableDelimiter");
  if (error) throw new BadConfiguration(`roster line ${(error.row ?? 0) + 1}: ${error.message}`);
  return data;
}

/**
 * Reads a roster; commas, semicolons or tabs, quotes, any line ends, a byte order mark.
 *
 * @throws {BadConfiguration} which line is wrong, and how
 */
export function readRoster(bytes: Buffer): Roster {
  const [headers, ...rows] = parseRows(bytes);
  if (headers === undefined || headers.every((header) => header.trim() === ""))
    throw new BadConfiguration("roster line 1: the file is empty");
  const [idColumn, nameColumn] = [columnOf(headers, idNames, "id"), columnOf(headers, nameNames, "name")];
  const roster = new Map<string, string>();
  rows.forEach((row, index) => {
    if (row.every((field) => field.trim() === "")) return;
    const id = (row[idColumn] ?? "").trim();
    if (id === "") throw new BadConfiguration(`roster line ${index + 2}: the id is empty`);
    if (roster.has(id))
      throw new BadConfiguration(`roster line ${index + 2}: the id ${JSON.stringify(id)} stands twice`);
    roster.set(id, (row[nameColumn] ?? "").trim());
  });
  return roster;
}
