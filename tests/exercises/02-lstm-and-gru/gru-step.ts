/** The checks of `gruStep`. */
import { gruStep, type GruWeights } from "../../../lib/gru";
import { tf } from "../../../lib/tf";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import { likePyTorch } from "../../../tools/exercises/pytorch";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/02-lstm-and-gru/gru-step";
import { firstInput, oneStep } from "../01-recurrent-networks/inputs";

const given = (draw: Draw, batch: number, input: number, hidden: number) =>
  [
    draw.normal(batch, input),
    draw.normal(batch, hidden),
    {
      inputToGates: draw.normal(input, 3 * hidden),
      hiddenToGates: draw.normal(hidden, 3 * hidden),
      inputBias: draw.normal(3 * hidden),
      hiddenBias: draw.normal(3 * hidden),
    },
  ] as const;

/** Gates driven by the bias alone: reset, update, candidate. */
const gatesOnly = (...bias: number[]) =>
  call(floats([[0]]), floats([[2]]), {
    inputToGates: floats([[0, 0, 0]]),
    hiddenToGates: floats([[0, 0, 0]]),
    inputBias: floats(bias),
    hiddenBias: floats([0, 0, 0]),
  });

export const gruStepTask: Task = {
  name: "gruStep",
  reference: (input: tf.Tensor2D, hidden: tf.Tensor2D, weights: GruWeights) =>
    gruStep(input, hidden, weights),
  ...variants,
  cases: [
    holds("an update gate of 0.731, a state of 2 and a candidate of 0.762 give 1.667", {
      points: 1,
      likely: "z and 1 - z are swapped, or the gates are in another order than reset, update, candidate",
      calls: () => gatesOnly(0, 1, 1),
      property: ([value]) => {
        const [state] = numbers(tensor(value));
        return close([state!], [1.66693], 1e-3) ? undefined : `the state is ${state!.toPrecision(4)}`;
      },
    }),
    likePyTorch("gives PyTorch's next state", {
      points: 2,
      given: oneStep("gru").map((example) => ({
        call: call(firstInput(example), example.inputs["hidden"]!, example.parameters),
        value: example.outputs["lastHidden"]!,
      })),
    }),
    likeReference("works for any width and any number of sequences", {
      points: 1,
      calls: (draw) => [call(...given(draw, 2, 3, 4)), call(...given(draw, 5, 1, 2))],
    }),
    likeReference("passes a gradient to input, state and weights", {
      points: 1,
      calls: (draw) =>
        callWithGradients(
          ["0", "1", "2.inputToGates", "2.hiddenToGates", "2.inputBias", "2.hiddenBias"],
          ...given(draw, 2, 2, 2),
        ),
    }),
    likeReference("steps from states that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => call(...given(draw, 3, 4, 5)),
    }),
    leaksNothing("leaves no tensors behind", { points: 1, calls: (draw) => call(...given(draw, 2, 3, 2)) }),
  ],
};
