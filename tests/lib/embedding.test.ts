import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { Embedding } from "../../lib/embedding";
import { randomGenerator } from "../../lib/random";
import { expectPyTorch, referenceCases, shapeOf } from "./reference";
import { ids, newTensors, numbers } from "./tensors";

const random = () => randomGenerator(1);
const small = () => new Embedding({ vocabSize: 3, embeddingSize: 2 }, random());

describe("Embedding", () => {
  test("gives each token its row of the table", () => {
    const embedding = small();
    embedding.parameters["table"]!.assign(
      tf.tensor2d([
        [0, 1],
        [2, 3],
        [4, 5],
      ]),
    );
    const vectors = embedding.apply(ids([[2, 0, 2]]));
    expect(vectors.arraySync()).toEqual([
      [
        [4, 5],
        [0, 1],
        [4, 5],
      ],
    ]);
  });

  test.each(referenceCases("embedding"))("gives PyTorch's values and gradients: $name", (reference) => {
    const [vocabSize, embeddingSize] = shapeOf(reference, "table") as [number, number];
    const embedding = new Embedding({ vocabSize, embeddingSize }, random());
    expectPyTorch(reference, embedding, ({ tokens }: { tokens: tf.Tensor2D }) => ({
      outputs: embedding.apply(tokens),
    }));
  });

  test("the gradient of a token adds up over all places where it stands", () => {
    const embedding = small();
    const loss = () => embedding.apply(ids([[1, 1, 0]])).sum<tf.Scalar>();
    const { grads } = tf.variableGrads(loss, [embedding.parameters["table"]!]);
    expect(numbers(Object.values(grads)[0]!)).toEqual([1, 1, 2, 2, 0, 0]);
  });

  test("the same seed gives the same table, another seed another one", () => {
    expect(numbers(small().table)).toEqual(numbers(small().table));
    const other = new Embedding({ vocabSize: 3, embeddingSize: 2 }, randomGenerator(2));
    expect(numbers(other.table)).not.toEqual(numbers(small().table));
  });

  test("leaves one tensor, its output", () => {
    const embedding = small();
    const tokens = ids([[2, 0]]);
    expect(newTensors(() => embedding.apply(tokens))).toBe(1);
  });

  test("names an id outside the vocabulary", () => {
    const look = (id: number) => () => small().apply(ids([[0, id]]));
    expect(look(3)).toThrow(new RangeError("Embedding.apply: tokens should be ids in [0, 3), got 3"));
    expect(look(-1)).toThrow(new RangeError("Embedding.apply: tokens should be ids in [0, 3), got -1"));
  });

  test("refuses ids that are not whole numbers, and a wrong rank", () => {
    expect(() => small().apply(tf.tensor2d([[0, 1]]))).toThrow(
      "Embedding.apply: tokens should be int32, got float32",
    );
    expect(() => small().apply(tf.tensor1d([0, 1], "int32") as never)).toThrow(
      "Embedding.apply: tokens should have 2 axes [batch, time], got 1 [2]",
    );
  });

  test("refuses a size that is no whole number ≥ 1", () => {
    expect(() => new Embedding({ vocabSize: 0, embeddingSize: 2 }, random())).toThrow(
      "Embedding: vocabSize should be a whole number ≥ 1, got 0",
    );
    expect(() => new Embedding({ vocabSize: 2, embeddingSize: 1.5 }, random())).toThrow(
      "Embedding: embeddingSize should be a whole number ≥ 1, got 1.5",
    );
  });
});
