/**
 * Reads and writes gettext files, `NN-slug.po`: what Poedit and Weblate edit.
 *
 * @source https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { po } from "gettext-parser";

export interface Entry {
  readonly context: string;
  readonly text: string;
  /** Empty where nobody has translated it yet. */
  readonly translation: string;
  /** Translated from former words: somebody has to look at it. */
  readonly isFuzzy: boolean;
  /** Those words. */
  readonly former?: string;
  /** What it is, for the translator: "heading", "axis". */
  readonly note: string;
  /** What a translator wrote about it. */
  readonly remark?: string;
}

export interface PoFile {
  /** Whether `npm run derive` builds pages from it, and `-- --check` holds it to be whole: the header X-Complete. */
  readonly isComplete: boolean;
  readonly entries: readonly Entry[];
}

const width = 100;

/** @returns an empty file if there is none */
export function readPo(path: string): PoFile {
  if (!existsSync(path)) return { isComplete: false, entries: [] };
  const { headers, translations } = po.parse(readFileSync(path), { validation: true });
  const entries = Object.values(translations)
    .flatMap((inContext) => Object.values(inContext))
    .filter(({ msgid }) => msgid !== "")
    .map(({ msgctxt = "", msgid, msgstr, comments = {} }) => ({
      context: msgctxt,
      text: msgid,
      translation: msgstr[0] ?? "",
      isFuzzy: comments.flag?.includes("fuzzy") ?? false,
      ...(comments.previous && { former: readFormer(comments.previous) }),
      note: comments.extracted ?? "",
      ...(comments.translator && { remark: comments.translator }),
    }));
  return { isComplete: headers["X-Complete"] === "yes", entries };
}

export function poText({ isComplete, entries }: PoFile): string {
  const translations: Record<string, Record<string, object>> = {};
  for (const { context, text, translation, isFuzzy, former, note, remark } of entries) {
    const comments = {
      extracted: note,
      ...(isFuzzy && { flag: "fuzzy" }),
      ...(isFuzzy && former !== undefined && { previous: `msgid ${JSON.stringify(former)}` }),
      ...(remark !== undefined && { translator: remark }),
    };
    (translations[context] ??= {})[text] = { msgctxt: context, msgid: text, msgstr: [translation], comments };
  }
  const headers = {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    Language: "ko",
    "X-Complete": isComplete ? "yes" : "no",
  };
  return `${po.compile({ charset: "utf-8", headers, translations }, { foldLength: width }).toString().trimEnd()}\n`;
}

export const writePo = (path: string, file: PoFile): void => writeFileSync(path, poText(file));

/** `msgid "…"`, on one line or on several. */
function readFormer(previous: string): string {
  const strings = previous.match(/"(?:\\.|[^"\\])*"/g) ?? [];
  return strings.map((string) => JSON.parse(string) as string).join("");
}
