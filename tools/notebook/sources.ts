/** Finds the percent sources and the notebooks that are built from them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildNotebook, type Notebook } from "./notebook-file";
import { parsePercentSource } from "./percent-source";

export interface Source {
  /** "06" */
  readonly number: string;
  /** "06-attention" */
  readonly slug: string;
  readonly sourcePath: string;
  readonly notebookPath: string;
}

export const root = join(__dirname, "..", "..");

/** The sources `NN-slug.ts` of a folder, in order of their numbers. */
export function findSources(folder: string): Source[] {
  const path = join(root, folder);
  const files = existsSync(path) ? readdirSync(path).filter((file) => /^\d\d-[\w-]+\.ts$/.test(file)) : [];
  return files.sort().map((file) => {
    const slug = basename(file, ".ts");
    return {
      number: slug.slice(0, 2),
      slug,
      sourcePath: join(path, file),
      notebookPath: join(path, `${slug}.ipynb`),
    };
  });
}

/** The notebook that a source stands for, without outputs. */
export function notebookOf({ number, sourcePath }: Source): Notebook {
  return buildNotebook(number, parsePercentSource(sourcePath, readFileSync(sourcePath, "utf8")));
}
