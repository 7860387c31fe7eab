/**
 * `npm run translation`: what a translator needs beside an editor such as Poedit.
 *
 *     -- merge                           brings new and changed English into the files, as `npm run derive` does
 *     -- status                          messages, translated, fuzzy, findings, a line a file
 *     -- todo notebooks/ko/03-….po       what is open, as JSON; `--count 40` the first forty, `--all` what is done too
 *     -- fill notebooks/ko/03-….po       takes {"id": "translation", …} from standard input
 *     -- lint [files]                    what a reader would stumble over
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../notebook/sources";
import { deriveTranslations, isSettled } from "./derive";
import { glossaryTerms, lintEntry } from "./lint";
import { keyOf } from "./messages";
import { translatedPages } from "./pages";
import { readPo, writePo, type Entry } from "./po-file";
import { structureFindings } from "./structure";

const help = `npm run translation -- merge
npm run translation -- status
npm run translation -- todo FILE.po [--count 40] [--all]
npm run translation -- fill FILE.po < translations.json
npm run translation -- lint [FILE.po …]
npm run derive merges changed English into the files too, and builds the pages of those that say X-Complete: yes.`;

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: "string", default: "40" },
      all: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [verb, ...files] = positionals;
  const [file] = files;
  if (verb === "merge")
    return deriveTranslations(translatedPages(), false).forEach((gap) => console.log(gap));
  if (verb === "status") return status();
  if (verb === "lint") return lint(files.length > 0 ? files : allFiles());
  if (verb === "todo" && file) return todo(file, values.all ? Infinity : Number(values.count), values.all);
  if (verb === "fill" && file)
    return fill(file, JSON.parse(readFileSync(0, "utf8")) as Record<string, string>);
  console.log(help);
  if (!values.help) process.exitCode = 1;
}

const allFiles = (): string[] => translatedPages().map(({ poName }) => resolve(root, poName));

/** Stays the same as long as the message does, wherever it stands in the file. */
export const idOf = (entry: Entry): string =>
  createHash("sha256").update(keyOf(entry)).digest("hex").slice(0, 8);

function status(): void {
  const terms = glossaryTerms();
  for (const file of allFiles()) {
    const { entries, isComplete } = readPo(file);
    const words = entries.reduce((sum, { text }) => sum + (text.match(/\S+/g) ?? []).length, 0);
    const settled = entries.filter(isSettled).length;
    const findings = entries.reduce((sum, entry) => sum + lintEntry(entry, terms).length, 0);
    console.log(
      `${relative(root, file)}: ${settled} of ${entries.length} messages, ${words} words, ` +
        `${entries.filter(({ isFuzzy }) => isFuzzy).length} fuzzy, ${findings} findings${isComplete ? ", complete" : ""}`,
    );
  }
}

function todo(file: string, count: number, isAll: boolean): void {
  const open = readPo(file).entries.filter((entry) => isAll || !isSettled(entry));
  const shown = open.slice(0, count).map((entry) => ({
    id: idOf(entry),
    note: entry.note,
    under: entry.context,
    text: entry.text,
    ...(entry.translation && { translation: entry.translation }),
    ...(entry.former && { former: entry.former }),
  }));
  console.log(JSON.stringify(shown, undefined, 1));
  console.error(`${shown.length} of ${open.length}`);
}

/** Writes what fits; a translation whose structure differs from its message's is refused, and the rest is kept. */
function fill(file: string, translations: Readonly<Record<string, string>>): void {
  const po = readPo(file);
  const known = new Set(po.entries.map(idOf));
  const refused = Object.keys(translations)
    .filter((id) => !known.has(id))
    .map((id) => `${id}: there is no such message in ${file}`);
  const terms = glossaryTerms();
  const entries = po.entries.map((entry) => {
    const translation = translations[idOf(entry)];
    if (translation === undefined) return entry;
    const problems = translation === "" ? ["empty"] : structureFindings({ ...entry, translation });
    refused.push(...problems.map((problem) => `${idOf(entry)}: refused, ${problem}`));
    if (problems.length > 0) return entry;
    const filled = { ...entry, translation, isFuzzy: false };
    lintEntry(filled, terms).forEach((finding) => console.log(`${idOf(entry)}: ${finding}`));
    return filled;
  });
  writePo(file, { ...po, entries });
  refused.forEach((line) => console.log(line));
  const open = entries.filter((entry) => !isSettled(entry)).length;
  console.log(`${file}: ${open} of ${entries.length} messages left`);
  if (refused.length > 0) process.exitCode = 1;
}

function lint(files: readonly string[]): void {
  const terms = glossaryTerms();
  const findings = files.flatMap((file) =>
    readPo(file).entries.flatMap((entry) =>
      lintEntry(entry, terms).map(
        (finding) => `${relative(root, resolve(file))}: ${idOf(entry)}: ${finding}`,
      ),
    ),
  );
  findings.forEach((finding) => console.log(finding));
  console.log(`${findings.length} findings in ${files.length} files`);
  if (findings.length > 0) process.exitCode = 1;
}

main();
