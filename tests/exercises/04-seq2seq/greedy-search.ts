/** The checks of `greedySearch`. */
import { call, holds, likeReference } from "../../../tools/exercises/case";
import { show } from "../../../tools/exercises/compare";
import { lib, type Draw } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import type { Task } from "../../../tools/exercises/sheet";
import type { DecoderStep } from "../fixtures/04-seq2seq";
import * as variants from "../../mutants/04-seq2seq/greedy-search";

interface Options {
  readonly sos: number;
  readonly eos: number;
  readonly maxTime: number;
}

function greedySearch(
  step: (token: number, state: number) => DecoderStep,
  start: number,
  { sos, eos, maxTime }: Options,
): number[] {
  const tokens: number[] = [];
  let [token, state] = [sos, start];
  while (tokens.length < maxTime) {
    const { logits, state: next } = step(token, state);
    [token, state] = [logits.indexOf(Math.max(...logits)), next];
    if (token === eos) break;
    tokens.push(token);
  }
  return tokens;
}

const options = { sos: 1, eos: 2, maxTime: 10 };
const counter = (length: number, vocabSize = 12): Plain =>
  lib("tests/exercises/fixtures/04-seq2seq#counter", { start: 4, end: 2, length, vocabSize });
const chain = (table: number[][]): Plain => lib("tests/exercises/fixtures/04-seq2seq#chain", table);

/** After each token comes the next one. */
const ring = Array.from({ length: 8 }, (_, token) =>
  Array.from({ length: 8 }, (__, next) => (next === (token + 1) % 8 ? 1 : 0)),
);

/** Logits of 8 tokens after each of 8. */
const anyTable = (draw: Draw): number[][] =>
  Array.from({ length: 8 }, () => Array.from({ length: 8 }, () => draw.uniform(-2, 2)));

export const greedySearchTask: Task = {
  name: "greedySearch",
  reference: greedySearch,
  ...variants,
  cases: [
    likeReference("writes 4 5 6 with a decoder that counts to three", {
      points: 1,
      likely: "the state of a step must go into the next one",
      calls: () => call(counter(3), 0, options),
    }),
    likeReference("stops at <eos>, and leaves it out", {
      points: 1,
      calls: () => [call(counter(0), 0, options), call(counter(1), 0, options), call(counter(5), 0, options)],
    }),
    likeReference("gives up after maxTime tokens", {
      points: 1,
      calls: () => [
        call(counter(8), 0, { ...options, maxTime: 3 }),
        call(counter(8), 0, { ...options, maxTime: 8 }),
      ],
    }),
    likeReference("reads its own last token at each step, and <sos> at the first", {
      points: 1,
      calls: (draw) => [
        ...[1, 3, 5].map((sos) => call(chain(anyTable(draw)), 0, { sos, eos: 2, maxTime: 6 })),
        call(chain(ring.map((logits) => logits.map((logit) => logit - 9))), 0, {
          sos: 1,
          eos: 7,
          maxTime: 9,
        }),
      ],
    }),
    likeReference("knows <sos> by the id that it is given", {
      points: 1,
      calls: () => [3, 0].map((sos) => call(chain(ring), 0, { sos, eos: 7, maxTime: 6 })),
    }),
    likeReference("starts from the state that it is given", {
      points: 1,
      calls: () => [call(counter(6), 2, options), call(counter(6), 5, options)],
    }),
    likeReference("knows <eos> by the id that it is given", {
      points: 1,
      calls: (draw) => [0, 6, 7].map((eos) => call(chain(anyTable(draw)), 0, { sos: 1, eos, maxTime: 6 })),
    }),
    holds("writes the same twice: greedy decoding leaves nothing to chance", {
      points: 1,
      needsValues: true,
      calls: (draw) => {
        const table = anyTable(draw);
        return [1, 2].map(() => call(chain(table), 0, { sos: 1, eos: 2, maxTime: 9 }));
      },
      property: ([first, second]) => {
        if (!Array.isArray(first)) return `the result is ${show(first)}, expected a list of tokens`;
        return JSON.stringify(first) === JSON.stringify(second) ? undefined : "two runs differ";
      },
    }),
    likeReference("decodes what nobody has seen", {
      points: 2,
      hidden: true,
      calls: (draw) => [
        ...[4, 5, 6].map((sos) => call(chain(anyTable(draw)), 0, { sos, eos: 3, maxTime: 7 })),
        call(counter(draw.integer(4, 7)), 1, options),
      ],
    }),
  ],
};
