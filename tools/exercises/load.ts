/** Finds the sheets and loads modules by path, in whatever loads TypeScript here: tsx, vitest, the notebook kernel. */
import { phrase } from "../../lib/jupyter/language.cjs";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Load } from "./plain";
import type { Sheet } from "./sheet";

export const root = join(__dirname, "..", "..");

/** By its address: in a bare path `#` and `%` mean something else to `import`, and `C:` is no path to it. */
export const importFile = <Module>(file: string): Promise<Module> =>
  import(pathToFileURL(file).href) as Promise<Module>;

const casesFolder = join(root, "tests", "exercises");

/** The only places from which a case's arguments may come. */
const openFolders = /^(lib|datasets|tests\/exercises\/fixtures)\/[\w/-]+$/;

/** @throws {Error} the path leads elsewhere */
export const load: Load = (path) => {
  if (!openFolders.test(path)) throw new Error(`An argument cannot come from ${path}.`);
  return importFile(join(root, `${path}.ts`));
};

/** "06-attention" for every sheet that there is, in order. */
export function sheetSlugs(): string[] {
  const files = existsSync(casesFolder) ? readdirSync(casesFolder) : [];
  return files
    .filter((file) => /^\d\d-[\w-]+\.ts$/.test(file) && !file.includes(".test."))
    .map((file) => file.slice(0, -3))
    .sort();
}

/** The slugs, and first that of the sheet whose file names the task: loading them all would take a second. */
export function slugsFor(task: string): string[] {
  const isNamedBy = (slug: string): boolean =>
    readFileSync(join(casesFolder, `${slug}.ts`), "utf8").includes(`${task}Task`);
  const named = sheetSlugs().filter(isNamedBy);
  return [...new Set([...named, ...sheetSlugs()])];
}

/** @param slug  "06-attention", or its start, "06" */
export async function loadSheet(slug: string): Promise<Sheet> {
  const found = sheetSlugs().find((known) => known.startsWith(slug));
  if (found === undefined)
    throw new Error(phrase("There is no exercise sheet {0}. Sheets: {1}.", slug, sheetSlugs().join(", ")));
  return (await importFile<{ sheet: Sheet }>(join(casesFolder, `${found}.ts`))).sheet;
}

export const loadSheets = (): Promise<Sheet[]> => Promise.all(sheetSlugs().map(loadSheet));
