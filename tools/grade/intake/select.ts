/** Which notebook is which sheet: by what it says inside, then by its name; never by a silent guess. */
import type { Sheet } from "../../exercises/sheet";
import { baseName, isNotebookName, RejectedInput } from "./item";
import { sha256 } from "./learner-id";
import { readNotebook } from "./notebook";
import type { SourceCell, SourceNotebook } from "./notebook";
import type { Snapshots } from "./snapshots";
import type { Submission, SubmittedFile } from "./submission";

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

interface Candidate {
  readonly slug: string | undefined;
  readonly path: string;
  readonly hash: string;
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
  const { path, sha256: hash = "", refused } = file;
  const named = byNumber(numberIn(path), sheets);
  if (refused !== undefined) return { slug: named, path, hash, refused };
  try {
    const notebook = readNotebook(snapshots.read(hash));
    const inside = notebook.sheet === undefined ? undefined : byNumber(notebook.sheet, sheets);
    return { slug: inside ?? named ?? byTasks(notebook, sheets), path, hash, notebook };
  } catch (error) {
    if (!(error instanceof RejectedInput)) throw error;
    return { slug: named, path, hash, refused: error.message };
  }
}

/** 0: the name we gave it, where we put it; 1: the name elsewhere; 2: another name ("Copy of …", "… (1)"). */
function rank({ path }: Candidate, slug: string): number {
  if (path === `${slug}.ipynb` || path === `exercises/${slug}.ipynb`) return 0;
  return baseName(path).toLowerCase() === `${slug}.ipynb` ? 1 : 2;
}

function chooseSheet(slug: string, candidates: readonly Candidate[], notes: string[]): PreparedSheet {
  const readable = candidates.filter(({ notebook }) => notebook);
  const pool = readable.length > 0 ? readable : candidates;
  const best = Math.min(...pool.map((candidate) => rank(candidate, slug)));
  const first = pool.filter((candidate) => rank(candidate, slug) === best);
  const names = (of: readonly Candidate[]): string => of.map(({ path }) => JSON.stringify(path)).join(", ");
  if (new Set(first.map(({ hash }) => hash)).size > 1)
    return {
      slug,
      path: slug,
      cells: [],
      refused: `${first.length} notebooks could be ${slug}: ${names(first)}`,
    };
  const chosen = first[0]!;
  const others = candidates.filter((candidate) => candidate !== chosen);
  if (others.length > 0)
    notes.push(`${slug}: ${JSON.stringify(chosen.path)} was graded; not ${names(others)}`);
  if (chosen.refused !== undefined || !chosen.notebook)
    return {
      slug,
      path: chosen.path,
      cells: [],
      refused: `${JSON.stringify(chosen.path)} ${chosen.refused}`,
    };
  notes.push(...chosen.notebook.notes.map((note) => `${slug}: ${note}`));
  return { slug, path: chosen.path, cells: chosen.notebook.cells };
}

function prepareSheets(
  candidates: readonly Candidate[],
  sheets: readonly Sheet[],
  notes: string[],
): PreparedSheet[] {
  return sheets.flatMap(({ slug }) => {
    const own = candidates.filter((candidate) => candidate.slug === slug);
    return own.length === 0 ? [] : [chooseSheet(slug, own, notes)];
  });
}

/** Reads a submission's notebooks and tells them apart. */
export function prepare(submission: Submission, snapshots: Snapshots, sheets: readonly Sheet[]): Prepared {
  const notes: string[] = [];
  const notebooks = submission.files.filter(({ path }) => isNotebookName(path));
  const others = submission.files.filter(({ path }) => !isNotebookName(path));
  for (const { path, refused } of others)
    notes.push(
      refused === undefined
        ? `${JSON.stringify(path)} is no notebook; kept for a human`
        : `${JSON.stringify(path)} ${refused}`,
    );
  const candidates = notebooks.map((file) => readCandidate(file, snapshots, sheets));
  for (const { path, refused, slug } of candidates)
    if (slug === undefined)
      notes.push(`${JSON.stringify(path)} ${refused ?? "belongs to no sheet of this batch"}`);
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
