/** The checks of `layerNorm`. */
import { layerNorm } from "../../../lib/layer-norm";
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import { likePyTorch, pytorchExamples } from "../../../tools/exercises/pytorch";
import type { Task } from "../../../tools/exercises/sheet";
import { close, rows, sum, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/08-transformer/layer-norm";

const weights = (draw: Draw, width: number) => ({ scale: draw.normal(width), shift: draw.normal(width) });
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length;

export const layerNormTask: Task = {
  name: "layerNorm",
  reference: layerNorm,
  ...variants,
  cases: [
    likeReference("1 2 3 4 becomes −1.34 −0.45 0.45 1.34 with γ = 1 and β = 0", {
      points: 1,
      calls: () => {
        const plain = { scale: floats([1, 1, 1, 1]), shift: floats([0, 0, 0, 0]) };
        return [
          call(floats([[[1, 2, 3, 4], [0, 10, 0, 10]]]), plain), // prettier-ignore
          call(floats([[[10_001, 10_002, 10_003, 10_004]]]), plain), // the same distances, far from 0
        ];
      },
    }),
    likePyTorch("gives PyTorch's numbers, and its gradients to inputs, scale and shift", {
      points: 2,
      given: pytorchExamples("layer-norm").map(({ inputs, parameters, outputs, gradients }) => ({
        call: call(inputs["inputs"]!, { scale: parameters["scale"]!, shift: parameters["shift"]! }),
        value: outputs["outputs"]!,
        gradients: {
          "0": gradients["inputs"]!,
          "1.scale": gradients["scale"]!,
          "1.shift": gradients["shift"]!,
        },
      })),
    }),
    holds("without scale and shift every position has mean 0 and variance 1", {
      points: 1,
      calls: (draw) =>
        call(draw.normal(3, 4, 6), { scale: floats([1, 1, 1, 1, 1, 1]), shift: floats([0, 0, 0, 0, 0, 0]) }),
      property: ([value]) => {
        const means = rows(tensor(value)).map(mean);
        const variances = rows(tensor(value)).map((row) => mean(row.map((x) => x * x)));
        const wrong = means.findIndex(
          (one, i) => !close([one], [0], 1e-3) || !close([variances[i]!], [1], 1e-3),
        );
        if (wrong < 0) return undefined;
        return `position ${wrong} has mean ${means[wrong]!.toPrecision(3)} and mean square ${variances[wrong]!.toPrecision(3)}`;
      },
    }),
    likeReference("a position of equal numbers gives its shift, not NaN", {
      points: 1,
      likely: "without ε the variance of equal numbers is 0, and 0 / 0 is NaN",
      calls: (draw) => call(floats([[[7, 7, 7], [0, 0, 0]]]), weights(draw, 3)), // prettier-ignore
    }),
    likeReference("adds ε inside the root: numbers that hardly differ stay small", {
      points: 1,
      calls: (draw) => call(floats([[[0.001, 0.002, 0.003, 0.004]]]), weights(draw, 4)),
    }),
    likeReference("normalises what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [6, 7, 8].map((width) => call(draw.normal(3, draw.integer(2, 5), width), weights(draw, width))),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3, 4), weights(draw, 4)),
    }),
  ],
};
