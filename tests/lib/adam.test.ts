import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { Adam } from "../../lib/adam";
import { disposeParameters, zeroParameter } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import { train, type Trainable } from "../../lib/training";
import { Gpt } from "../../lib/gpt";
import { expectClose, newTensors, normal, numbers } from "./tensors";

const gpt = () =>
  new Gpt({ vocabSize: 9, dModel: 8, numHeads: 2, numLayers: 2, maxTime: 6 }, randomGenerator(1));

/** ½ (w − 4)², a slope of −4 at the start. */
function small(): Trainable<number> {
  const weight = zeroParameter([]);
  return {
    parameters: { weight },
    loss: () => tf.tidy(() => weight.sub(4).square().div(2).asScalar()),
  };
}

describe("Adam", () => {
  test("the first step is as long as the learning rate, whatever the gradient", async () => {
    const model = small();
    await train(model, () => [[0]], { epochs: 1, seed: 1, optimizer: new Adam({ learningRate: 0.5 }) });
    expect(numbers(model.parameters["weight"]!)[0]).toBeCloseTo(0.5, 6);
  });

  test("given the same gradients, moves parameters as TensorFlow.js' own Adam does", () => {
    const shapes: [number, number][] = [[3, 4], [1, 1], [5, 2]]; // prettier-ignore
    const run = (optimizer: tf.Optimizer) => {
      const weights = shapes.map(([rows, columns]) => zeroParameter([rows, columns]));
      Array.from({ length: 20 }, (_, step) =>
        optimizer.applyGradients(
          Object.fromEntries(
            weights.map(({ name }, index) => [name, normal(shapes[index]!, 3 * step + index + 1)]),
          ),
        ),
      );
      return tf.concat(weights.map((weight) => weight.flatten()));
    };
    // TensorFlow.js takes 1 − β₂ᵗ in float32, which costs it the last digits of the first steps.
    expectClose(run(new Adam({ learningRate: 0.1 })), run(tf.train.adam(0.1)), 3e-5, "parameters");
    const paper = { learningRate: 0.1, beta1: 0.8, beta2: 0.98, epsilon: 1e-9 };
    expectClose(run(new Adam(paper)), run(tf.train.adam(0.1, 0.8, 0.98, 1e-9)), 3e-5, "parameters");
  });

  test("takes the learning rate of each step", async () => {
    const model = small();
    const learningRate = (step: number) => (step === 1 ? 0.25 : 0);
    await train(model, () => [[0], [0]], { epochs: 1, seed: 1, learningRate, optimizer: new Adam() });
    expect(numbers(model.parameters["weight"]!)[0]).toBeCloseTo(0.25, 6);
  });

  test("keeps two vectors, and frees them", async () => {
    const [model, optimizer] = [gpt(), new Adam()];
    const step = () => {
      const { value, grads } = tf.variableGrads(() => model.loss([[4, 5]]), Object.values(model.parameters));
      optimizer.applyGradients(grads);
      tf.dispose([value, grads]);
    };
    step();
    expect(newTensors(step)).toBe(0);
    const before = tf.memory().numTensors;
    optimizer.dispose();
    expect(before - tf.memory().numTensors).toBeGreaterThanOrEqual(2);
    disposeParameters(model);
  });

  test("a parameter that rests for some steps keeps its moments", () => {
    const steps = (names: ("a" | "b")[][]) => {
      const parameters = { a: zeroParameter([1]), b: zeroParameter([2]) };
      const optimizer = new Adam({ learningRate: 0.1 });
      names.forEach((moving, step) =>
        optimizer.applyGradients(
          Object.fromEntries(
            moving.map((name) => [parameters[name].name, normal(parameters[name].shape as [number], step)]),
          ),
        ),
      );
      return { ...parameters, state: optimizer.state(parameters)! };
    };
    const [both, onlyA] = [["a", "b"], ["a"]] as ("a" | "b")[][];
    const rested = steps([both!, both!, onlyA!, onlyA!]);
    const before = steps([both!, both!]);
    expectClose(rested.b, before.b, 0);
    expect(rested.state.moments["b"]).toEqual(before.state.moments["b"]);
    expectClose(rested.a, steps([both!, both!, both!, both!]).a, 0);
    const thawed = steps([both!, onlyA!, both!]);
    expect(numbers(thawed.b)).not.toEqual(numbers(steps([both!, onlyA!]).b));
  });

  test("knows parameters by their names, whatever characters those have", () => {
    const odd = tf.tidy(() => tf.variable(tf.zeros([2]), true, "odd,name"));
    const [first, second] = ["odd", "name"].map((name) =>
      tf.tidy(() => tf.variable(tf.zeros([1]), true, name)),
    );
    const optimizer = new Adam();
    optimizer.applyGradients({ [odd.name]: tf.ones([2]) });
    expect(() =>
      optimizer.applyGradients({ [first!.name]: tf.ones([1]), [second!.name]: tf.ones([1]) }),
    ).toThrow("Adam.applyGradients: expected gradients of odd,name, got those of odd name");
    [odd, first!, second!].forEach((variable) => variable.dispose());
  });

  test("an epsilon that float32 cannot hold still keeps the division from 0", () => {
    [1e-39, 1e-46, Number.MIN_VALUE].forEach((epsilon) => {
      const weight = zeroParameter([2]);
      new Adam({ epsilon }).applyGradients({ [weight.name]: tf.tensor1d([0, 1]) });
      expect(numbers(weight)[0]).toBe(0);
    });
  });

  test("refuses gradients of other parameters than before, and options out of range", () => {
    const [a, b, optimizer] = [zeroParameter([1]), zeroParameter([1]), new Adam()];
    optimizer.applyGradients({ [a.name]: tf.ones([1]) });
    expect(() => optimizer.applyGradients({ [b.name]: tf.ones([1]) })).toThrow(
      `Adam.applyGradients: expected gradients of ${a.name}, got those of ${b.name}`,
    );
    expect(() => new Adam({ learningRate: 0 })).toThrow("Adam: learningRate should be a number > 0, got 0");
    expect(() => new Adam({ beta1: 1 })).toThrow("Adam: beta1 should be a number in [0, 1), got 1");
    expect(() => new Adam({ beta2: NaN })).toThrow("Adam: beta2 should be a number in [0, 1), got NaN");
    expect(() => new Adam({ epsilon: Infinity })).toThrow(
      "Adam: epsilon should be a number > 0, got Infinity",
    );
  });
});
