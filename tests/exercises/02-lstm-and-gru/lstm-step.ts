/** The checks of `lstmStep`. */
import { lstmStep } from "../../../lib/lstm";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import { likePyTorch } from "../../../tools/exercises/pytorch";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/02-lstm-and-gru/lstm-step";
import { firstInput, oneStep } from "../01-recurrent-networks/inputs";

const given = (draw: Draw, batch: number, input: number, hidden: number) =>
  [
    draw.normal(batch, input),
    { hidden: draw.normal(batch, hidden), cell: draw.normal(batch, hidden) },
    {
      inputToGates: draw.normal(input, 4 * hidden),
      hiddenToGates: draw.normal(hidden, 4 * hidden),
      bias: draw.normal(4 * hidden),
    },
  ] as const;

const withLargeCell = (draw: Draw) => {
  const [input, state, weights] = given(draw, 2, 3, 2);
  return call(input, { ...state, cell: floats([[90, -90], [60, -60]]) }, weights); // prettier-ignore
};

/** Gates driven by the bias alone: input, forget, candidate, output. */
const gatesOnly = (...bias: number[]) =>
  call(
    floats([[0]]),
    { hidden: floats([[0]]), cell: floats([[2]]) },
    {
      inputToGates: floats([[0, 0, 0, 0]]),
      hiddenToGates: floats([[0, 0, 0, 0]]),
      bias: floats(bias),
    },
  );

export const lstmStepTask: Task = {
  name: "lstmStep",
  reference: lstmStep,
  ...variants,
  cases: [
    holds("with the forget gate open and the input gate shut the cell keeps its 2", {
      points: 1,
      likely: "the gates are in another order than input, forget, candidate, output",
      calls: () => gatesOnly(-50, 50, 1, 50),
      property: ([value], [first]) => {
        const [cell] = numbers(tensor(value, "cell"));
        const given = numbers(tensor(first!.args[1], "hidden"));
        if (close(numbers(tensor(value, "hidden")), given)) return "the hidden state is still the old one";
        return close([cell!], [2]) ? undefined : `the cell is ${cell!.toPrecision(4)}`;
      },
    }),
    likePyTorch("gives PyTorch's next hidden state and cell", {
      points: 2,
      given: oneStep("lstm").map((example) => ({
        call: call(
          firstInput(example),
          { hidden: example.inputs["hidden"]!, cell: example.inputs["cell"]! },
          example.parameters,
        ),
        value: { hidden: example.outputs["lastHidden"]!, cell: example.outputs["lastCell"]! },
      })),
    }),
    likeReference("works for any width and any number of sequences", {
      points: 1,
      calls: (draw) => [call(...given(draw, 2, 3, 4)), call(...given(draw, 5, 1, 2)), withLargeCell(draw)],
    }),
    likeReference("passes a gradient to input, state, cell and weights", {
      points: 1,
      calls: (draw) =>
        callWithGradients(
          ["0", "1.hidden", "1.cell", "2.inputToGates", "2.hiddenToGates", "2.bias"],
          ...given(draw, 2, 2, 2),
        ),
    }),
    likeReference("steps from states that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => call(...given(draw, 3, 4, 5)),
    }),
    leaksNothing("leaves no tensors behind but its two", {
      points: 1,
      calls: (draw) => call(...given(draw, 2, 3, 2)),
    }),
  ],
};
