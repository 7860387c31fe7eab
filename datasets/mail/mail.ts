/**
 * Real e-mail, wanted and unwanted: SpamAssassin's public corpus, which `npm run datasets -- mail` gets. See card.md.
 */
import { randomGenerator, type RandomGenerator } from "../../lib/random";
import { hashSplit } from "../kit/hash-split";
import { checkCount, checkOptions, type Split } from "../kit/options";
import { separate, type Separated } from "../kit/separate";
import { wordTokens } from "../kit/word-tokens";
import { isSetUp, readMessages, type MailLabel, type Message } from "./messages";

export { isSetUp };
export type { MailLabel };

export interface Mail extends Message {
  /** Words and marks. */
  readonly words: readonly string[];
}

export interface MailOptions {
  readonly split: Split;
  readonly limit?: number;
  readonly seed?: number;
  /** As many of ham as of spam: messages of the larger class are left out; false unless said otherwise. */
  readonly isBalanced?: boolean;
  /** A message is cut after this many words and marks; not cut unless said otherwise. */
  readonly maxWords?: number;
}

/** Two messages are compared by their beginnings: the ends of mailing lists and adverts are the same in many. */
const comparedWords = 200;

let prepared: Separated<Mail> | undefined;

/**
 * Loads messages, in random order, without headers. The split of a message is the hash of its text; no message stands
 * twice, and none of validation or test is nearly the same as one of a split before it.
 *
 * @param limit  how many of the first messages; all if left out
 * @param seed   another seed shuffles in another way; the split of a message does not depend on it
 * @throws {RangeError} an option out of its range
 * @throws {DataFileError} the messages are not set up, or not those that the splits are made from
 *
 * Taught in notebook 09.
 * @source The SpamAssassin public corpus. https://spamassassin.apache.org/old/publiccorpus/readme.html
 */
export function load(options: MailOptions): Mail[] {
  checkOptions("mail.load", options);
  const { split, limit, seed = 0, isBalanced = false, maxWords } = options;
  if (maxWords !== undefined) checkCount("mail.load", "maxWords", maxWords);
  const random = randomGenerator(`mail/${seed}`);
  prepared ??= separateMails(readMessages());
  const all = prepared.items[split];
  const chosen = random.shuffle(isBalanced ? balanced(all, random) : all).slice(0, limit);
  return maxWords === undefined
    ? chosen
    : chosen.map((mail) => ({ ...mail, words: mail.words.slice(0, maxWords) }));
}

/** How many messages were left out, because they are the same as another, or nearly so. */
export function removed(): { duplicates: number; nearDuplicates: number } {
  prepared ??= separateMails(readMessages());
  const { duplicates, nearDuplicates } = prepared;
  return { duplicates, nearDuplicates };
}

/** How many messages there are of each class. */
export function classCounts(mails: readonly Mail[]): Record<MailLabel, number> {
  const spam = mails.filter(({ label }) => label === "spam").length;
  return { ham: mails.length - spam, spam };
}

function balanced(mails: readonly Mail[], random: RandomGenerator): Mail[] {
  const { ham, spam } = classCounts(mails);
  const size = Math.min(ham, spam);
  const some = (label: MailLabel) =>
    random.shuffle(mails.filter((mail) => mail.label === label)).slice(0, size);
  return [...some("ham"), ...some("spam")];
}

/** Messages with words, in their splits. */
export function separateMails(messages: readonly Message[]): Separated<Mail> {
  const mails = messages
    .map((message) => ({ ...message, words: wordTokens(message.text) }))
    .filter(({ words }) => words.length > 0);
  const beginning = ({ words }: Mail) => words.slice(0, comparedWords);
  return separate(mails, ({ text }) => hashSplit(text), beginning);
}
