/** The checks of `gptParameters`. */
import { Gpt } from "../../../lib/gpt";
import { countParameters } from "../../../lib/parameters";
import { randomGenerator } from "../../../lib/random";
import { call, holds, likeReference } from "../../../tools/exercises/case";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/10-decoder-only/gpt-parameters";
import type { GptSizes } from "../../mutants/10-decoder-only/gpt-parameters";

/** Counted on a model that is really made. */
function gptParameters(sizes: GptSizes): number {
  return countParameters(new Gpt({ ...sizes, numHeads: 1 }, randomGenerator("gptParameters")));
}

const sizes = { vocabSize: 5, dModel: 2, numLayers: 1, maxTime: 5, dFeedForward: 4 };

export const gptParametersTask: Task = {
  name: "gptParameters",
  reference: gptParameters,
  ...variants,
  cases: [
    likeReference("one of width 2 with one layer, 5 words, 5 positions and 4 units in between has 78", {
      points: 1,
      calls: () => call(sizes),
    }),
    likeReference("as many as a real model has, whatever the sizes", {
      points: 2,
      calls: () => [
        call({ ...sizes, numLayers: 3 }),
        call({ vocabSize: 11, dModel: 6, numLayers: 2, maxTime: 9, dFeedForward: 7 }),
        call({ vocabSize: 50, dModel: 8, numLayers: 4, maxTime: 16, dFeedForward: 32 }),
      ],
    }),
    holds("one more word costs dModel numbers: the output layer is the same table", {
      points: 1,
      calls: () => [call(sizes), call({ ...sizes, vocabSize: 6 })],
      property: ([small, large]) =>
        Number(large) - Number(small) === 2
          ? undefined
          : `one more word costs ${Number(large) - Number(small)}`,
    }),
    likeReference("counts what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [3, 5].map((numLayers) =>
          call({
            vocabSize: draw.integer(20, 40),
            dModel: draw.integer(6, 12),
            numLayers,
            maxTime: draw.integer(5, 15),
            dFeedForward: draw.integer(13, 30),
          }),
        ),
    }),
  ],
};
