/** The checks of `editDistance`. */
import { editDistance } from "../../../lib/metrics";
import { call, holds, likeReference } from "../../../tools/exercises/case";
import { show } from "../../../tools/exercises/compare";
import type { Draw } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/11-translation/edit-distance";

const letters = (word: string): string[] => [...word];
const anyWord = (draw: Draw, length: number): string[] =>
  Array.from({ length }, () => draw.pick(["a", "b", "c"]));

export const editDistanceTask: Task = {
  name: "editDistance",
  reference: editDistance,
  ...variants,
  cases: [
    likeReference("kitten becomes sitting by 3 changes: two letters replaced, one put in", {
      points: 2,
      keepsArguments: true,
      calls: () => [
        call(letters("kitten"), letters("sitting")),
        call(letters("ab"), letters("ba")),
        call(letters("abc"), letters("bcd")),
      ],
    }),
    likeReference("from nothing, or to nothing, it is the length of the other", {
      points: 1,
      calls: () => [call([], letters("abc")), call(letters("ab"), []), call([], [])],
    }),
    likeReference("equal lists are 0 apart, and tokens may be long", {
      points: 1,
      calls: () => [
        call(["T", "AH"], ["T", "AH"]),
        call(["T", "AH", "M"], ["TAH", "M"]),
        call([1, 2], [2, 1, 2]),
        call([1, 2], ["1", 2]), // === tells a number from its text
      ],
    }),
    holds("it is as far from a to b as from b to a", {
      points: 1,
      needsValues: true,
      calls: (draw) => {
        const [a, b] = [anyWord(draw, 7), anyWord(draw, 4)];
        return [call(a, b), call(b, a)];
      },
      property: ([there, back]) =>
        typeof there === "number" && there === back ? undefined : `${show(there)} there, ${show(back)} back`,
    }),
    likeReference("measures what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [6, 9, 12].map((length) => call(anyWord(draw, length), anyWord(draw, draw.integer(4, 12)))),
    }),
  ],
};
