/** From the paths on the command line to submissions: each copied into a snapshot before anything reads it. */
import { basename, dirname, resolve } from "node:path";
import { readHandInList } from "./hand-in-file";
import type { HandInList } from "./hand-in-file";
import { listArchive } from "./archive";
import { fileItem, listFolder } from "./folder";
import { baseName, inputCaps, isArchiveName, isNotebookName, RejectedInput } from "./item";
import type { Item } from "./item";
import { splitByLearner, withoutWrapper } from "./learners";
import type { Claim } from "./learners";
import { sha256, submissionId } from "./learner-id";
import type { Roster } from "./roster";
import type { Snapshots } from "./snapshots";

export interface SubmittedFile {
  readonly path: string;
  readonly sha256?: string;
  /** Why this entry was not taken. */
  readonly refused?: string;
}

/** One learner's work: what a unit of grading starts from. Small; the bytes are in the snapshots. */
export interface Submission {
  readonly id: string;
  readonly owner: string;
  readonly name: string;
  readonly origin: string;
  readonly files: readonly SubmittedFile[];
  readonly notes: readonly string[];
  /** Why nothing of it can be graded. */
  readonly refused?: string;
  readonly created: string;
  readonly isLate?: boolean;
  /** Over the contents, names aside: equal work is equal. */
  readonly content: string;
}

const ownFiles = /^(package(-lock)?\.json|tsconfig.*\.json|vitest\.config\..*|\.npmrc|\.env)$/i;

/** The entries inside: a claim may be one archive, or hold one. */
async function unpack(items: readonly Item[], notes: string[]): Promise<readonly Item[]> {
  const archives = items.filter(({ path, kind }) => isArchiveName(path) && kind === "file");
  if (archives.length === 0 || items.some(({ path }) => isNotebookName(path))) return items;
  if (archives.length > 1)
    throw new RejectedInput(
      `holds ${archives.length} archives: ${archives.map(({ path }) => path).join(", ")}`,
    );
  const inner = await listArchive(await archives[0]!.read());
  notes.push(`read from the archive ${baseName(archives[0]!.path)}`);
  return withoutWrapper(inner);
}

async function readList(items: readonly Item[]): Promise<HandInList | undefined> {
  const list = items.find(({ path }) => path === "hand-in.json");
  return list === undefined || list.size > 1e6 ? undefined : readHandInList(await list.read());
}

async function takeFile(item: Item, snapshots: Snapshots): Promise<SubmittedFile> {
  const { path, kind, size } = item;
  if (kind !== "file") return { path, refused: `is a ${kind}` };
  if (size > inputCaps.notebookBytes)
    return { path, refused: `is larger than ${inputCaps.notebookBytes / 1e6} MB` };
  try {
    return { path, sha256: await snapshots.save(await item.read()) };
  } catch (error) {
    if (error instanceof RejectedInput) return { path, refused: error.message };
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EACCES" || code === "ELOOP" || code === "EPERM")
      return { path, refused: `cannot be read (${code})` };
    throw error;
  }
}

/** Notebooks are graded; a .ts of the same name is kept for a human; nothing else is even opened. */
function wantedItems(items: readonly Item[], notes: string[]): readonly Item[] {
  const stems = new Set(items.filter(({ path }) => isNotebookName(path)).map(({ path }) => stemOf(path)));
  const wanted = items.filter(({ path, kind }) => {
    if (isNotebookName(path) || (kind !== "file" && kind !== "directory")) return true;
    return kind === "file" && /\.ts$/i.test(path) && stems.has(stemOf(path));
  });
  if (!wanted.some(({ path }) => /^exercises\/[^/]+\.ipynb$/i.test(path))) return wanted;
  const desk = wanted.filter(({ path }) => path.startsWith("exercises/"));
  if (desk.length < wanted.length) notes.push("only the folder exercises/ was read");
  return desk;
}

const stemOf = (path: string): string => path.replace(/\.\w+$/, "");

