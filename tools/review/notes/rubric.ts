/** What a reviewer judges an answer by. Notes name a criterion in English, in whatever language the page is. */
import { phrase } from "../../../lib/jupyter/language.cjs";

export interface Criterion {
  readonly name: string;
  /** As the page calls it. */
  shown(): string;
  /** What 0, 1, 2 and 3 mean. */
  words(): readonly [string, string, string, string];
}

export const rubric: readonly Criterion[] = [
  {
    name: "right",
    shown: () => phrase("right"),
    words: () => [
      phrase("does not do the task"),
      phrase("works in some cases"),
      phrase("works, but an edge case breaks"),
      phrase("right in every case"),
    ],
  },
  {
    name: "readable",
    shown: () => phrase("readable"),
    words: () => [
      phrase("I cannot follow it"),
      phrase("I follow it with effort"),
      phrase("clear, but for a name or a step"),
      phrase("reads like the equation"),
    ],
  },
  {
    name: "tested idea",
    shown: () => phrase("tested idea"),
    words: () => [
      phrase("nothing was tried out"),
      phrase("only the given checks"),
      phrase("an example by hand"),
      phrase("a case that would find a mistake"),
    ],
  },
  {
    name: "explained",
    shown: () => phrase("explained"),
    words: () => [
      phrase("no word about why"),
      phrase("says what, not why"),
      phrase("says why for most steps"),
      phrase("I could explain it to others now"),
    ],
  },
];

/** What the author of an answer thinks of a review, 1 to 5. */
export const ratingWords = (): readonly string[] => [
  phrase("did not help"),
  phrase("helped a little"),
  phrase("helped"),
  phrase("helped a lot"),
  phrase("I will write it differently from now on"),
];
