/** Heads of one encoder: calls that must be refused, and the words of each refusal. */
import { SequenceClassifier, TokenClassifier } from "../../../lib/classifiers";
import { randomGenerator } from "../../../lib/random";
import { list, nothing, type Refusal } from "./refusal";
import * as small from "./small";

const random = randomGenerator(1);

export const classifierRefusals: Refusal[] = [
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
    "TokenClassifier.loss: examples[0].labels should have one label for each of 1 tokens, got 0",
    () => new TokenClassifier(small.encoder(), { numClasses: 2 }, random).loss([{ tokens: [1], labels: [] }]),
  ],

  [
    "SequenceClassifier: encoder should be an object, got undefined",
    () => new SequenceClassifier(nothing, { numClasses: 2 }, random),
  ],
  [
    "TokenClassifier: config should be an object, got undefined",
    () => new TokenClassifier(small.encoder(), nothing, random),
  ],
  [
    "SequenceClassifier.run: sequences should be a list, got undefined",
    () => new SequenceClassifier(small.encoder(), { numClasses: 2 }, random).run(nothing),
  ],
  [
    "SequenceClassifier.run: sequences[0] should be a list, got 1",
    () => new SequenceClassifier(small.encoder(), { numClasses: 2 }, random).classify(list),
  ],
  [
    "SequenceClassifier.loss: examples should be a list, got undefined",
    () => new SequenceClassifier(small.encoder(), { numClasses: 2 }, random).loss(nothing),
  ],
  [
    "SequenceClassifier.loss: an id of the labels should be a whole number ≥ 0, got undefined at position 0",
    () => new SequenceClassifier(small.encoder(), { numClasses: 2 }, random).loss([{ tokens: [4] } as never]),
  ],
  [
    "TokenClassifier.loss: examples[0].tokens should be a list, got undefined",
    () => new TokenClassifier(small.encoder(), { numClasses: 2 }, random).loss([{ labels: [1] } as never]),
  ],
  [
    "TokenClassifier.loss: examples[0].labels should be a list, got undefined",
    () => new TokenClassifier(small.encoder(), { numClasses: 2 }, random).loss([{ tokens: [4] } as never]),
  ],
];
