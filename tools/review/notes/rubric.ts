/** What a reviewer judges an answer by; also read by the pages' script. */

export interface Criterion {
  readonly name: string;
  /** What 0, 1, 2 and 3 mean. */
  readonly words: readonly [string, string, string, string];
}

export const rubric: readonly Criterion[] = [
  {
    name: "right",
    words: [
      "does not do the task",
      "works in some cases",
      "works, but an edge case breaks",
      "right in every case",
    ],
  },
  {
    name: "readable",
    words: [
      "I cannot follow it",
      "I follow it with effort",
      "clear, but for a name or a step",
      "reads like the equation",
    ],
  },
  {
    name: "tested idea",
    words: [
      "nothing was tried out",
      "only the given checks",
      "an example by hand",
      "a case that would find a mistake",
    ],
  },
  {
    name: "explained",
    words: [
      "no word about why",
      "says what, not why",
      "says why for most steps",
      "I could explain it to others now",
    ],
  },
];

/** What the author of an answer thinks of a review, 1 to 5. */
export const ratingWords: readonly string[] = [
  "did not help",
  "helped a little",
  "helped",
  "helped a lot",
  "I will write it differently from now on",
];
