/** Which notebook is which sheet: by what it says inside, then by its name; never by a silent guess. */
import type { Sheet } from "../../exercises/sheet";
import { firstOf } from "../judge/record";
import { baseName, isArchiveName, isNotebookName, RejectedInput } from "./item";
import { sha256 } from "./learner-id";
import { readNotebook } from "./notebook";
import type { SourceCell, SourceNotebook } from "./notebook";
import type { Snapshots } from "./snapshots";
import type { Submission } from "./work";
import type { SubmittedFile } from "./take-claim";

export interface PreparedSheet {
  /** "06-attention" */
  readonly slug: string;
  readonly path: string;
  readonly cells: readonly SourceCell[];
  /** Why the sheet cannot be graded. */
  readonly refused?: string;
}

/** All that grading needs of a submission, as JSON: it can cross to another machine. */
export interface Prepared {
  readonly sheets: readonly PreparedSheet[];
  readonly notes: readonly string[];
  readonly refused?: string;
  /** Equal keys give equal grades. */
  readonly key: string;
}

/** On files of one kind. */
const MAX_NOTES = 20;

interface Candidate {
  readonly slug: string | undefined;
  readonly path: string;
  readonly hash: string;
  readonly upload?: number;
  readonly notebook?: SourceNotebook;
  readonly refused?: string;
}

const numberIn = (path: string): string | undefined => /(?<!\d)(\d\d)(?!\d)/.exec(baseName(path))?.[1];

/** A notebook that says nothing of itself is told by the tasks that it defines. */
function byTasks({ cells }: SourceNotebook, sheets: readonly Sheet[]): string | undefined {
  const code = cells.map(({ source }) => source).join("\n");
  const defines = (name: string): boolean => new RegExp(`\\b(function|class|const)\\s+${name}\\b`).test(code);
  return sheets.find(({ tasks }) => tasks.some(({ name }) => defines(name)))?.slug;
}

const byNumber = (number: string | undefined, sheets: readonly Sheet[]): string | undefined =>
  number === undefined ? undefined : sheets.find(({ slug }) => slug.startsWith(number.slice(0, 2)))?.slug;

function readCandidate(file: SubmittedFile, snapshots: Snapshots, sheets: readonly Sheet[]): Candidate {
  const { path, sha256: hash = "", refused, upload } = file;
  const named = byNumber(numberIn(path), sheets);
  const shared = { path, hash, ...(upload !== undefined && { upload }) };
  if (refused !== undefined) return { slug: named, ...shared, refused };
  try {
    const notebook = readNotebook(snapshots.read(hash));
    const isTold = notebook.sheet !== undefined && /^\d\d/.test(notebook.sheet);
    const slug = isTold ? byNumber(notebook.sheet, sheets) : (named ?? byTasks(notebook, sheets));
    return { slug, ...shared, notebook };
  } catch (error) {
    if (!(error instanceof RejectedInput)) throw error;
    return { slug: named, ...shared, refused: error.message };
  }
}

/** The slug of the sheet that a notebook answers; "" if it cannot be read, undefined if it is none of these sheets. */
export function sheetOf(
  file: SubmittedFile,
  snapshots: Snapshots,
  sheets: readonly Sheet[],
): string | undefined {
  const { slug, refused } = readCandidate(file, snapshots, sheets);
  return slug ?? (refused === undefined ? undefined : "");
}

/** What browsers and copies add to a name says nothing. */
const plainName = (path: string): string =>
  baseName(path).toLowerCase().replace(/^copy of /, "").replace(/( ?\(\d+\)|-\d{1,2}|_\d{1,2})?\.ipynb.*$/, ".ipynb"); // prettier-ignore

/** 0: the name we gave it, where we put it; 1: the name elsewhere; 2: with a copy's number; 3: another name. */
function rank({ path }: Candidate, slug: string): number {
  if (["", "exercises/", "ko/", "exercises/ko/"].some((place) => path === `${place}${slug}.ipynb`)) return 0;
  if (baseName(path).toLowerCase() === `${slug}.ipynb`) return 1;
  return plainName(path) === `${slug}.ipynb` ? 2 : 3;
}

interface Choice {
  /** Equally good; more than one cannot be told apart. */
  readonly first: readonly Candidate[];
  readonly isNewest: boolean;
}

/** The newest of several uploads of one name, where the site tells; else the one that is named best. */
function best(pool: readonly Candidate[], slug: string): Choice {
  const uploads = pool.map(({ upload }) => upload);
  const isOrdered = pool.length > 1 && !uploads.includes(undefined) && new Set(uploads).size > 1;
  const order = ({ path, upload = 0 }: Candidate): readonly [number, number] => {
    const place = rank({ path } as Candidate, slug);
    return isOrdered ? [place === 3 ? 1 : 0, -upload] : [place, 0];
  };
  const compare = (a: Candidate, b: Candidate): number => {
    const [[rankA, ageA], [rankB, ageB]] = [order(a), order(b)];
    return rankA - rankB || ageA - ageB;
  };
  const sorted = [...pool].sort(compare);
  return { first: sorted.filter((one) => compare(one, sorted[0]!) === 0), isNewest: isOrdered };
}

