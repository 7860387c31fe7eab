/** Which file is the learner's notebook of a sheet: it may be worked in either language. */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { language, phrase, type Language } from "../../lib/jupyter/language.cjs";
import { joinText, type Notebook } from "../notebook/notebook-file";
import { learnerFolder } from "../setup/state-folder.cjs";
import { fingerprint } from "./fingerprint";
import type { Sheet } from "./sheet";

/** Where the pages of a folder are in a language: "exercises/ko". */
export const editionFolder = (folder: string, language: Language): string =>
  language === "en" ? folder : join(folder, language);

/** The learner's exercises: the project's own, or where it cannot be written their copies. */
export const deskFolder = (): string => join(learnerFolder(), "exercises");

export const deskPath = (slug: string, language: Language, folder = deskFolder()): string =>
  join(editionFolder(folder, language), `${slug}.ipynb`);

export interface Desk {
  readonly language: Language;
  readonly path: string;
  /** The same sheet in the other language, if somebody worked there too. */
  readonly rival?: Omit<Desk, "rival">;
}

/** The notebook of a sheet that counts: the one with answers; if both have some or neither, that of the learner's language. */
export function findDesk(sheet: Sheet, folder?: string): Desk {
  const languages: readonly Language[] = language() === "ko" ? ["ko", "en"] : ["en", "ko"];
  const desks = languages.map((one) => ({ language: one, path: deskPath(sheet.slug, one, folder) }));
  const there = desks.filter(({ path }) => existsSync(path));
  const [worked, rival] = there.filter(({ path }) => !isUntouched(sheet, path));
  if (worked) return { ...worked, ...(rival && { rival }) };
  return there[0] ?? { language: "en", path: deskPath(sheet.slug, "en", folder) };
}

/** As the learner finds it: "exercises/ko/06-attention.ipynb". */
export const deskName = ({ path }: Pick<Desk, "path">): string =>
  relative(learnerFolder(), path).replaceAll("\\", "/");

/** What a command does with a sheet that has answers in both languages; nothing is to be said of any other. */
export function sayWhichDesk(desk: Desk, command: string): void {
  const { rival } = desk;
  if (rival)
    console.error(
      phrase(
        "{0} and {1} both hold answers. This is about {0}; {2} is about the other.",
        deskName(desk),
        deskName(rival),
        `${command} --lang ${rival.language}`,
      ),
    );
}

/** As it was derived, stubs and all; a solved notebook was derived too. */
export function isUntouched({ tasks }: Sheet, path: string): boolean {
  try {
    const notebook = JSON.parse(readFileSync(path, "utf8")) as Notebook;
    const text = notebook.cells.map(({ source }) => joinText(source)).join("\n");
    if (!tasks.every(({ name }) => text.includes(`not written yet: ${name}"`))) return false;
    const { derived } = (notebook.metadata["course"] ?? {}) as { derived?: string };
    return derived === fingerprint(notebook);
  } catch {
    return false; // no notebook, or cells without a text: somebody's work
  }
}
