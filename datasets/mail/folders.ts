/**
 * The messages of SpamAssassin's public corpus, as its archives unpack: a folder of ham, one of spam, or several of each.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { patientBar } from "../kit/progress-bar";
import { DataFileError } from "../kit/text-file";
import { textOfMessage } from "./message";

export type MailLabel = "ham" | "spam";

export interface Message {
  /** "easy_ham/00001.7c53336b37003a9286aba55d2945844c" */
  readonly file: string;
  readonly label: MailLabel;
  readonly text: string;
}

const whereToGet =
  "get the archives (such as 20021010_easy_ham.tar.bz2 and 20021010_spam.tar.bz2) at " +
  "https://spamassassin.apache.org/old/publiccorpus/, unpack them into one folder, and give its path";

/**
 * Reads all messages, in the order of their files' names.
 *
 * @throws {DataFileError} no such folder, no ham or no spam in it, or a file that is no message
 */
export function readMessages(path: string): Message[] {
  const files = foldersOf(path).flatMap(({ folder, label }) =>
    readdirSync(join(path, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "cmds" && !entry.name.startsWith("."))
      .map(({ name }) => ({ file: `${folder}/${name}`, label })),
  );
  for (const label of ["ham", "spam"] as const) {
    if (files.some((file) => file.label === label)) continue;
    throw new DataFileError(
      path,
      undefined,
      `holds no ${label} in a folder with "${label}" in its name; ${whereToGet}`,
    );
  }
  const bar = patientBar(files.length, "reading mail");
  const sorted = files.sort((one, other) => (one.file < other.file ? -1 : 1));
  const messages = sorted.map(({ file, label }, index): Message => {
    bar.update(index);
    return { file, label, text: readMessage(join(path, file)) };
  });
  bar.end();
  return messages;
}

function foldersOf(path: string): { folder: string; label: MailLabel }[] {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    throw new DataFileError(path, undefined, `there is no such folder; ${whereToGet}`);
  }
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => /ham|spam/i.test(name))
    .map((folder) => ({ folder, label: /ham/i.test(folder) ? "ham" : "spam" }));
}

function readMessage(file: string): string {
  const bytes = readFileSync(file);
  if (bytes.length === 0) throw new DataFileError(file, undefined, "is empty");
  if (!/^(?:From |[\w-]+:)/.test(bytes.toString("latin1", 0, 200))) {
    throw new DataFileError(
      file,
      1,
      "is not an e-mail: it begins with no header; it is damaged, or another file",
    );
  }
  return textOfMessage(bytes);
}
