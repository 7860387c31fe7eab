/**
 * Chapters out of Project Gutenberg's plain text of the novel.
 */
import { DataFileError, readText } from "../kit/text-file";

export interface Chapter {
  /** As its heading says: "1. Loomings", "Epilogue". */
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** A paragraph and the line of the file on which it begins, from 1. */
interface Paragraph {
  readonly text: string;
  readonly line: number;
}

const whereToGet =
  "get the plain text (UTF-8) of Moby-Dick at https://www.gutenberg.org/ebooks/2701 and give its path";
const startMark = /^\*\*\* ?START OF .*PROJECT GUTENBERG.*$/m;
const endMark = /^\*\*\* ?END OF .*PROJECT GUTENBERG.*$/m;
const heading = /^(?:CHAPTER (\d+)\. *(.*?)|(EPILOGUE))\.?$/i;

/**
 * Reads the chapters in order; what stands before the first and after the Epilogue is left out, the table of contents
 * included.
 *
 * @throws {DataFileError} no such file, another text, cut off, or a chapter is missing; names file and line
 */
export function readChapters(path: string): Chapter[] {
  const chapters: (Chapter & { readonly paragraphs: string[] })[] = [];
  for (const { text, line } of novelOf(path)) {
    const match = heading.exec(text);
    if (match === null) {
      chapters.at(-1)?.paragraphs.push(plain(text));
      continue;
    }
    const [, number, name, epilogue] = match;
    // The table of contents has the same headings, one after the other: a new "CHAPTER 1" begins the novel again.
    if (number === "1") chapters.length = 0;
    if (epilogue === undefined && Number(number) !== chapters.length + 1) {
      throw new DataFileError(path, line, `should be chapter ${chapters.length + 1}, is chapter ${number}`);
    }
    chapters.push({ title: epilogue === undefined ? `${number}. ${name}` : "Epilogue", paragraphs: [] });
  }
  if (chapters.length === 0) throw new DataFileError(path, undefined, `has no chapters; ${whereToGet}`);
  return chapters;
}

function novelOf(path: string): Paragraph[] {
  const text = readNovel(path);
  const [start, end] = [startMark.exec(text), endMark.exec(text)];
  if (start === null) {
    throw new DataFileError(
      path,
      undefined,
      `has no line "*** START OF THE PROJECT GUTENBERG …"; ${whereToGet}`,
    );
  }
  if (end === null) {
    const lines = text.trimEnd().split("\n").length;
    throw new DataFileError(path, lines, 'is cut off: there is no line "*** END OF THE PROJECT GUTENBERG …"');
  }
  const paragraphs: Paragraph[] = [];
  let [line, counted] = [1, 0];
  for (const match of text.slice(0, end.index).matchAll(/\S(?:.|\n(?!\s*\n))*/g)) {
    line += text.slice(counted, match.index).split("\n").length - 1;
    counted = match.index;
    if (match.index <= start.index) continue;
    paragraphs.push({ text: match[0].replace(/\s+/g, " ").trim(), line });
  }
  return paragraphs;
}

function readNovel(path: string): string {
  try {
    return readText(path);
  } catch (error) {
    if (!(error instanceof DataFileError) || error.reason !== "there is no such file") throw error;
    throw new DataFileError(path, undefined, `there is no such file; ${whereToGet}`);
  }
}

/** Without the underscores that stand for italics, notes of pictures, and typographic marks of two kinds. */
function plain(text: string): string {
  return text
    .replace(/\[(?:Illustration|Footnote)[^\]]*\]/gi, " ")
    .replace(/_/g, "")
    .replace(/--/g, "—")
    .trim();
}
