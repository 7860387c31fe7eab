/**
 * Literary English: the sentences of Moby-Dick, from a file of your own. See card.md.
 */
import { randomGenerator } from "../../lib/random";
import { checkOptions, type Split } from "../kit/options";
import { proseSentence, sentencesOf, type ProseOptions, type ProseSentence } from "../kit/prose";
import { separate, type Separated } from "../kit/separate";
import { readChapters } from "./chapters";

export interface MobyDickOptions extends ProseOptions {
  /** Where Project Gutenberg's plain text of the novel is. */
  readonly path: string;
}

/** "Mr. Starbuck" is no end of a sentence. */
const titles = /\b(Mr|Mrs|Dr|St|Capt|Messrs)\./g;

const prepared = new Map<string, Separated<ProseSentence>>();

/**
 * Loads sentences, in random order. All sentences of a chapter are in one split: chapters whose number ends in 0 are in
 * test, those that end in 5 in validation.
 *
 * @param limit  how many of the first sentences; all if left out
 * @param seed   another seed shuffles in another way; the split of a sentence does not depend on it
 * @throws {RangeError} an option out of its range
 * @throws {DataFileError} no such file, another text, cut off, or a chapter is missing
 *
 * Taught in notebooks 03, 09 and 10.
 * @source Herman Melville 1851, "Moby-Dick; or, The Whale". https://www.gutenberg.org/ebooks/2701
 */
export function load(options: MobyDickOptions): ProseSentence[] {
  checkOptions("moby-dick.load", options);
  const { path, split, limit, seed = 0 } = options;
  return randomGenerator(`moby-dick/${seed}`).shuffle(prepare(path).items[split]).slice(0, limit);
}

/** How many sentences were left out, because they stand elsewhere word by word, or nearly so. */
export function removed(path: string): { duplicates: number; nearDuplicates: number } {
  const { duplicates, nearDuplicates } = prepare(path);
  return { duplicates, nearDuplicates };
}

function prepare(path: string): Separated<ProseSentence> {
  if (!prepared.has(path)) {
    const sentences = readChapters(path).flatMap(({ title, paragraphs }) =>
      paragraphs
        .flatMap((paragraph) => sentencesOf(paragraph.replace(titles, "$1")))
        .map((text) => proseSentence(text, title)),
    );
    prepared.set(
      path,
      separate(
        sentences,
        ({ chapter }) => splitOf(chapter),
        ({ words }) => words,
      ),
    );
  }
  return prepared.get(path)!;
}

function splitOf(chapter: string): Split {
  const [lastDigit] = /\d(?=\.)/.exec(chapter) ?? [];
  return lastDigit === "0" ? "test" : lastDigit === "5" ? "validation" : "train";
}
