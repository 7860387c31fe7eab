import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { pairBatch, type EncodedPair } from "../../lib/batches";
import { disposeParameters } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../lib/transformer";
import type { StackConfig } from "../../lib/transformer-stack";
import { expectPyTorch, referenceCases } from "./reference";
import { expectClose, ids, maskOf, newTensors, numbers } from "./tensors";

const config: StackConfig = { vocabSize: 9, dModel: 8, numHeads: 2, numLayers: 2 };
const modelOf = (changes: Partial<StackConfig> = {}, settings = {}) =>
  new Transformer(
    new TransformerEncoder({ ...config, ...changes }, randomGenerator(1)),
    new TransformerDecoder({ ...config, ...changes }, randomGenerator(2)),
    settings,
  );
const pairs: EncodedPair[] = [
  { source: [4, 5, 6], target: [6, 5] },
  { source: [7], target: [8, 8, 8] },
];

interface Given {
  readonly source: tf.Tensor2D;
  readonly mask: tf.Tensor2D;
  readonly target: tf.Tensor2D;
}

describe("Transformer", () => {
  test.each(referenceCases("transformer"))("gives PyTorch's values and gradients: $name", (reference) => {
    const options = reference.options as never;
    const model = new Transformer(
      new TransformerEncoder(options, randomGenerator(1)),
      new TransformerDecoder(options, randomGenerator(2)),
    );
    expectPyTorch(reference, model, ({ source, mask, target }: Given) => {
      const encoded = model.encoder.run(source, mask);
      return { logits: model.decoder.run(target, encoded, model.decoder.start(encoded)).logits };
    });
  });

  test("a fresh model's loss is near that of knowing nothing", () => {
    const lossNats = numbers(modelOf().loss(pairs))[0]!;
    expect(Math.abs(lossNats - Math.log(9))).toBeLessThan(1);
  });

  test.each(["pre", "post"] as const)("with %s-norm every parameter gets a gradient", (norm) => {
    const model = modelOf({ norm });
    const { grads } = tf.variableGrads(() => model.loss(pairs), Object.values(model.parameters));
    expect(Object.keys(grads)).toHaveLength(Object.keys(model.parameters).length);
    expect(Object.values(grads).every((grad) => numbers(grad).every(Number.isFinite))).toBe(true);
  });

  test("a longer neighbour in the batch, and so more padding, changes no logit", () => {
    const model = modelOf();
    const alone = model.run(pairBatch([pairs[1]!])).logits;
    const together = model.run(pairBatch(pairs)).logits.slice([1, 0, 0], [1, 4, 9]);
    expectClose(together, alone, 1e-5);
  });

  test("the order of a batch does not matter", () => {
    const model = modelOf();
    expectClose(model.loss([...pairs].reverse()), model.loss(pairs), 1e-5);
  });

  test("what comes later in the target does not change what was said before", () => {
    const model = modelOf();
    const early = (target: number[]) =>
      model.run(pairBatch([{ source: [4, 5], target }])).logits.slice([0, 0, 0], [1, 2, 9]);
    expectClose(early([6, 7]), early([6, 8]), 0);
  });

  test.each(["sinusoidal", "learned", "rotary", "none"] as const)(
    "with %s positions, feeding one token after the other gives the logits and weights of teacher forcing",
    (positions) => {
      const model = modelOf({ positions, maxTime: 3 });
      const encoded = model.encoder.run(ids([[4, 5, 2], [7, 2, 0]]), maskOf([3, 2])); // prettier-ignore
      const whole = model.decoder.run(ids([[1, 6, 5], [1, 8, 8]]), encoded, model.decoder.start(encoded)); // prettier-ignore
      const first = model.decoder.run(ids([[1], [1]]), encoded, model.decoder.start(encoded));
      const rest = model.decoder.run(ids([[6, 5], [8, 8]]), encoded, first.state); // prettier-ignore
      expectClose(tf.concat([first.logits, rest.logits], 1), whole.logits, 1e-5);
      expectClose(tf.concat([first.weights, rest.weights], 1), whole.weights, 1e-5);
    },
  );

  test("word order matters, though attention alone would not see it", () => {
    const model = modelOf();
    const [there, back] = [
      [4, 5, 6],
      [6, 5, 4],
    ].map(
      // prettier-ignore
      (source) => model.run(pairBatch([{ source, target: [7] }])).logits,
    );
    expect(numbers(back!)).not.toEqual(numbers(there!));
  });

  test("without positions the encoder sees a set: another order gives the same states in that order", () => {
    const { encoder } = modelOf({ positions: "none" });
    const states = (tokens: number[]) => encoder.run(ids([tokens]), maskOf([3])).hiddens;
    expectClose(states([6, 5, 4]), states([4, 5, 6]).reverse(1), 1e-6);
  });

  test("rotary positions know the distance only: two tokens later in the text is the same to the encoder", () => {
    const states = (positions: "rotary" | "sinusoidal", numBefore: number) => {
      const tokens = [...Array.from({ length: numBefore }, () => 0), 4, 5, 6];
      const { hiddens } = modelOf({ positions }).encoder.run(
        ids([tokens]),
        ids([tokens]).greater(0).cast("int32"),
      );
      return hiddens.slice([0, numBefore, 0]);
    };
    expectClose(states("rotary", 2), states("rotary", 0), 1e-5);
    expect(numbers(states("sinusoidal", 2))).not.toEqual(numbers(states("sinusoidal", 0)));
  });

  test("learned positions have a longest sequence", () => {
    const model = modelOf({ positions: "learned", maxTime: 4 });
    expect(Object.keys(model.parameters)).toContain("encoder.reader.positions.table");
    expect(() => model.loss([{ source: [4, 5, 6, 7], target: [5] }])).toThrow(
      "LearnedPositions.apply: there are 4 positions, got 5 tokens",
    );
  });

  test("shows every head of every layer", () => {
    const { selfWeights, sourceWeights, weights } = modelOf().run(pairBatch(pairs));
    expect(selfWeights.map(({ shape }) => shape)).toEqual([[2, 2, 4, 4], [2, 2, 4, 4]]); // prettier-ignore
    expect(sourceWeights.map(({ shape }) => shape)).toEqual([[2, 2, 4, 4], [2, 2, 4, 4]]); // prettier-ignore
    expectClose(weights.sum(2), tf.ones([2, 4]), 1e-5);
  });

  test("dropout and label smoothing count in training, not in validation", () => {
    const model = modelOf({ dropout: 0.3 }, { labelSmoothing: 0.1 });
    const measured = numbers(model.loss(pairs, { isTraining: false }));
    expect(numbers(model.loss(pairs, { isTraining: false }))).toEqual(measured);
    expect(numbers(model.loss(pairs))).not.toEqual(measured);
    const plain = modelOf();
    expect(numbers(plain.loss(pairs))).toEqual(numbers(plain.loss(pairs, { isTraining: false })));
  });

  test("the same seeds give the same losses, dropout included", () => {
    const losses = () => {
      const model = modelOf({ dropout: 0.3 });
      return [model.loss(pairs), model.loss(pairs)].flatMap(numbers);
    };
    expect(losses()).toEqual(losses());
  });

  test("leaves one loss, and nothing when its parameters are disposed", () => {
    const model = modelOf({ dropout: 0.3 });
    expect(newTensors(() => model.loss(pairs))).toBe(1);
    const before = tf.memory().numTensors;
    disposeParameters(modelOf());
    expect(tf.memory().numTensors).toBe(before);
  });

  test("refuses broken sizes, unknown ids and no pairs", () => {
    expect(() => modelOf({ numLayers: 0 })).toThrow(
      "TransformerEncoder: numLayers should be a whole number ≥ 1, got 0",
    );
    expect(() => modelOf({ dModel: NaN })).toThrow(
      "TransformerEncoder: dModel should be a whole number ≥ 1, got NaN",
    );
    expect(() => modelOf({ numHeads: 3 })).toThrow("TransformerEncoder: 3 heads do not divide dModel 8");
    expect(() => modelOf().loss([])).toThrow("pairBatch: expected at least one pair, got none");
    expect(() => modelOf().loss([{ source: [9], target: [1] }])).toThrow(
      "Embedding.apply: tokens should be ids in [0, 9), got 9",
    );
  });
});
