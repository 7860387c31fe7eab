/** The checks of `mixTokens`. */
import type { RandomGenerator } from "../../../lib/random";
import { call, holds, leaksNothing, likeReference, method, rejects } from "../../../tools/exercises/case";
import { lib, type Draw } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/05-teacher-forcing/mix-tokens";

function mixTokens(
  right: readonly number[],
  own: readonly number[],
  probability: number,
  random: RandomGenerator,
): number[] {
  if (right.length !== own.length) {
    throw new RangeError(`mixTokens: ${right.length} right tokens, but ${own.length} of the model's own`);
  }
  return right.map((token, i) => (random.uniform() < probability ? token : own[i]!));
}

/** Right tokens are 1, own tokens are 2, so that the answer shows where each came from. */
const ones = (length: number): number[] => Array.from({ length }, () => 1);
const twos = (length: number): number[] => Array.from({ length }, () => 2);

/** The smallest number that a draw gives. */
const alwaysZero = lib("tests/exercises/fixtures/dice#loadedDice", [0]);

const ids = (draw: Draw, length: number, low: number): number[] =>
  Array.from({ length }, () => draw.integer(low, low + 9));

const listOf = (value: Plain | undefined): number[] => (Array.isArray(value) ? (value as number[]) : []);
const shareRight = (value: Plain | undefined): number => {
  const list = listOf(value);
  return list.filter((token) => token === 1).length / Math.max(1, list.length);
};

export const mixTokensTask: Task = {
  name: "mixTokens",
  reference: mixTokens,
  ...variants,
  cases: [
    likeReference("probability 1 is teacher forcing: all tokens are the right ones", {
      points: 1,
      needsValues: true,
      calls: (draw) => call(ids(draw, 6, 10), ids(draw, 6, 50), 1, draw.generator()),
    }),
    likeReference("probability 0 is free running: all tokens are the model's own", {
      points: 1,
      needsValues: true,
      calls: (draw) =>
        [draw.generator(), alwaysZero].map((random) => call(ids(draw, 6, 10), ids(draw, 6, 50), 0, random)),
    }),
    holds("every token comes from its own position, of one list or the other", {
      points: 1,
      needsValues: true,
      likely: "it draws from Math.random, or from a generator of its own",
      calls: (draw) => {
        const given = [ids(draw, 30, 10), ids(draw, 30, 50), 0.5, draw.generator()];
        return [call(...given), call(...given)];
      },
      property: ([value, other], [{ args } = { args: [] as readonly Plain[] }]) => {
        const [right, own, mixed] = [listOf(args[0]), listOf(args[1]), listOf(value)];
        if (mixed.length !== 30) return `there are ${mixed.length} tokens, expected 30`;
        const wrong = mixed.findIndex((token, i) => token !== right[i] && token !== own[i]);
        if (wrong >= 0) return `the token at position ${wrong} is neither the right one nor the model's`;
        return JSON.stringify(value) === JSON.stringify(other)
          ? undefined
          : "two runs with the same `random` differ: draw from it alone";
      },
    }),
    holds("each token is drawn for itself: a sequence is neither all right nor all own", {
      points: 1,
      likely: "one draw decides over the whole sequence",
      calls: (draw) => Array.from({ length: 5 }, () => call(ones(40), twos(40), 0.5, draw.generator())),
      property: (values) => {
        const uniform = values.filter((value) => [0, 1].includes(shareRight(value)));
        if (uniform.length > 0) return `${uniform.length} of 5 sequences are all of one kind`;
        const isMixed = values.every((value) => listOf(value).join("").includes("21"));
        return isMixed ? undefined : "no right token stands behind one of the model's own";
      },
    }),
    holds("of 2,000 tokens, the right share is right", {
      points: 2,
      calls: (draw) => [0.2, 0.7, 0.9].map((p) => call(ones(2000), twos(2000), p, draw.generator())),
      // Five standard deviations: 5 · √(p (1 − p) / 2000) ≤ 0.052
      property: (values) => {
        const shares = values.map(shareRight);
        const wrong = shares.findIndex((share, i) => Math.abs(share - [0.2, 0.7, 0.9][i]!) > 0.055);
        return wrong < 0
          ? undefined
          : `with probability ${[0.2, 0.7, 0.9][wrong]}, ${shares[wrong]!.toFixed(2)} of the tokens are right ones`;
      },
    }),
    rejects("refuses lists of different length, and names itself", {
      points: 1,
      naming: ["mixTokens"],
      calls: (draw) => [call([1, 2], [3], 0.5, draw.generator()), call([1], [2, 3], 0.5, draw.generator())],
    }),
    leaksNothing("does not change the lists that it was given", {
      points: 1,
      calls: (draw) => [
        call(ids(draw, 9, 10), ids(draw, 9, 50), 0.5, draw.generator()),
        ...[1, 0].map((p) => ({
          ...call(ids(draw, 5, 10), ids(draw, 5, 50), p, draw.generator()),
          then: [method("reverse")], // turns the new list round: no given one may turn with it
        })),
      ],
    }),
    holds("the same generator gives the same mix; another gives another", {
      points: 1,
      hidden: true,
      likely: "it uses Math.random, or a generator of its own",
      calls: (draw) => {
        const [one, other] = [draw.generator(), draw.generator()];
        return [one, one, other].map((random) => call(ones(60), twos(60), 0.5, random));
      },
      property: ([first, again, other]) => {
        if (JSON.stringify(first) !== JSON.stringify(again)) return "two runs with one seed differ";
        return JSON.stringify(first) !== JSON.stringify(other) ? undefined : "two seeds give the same mix";
      },
    }),
  ],
};
