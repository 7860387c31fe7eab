import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { Gru } from "../../lib/gru";
import { Lstm } from "../../lib/lstm";
import type { HasParameters } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import { stepInputs, type RecurrentOutput, type RecurrentRunOptions } from "../../lib/recurrence";
import { Rnn } from "../../lib/rnn";
import { expectClose, maskOf, newTensors, normal, numbers, summed } from "./tensors";

type State = Record<string, tf.Tensor2D>;

/** What rnn, gru and lstm have in common. */
interface Recurrent extends HasParameters {
  zeroState(batchSize: number): State;
  step(input: tf.Tensor2D, state: State): State;
  run(inputs: tf.Tensor3D, options?: RecurrentRunOptions<State>): RecurrentOutput<State>;
}

const sizes = { inputSize: 2, hiddenSize: 3 };
const random = () => randomGenerator(1);
const layers: { name: string; layer: Recurrent }[] = [
  { name: "Rnn", layer: new Rnn(sizes, random()) as unknown as Recurrent },
  { name: "Gru", layer: new Gru(sizes, random()) as unknown as Recurrent },
  {
    name: "Gru, reset before",
    layer: new Gru({ ...sizes, resetPlacement: "before" }, random()) as unknown as Recurrent,
  },
  { name: "Lstm", layer: new Lstm(sizes, random()) as unknown as Recurrent },
];

/** Biases start at 0, where a mistake with them would not show. */
layers.forEach(({ layer }) =>
  Object.values(layer.parameters).forEach((parameter, seed) =>
    parameter.assign(normal<tf.Rank>(parameter.shape as [number], seed)),
  ),
);

/** The whole sequence by the equations, one step after the other; padding leaves the state alone. */
function stepByStep(
  layer: Recurrent,
  inputs: tf.Tensor3D,
  initial: State,
  mask: tf.Tensor2D,
): RecurrentOutput<State> {
  let state = initial;
  const isReal = tf.unstack(mask.cast("float32").expandDims(2), 1);
  const hiddens = stepInputs(inputs.transpose([1, 0, 2])).map((input, t) => {
    const next = layer.step(input, state);
    const keep = (name: string) =>
      next[name]!.mul<tf.Tensor2D>(isReal[t]!).add<tf.Tensor2D>(state[name]!.mul(tf.sub(1, isReal[t]!)));
    state = Object.fromEntries(Object.keys(next).map((name) => [name, keep(name)]));
    return next["hidden"]!.mul(isReal[t]!);
  });
  return { hiddens: tf.stack(hiddens, 1) as tf.Tensor3D, last: state };
}

const everything = ({ hiddens, last }: RecurrentOutput<State>) => summed([hiddens, ...Object.values(last)]);
const initialOf = (layer: Recurrent, batch: number): State =>
  Object.fromEntries(
    Object.keys(layer.zeroState(batch)).map((name, seed) => [name, normal([batch, 3], seed)]),
  );

const batches = [
  { lengths: [1], time: 1 },
  { lengths: [4], time: 4 },
  { lengths: [5, 2, 0], time: 5 },
  { lengths: [1, 3, 6, 6], time: 6 },
];