function noteList(
  list: HandInList,
  files: readonly SubmittedFile[],
  owner: string,
  suite: string,
  notes: string[],
): void {
  if (list.id !== owner) notes.push(`the hand-in file names the id ${JSON.stringify(list.id.slice(0, 80))}`);
  if (list.suite !== "" && list.suite !== suite)
    notes.push("made with another release of the sheets; graded with this one");
  for (const { path, sha256: hash } of files)
    if (hash !== undefined && list.files[path] !== undefined && list.files[path] !== hash)
      notes.push(`${path} was changed after it was packed`);
}

export interface IntakeOptions {
  readonly snapshots: Snapshots;
  readonly roster: Roster | undefined;
  readonly suite: string;
}

async function takeClaim(claim: Claim, { snapshots, suite, roster }: IntakeOptions): Promise<Submission> {
  const notes: string[] = [];
  let refused: string | undefined;
  let files: SubmittedFile[] = [];
  let list: HandInList | undefined;
  try {
    const items = await unpack(claim.items, notes);
    list = await readList(items);
    for (const item of wantedItems(items, notes)) files.push(await takeFile(item, snapshots));
    for (const { path } of items)
      if (ownFiles.test(baseName(path))) notes.push(`${path} was ignored: settings are ours`);
  } catch (error) {
    if (!(error instanceof RejectedInput)) throw error;
    [refused, files] = [error.message, []];
  }
  const isNamed = claim.owner !== baseName(claim.origin).replace(/\.(zip|ipynb)$/i, "");
  const owner = list && !isNamed ? list.id : claim.owner;
  if (list) noteList(list, files, owner, suite, notes);
  if (roster && !roster.has(owner)) notes.push("this id is not in the roster");
  const content = sha256(
    JSON.stringify([refused ?? "", ...files.map((file) => file.sha256 ?? file.refused ?? "").sort()]),
  );
  const name = roster?.get(owner) ?? claim.name ?? "";
  const rest = { ...(refused !== undefined && { refused }), ...(claim.isLate && { isLate: true }) };
  return {
    id: "",
    owner,
    name,
    origin: claim.origin,
    files,
    notes,
    created: list?.created ?? "",
    content,
    ...rest,
  };
}

/** One id can come twice (two uploads, two folders): both are kept, under ids of their own. */
function giveIds(submissions: readonly Submission[]): Submission[] {
  const count = new Map<string, number>();
  for (const { owner } of submissions) count.set(owner, (count.get(owner) ?? 0) + 1);
  return submissions.map((submission) => {
    const { owner, origin, notes } = submission;
    if (count.get(owner) === 1) return { ...submission, id: submissionId(owner) };
    const note = `this id handed in ${count.get(owner)} times; all are kept and the conflict is listed`;
    return { ...submission, id: submissionId(owner, origin), notes: [...notes, note] };
  });
}

export interface Intake {
  readonly submissions: readonly Submission[];
  readonly unmatched: readonly string[];
}

async function claimsOf(path: string): Promise<{ claims: readonly Claim[]; unmatched: readonly string[] }> {
  const absolute = resolve(path);
  const item = await fileItem(absolute, basename(absolute));
  const owner = item.path.replace(/\.(zip|ipynb)$/i, "");
  const single = { claims: [{ owner, origin: item.path, items: [item] }], unmatched: [] };
  if (item.kind === "directory") return splitByLearner(await listFolder(absolute), item.path);
  if (item.kind !== "file" || !isArchiveName(item.path)) return single;
  try {
    return await splitByLearner(withoutWrapper(await listArchive(await item.read())), item.path);
  } catch (error) {
    if (error instanceof RejectedInput) return single; // refused again, with the reason, when the claim is taken
    throw error;
  }
}

/**
 * Takes in everything that the paths hold; one bad submission never stops another.
 *
 * @throws {Error} a path that is not there
 */
export async function takeIn(paths: readonly string[], options: IntakeOptions): Promise<Intake> {
  const submissions: Submission[] = [];
  const unmatched: string[] = [];
  for (const path of paths) {
    const layout = await claimsOf(path);
    for (const claim of layout.claims) submissions.push(await takeClaim(claim, options));
    unmatched.push(...layout.unmatched.map((entry) => `${basename(dirname(resolve(path, "x")))}/${entry}`));
  }
  const unique = giveIds(submissions).sort((a, b) => (a.id < b.id ? -1 : 1));
  return { submissions: unique, unmatched };
}
