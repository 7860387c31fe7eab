/** What a folder or an archive holds, entry by entry, before anybody has decided what it means. */

/** What `lstat` or a zip's header says an entry is. */
export type ItemKind =
  "file" | "directory" | "symbolic link" | "fifo" | "device" | "socket" | "hard link" | "sparse file";

export interface Item {
  /** From the root of what was given, with "/" between the names, as it is written there. */
  readonly path: string;
  readonly kind: ItemKind;
  readonly size: number;
  /** Why it is not taken. Its neighbours are. */
  readonly refused?: string;
  /** Its name is one that no hand-in has: it says nothing of whose it is. */
  readonly hasBadName?: boolean;
  /** When a zip says that it was last changed: ISO, without "Z" if nobody says in which time zone. */
  readonly changed?: string;
  /** Of several uploads the one with the larger number is newer; told by the site's naming. */
  readonly upload?: number;
  /** The bytes, at most `size` of them. @throws {RejectedInput} it is no plain file, or it changed */
  read(): Promise<Buffer>;
}

/** Input that we do not grade; the message is for the learner and the grader. */
export class RejectedInput extends Error {}

/** Caps that hold before and while anything is read. */
export const inputCaps = {
  notebookBytes: 64e6,
  /** Of one learner's archive, packed or unpacked. */
  archiveBytes: 256e6,
  archiveEntries: 10_000,
  /** Of a whole class's download. */
  downloadBytes: 2e9,
  downloadEntries: 200_000,
  /** Below one entry of the top folder: one learner's million files leave the others their places. */
  folderEntries: 10_000,
  folderDepth: 12,
  nameLength: 1000,
} as const;

const junk =
  /(^|\/)(__MACOSX|\.ipynb_checkpoints|\.git|node_modules|\.venv|venv|\.course|__pycache__|\.idea|\.vscode)(\/|$)|(^|\/)(\._[^/]*|Thumbs\.db|desktop\.ini|\.DS_Store)$/i;

/** Whether an entry is something that systems leave behind and nobody wrote. */
export const isJunk = (path: string): boolean => junk.test(path);

/** The name after the last "/". */
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** What browsers and mail programs hang on: `06-attention.ipynb.json`, `.ipynb.txt`, `.ipynb (1)`. */
const notebookEnding = /\.ipynb(?:\.(?:json|txt|download)| ?\(\d+\))?$|(?<=(?<!\d)\d\d-[\w-]+)\.json$/i;
const archiveEnding = /\.zip$/i;

export const isNotebookName = (path: string): boolean => notebookEnding.test(path);
export const isArchiveName = (path: string): boolean => archiveEnding.test(path);

/** Whether somebody's answers may be in it. */
export const isWork = ({ path, kind }: Item): boolean =>
  kind !== "directory" && (isNotebookName(path) || isArchiveName(path));

/** A file's name without its folders and without what says that it is a notebook or a zip. */
export const stemOf = (path: string): string =>
  baseName(path).replace(notebookEnding, "").replace(archiveEnding, "");
