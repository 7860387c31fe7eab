/** The checks of `rnnStep`. */
import { rnnStep } from "../../../lib/rnn";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats } from "../../../tools/exercises/draw";
import { likePyTorch } from "../../../tools/exercises/pytorch";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/01-recurrent-networks/rnn-step";
import { drawWeights, firstInput, oneStep } from "./inputs";

const byHand = call(floats([[1]]), floats([[2]]), {
  inputToHidden: floats([[0.5]]),
  hiddenToHidden: floats([[-1]]),
  bias: floats([1]),
});

export const rnnStepTask: Task = {
  name: "rnnStep",
  reference: rnnStep,
  ...variants,
  cases: [
    holds("input 1, state 2 and weights 0.5, -1 and 1 give tanh(-0.5) = -0.462", {
      points: 1,
      calls: () => byHand,
      property: ([value]) => {
        const { shape } = tensor(value);
        if (shape.join() !== "1,1")
          return `the shape of the new state is [${shape.join(", ")}], expected [1, 1]`;
        const [got] = numbers(tensor(value));
        return close([got!], [Math.tanh(-0.5)]) ? undefined : `the new state is ${got!.toPrecision(3)}`;
      },
    }),
    likePyTorch("gives PyTorch's next state", {
      points: 1,
      given: oneStep("rnn").map((example) => ({
        call: call(firstInput(example), example.inputs["hidden"]!, example.parameters),
        value: example.outputs["lastHidden"]!,
      })),
    }),
    likeReference("works for any width of input and state, and any number of sequences", {
      points: 1,
      calls: (draw) => [
        call(draw.normal(2, 3), draw.normal(2, 4), drawWeights(draw, 3, 4)),
        call(draw.normal(5, 1), draw.normal(5, 2), drawWeights(draw, 1, 2)),
        call(floats([[900], [-900]]), draw.normal(2, 2), drawWeights(draw, 1, 2)), // e to the power of such sums is Infinity
      ],
    }),
    likeReference("passes a gradient to the input, the state and all weights", {
      points: 1,
      calls: (draw) =>
        callWithGradients(
          ["0", "1", "2.inputToHidden", "2.hiddenToHidden", "2.bias"],
          draw.normal(2, 3),
          draw.normal(2, 2),
          drawWeights(draw, 3, 2),
        ),
    }),
    likeReference("steps from states that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => call(draw.normal(3, 4), draw.normal(3, 5), drawWeights(draw, 4, 5)),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3), draw.normal(2, 4), drawWeights(draw, 3, 4)),
    }),
  ],
};
