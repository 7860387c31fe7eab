/** Heads of one encoder: calls that must be refused, and the words of each refusal. */
import { SequenceClassifier, TokenClassifier } from "../../../lib/encoder-heads";
import { randomGenerator } from "../../../lib/random";
import { type Refusal } from "./refusal";
import * as small from "./small";

const random = randomGenerator(1);

export const encoderHeadRefusals: Refusal[] = [
  [
    "SequenceClassifier: numClasses should be a whole number ≥ 1, got 0",
    () => new SequenceClassifier(small.encoder(), { numClasses: 0 }, random),
  ],
  [
    "maskedCrossEntropy: targets should be ids in [0, 2), got 2",
    () =>
      new SequenceClassifier(small.encoder(), { numClasses: 2 }, random).loss([{ tokens: [1], label: 2 }]),
  ],
  [
    "TokenClassifier: numClasses should be a whole number ≥ 1, got NaN",
    () => new TokenClassifier(small.encoder(), { numClasses: NaN }, random),
  ],
  [
    "TokenClassifier.loss: example 0 has 1 tokens, but 0 labels",
    () => new TokenClassifier(small.encoder(), { numClasses: 2 }, random).loss([{ tokens: [1], labels: [] }]),
  ],
];
