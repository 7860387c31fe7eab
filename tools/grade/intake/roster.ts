/** The list of learners: a CSV of our own, or as a course site exports it. */
import Papa from "papaparse";
import { mayBeSamePerson, normalForm, peopleNamed, spelledOut } from "../../names/spelling";
import type { Spelled } from "../../names/spelling";
import { BadConfiguration } from "../exit-codes";
import { decodeText } from "./notebook-text";

export interface Person {
  /** Text: "007" is not "7". */
  readonly id: string;
  readonly name: string;
  /** What else the roster calls them: logins, numbers, addresses. */
  readonly aliases: readonly string[];
}

/** Names of columns, the most telling first; in a course site's export several of them stand side by side. */
const idNames = [
  "id", "학번", "student id", "studentid", "student number", "sid", "orgdefinedid", "identifier", "식별자", "user id", "userid",
  "id number", "sis user id", "sis login id", "login", "username", "아이디", "사용자명", "email", "email address", "e-mail", "이메일", "이메일 주소", "메일",
]; // prettier-ignore
const wholeNames = [
  "name",
  "full name",
  "fullname",
  "student",
  "student name",
  "이름",
  "성명",
  "성함",
  "학생",
];
const givenNames = ["first name", "firstname", "given name"];
const surnames = ["last name", "lastname", "surname", "family name", "성"];

/** Lines that a gradebook adds for itself. */
const isOwnLine = (row: readonly string[]): boolean =>
  row.some((field) => /^\s*(points possible|manual posting|student, test|테스트 학생|만점)\s*$/i.test(field));

type Columns = ReadonlyMap<string, number>;

/** @throws {BadConfiguration} a column that is needed stands twice */
function columnsOf(headers: readonly string[]): Columns {
  const columns = new Map<string, number>();
  headers.forEach((header, index) => {
    const key = normalForm(header);
    const isNeeded = [...idNames, ...wholeNames].includes(key);
    if (isNeeded && columns.has(key))
      throw new BadConfiguration(`roster line 1: 2 columns for the ${idNames.includes(key) ? "id" : "name"}: ${header}`); // prettier-ignore
    columns.set(key, index);
  });
  return columns;
}

const present = (columns: Columns, names: readonly string[]): number[] =>
  names.flatMap((name) => columns.get(name) ?? []);

/** "#0042" is how Brightspace keeps zeros, "Participant 1001" how Moodle numbers the hand-ins of one assignment. */
const plainId = (text: string): string =>
  text.trim().replace(/^#(?=\w)|^(?:participant|참가자)\s+(?=\d)/i, "");

const hasHangul = (text: string): boolean => /\p{Script=Hangul}/u.test(text);

/** From one column, or from two: 김 + 민지, or Min-ji + Kim. */
function nameReader(columns: Columns, headers: readonly string[]): (row: readonly string[]) => string {
  const at = (row: readonly string[], [index]: number[]): string => (index === undefined ? "" : (row[index] ?? "").trim()); // prettier-ignore
  const [whole, given, surname] = [wholeNames, givenNames, surnames].map((names) => present(columns, names)) as [number[], number[], number[]]; // prettier-ignore
  const first = given.length > 0 ? given : whole;
  if (surname.length > 0 && first.length > 0)
    return (row) => {
      const [last, own] = [at(row, surname), at(row, first)];
      return hasHangul(own) ? last + own : `${own} ${last}`.trim();
    };
  if (whole.length > 0) return (row) => at(row, whole);
  throw new BadConfiguration(
    `roster line 1: no column for the name; expected one of ${wholeNames.join(", ")}, got ${headers.join(", ")}`,
  );
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

const localPart = (address: string): string[] => (address.includes("@") ? [address.split("@")[0]!] : []);

export class Roster {
  private readonly spelled: Spelled<Person>;
  private readonly byId = new Map<string, Person>();
  private readonly byAlias = new Map<string, Set<Person>>();

  constructor(readonly people: readonly Person[]) {
    this.spelled = spelledOut(people);
    for (const person of people) {
      this.byId.set(normalForm(person.id), person);
      for (const alias of person.aliases) {
        const key = normalForm(alias);
        this.byAlias.set(key, (this.byAlias.get(key) ?? new Set()).add(person));
      }
    }
  }

  /** Whose id it is, or who alone goes by this login or address. */
  find(id: string): Person | undefined {
    const key = normalForm(id);
    const others = this.byAlias.get(key) ?? new Set();
    return this.byId.get(key) ?? (others.size === 1 ? [...others][0] : undefined);
  }

  /** Everybody whose name this may spell, in any order and script. */
  named(name: string): readonly Person[] {
    return peopleNamed(name, this.spelled);
  }

  /** Everybody who shares a word of it. */
  resembling(name: string): readonly Person[] {
    return this.people.filter((person) => person.name !== "" && mayBeSamePerson(name, person.name));
  }
}

/**
 * Reads a roster; commas, semicolons or tabs, quotes, any line ends, a byte order mark, English or Korean heads.
 *
 * @throws {BadConfiguration} which line is wrong, and how
 */
export function readRoster(bytes: Buffer): Roster {
  const [headers, ...rows] = parseRows(bytes);
  if (headers === undefined || headers.every((header) => header.trim() === ""))
    throw new BadConfiguration("roster line 1: the file is empty");
  const columns = columnsOf(headers);
  const [idColumn, ...otherIds] = present(columns, idNames);
  if (idColumn === undefined)
    throw new BadConfiguration(`roster line 1: no column for the id; expected one of ${idNames.join(", ")}, got ${headers.join(", ")}`); // prettier-ignore
  const nameOf = nameReader(columns, headers);
  const people = new Map<string, Person>();
  rows.forEach((row, index) => {
    if (row.every((field) => field.trim() === "") || isOwnLine(row)) return;
    const id = plainId(row[idColumn] ?? "");
    if (id === "") throw new BadConfiguration(`roster line ${index + 2}: the id is empty`);
    if (people.has(normalForm(id)))
      throw new BadConfiguration(`roster line ${index + 2}: the id ${JSON.stringify(id)} stands twice`);
    const others = otherIds.map((column) => plainId(row[column] ?? "")).filter((other) => other !== "");
    people.set(normalForm(id), { id, name: nameOf(row), aliases: [id, ...others].flatMap((other) => [other, ...localPart(other)]) }); // prettier-ignore
  });
  return new Roster([...people.values()]);
}