const names = (of: readonly Candidate[]): string =>
  firstOf(
    of.map(({ path }) => JSON.stringify(path)),
    10,
  ).join(", ");

/** Nothing is written in it: the English sheet of somebody who works in the Korean one, say. */
const isBlank = ({ notebook }: Candidate, { tasks }: Sheet): boolean => {
  const code = notebook!.cells.map(({ source }) => source).join("\n");
  return tasks.every(({ name }) => code.includes(`not written yet: ${name}"`));
};

function chooseSheet(sheet: Sheet, candidates: readonly Candidate[], notes: string[]): PreparedSheet {
  const { slug } = sheet;
  const readable = candidates.filter(({ notebook }) => notebook);
  const worked = readable.filter((candidate) => !isBlank(candidate, sheet));
  const pool = [worked, readable].find((some) => some.length > 0) ?? candidates;
  const { first, isNewest } = best(pool, slug);
  if (new Set(first.map(({ hash }) => hash)).size > 1)
    return {
      slug,
      path: slug,
      cells: [],
      refused: `${first.length} notebooks could be ${slug}: ${names(first)}`,
    };
  const chosen = first[0]!;
  const others = candidates.filter((candidate) => candidate !== chosen);
  const differs = others.some(({ hash }) => hash !== chosen.hash);
  if (others.length > 0)
    notes.push(
      `${slug}: ${JSON.stringify(chosen.path)} was graded${isNewest && differs ? ", the newest upload" : ""}; not ${names(others)}`,
    );
  if (chosen.refused !== undefined || !chosen.notebook)
    return {
      slug,
      path: chosen.path,
      cells: [],
      refused: `${JSON.stringify(chosen.path)} ${chosen.refused}`,
    };
  if (!/\.ipynb$/i.test(chosen.path))
    notes.push(`${slug}: ${JSON.stringify(chosen.path)} was read as a notebook`);
  notes.push(...chosen.notebook.notes.map((note) => `${slug}: ${note}`));
  return { slug, path: chosen.path, cells: chosen.notebook.cells };
}

function prepareSheets(
  candidates: readonly Candidate[],
  sheets: readonly Sheet[],
  notes: string[],
): PreparedSheet[] {
  const unknown = candidates.find(({ slug, refused }) => slug === undefined && refused !== undefined);
  return sheets.flatMap((sheet) => {
    const { slug } = sheet;
    const own = candidates.filter((candidate) => candidate.slug === slug);
    if (own.length > 0) return [chooseSheet(sheet, own, notes)];
    if (!unknown) return [];
    const { path, refused } = unknown; // it may be this very sheet: nobody can decide its points
    return [{ slug, path, cells: [], refused: `${JSON.stringify(path)} ${refused}` }];
  });
}

/** Reads a submission's notebooks and tells them apart. */
export function prepare(submission: Submission, snapshots: Snapshots, sheets: readonly Sheet[]): Prepared {
  const notes: string[] = [];
  const isWork = ({ path, refused }: SubmittedFile): boolean =>
    isNotebookName(path) || (refused !== undefined && isArchiveName(path));
  const notebooks = submission.files.filter(isWork);
  const others = submission.files.filter((file) => !isWork(file));
  const told = others.map(
    ({ path, refused = "is no notebook; kept for a human" }) => `${JSON.stringify(path)} ${refused}`,
  );
  notes.push(...firstOf(told, MAX_NOTES));
  const candidates = notebooks.map((file) => readCandidate(file, snapshots, sheets));
  const ofNoSheet = candidates.flatMap(({ path, refused = "belongs to no sheet of this batch", slug }) =>
    slug === undefined ? [`${JSON.stringify(path)} ${refused}`] : [],
  );
  notes.push(...firstOf(ofNoSheet, MAX_NOTES));
  const prepared = prepareSheets(candidates, sheets, notes);
  const refused = submission.refused ?? reasonForNothing(prepared, candidates);
  const content = { sheets: prepared, notes, ...(refused !== undefined && { refused }) };
  return { ...content, key: sha256(JSON.stringify(content)) };
}

function reasonForNothing(
  prepared: readonly PreparedSheet[],
  candidates: readonly Candidate[],
): string | undefined {
  if (prepared.length > 0) return undefined;
  const [first] = candidates;
  if (!first) return "no notebook was handed in";
  const { path, refused } = first;
  return refused === undefined
    ? "none of the notebooks belongs to a sheet of this batch"
    : `${JSON.stringify(path)} ${refused}`;
}
