/** What a mask leaves out is left out, whatever number stands there: 0 · NaN would be NaN. */
import { describe, expect, test } from "vitest";
import { attend, combineMasks, scaledDotProductAttention } from "../../lib/attention";
import { Bidirectional } from "../../lib/bidirectional";
import { dropout } from "../../lib/dropout";
import { Gru } from "../../lib/gru";
import { Lstm } from "../../lib/lstm";
import { masked } from "../../lib/masked";
import { MultiHeadAttention } from "../../lib/multi-head-attention";
import type { HasParameters } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import type { RecurrentOutput, RecurrentRunOptions } from "../../lib/recurrence";
import { Rnn } from "../../lib/rnn";
import { tf } from "../../lib/tf";
import { expectClose, maskOf, newTensors, normal, numbers, summed } from "./tensors";

const odd = [NaN, Infinity, -Infinity];
const random = () => randomGenerator(1);
const sizes = { inputSize: 4, hiddenSize: 4 };

/** The last of three positions, which the mask leaves out, holds another number. */
const withOdd = (x: tf.Tensor3D, value: number): tf.Tensor3D =>
  tf.concat([x.slice([0, 0, 0], [-1, 2, -1]), tf.fill<tf.Rank.R3>([x.shape[0], 1, x.shape[2]], value)], 1);

const mask = maskOf([2, 2], 3);
const x = normal<tf.Rank.R3>([2, 3, 4], 1);

describe("masked", () => {
  test.each(odd)("%d under a mask of 0 is 0, and so is its gradient", (value) => {
    const given = tf.tensor1d([value, 2]);
    const half = tf.tensor1d([0, 1]);
    expect(numbers(masked(given, half))).toEqual([0, 2]);
    const gradient = tf.grad((y) =>
      masked(y, half)
        .mul(tf.tensor1d([value, 3]))
        .sum(),
    );
    expect(numbers(gradient(given))).toEqual([0, 3]);
  });

  test("shares a mask along axes of length 1, takes one of whole numbers, and leaves one tensor", () => {
    const ones = tf.ones([2, 3]);
    const row = tf.tensor2d([[1, 0, 1]], [1, 3], "int32");
    expect(masked(ones, row).arraySync()).toEqual([[1, 0, 1], [1, 0, 1]]); // prettier-ignore
    expect(newTensors(() => masked(ones, row))).toBe(1);
    expect(newTensors(() => tf.grad((y) => masked(y, row).sum())(ones))).toBe(1);
  });
});

describe("a masked score", () => {
  const scores = normal<tf.Rank.R3>([2, 2, 3], 2);
  const spoilt = (value: number) =>
    withOdd(scores.transpose([0, 2, 1]), value).transpose<tf.Tensor3D>([0, 2, 1]);
  const run = (e: tf.Tensor) => Object.values(attend(e as tf.Tensor3D, x, mask));

  test.each(odd)("of %d gets a weight of exactly 0 and changes nothing else, nor any gradient", (value) => {
    run(spoilt(value)).forEach((output, index) => expectClose(output, run(scores)[index]!, 0));
    const gradient = tf.grad((e) => summed(run(e)));
    expectClose(gradient(spoilt(value)), gradient(scores), 0);
  });

  test("has no slope, however steep a loss is there", () => {
    const logLoss = (e: tf.Tensor) =>
      attend(e as tf.Tensor3D, x, mask)
        .weights.log()
        .sum();
    const slopes = tf.grad(logLoss)(scores).slice([0, 0, 2], [2, 2, 1]);
    expect(numbers(slopes)).toEqual([0, 0, 0, 0]);
  });

  test("stays at a weight of 0 in a row whose allowed score is NaN", () => {
    const { weights } = attend(tf.tensor2d([[NaN, 1]]), tf.ones([1, 2, 1]), maskOf([1], 2));
    expect(numbers(weights)).toEqual([NaN, 0]);
  });

  test.each(odd)("of %d in scaled dot-product and multi-head attention changes no output", (value) => {
    // A key so large that its score overflows, beside values that stay numbers.
    const keys = withOdd(x, value);
    const plain = (k: tf.Tensor3D) =>
      scaledDotProductAttention(x, k, x, { mask: combineMasks({ padding: mask }) });
    expectClose(plain(keys).output, plain(x).output, 0);
    const layer = new MultiHeadAttention({ dModel: 4, numHeads: 2 }, random());
    const offered = layer.offer(x);
    const heads = (keys: tf.Tensor4D) =>
      layer.look(x, { ...offered, keys }, { mask: combineMasks({ padding: mask }) }).output;
    const [first, last] = tf.split(offered.keys, [2, 1], 2) as [tf.Tensor4D, tf.Tensor4D];
    expectClose(heads(tf.concat([first, tf.fill(last.shape, value)], 2)), heads(offered.keys), 0);
  });
});

type Layer = HasParameters & {
  run(inputs: tf.Tensor3D, options: RecurrentRunOptions<never>): RecurrentOutput<Record<string, tf.Tensor>>;
};
const recurrent: [name: string, layer: Layer][] = [
  ["Rnn", new Rnn(sizes, random())],
  ["Lstm", new Lstm(sizes, random())],
  ["Gru", new Gru(sizes, random())],
  ["Gru, reset before", new Gru({ ...sizes, resetPlacement: "before" }, random())],
  ["Bidirectional", new Bidirectional(sizes, random())],
];

describe("padding of NaN or infinity", () => {
  test.each(recurrent)("changes neither states nor gradients of %s", (_, layer) => {
    const outputs = (inputs: tf.Tensor3D) => {
      const { hiddens, last } = layer.run(inputs, { mask });
      return [hiddens, ...Object.values(last)];
    };
    const gradients = (inputs: tf.Tensor3D) =>
      Object.values(tf.variableGrads(() => summed(outputs(inputs)), Object.values(layer.parameters)).grads);
    const toInputs = tf.grad((inputs) => summed(outputs(inputs as tf.Tensor3D)));
    odd.forEach((value) => {
      const spoilt = withOdd(x, value);
      outputs(spoilt).forEach((output, index) => expectClose(output, outputs(x)[index]!, 0));
      gradients(spoilt).forEach((gradient, index) => expectClose(gradient, gradients(x)[index]!, 0));
      expectClose(toInputs(spoilt), toInputs(x), 0);
    });
  });

  test.each(odd)("of %d that dropout drops is 0, and so is its gradient", (value) => {
    const options = { rate: 0.5, seed: 1 };
    const isDropped = numbers(dropout(tf.ones([12]), options)).map((kept) => kept === 0);
    const given = tf.tensor1d(isDropped.map((dropped) => (dropped ? value : 1)));
    expect(numbers(dropout(given, options))).toEqual(isDropped.map((dropped) => (dropped ? 0 : 2)));
  });
});
