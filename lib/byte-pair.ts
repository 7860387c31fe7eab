/**
 * Subwords by byte-pair encoding: frequent words stay whole, rare ones fall into pieces, so that hardly a word is unknown.
 *
 * @source Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units".
 *   https://aclanthology.org/P16-1162
 */
import { checkList, checkSize, checkText } from "./argument";

/** Two pieces that become one. */
export type Merge = readonly [string, string];

/** At the end of a piece whose word goes on. */
const GOES_ON = "@@";

/**
 * Learns which pieces to merge: letters first, then again and again the two neighbours that stand together most often.
 *
 * @param words      the training text, word by word; no pair crosses from one word into the next
 * @param numMerges  at most; fewer where no pair is left that comes twice
 * @returns the merges in their order
 * @throws {RangeError} numMerges is no whole number ≥ 1
 *
 * Taught in notebook 11.
 * @source Sennrich et al. 2016, §3.2, algorithm 1. https://aclanthology.org/P16-1162
 */
export function learnMerges(words: readonly string[], numMerges: number): Merge[] {
  checkList("learnMerges", "words", words);
  checkSize("learnMerges", "numMerges", numMerges);
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  let spelled = [...counts].map(([word, count]) => ({ pieces: letters(word), count }));
  const merges: Merge[] = [];
  while (merges.length < numMerges) {
    const best = commonestPair(spelled);
    if (best === undefined) break;
    merges.push(best);
    spelled = spelled.map(({ pieces, count }) => ({ pieces: merged(pieces, best), count }));
  }
  return merges;
}

/**
 * Splits a word as training would have: its letters, with all merges in their order.
 *
 * @returns pieces; "@@" stands at the end of each but the last
 * @throws {TypeError} word is no text, or merges no list
 *
 * Taught in notebook 11.
 */
export function splitWord(word: string, merges: readonly Merge[]): string[] {
  checkText("splitWord", "word", word);
  checkList("splitWord", "merges", merges);
  return merges.reduce(merged, letters(word));
}

/**
 * The words of pieces.
 *
 * Taught in notebook 11.
 */
export function joinPieces(pieces: readonly string[]): string[] {
  checkList("joinPieces", "pieces", pieces);
  const text = pieces.map((piece) =>
    piece.endsWith(GOES_ON) ? piece.slice(0, -GOES_ON.length) : `${piece} `,
  );
  return text.join("").trim().split(" ").filter((word) => word !== ""); // prettier-ignore
}

const letters = (word: string): string[] =>
  [...word].map((letter, place, { length }) => (place < length - 1 ? letter + GOES_ON : letter));

/** Only if it comes at least twice; of equally frequent ones the first in the order of the code points. */
function commonestPair(spelled: readonly { pieces: string[]; count: number }[]): Merge | undefined {
  const counts = new Map<string, number>();
  for (const { pieces, count } of spelled)
    for (let place = 1; place < pieces.length; place++) {
      const pair = `${pieces[place - 1]} ${pieces[place]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  let [best, most] = ["", 1];
  counts.forEach((count, pair) => {
    if (count > most || (count === most && most > 1 && pair < best)) [best, most] = [pair, count];
  });
  return best === "" ? undefined : (best.split(" ") as [string, string]);
}

function merged(pieces: string[], [first, second]: Merge): string[] {
  if (!pieces.includes(first)) return pieces;
  const result: string[] = [];
  for (const piece of pieces) {
    if (piece === second && result.at(-1) === first)
      result[result.length - 1] = first.slice(0, -GOES_ON.length) + second;
    else result.push(piece);
  }
  return result;
}
