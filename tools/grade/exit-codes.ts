/** How `npm run grade` ends; scripts can tell the cases apart. */
export const exitCodes = {
  allGraded: 0,
  /** Something cannot go on: a full disk, a refused batch, a missing sandbox. */
  failed: 1,
  rejectedInputs: 2,
  infrastructureErrors: 3,
  badConfiguration: 4,
  nothingFound: 5,
  /** Of a review: a page may still say whose an answer is, and nobody has agreed to that. */
  namesLeft: 6,
} as const;

/** Wrong options, roster or set-up: said in one sentence, nothing was graded. */
export class BadConfiguration extends Error {}