describe.each(layers)("$name", ({ layer }) => {
  test.each(batches)(
    "whole sequences give the equations' values and gradients: lengths $lengths",
    (example) => {
      const [mask, batch] = [maskOf(example.lengths, example.time), example.lengths.length];
      const inputs = tf.variable(normal<tf.Rank.R3>([batch, example.time, 2], 9));
      const initial = initialOf(layer, batch);
      const states = Object.values(initial).map((state) => tf.variable(state));
      const given = Object.fromEntries(Object.keys(initial).map((name, index) => [name, states[index]!]));
      const variables = [inputs, ...states, ...Object.values(layer.parameters)];
      const fast = () => layer.run(inputs as tf.Tensor as tf.Tensor3D, { initial: given as never, mask });
      const plain = () => stepByStep(layer, inputs as tf.Tensor as tf.Tensor3D, given as never, mask);
      expectClose(fast().hiddens, plain().hiddens, 1e-5, "hiddens");
      const actual = tf.variableGrads(() => everything(fast()), variables);
      const expected = tf.variableGrads(() => everything(plain()), variables);
      expectClose(actual.value, expected.value, 1e-5, "sum of the outputs");
      variables.forEach(({ name }, index) =>
        expectClose(actual.grads[name]!, expected.grads[name]!, 1e-5, `gradient ${index}`),
      );
    },
  );

  test("appending padding changes nothing", () => {
    const inputs = normal<tf.Rank.R3>([2, 4, 2], 1);
    const padded = tf.concat([inputs, tf.fill([2, 3, 2], 9)], 1) as tf.Tensor3D;
    const short = layer.run(inputs, { mask: maskOf([4, 2]) });
    const long = layer.run(padded, { mask: maskOf([4, 2], 7) });
    expectClose(long.hiddens.slice([0, 0, 0], [2, 4, 3]), short.hiddens, 1e-6);
    expectClose(long.last["hidden"]!, short.last["hidden"]!, 1e-6);
  });

  test("the order of a batch does not matter", () => {
    const inputs = normal<tf.Rank.R3>([3, 4, 2], 1);
    const swapped = layer.run(inputs.reverse(0), { mask: maskOf([1, 2, 4]) });
    expectClose(swapped.hiddens.reverse(0), layer.run(inputs, { mask: maskOf([4, 2, 1]) }).hiddens, 1e-6);
  });

  test("the future does not leak into the past", () => {
    const inputs = normal<tf.Rank.R3>([1, 4, 2], 1);
    const changed = tf.concat([inputs.slice([0, 0, 0], [1, 3, 2]), tf.ones([1, 1, 2])], 1) as tf.Tensor3D;
    const past = (x: tf.Tensor3D) => numbers(layer.run(x).hiddens).slice(0, 9);
    expect(past(changed)).toEqual(past(inputs));
  });

  test("two halves, the state carried over, are the whole", () => {
    const inputs = normal<tf.Rank.R3>([2, 5, 2], 1);
    const first = layer.run(inputs.slice([0, 0, 0], [2, 2, 2]));
    const second = layer.run(inputs.slice([0, 2, 0], [2, 3, 2]), { initial: first.last });
    expectClose(second.last["hidden"]!, layer.run(inputs).last["hidden"]!, 1e-6);
  });

  test("leaves its outputs, and after a gradient the gradient", () => {
    const [inputs, mask] = [normal<tf.Rank.R3>([2, 4, 2], 1), maskOf([4, 2])];
    const numStates = Object.keys(layer.zeroState(1)).length;
    expect(newTensors(() => layer.run(inputs))).toBe(1 + numStates);
    expect(newTensors(() => layer.run(inputs, { mask }))).toBe(1 + numStates);
    const slope = tf.grad((x) => layer.run(x as tf.Tensor3D, { mask }).hiddens.sum());
    expect(newTensors(() => slope(inputs))).toBe(1);
    const [input, state] = [tf.ones<tf.Rank.R2>([1, 2]), layer.zeroState(1)];
    expect(newTensors(() => layer.step(input, state))).toBe(numStates);
  });

  test("names what does not fit", () => {
    const inputs = tf.ones<tf.Rank.R3>([2, 4, 2]);
    expect(() => layer.run(tf.ones([2, 4, 5]))).toThrow(/run: axis "input" is 5 in inputs, but 2 in inputTo/);
    expect(() => layer.run(inputs, { mask: maskOf([4]) })).toThrow('run: axis "batch" is 2 in inputs, but 1');
    expect(() => layer.run(tf.ones([2, 4]) as never)).toThrow(
      "run: inputs should have 3 axes [batch, time, input], got 2 [2, 4]",
    );
    const tooMany = { initial: layer.zeroState(3) };
    expect(() => layer.run(inputs, tooMany)).toThrow(
      'run: axis "batch" is 2 in inputs, but 3 in initial.hidden',
    );
    expect(() => layer.step(tf.ones([2, 5]), layer.zeroState(2))).toThrow('Step: axis "input" is 5 in input');
  });
});
