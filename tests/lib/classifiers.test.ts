import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { NOT_ASKED, SequenceClassifier, TokenClassifier } from "../../lib/classifiers";
import { randomGenerator } from "../../lib/random";
import { train } from "../../lib/training";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../lib/transformer";
import { expectClose, newTensors, numbers } from "./tensors";

const config = { vocabSize: 8, dModel: 8, numHeads: 2, numLayers: 1 };
const encoder = (dropout = 0) => new TransformerEncoder({ ...config, dropout }, randomGenerator(1));
const classes = { numClasses: 3 };
const whole = (dropout = 0) => new SequenceClassifier(encoder(dropout), classes, randomGenerator(2));
const perToken = (dropout = 0) => new TokenClassifier(encoder(dropout), classes, randomGenerator(2));
const adam = () => tf.train.adam(0.02);

describe("SequenceClassifier", () => {
  test("gives one row of scores a sequence, whatever its length", () => {
    expect(whole().run([[4], [5, 6, 7]]).logits.shape).toEqual([2, 3]);
  });

  test("learns whether a token occurs at all, wherever it stands", async () => {
    const model = whole();
    const has = (tokens: number[]) => ({ tokens, label: tokens.includes(7) ? 1 : 0 });
    const examples = [[4, 5], [7, 4], [4, 7], [5, 5, 4], [5, 4, 7], [7], [4], [6, 7, 5], [6, 5], [5]].map(has); // prettier-ignore
    await train(model, () => [examples], { epochs: 40, seed: 1, optimizer: adam() });
    expect(model.classify(examples.map(({ tokens }) => tokens))).toEqual(examples.map(({ label }) => label));
  });

  test("a longer neighbour in the batch, and so more padding, changes no score", () => {
    const model = whole();
    const together = model.run([[4], [5, 6, 7]]).logits.slice([0, 0], [1, 3]);
    expectClose(together, model.run([[4]]).logits, 1e-5);
  });

  test("a fresh model's loss is near that of knowing nothing, and reaches every parameter", () => {
    const [model, examples] = [whole(), [{ tokens: [4, 5], label: 2 }]];
    expect(Math.abs(numbers(model.loss(examples))[0]! - Math.log(3))).toBeLessThan(1);
    const { grads } = tf.variableGrads(() => model.loss(examples), Object.values(model.parameters));
    expect(Object.keys(grads)).toHaveLength(Object.keys(model.parameters).length);
  });

  test("drops numbers in training only", () => {
    const [model, examples] = [whole(0.4), [{ tokens: [4, 5], label: 2 }]];
    const loss = (isTraining: boolean) => numbers(model.loss(examples, { isTraining }))[0];
    expect(loss(false)).toBe(loss(false));
    expect(loss(true)).not.toBe(loss(true));
  });

  test("leaves its loss, and nothing after classifying", () => {
    const model = whole();
    expect(newTensors(() => model.loss([{ tokens: [4], label: 0 }]))).toBe(1);
    expect(newTensors(() => model.classify([[4, 5]]))).toBe(0);
  });

  test("refuses no examples, labels that are no class, and broken sizes", () => {
    expect(() => whole().loss([])).toThrow("padSequences: expected at least one token, got none");
    expect(() => whole().loss([{ tokens: [4], label: 3 }])).toThrow("targets should be ids in [0, 3), got 3");
    expect(() => new SequenceClassifier(encoder(), { numClasses: 0 }, randomGenerator(1))).toThrow(
      "SequenceClassifier: numClasses should be a whole number ≥ 1, got 0",
    );
  });
});

describe("TokenClassifier", () => {
  test("gives one row of scores a token", () => {
    expect(perToken().run([[4], [5, 6, 7]]).logits.shape).toEqual([2, 3, 3]);
    expect(perToken().classify([[4], [5, 6, 7]]).map((row) => row.length)).toEqual([1, 3]); // prettier-ignore
  });

  test("learns what a token's neighbour is", async () => {
    const model = perToken();
    const afterSeven = (tokens: number[]) => ({ tokens, labels: tokens.map((_, t) => (tokens[t - 1] === 7 ? 1 : 0)) }); // prettier-ignore
    const examples = [[7, 4, 5], [4, 7, 5], [5, 4, 4], [7, 7, 4], [4, 5], [7, 5], [5, 7, 7, 4]].map(afterSeven); // prettier-ignore
    await train(model, () => [examples], { epochs: 150, seed: 1, optimizer: adam() });
    expect(model.classify(examples.map(({ tokens }) => tokens))).toEqual(
      examples.map(({ labels }) => labels),
    );
  });

  test("padding is not part of the loss", () => {
    const model = perToken();
    const [short, long] = [{ tokens: [4], labels: [1] }, { tokens: [5, 6, 7], labels: [0, 2, 1] }]; // prettier-ignore
    const apart = numbers(model.loss([short]))[0]! * 1 + numbers(model.loss([long]))[0]! * 3;
    expect(numbers(model.loss([short, long]))[0]).toBeCloseTo(apart / 4, 5);
  });

  test("a token that is not asked for is read, but adds nothing to the loss", () => {
    const model = perToken();
    const asked = { tokens: [5, 6, 7], labels: [NOT_ASKED, 2, NOT_ASKED] };
    const scores = model
      .run([[5, 6, 7]])
      .logits.slice([0, 1, 0], [1, 1, 3])
      .reshape<tf.Tensor1D>([3]);
    const surprise = -numbers(tf.logSoftmax(scores))[2]!;
    expect(numbers(model.loss([asked]))[0]).toBeCloseTo(surprise, 5);
    expect(numbers(model.loss([{ ...asked, labels: [0, 2, 1] }]))[0]).not.toBeCloseTo(surprise, 3);
  });

  test("leaves its loss, and nothing after classifying", () => {
    const model = perToken();
    expect(newTensors(() => model.loss([{ tokens: [4], labels: [0] }]))).toBe(1);
    expect(newTensors(() => model.classify([[4, 5]]))).toBe(0);
  });

  test("refuses another number of labels than tokens, and labels that are no class", () => {
    expect(() => perToken().loss([{ tokens: [4, 5], labels: [1] }])).toThrow(
      "TokenClassifier.loss: examples[0].labels should have one label for each of 2 tokens, got 1",
    );
    expect(() => perToken().loss([{ tokens: [4], labels: [3] }])).toThrow("ids in [0, 3), got 3");
    expect(() => perToken().loss([{ tokens: [4], labels: [-2] }])).toThrow("whole number ≥ 0, got -2");
    expect(() => new TokenClassifier(encoder(), { numClasses: NaN }, randomGenerator(1))).toThrow(
      "TokenClassifier: numClasses should be a whole number ≥ 1, got NaN",
    );
  });
});

describe("one encoder with three heads", () => {
  test("is the same encoder in each: what one head taught it, the others find", () => {
    const shared = encoder();
    const toOne = new SequenceClassifier(shared, classes, randomGenerator(2));
    const toMany = new Transformer(shared, new TransformerDecoder(config, randomGenerator(3)));
    expect(toMany.parameters["encoder.reader.embedding.table"]).toBe(
      toOne.parameters["encoder.reader.embedding.table"],
    );
  });
});
