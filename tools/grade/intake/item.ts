/** What a folder or an archive holds, entry by entry, before anybody has decided what it means. */

/** What `lstat` or a zip's header says an entry is. */
export type ItemKind =
  "file" | "directory" | "symbolic link" | "fifo" | "device" | "socket" | "hard link" | "sparse file";

export interface Item {
  /** From the root of what was given, with "/" between the names; never absolute, never with "..". */
  readonly path: string;
  readonly kind: ItemKind;
  readonly size: number;
  /** The bytes, at most `size` of them. @throws {RejectedInput} it is no plain file, or it changed */
  read(): Promise<Buffer>;
}

/** Input that we do not grade; the message is for the learner and the grader. */
export class RejectedInput extends Error {}

/** Caps that hold before and while anything is read. */
export const inputCaps = {
  notebookBytes: 64e6,
  archiveBytes: 256e6,
  archiveEntries: 10_000,
  /** Bytes out for each byte in; text compresses to about a tenth. */
  archiveRatio: 200,
  folderEntries: 200_000,
  folderDepth: 12,
} as const;

const junk =
  /(^|\/)(__MACOSX|\.ipynb_checkpoints|\.git|node_modules|\.venv|\.course)(\/|$)|(^|\/)(\._[^/]*|Thumbs\.db|desktop\.ini|\.DS_Store)$/i;

/** Whether an entry is something that systems leave behind and nobody wrote. */
export const isJunk = (path: string): boolean => junk.test(path);

/** The name after the last "/". */
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

export const isNotebookName = (path: string): boolean => /\.ipynb$/i.test(path);
export const isArchiveName = (path: string): boolean => /\.zip$/i.test(path);
