/**
 * Technical English: the documentation of Node's modules, a module a chapter. See card.md.
 */
import { randomGenerator } from "../../lib/random";
import { checkOptions, type Split } from "../kit/options";
import { proseSentence, sentencesOf, type ProseOptions, type ProseSentence } from "../kit/prose";
import { readComments } from "./comments";
import { separate } from "../kit/separate";
import { codeMark, paragraphsOf } from "./plain-text";

/** Every module that is not listed here is in train. */
const heldOut: Readonly<Record<string, Split>> = {
  ...{
    console: "validation",
    dgram: "validation",
    dns: "validation",
    events: "validation",
    os: "validation",
  },
  ...{ readline: "test", timers: "test", url: "test", vm: "test", worker_threads: "test" },
};

/** What was left out, and why: see the card. */
export interface Removed {
  /** No end mark, fewer than four words, more than 60 tokens, or mostly code. */
  fragments: number;
  /** The same words and marks as a sentence before, in whichever split. */
  duplicates: number;
  /** In validation or test, and nearly the same as a sentence of a split before it. */
  nearDuplicates: number;
}

interface Prepared {
  readonly sentences: Readonly<Record<Split, ProseSentence[]>>;
  readonly removed: Readonly<Removed>;
}

let prepared: Prepared | undefined;

/**
 * Loads sentences, in random order. All sentences of a chapter are in one split, and no sentence of validation or test
 * is nearly the same as one of another split.
 *
 * @param limit  how many of the first sentences; all if left out
 * @param seed   another seed shuffles in another way; the split of a sentence does not depend on it
 * @throws {RangeError} an option out of its range
 * @throws {DataFileError} the package is missing, or another version of it is installed
 *
 * Taught in notebooks 03, 09 and 10.
 * @source The documentation of Node.js 20, as the package @types/node has it. https://nodejs.org/docs/latest-v20.x/api/
 */
export function load(options: ProseOptions): ProseSentence[] {
  checkOptions("node-docs.load", options);
  const { split, limit, seed = 0 } = options;
  prepared ??= prepare();
  return randomGenerator(`node-docs/${seed}`).shuffle(prepared.sentences[split]).slice(0, limit);
}

/** How many sentences were left out. */
export function removed(): Removed {
  prepared ??= prepare();
  return { ...prepared.removed };
}

function prepare(): Prepared {
  const all = readComments().flatMap(({ chapter, markdown }) =>
    paragraphsOf(markdown)
      .flatMap(sentencesOf)
      .map((text) => proseSentence(text, chapter)),
  );
  const whole = all.filter(isSentence);
  const { items, duplicates, nearDuplicates } = separate(
    whole,
    ({ chapter }) => heldOut[chapter] ?? "train",
    ({ words }) => words,
  );
  const removed = { fragments: all.length - whole.length, duplicates, nearDuplicates };
  return { sentences: items, removed };
}

function isSentence({ text, words }: ProseSentence): boolean {
  const spoken = words.filter((word) => /\p{L}/u.test(word));
  const numCodes = words.filter((word) => word === codeMark).length;
  const isClean = !/[`{}\\|<>=]|□\W*□\W*□/.test(text);
  return (
    isClean &&
    /[.!?:]["'”’)]?$/.test(text) &&
    spoken.length >= 4 &&
    words.length <= 60 &&
    numCodes * 3 <= words.length
  );
}
