/** The checks of `reverseSource`. */
import { call, leaksNothing, likeReference } from "../../../tools/exercises/case";
import type { Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/04-seq2seq/reverse-source";

/** A row of ids with its padding. */
const padded = (draw: Draw, length: number, padding: number): number[] => [
  ...Array.from({ length }, () => draw.integer(4, 40)),
  ...Array.from({ length: padding }, () => 0),
];

export const reverseSourceTask: Task = {
  name: "reverseSource",
  reference: (tokens: readonly number[]): number[] => {
    const real = tokens.filter((token) => token !== 0);
    return [...real.reverse(), ...tokens.slice(real.length)];
  },
  ...variants,
  cases: [
    likeReference("turns 5 6 7 into 7 6 5", { points: 1, calls: () => call([5, 6, 7]) }),
    likeReference("leaves padding at the end", {
      points: 1,
      likely: "the padding is reversed along with the tokens",
      calls: () => [call([5, 6, 7, 0, 0]), call([9, 0]), call([0, 0])],
    }),
    likeReference("fits any length", {
      points: 1,
      calls: (draw) => [
        call(padded(draw, 1, 0)),
        call(padded(draw, 4, 3)),
        call(padded(draw, 8, 1)),
        call([]),
      ],
    }),
    leaksNothing("does not change the list that it was given", {
      points: 1,
      calls: (draw) => [call(padded(draw, 5, 0)), call(padded(draw, 4, 2))],
    }),
    likeReference("reverses sources that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [2, 5, 7].map((length) => call(padded(draw, length, draw.integer(1, 4)))),
    }),
  ],
};
