/** The checks of `buildVocabulary`. */
import { call, likeReference } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/03-language-model/build-vocabulary";

/** Special tokens first, then the tokens that occur often enough, the most frequent first. */
export function buildVocabulary(trainingTokens: readonly string[], minCount = 1): string[] {
  const counts = new Map<string, number>();
  for (const token of trainingTokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  const frequent = [...counts].filter(([, count]) => count >= minCount);
  frequent.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
  return ["<pad>", "<sos>", "<eos>", "<unk>", ...frequent.map(([token]) => token)];
}

const text = (draw: Draw, length: number): string[] =>
  Array.from({ length }, () => draw.pick(["the", "the", "the", "whale", "whale", "sea", "a", "ship", "old"]));

export const buildVocabularyTask: Task = {
  name: "buildVocabulary",
  reference: buildVocabulary,
  ...variants,
  cases: [
    likeReference('of "b c b a c b" the vocabulary is the four special tokens, then b, c and a', {
      points: 1,
      keepsArguments: true,
      calls: () => call(["b", "c", "b", "a", "c", "b"]),
    }),
    likeReference("tokens that are equally frequent stand in the order of the alphabet", {
      points: 1,
      likely: "they stand in the order in which they came; then two machines may number them differently",
      calls: () => [
        call(["sea", "ahab", "sea", "ahab", "whale"]),
        call(["b", "a", "B", "A", "é", "z", "10", "9"]), // as `<` compares: digits, capitals, small letters, the rest
      ],
    }),
    likeReference("a token that is rarer than minCount is left out", {
      points: 1,
      calls: () => [call(["a", "a", "a", "b", "b", "c"], 2), call(["a", "b"], 2)],
    }),
    likeReference("a text without tokens gives the special tokens alone", {
      points: 1,
      calls: () => call([]),
    }),
    likeReference('words such as "constructor" are tokens like any other', {
      points: 1,
      likely: 'you count in a plain object, which has a "constructor" already; a Map has not',
      calls: () => call(["constructor", "toString", "constructor"]),
    }),
    likeReference("numbers texts that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [call(text(draw, 30)), call(text(draw, 40), 4)],
    }),
  ],
};
