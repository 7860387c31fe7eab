import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { MultiHeadAttention } from "../../lib/multi-head-attention";
import { collectParameters } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import { withoutHead } from "../../lib/head-removal";
import { expectClose, normal, numbers } from "./tensors";

const look = new MultiHeadAttention({ dModel: 4, numHeads: 2 }, randomGenerator(1));
const model = { parameters: collectParameters({ look }) };
const inputs = normal<tf.Rank.R3>([2, 3, 4], 1);
const output = () => look.run(inputs, inputs).output;
const place = { attention: "look", numHeads: 2 };

describe("withoutHead", () => {
  test("what the heads say adds up: each alone, minus the bias that both runs have", () => {
    const [first, second] = [1, 0].map((head) => withoutHead(model, { ...place, head }, output));
    expectClose(first!.add(second!).sub(look.parameters["output.bias"]!), output(), 1e-6);
  });

  test("the head speaks again afterwards, even if the run failed", () => {
    const before = numbers(output());
    const fail = () => {
      throw new Error("the run failed");
    };
    expect(() => withoutHead(model, { ...place, head: 1 }, fail)).toThrow("the run failed");
    expect(numbers(output())).toEqual(before);
  });

  test("a head whose weights are no numbers any more is silent too", () => {
    const broken = new MultiHeadAttention({ dModel: 4, numHeads: 2 }, randomGenerator(1));
    const weight = broken.parameters["output.inputToOutput"]!;
    weight.assign(tf.concat([tf.fill([2, 4], NaN), weight.slice([2, 0])]));
    const model = { parameters: collectParameters({ look: broken }) };
    const silenced = withoutHead(model, { ...place, head: 0 }, () => broken.run(inputs, inputs).output);
    expectClose(
      silenced,
      withoutHead({ parameters: collectParameters({ look }) }, { ...place, head: 0 }, output),
      0,
    );
  });

  test("leaves no tensors behind", () => {
    const before = tf.memory().numTensors;
    withoutHead(model, { ...place, head: 0 }, () => 1);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("names the attentions that there are, and the heads", () => {
    expect(() => withoutHead(model, { attention: "loook", head: 0, numHeads: 2 }, output)).toThrow(
      'withoutHead: the model has no attention "loook"; it has look',
    );
    expect(() => withoutHead(model, { ...place, head: 2 }, output)).toThrow(
      "withoutHead: head should be a whole number from 0 to 1, got 2",
    );
  });
});
