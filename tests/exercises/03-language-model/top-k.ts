/** The checks of `topK`. */
import { topK } from "../../../lib/sampling";
import { call, holds, leaksNothing, likeReference, rejects } from "../../../tools/exercises/case";
import { floats } from "../../../tools/exercises/draw";
import type { Task } from "../../../tools/exercises/sheet";
import { tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/03-language-model/top-k";

export const topKTask: Task = {
  name: "topK",
  reference: topK,
  ...variants,
  cases: [
    likeReference("of 1, 4, 2, 3 the best two stay; the others become -Infinity", {
      points: 1,
      calls: () => [2, 1].map((k) => call(floats([1, 4, 2, 3]), k)),
    }),
    holds("exactly k tokens are left, even if several are equal", {
      points: 1,
      likely: "you keep everything that is as good as the k-th",
      calls: () => [call(floats([5, 5, 5, 1]), 2), call(floats([1, 3, 7, 3, 3]), 3)],
      property: (values) => {
        const places = values.map((value) =>
          tensor(value).values.flatMap((logit, id) => (typeof logit === "number" ? [id] : [])),
        );
        const wrong = places.findIndex((kept, i) => kept.length !== [2, 3][i]);
        if (wrong >= 0) return `${places[wrong]!.length} are left, expected ${[2, 3][wrong]}`;
        return places.join(" ") === "0,1 1,2,3" ? undefined : "of equal ones not the first are left";
      },
    }),
    likeReference("negative logits are as good as any", {
      points: 1,
      calls: () => [call(floats([-5, -1, -3, 4.5]), 2), call(floats([-2, 0, -1, -3]), 2)],
    }),
    likeReference("a k as large as the vocabulary, or larger, keeps all", {
      points: 1,
      needsValues: true,
      calls: (draw) => [call(draw.normal(4), 4), call(draw.normal(4), 9)],
    }),
    rejects("refuses a k of 0, below 0, or that is no whole number, and names it", {
      points: 1,
      naming: ["k"],
      calls: () => [0, -2, 1.5].map((k) => call(floats([1, 2, 3]), k)),
    }),
    likeReference("cuts vocabularies that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => call(draw.normal(12), draw.integer(2, 6)),
    }),
    leaksNothing("leaves no tensors behind", { points: 1, calls: (draw) => call(draw.normal(6), 3) }),
  ],
};
