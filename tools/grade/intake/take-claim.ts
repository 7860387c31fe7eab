/** Opens what a learner handed in and copies its notebooks into snapshots. */
import type { Sheet } from "../../exercises/sheet";
import { listArchive } from "./archive";
import { withoutWrapper } from "./claim";
import type { Claim } from "./claim";
import { readHandInList } from "./hand-in-file";
import type { HandInList } from "./hand-in-file";
import { baseName, inputCaps, isArchiveName, isNotebookName, RejectedInput } from "./item";
import type { Item } from "./item";
import type { Roster } from "./roster";
import type { Snapshots } from "./snapshots";

export interface SubmittedFile {
  readonly path: string;
  readonly sha256?: string;
  /** Why this entry was not taken. */
  readonly refused?: string;
  /** Of several uploads the larger is the newer. */
  readonly upload?: number;
}

const ownFiles = /^(package(-lock)?\.json|tsconfig.*\.json|vitest\.config\..*|\.npmrc|\.env)$/i;
const names = (items: readonly Item[]): string =>
  items.map(({ path }) => JSON.stringify(baseName(path).slice(0, 80))).join(", ");
const MAX_NESTED = 3;

async function openArchive(archive: Item, notes: string[]): Promise<readonly Item[]> {
  const { items, notes: own } = await listArchive(await archive.read());
  notes.push(`read from the archive ${baseName(archive.path)}`, ...own);
  return withoutWrapper(items).map((item) => ({
    ...item,
    ...(archive.upload !== undefined && { upload: archive.upload }),
  }));
}

/** The entries inside: a claim may be an archive, or hold some. */
async function unpack(items: readonly Item[], notes: string[], depth = 0): Promise<readonly Item[]> {
  const archives = items.filter(
    ({ path, kind, refused }) => isArchiveName(path) && kind === "file" && refused === undefined,
  );
  if (archives.length === 0 || depth === MAX_NESTED) return items;
  if (items.some(({ path }) => isNotebookName(path))) {
    notes.push(`beside notebooks, these archives were not opened: ${names(archives)}`);
    return items;
  }
  if (archives.length === 1) return unpack(await openArchive(archives[0]!, notes), notes, depth + 1);
  const opened: Item[] = [];
  for (const archive of archives)
    try {
      const inside = await openArchive(archive, notes);
      opened.push(...inside.map((item) => ({ ...item, path: `${archive.path}/${item.path}` })));
    } catch (error) {
      if (!(error instanceof RejectedInput)) throw error;
      opened.push({ ...archive, refused: error.message });
    }
  return unpack(opened, notes, depth + 1);
}

async function readList(items: readonly Item[]): Promise<HandInList | undefined> {
  const lists = items.filter(({ path }) => /(^|\/)hand-in\.json$/.test(path));
  const [list] = lists;
  return list === undefined || lists.length > 1 || list.size > 1e6
    ? undefined
    : readHandInList(await list.read());
}

async function takeFile(item: Item, snapshots: Snapshots): Promise<SubmittedFile> {
  const { path, kind, size, upload } = item;
  if (item.refused !== undefined) return { path, refused: item.refused };
  if (kind !== "file") return { path, refused: `is a ${kind}` };
  if (size > inputCaps.notebookBytes)
    return { path, refused: `is larger than ${inputCaps.notebookBytes / 1e6} MB` };
  try {
    return { path, sha256: await snapshots.save(await item.read()), ...(upload !== undefined && { upload }) };
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
  const wanted = items.filter(({ path, kind, refused }) => {
    if (refused !== undefined || isNotebookName(path) || (kind !== "file" && kind !== "directory"))
      return true;
    return kind === "file" && /\.ts$/i.test(path) && stems.has(stemOf(path));
  });
  if (!wanted.some(({ path }) => /^exercises\/(?:ko\/)?[^/]+\.ipynb$/i.test(path))) return wanted;
  const desk = wanted.filter(({ path }) => path.startsWith("exercises/"));
  if (desk.length < wanted.length) notes.push("only the folder exercises/ was read");
  return desk;
}

const stemOf = (path: string): string => path.replace(/\.ipynb.*$|\.\w+$/i, "");

function notesOfList(list: HandInList, files: readonly SubmittedFile[], suite: string): string[] {
  const isOther = list.suite !== "" && list.suite !== suite;
  const changed = files.filter(
    ({ path, sha256: hash }) =>
      hash !== undefined && list.files[path] !== undefined && list.files[path] !== hash,
  );
  return [
    ...(isOther ? ["made with another release of the sheets; graded with this one"] : []),
    ...changed.map(({ path }) => `${path} was changed after it was packed`),
  ];
}

export interface IntakeOptions {
  readonly snapshots: Snapshots;
  readonly roster: Roster | undefined;
  readonly suite: string;
  /** What the batch is graded by. */
  readonly sheets: readonly Sheet[];
  /** The course's sheets, which files are named after: "06-attention". */
  readonly slugs?: readonly string[];
}

/** A claim whose files lie in snapshots. */
export interface Taken {
  readonly claim: Claim;
  readonly claimedId: string | undefined;
  readonly files: readonly SubmittedFile[];
  readonly notes: readonly string[];
  readonly refused?: string;
}

export async function takeClaim(claim: Claim, { snapshots, suite }: IntakeOptions): Promise<Taken> {
  const notes: string[] = [];
  let list: HandInList | undefined;
  try {
    const items = await unpack(claim.items, notes);
    list = await readList(items);
    const files: SubmittedFile[] = [];
    for (const item of wantedItems(items, notes)) files.push(await takeFile(item, snapshots));
    if (list) notes.push(...notesOfList(list, files, suite));
    for (const { path } of items)
      if (ownFiles.test(baseName(path))) notes.push(`${path} was ignored: settings are ours`);
    return { claim, claimedId: list?.id, files, notes };
  } catch (error) {
    if (!(error instanceof RejectedInput)) throw error;
    return { claim, claimedId: list?.id, files: [], notes, refused: error.message };
  }
}
