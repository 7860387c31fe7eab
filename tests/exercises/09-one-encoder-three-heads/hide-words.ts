/** The checks of `hideWords`. */
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { lib, type Draw } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/09-one-encoder-three-heads/hide-words";

const maskId = 3;
const words = (draw: Draw, count: number): number[] => Array.from({ length: count }, () => draw.integer(4, 11)); // prettier-ignore

const hide = (draw: Draw, count: number, probability: number, vocabSize = 12) =>
  call(words(draw, count), { probability, maskId, vocabSize, random: draw.generator() });

/** Dice of exactly 0.5, 0.8 and 0.9: not chosen, any word, and as it was. */
const atTheEdges = call([7, 8, 9, 10], {
  probability: 0.5,
  maskId,
  vocabSize: 12,
  random: lib("tests/exercises/fixtures/dice#loadedDice", [0.5, 0.25, 0.8, 0.25, 0.9, 0.25, 0.25]),
});

const partOf = (value: Plain | undefined, part: "inputs" | "labels"): number[] => {
  const list = (value as { [name: string]: Plain } | null | undefined)?.[part];
  return Array.isArray(list) ? (list as number[]) : [];
};

export const hideWordsTask: Task = {
  name: "hideWords",
  reference: variants.hidden(),
  ...variants,
  cases: [
    likeReference("a probability of 0 hides nothing, and asks for nothing: all labels are -1", {
      points: 1,
      calls: (draw) => hide(draw, 6, 0),
    }),
    holds("a probability of 1 asks for every word: the labels are the words as they stood", {
      points: 1,
      calls: (draw) => hide(draw, 8, 1),
      property: ([value], [made]) => {
        const labels = partOf(value, "labels").join(" ");
        const right = (made!.args[0] as number[]).join(" ");
        return labels === right ? undefined : `the labels are ${labels || "missing"}, expected ${right}`;
      },
    }),
    likeReference("for each word a draw; for a chosen one a second; for any word a third, in this order", {
      points: 2,
      likely:
        "the dice fall in another order: one word after the other, and for each word first whether, then how",
      calls: (draw) => [hide(draw, 40, 0.6), hide(draw, 30, 0.9, 30), atTheEdges],
    }),
    holds("of 2,000 chosen words 80 % become the mask, about 10 % stay", {
      points: 1,
      calls: (draw) => hide(draw, 2000, 1, 500),
      // five standard deviations: 5 · √(0.8 · 0.2 / 2000) = 0.045
      property: ([value], [made]) => {
        const inputs = partOf(value, "inputs");
        const right = made!.args[0] as number[];
        const masked = inputs.filter((id) => id === maskId).length / 2000;
        const stayed = inputs.filter((id, i) => id === right[i]).length / 2000;
        if (Math.abs(masked - 0.8) > 0.045) return `${(100 * masked).toFixed(0)} % are the mask`;
        return Math.abs(stayed - 0.1) > 0.035
          ? `${(100 * stayed).toFixed(0)} % stay as they were`
          : undefined;
      },
    }),
    likeReference("does the same with texts that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [hide(draw, 50, draw.uniform(0.3, 0.7), 20), hide(draw, 25, 0.8)],
    }),
    leaksNothing("does not change the list that it was given", {
      points: 1,
      calls: (draw) => hide(draw, 20, 0.5),
    }),
  ],
};
