import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { LanguageModel, type LanguageModelConfig } from "../../lib/language-model";
import { randomGenerator } from "../../lib/random";
import { generate } from "../../lib/sampling";
import { expectClose, ids, newTensors, numbers } from "./tensors";

const config: LanguageModelConfig = { vocabSize: 9, embeddingSize: 5, hiddenSize: 6 };
const small = (changes: Partial<LanguageModelConfig> = {}) =>
  new LanguageModel({ ...config, ...changes }, randomGenerator(1));
const tokens = ids([[4, 5, 6, 7], [7, 6, 5, 4]]); // prettier-ignore

describe("LanguageModel", () => {
  test("the future does not leak into the past", () => {
    const model = small();
    const past = (last: number) => model.run(ids([[4, 5, last]])).logits.slice([0, 0, 0], [1, 2, 9]);
    expectClose(past(8), past(7), 0);
  });

  test("reads on from a state as if it had read everything at once", () => {
    const model = small();
    const whole = model.run(tokens);
    const first = model.run(tokens.slice([0, 0], [2, 1]));
    const rest = model.run(tokens.slice([0, 1], [2, 3]), first.state);
    expectClose(tf.concat([first.logits, rest.logits], 1), whole.logits);
    expectClose(rest.state.cell, whole.state.cell);
  });

  test("every token but the first is to be said from those before it", () => {
    const model = small();
    const logProbs = tf.logSoftmax(model.run(ids([[4, 5]])).logits).arraySync() as number[][][];
    const expected = -(logProbs[0]![0]![5]! + logProbs[0]![1]![6]!) / 2;
    expect(numbers(model.loss([[4, 5, 6]]))[0]).toBeCloseTo(expected, 5);
  });

  test("a fresh model's loss is that of knowing nothing", () => {
    expect(numbers(small().loss([[4, 5, 6]]))[0]).toBeCloseTo(Math.log(9), 0);
  });

  test("a longer neighbour in the batch changes no share of the loss", () => {
    const model = small();
    const [short, long] = [[4, 5], [6, 7, 8, 4]]; // prettier-ignore
    const apart = numbers(model.loss([short!]))[0]! * 1 + numbers(model.loss([long!]))[0]! * 3;
    expect(numbers(model.loss([short!, long!]))[0]).toBeCloseTo(apart / 4, 5);
  });

  test("every parameter gets a gradient", () => {
    const model = small();
    const { grads } = tf.variableGrads(() => model.loss([[4, 5, 6]]), Object.values(model.parameters));
    const lengths = Object.values(grads).map((grad) => numbers(grad.square().sum())[0]!);
    expect(lengths).toHaveLength(6);
    expect(Math.min(...lengths)).toBeGreaterThan(0);
  });

  test("tied, scores a token by its own vector, with no matrix beside the table", () => {
    const tied = small({ embeddingSize: 6, isTied: true });
    expect(Object.keys(tied.parameters).filter((name) => name.startsWith("output"))).toEqual(["output.bias"]);
    const { logits, state } = tied.run(ids([[4]]));
    const table = tied.parameters["embedding.table"] as unknown as tf.Tensor2D;
    expectClose(logits.reshape([1, 9]), state.hidden.matMul(table, false, true));
  });

  test("drops numbers in training only", () => {
    const model = small({ dropout: 0.4 });
    const loss = (isTraining: boolean) => numbers(model.loss([[4, 5, 6]], { isTraining }))[0];
    expect(loss(false)).toBe(loss(false));
    expect(loss(true)).not.toBe(loss(true));
  });

  test("writes the same with and without its state", () => {
    const write = (usesState: boolean) =>
      generate(small(), [4, 5], { numTokens: 8, usesState, random: randomGenerator(7) });
    expect(write(true)).toEqual(write(false));
  });

  test("leaves nothing behind but its outputs", () => {
    const model = small();
    expect(newTensors(() => model.run(tokens))).toBe(3);
    expect(newTensors(() => model.loss([[4, 5, 6]]))).toBe(1);
  });

  test("names what is wrong with its input", () => {
    const model = small();
    expect(() => model.run(ids([[9]]))).toThrow("Embedding.apply: tokens should be ids in [0, 9), got 9");
    expect(() => model.run(tf.tensor1d([4]) as never)).toThrow(
      "LanguageModel.run: tokens should have 2 axes [batch, time]",
    );
    expect(() => small({ isTied: true })).toThrow(
      "LanguageModel: isTied wants embeddingSize = hiddenSize, got 5 and 6",
    );
    expect(() => small({ hiddenSize: 0 })).toThrow("hiddenSize should be a whole number ≥ 1, got 0");
  });
});
