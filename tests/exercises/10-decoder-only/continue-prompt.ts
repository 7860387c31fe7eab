/** The checks of `continuePrompt`. */
import { call, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { lib, type Draw } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/10-decoder-only/continue-prompt";
import type { ContinueOptions, Model } from "../../mutants/10-decoder-only/continue-prompt";

function continuePrompt(model: Model, prompt: readonly number[], options: ContinueOptions): number[] {
  const { numTokens, maxTime, eos } = options;
  const text = [...prompt];
  while (text.length < prompt.length + numTokens) {
    const logits = model(text.slice(-maxTime));
    const next = logits.indexOf(Math.max(...logits));
    if (next === eos) break;
    text.push(next);
  }
  return text.slice(prompt.length);
}

const fixtures = "tests/exercises/fixtures/10-decoder-only";
const counter = (vocabSize: number): Plain => lib(`${fixtures}#counter`, vocabSize);
const reader = (maxTime: number, vocabSize = 13): Plain => lib(`${fixtures}#reader`, { vocabSize, maxTime });
const promptOf = (draw: Draw, length: number): number[] => Array.from({ length }, () => draw.integer(0, 12));

export const continuePromptTask: Task = {
  name: "continuePrompt",
  reference: continuePrompt,
  ...variants,
  cases: [
    likeReference("a model that counts continues 3 4 with 5 6 7", {
      points: 1,
      calls: () =>
        [counter(20), lib(`${fixtures}#quiet`, 20)].map((model) =>
          call(model, [3, 4], { numTokens: 3, maxTime: 8, eos: 0 }),
        ),
    }),
    likeReference("stops at eos, and leaves it out", {
      points: 1,
      calls: () => [
        call(counter(10), [5], { numTokens: 20, maxTime: 8, eos: 9 }),
        call(counter(10), [8], { numTokens: 20, maxTime: 8, eos: 9 }),
        call(counter(10), [2], { numTokens: 20, maxTime: 8, eos: 0 }),
      ],
    }),
    likeReference("reads everything so far, prompt and answer, in order", {
      points: 1,
      calls: (draw) => [2, 4].map((length) => call(reader(30), promptOf(draw, length), { numTokens: 8, maxTime: 30, eos: 13 })), // prettier-ignore
    }),
    likeReference("of a longer text it reads the last maxTime tokens", {
      points: 2,
      likely: "the oldest tokens should be cut off, so that at most maxTime are read",
      calls: (draw) => [
        call(reader(4), promptOf(draw, 3), { numTokens: 8, maxTime: 4, eos: 13 }),
        call(reader(3), promptOf(draw, 7), { numTokens: 5, maxTime: 3, eos: 13 }),
      ],
    }),
    likeReference("writes nothing if nothing is asked for", {
      points: 1,
      needsValues: true,
      calls: () => call(counter(10), [1], { numTokens: 0, maxTime: 4, eos: 9 }),
    }),
    likeReference("continues what nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        [4, 5, 6].map((maxTime) =>
          call(reader(maxTime), promptOf(draw, draw.integer(1, 9)), { numTokens: 10, maxTime, eos: 11 }),
        ),
    }),
    leaksNothing("leaves the prompt as it was", {
      points: 1,
      calls: () => call(counter(20), [3, 4], { numTokens: 3, maxTime: 8, eos: 0 }),
    }),
  ],
};
