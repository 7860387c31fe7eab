/** The checks of `clippedPrecision`. */
import { call, likeReference } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/11-translation/clipped-precision";

/** Crosses off each n-gram of the reference that was found. */
function clippedPrecision(hypothesis: readonly string[], reference: readonly string[], n: number) {
  const ngrams = (words: readonly string[]) =>
    words.slice(0, Math.max(0, words.length - n + 1)).map((_, i) => words.slice(i, i + n).join(" "));
  const left = ngrams(reference);
  const found = ngrams(hypothesis).filter((ngram) => {
    const at = left.indexOf(ngram);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return { matches: found.length, total: ngrams(hypothesis).length };
}

const words = (text: string): string[] => text.split(" ");
const anyWords = (draw: Draw, length: number): string[] =>
  Array.from({ length }, () => draw.pick(["a", "b", "c", "d"]));

export const clippedPrecisionTask: Task = {
  name: "clippedPrecision",
  reference: clippedPrecision,
  ...variants,
  cases: [
    likeReference("“the the the the” against “the cat is on the mat”: 2 of 4, since the reference has two", {
      points: 1,
      calls: () => call(words("the the the the"), words("the cat is on the mat"), 1),
    }),
    likeReference("“the cat sat on the mat” against “the cat is on the mat”: 5 of 6 words, 3 of 5 pairs", {
      points: 1,
      calls: () =>
        [1, 2, 3, 4].map((n) => call(words("the cat sat on the mat"), words("the cat is on the mat"), n)),
    }),
    likeReference("a translation shorter than n has no n-grams: 0 of 0", {
      points: 1,
      calls: () => [
        call(["yes"], words("yes it is"), 2),
        call([], ["yes"], 1),
        call(words("a b"), words("a b"), 4),
      ],
    }),
    likeReference("an n-gram ends at the word: “a bc” is not “ab c”", {
      points: 1,
      calls: () => [
        call(["a", "bc"], ["ab", "c"], 2),
        call(["ab", "c", "d"], ["a", "bc", "d"], 3),
        call(["1,", "000"], ["1", ",000"], 2),
      ],
    }),
    likeReference("counts what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [1, 2, 3, 4].map((n) => call(anyWords(draw, 14), anyWords(draw, draw.integer(9, 16)), n)),
    }),
  ],
};
