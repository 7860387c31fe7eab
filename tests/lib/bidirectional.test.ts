import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { Bidirectional } from "../../lib/bidirectional";
import { randomGenerator } from "../../lib/random";
import { expectPyTorch, referenceCases, shapeOf } from "./reference";
import { expectClose, maskOf, newTensors, normal, numbers } from "./tensors";

const random = () => randomGenerator(1);
const small = () => new Bidirectional({ inputSize: 2, hiddenSize: 3 }, random());

describe("Bidirectional", () => {
  test.each(referenceCases("bidirectional"))("gives PyTorch's values and gradients: $name", (reference) => {
    const [inputSize] = shapeOf(reference, "forwards.inputToGates") as [number];
    const [hiddenSize] = shapeOf(reference, "forwards.hiddenToGates") as [number];
    const layer = new Bidirectional({ inputSize, hiddenSize }, random());
    expectPyTorch(reference, layer, ({ inputs, mask }: { inputs: tf.Tensor3D; mask: tf.Tensor2D }) => {
      const { hiddens, last } = layer.run(inputs, { mask });
      return { hiddens, lastHidden: last.hidden, lastCell: last.cell };
    });
  });

  test("the first position knows the last token, which one direction cannot", () => {
    const layer = small();
    const inputs = normal<tf.Rank.R3>([1, 4, 2], 1);
    const changed = tf.concat([inputs.slice([0, 0, 0], [1, 3, 2]), tf.ones([1, 1, 2])], 1) as tf.Tensor3D;
    const first = (x: tf.Tensor3D) => numbers(layer.run(x).hiddens.slice([0, 0, 0], [1, 1, 6]));
    expect(first(changed).slice(0, 3)).toEqual(first(inputs).slice(0, 3));
    expect(first(changed).slice(3)).not.toEqual(first(inputs).slice(3));
  });

  test("appending padding changes nothing", () => {
    const layer = small();
    const inputs = normal<tf.Rank.R3>([2, 3, 2], 1);
    const padded = tf.concat([inputs, tf.fill([2, 2, 2], 9)], 1) as tf.Tensor3D;
    const short = layer.run(inputs, { mask: maskOf([3, 1]) });
    const long = layer.run(padded, { mask: maskOf([3, 1], 5) });
    expectClose(long.hiddens.slice([0, 0, 0], [2, 3, 6]), short.hiddens, 1e-6);
    expectClose(long.last.hidden, short.last.hidden, 1e-6);
    expectClose(long.last.cell, short.last.cell, 1e-6);
  });

  test("without a mask every position is real", () => {
    const layer = small();
    const inputs = normal<tf.Rank.R3>([2, 3, 2], 1);
    expectClose(layer.run(inputs).hiddens, layer.run(inputs, { mask: maskOf([3, 3]) }).hiddens, 0);
  });

  test("the order of a batch does not matter", () => {
    const layer = small();
    const inputs = normal<tf.Rank.R3>([2, 3, 2], 1);
    const swapped = layer.run(inputs.reverse(0), { mask: maskOf([1, 3]) });
    expectClose(swapped.hiddens.reverse(0), layer.run(inputs, { mask: maskOf([3, 1]) }).hiddens, 1e-6);
  });

  test("leaves its three outputs", () => {
    const layer = small();
    const [inputs, mask] = [normal<tf.Rank.R3>([2, 3, 2], 1), maskOf([3, 1])];
    expect(newTensors(() => layer.run(inputs, { mask }))).toBe(3);
  });

  test("names what does not fit", () => {
    expect(() => small().run(tf.ones([2, 3, 2]), { mask: maskOf([3]) })).toThrow(
      'Bidirectional.run: axis "batch" is 2 in inputs, but 1 in mask',
    );
    expect(() => small().run(tf.ones([2, 3]) as never)).toThrow(
      "Bidirectional.run: inputs should have 3 axes [batch, time, input], got 2 [2, 3]",
    );
  });
});
