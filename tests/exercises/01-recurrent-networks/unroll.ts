/** The checks of `unroll`. */
import { rnnStep, type RnnWeights } from "../../../lib/rnn";
import { tf } from "../../../lib/tf";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import { likePyTorch } from "../../../tools/exercises/pytorch";
import type { Task } from "../../../tools/exercises/sheet";
import { close, rows, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/01-recurrent-networks/unroll";
import { drawWeights, unpadded } from "./inputs";

/** The states of all steps, one after the other. */
export function unroll(inputs: tf.Tensor3D, initial: tf.Tensor2D, weights: RnnWeights): tf.Tensor3D {
  return tf.tidy(() => {
    let hidden = initial;
    const hiddens = Array.from({ length: inputs.shape[1] }, (_, t) => {
      const input = inputs.slice([0, t, 0], [-1, 1, -1]).squeeze<tf.Tensor2D>([1]);
      return (hidden = rnnStep(input, hidden, weights));
    });
    return tf.stack(hiddens, 1) as tf.Tensor3D;
  });
}

const given = (draw: Draw, batch: number, time: number, input: number, hidden: number) =>
  [draw.normal(batch, time, input), draw.normal(batch, hidden), drawWeights(draw, input, hidden)] as const;

export const unrollTask: Task = {
  name: "unroll",
  reference: unroll,
  ...variants,
  given: ["lib/rnn#rnnStep"],
  cases: [
    likeReference("gives a state for every step, in [batch, time, hidden]", {
      points: 1,
      calls: (draw) => call(...given(draw, 2, 4, 3, 5)),
    }),
    likePyTorch("gives PyTorch's states", {
      points: 1,
      given: unpadded("rnn").map(({ inputs, parameters, outputs }) => ({
        call: call(inputs["inputs"]!, inputs["hidden"]!, parameters),
        value: outputs["hiddens"]!,
      })),
    }),
    holds("a later input changes no earlier state", {
      points: 1,
      likely: "the sequence is read from its end, or steps are mixed",
      calls: (draw) => {
        const [inputs, initial, weights] = given(draw, 1, 3, 2, 4);
        const other = floats([...inputs.$tensor.values.slice(0, 4).map(Number), 9, -9], [1, 3, 2]);
        return [call(inputs, initial, weights), call(other, initial, weights)];
      },
      property: ([before, after]) => {
        const shape = tensor(before).shape.join(", ");
        if (shape !== "1, 3, 4") return `the shape of the states is [${shape}], expected [1, 3, 4]`;
        const [first, second, third] = rows(tensor(before));
        const [one, two, three] = rows(tensor(after));
        if (!close(first!, one!) || !close(second!, two!)) return "a state changed before its input did";
        return close(third!, three!) ? "the last state does not see the last input" : undefined;
      },
    }),
    likeReference("a sequence of one step works", {
      points: 1,
      calls: (draw) => call(...given(draw, 3, 1, 2, 4)),
    }),
    likeReference("the gradient travels back to the first step", {
      points: 1,
      calls: (draw) => callWithGradients(["0", "1", "2.hiddenToHidden"], ...given(draw, 2, 3, 2, 2)),
    }),
    likeReference("reads sequences that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => call(...given(draw, 3, draw.integer(5, 8), 2, 4)),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(...given(draw, 2, 3, 2, 2)),
    }),
  ],
};
