import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { randomGenerator } from "../../lib/random";
import { Gpt, type GptConfig } from "../../lib/gpt";
import { expectPyTorch, referenceCases } from "./reference";
import { expectClose, ids, newTensors, numbers } from "./tensors";

const config: GptConfig = { vocabSize: 9, dModel: 8, numHeads: 2, numLayers: 2, maxTime: 6 };
const small = (changes: Partial<GptConfig> = {}) => new Gpt({ ...config, ...changes }, randomGenerator(1));
const tokens = ids([[4, 5, 6, 7], [7, 6, 5, 4]]); // prettier-ignore

describe("Gpt", () => {
  test.each(referenceCases("gpt"))("gives PyTorch's values and gradients: $name", (reference) => {
    const model = new Gpt(reference.options as never, randomGenerator(1));
    expectPyTorch(reference, model, ({ tokens }: { tokens: tf.Tensor2D }) => ({
      logits: model.run(tokens).logits,
    }));
  });

  test("the future does not leak into the past", () => {
    const model = small();
    const past = (last: number) => model.run(ids([[4, 5, last]])).logits.slice([0, 0, 0], [1, 2, 9]);
    expectClose(past(8), past(7), 0);
  });

  test("with the KV cache, token by token, it says the same as without", () => {
    const model = small();
    const whole = model.run(tokens).logits;
    const column = (t: number) => tokens.slice([0, t], [2, 1]);
    const first = model.run(column(0));
    const second = model.run(column(1), first.state);
    const rest = model.run(tokens.slice([0, 2], [2, 2]), second.state);
    expectClose(tf.concat([first.logits, second.logits, rest.logits], 1), whole, 1e-5);
  });

  test("every token but the first is to be said from those before it", () => {
    const model = small();
    const { logits } = model.run(ids([[4, 5]]));
    const logProbs = tf.logSoftmax(logits).arraySync() as number[][][];
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

  test("ties its output to its embedding: no matrix of its own, and every parameter gets a gradient", () => {
    const model = small();
    expect(Object.keys(model.parameters).filter((name) => name.includes("output.input"))).toEqual([
      "layers.0.selfAttention.output.inputToOutput",
      "layers.1.selfAttention.output.inputToOutput",
    ]);
    const { grads } = tf.variableGrads(() => model.loss([[4, 5, 6]]), Object.values(model.parameters));
    expect(Object.keys(grads)).toHaveLength(Object.keys(model.parameters).length);
  });

  test("drops numbers in training only", () => {
    const model = small({ dropout: 0.4 });
    const loss = (isTraining: boolean) => numbers(model.loss([[4, 5, 6]], { isTraining }))[0];
    expect(loss(false)).toBe(loss(false));
    expect(loss(true)).not.toBe(loss(true));
  });

  test("leaves its logits, keys, values and weights, and one loss", () => {
    const model = small();
    expect(newTensors(() => model.run(tokens))).toBe(1 + 2 * (2 + 1));
    expect(newTensors(() => model.loss([[4, 5, 6]]))).toBe(1);
  });

  test("refuses more tokens than it has positions, and no token to say", () => {
    expect(() => small().run(ids([[1, 1, 1, 1, 1, 1, 1]]))).toThrow(
      "LearnedPositions.apply: there are 6 positions, got 7 tokens",
    );
    const model = small();
    const { state } = model.run(ids([[1, 1, 1, 1, 1, 1]]));
    expect(() => model.run(ids([[1]]), state)).toThrow("there are 6 positions, got 7 tokens");
    expect(() => model.loss([[4]])).toThrow(
      "Gpt.loss: expected at least one sequence of two tokens, got none",
    );
    expect(() => small({ maxTime: 0 })).toThrow("Gpt: maxTime should be a whole number ≥ 1, got 0");
  });
});
