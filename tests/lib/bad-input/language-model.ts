/** Language models: calls that must be refused, and the words of each refusal. */
import { LanguageModel } from "../../../lib/language-model";
import { Ngram } from "../../../lib/ngram";
import { randomGenerator } from "../../../lib/random";
import { list, nothing, ones, type Refusal } from "./refusal";

const random = randomGenerator(1);
const sizes = { vocabSize: 6, embeddingSize: 2, hiddenSize: 3 };
const model = new LanguageModel(sizes, random);
const ngram = new Ngram([[1, 4, 2]], { order: 2, vocabSize: 6 });

export const languageModelRefusals: Refusal[] = [
  ["LanguageModel: config should be an object, got undefined", () => new LanguageModel(nothing, random)],
  [
    "LanguageModel: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new LanguageModel(sizes, nothing),
  ],
  [
    "LanguageModel: hiddenSize should be a whole number ≥ 1, got 0",
    () => new LanguageModel({ ...sizes, hiddenSize: 0 }, random),
  ],
  [
    "LanguageModel: dropout should be a number in [0, 1), got 1",
    () => new LanguageModel({ ...sizes, dropout: 1 }, random),
  ],
  [
    "LanguageModel: isTied wants embeddingSize = hiddenSize, got 2 and 3",
    () => new LanguageModel({ ...sizes, isTied: true }, random),
  ],
  ["LanguageModel.run: tokens should be a tensor [batch, time], got a list of 2", () => model.run(list)],
  ["Embedding.apply: tokens should be int32, got float32", () => model.run(ones(1, 2))],
  ["LanguageModel.loss: sequences should be a list, got undefined", () => model.loss(nothing)],
  ["LanguageModel.loss: sequences[0] should be a list, got 1", () => model.loss(list)],
  ["LanguageModel.loss: expected at least one sequence of two tokens, got none", () => model.loss([[1]])],
  ["Ngram: options should be an object, got undefined", () => new Ngram([[1, 4, 2]], nothing)],
  ["Ngram: sequences should be a list, got undefined", () => new Ngram(nothing, { order: 2, vocabSize: 6 })],
  [
    "Ngram: order should be a whole number ≥ 1, got 0",
    () => new Ngram([[1, 4, 2]], { order: 0, vocabSize: 6 }),
  ],
  [
    "Ngram: vocabSize should be a whole number ≥ 1, got NaN",
    () => new Ngram([[1, 4, 2]], { order: 2, vocabSize: NaN }),
  ],
  [
    "Ngram: discount should be a number in (0, 1), got 1",
    () => new Ngram([[1, 4, 2]], { order: 2, vocabSize: 6, discount: 1 }),
  ],
  ["Ngram.surprises: tokens should be a list, got undefined", () => ngram.surprises(nothing)],
  ["Ngram.probabilities: before should be a list, got undefined", () => ngram.probabilities(nothing)],
];
