/** Answers to `greedySearch`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Step = (token: number, state: number) => { logits: number[]; state: number };
type Options = { sos: number; eos: number; maxTime: number };
type Answer = (step: Step, start: number, options: Options) => number[];
const { mistake, alternative } = variantsOf<Answer>();

const best = (logits: readonly number[]): number => logits.indexOf(Math.max(...logits));

/** The loop, with one place open for each mistake. */
function decode(
  step: Step,
  start: number,
  { sos, eos, maxTime }: Options,
  {
    choose = best,
    keepsState = false,
    readsSos = false,
    keepsEnd = false,
    ignoresEnd = false,
  }: Partial<{
    choose: (logits: number[]) => number;
    keepsState: boolean;
    readsSos: boolean;
    keepsEnd: boolean;
    ignoresEnd: boolean;
  }> = {},
): number[] {
  const tokens: number[] = [];
  let [token, state] = [sos, start];
  while (tokens.length < maxTime) {
    const given = step(readsSos ? sos : token, state);
    token = choose(given.logits);
    if (!keepsState) state = given.state;
    if (token === eos && !ignoresEnd) return keepsEnd ? [...tokens, token] : tokens;
    tokens.push(token);
  }
  return tokens;
}

export const mistakes: Mistake[] = [
  mistake(
    "the state is not handed on: every step starts from the first state again",
    (step, start, options) => decode(step, start, options, { keepsState: true }),
  ),
  mistake(
    "every step reads <sos>: after the first it must read the token just written",
    (step, start, options) => decode(step, start, options, { readsSos: true }),
  ),
  mistake("<eos> is part of the answer: leave it out", (step, start, options) =>
    decode(step, start, options, { keepsEnd: true }),
  ),
  mistake("<eos> does not end the sentence: it runs on until maxTime", (step, start, options) =>
    decode(step, start, options, { ignoresEnd: true }),
  ),
  mistake("the least likely token is taken: argmax, not argmin", (step, start, options) =>
    decode(step, start, options, { choose: (logits) => logits.indexOf(Math.min(...logits)) }),
  ),
  mistake("the first state is always 0: start from the state that is given", (step, _start, options) =>
    decode(step, 0, options),
  ),
  mistake(
    "maxTime is ignored, or not counted right: at most maxTime tokens are written",
    (step, start, options) => decode(step, start, { ...options, maxTime: options.maxTime + 1 }),
  ),
  mistake("<eos> is always 2: use the id that is given", (step, start, options) =>
    decode(step, start, { ...options, eos: 2 }),
  ),
  mistake("<sos> is always 1: use the id that is given", (step, start, options) =>
    decode(step, start, { ...options, sos: 1 }),
  ),
  mistake(
    "a largest logit below 0 is not found: start from the first one, not from 0",
    (step, start, options) =>
      decode(step, start, options, {
        choose: (logits) => {
          let [largest, winner] = [0, 0];
          logits.forEach((logit, token) => {
            if (logit > largest) [largest, winner] = [logit, token];
          });
          return winner;
        },
      }),
  ),
];

export const alternatives: Alternative[] = [
  alternative("recursion", function search(step, start, { sos, eos, maxTime }): number[] {
    if (maxTime === 0) return [];
    const { logits, state } = step(sos, start);
    const token = best(logits);
    return token === eos ? [] : [token, ...search(step, state, { sos: token, eos, maxTime: maxTime - 1 })];
  }),
  alternative("a for loop that looks for the largest logit by hand", (step, start, { sos, eos, maxTime }) => {
    const written: number[] = [];
    let previous = sos;
    let memory = start;
    for (let t = 0; t < maxTime; t++) {
      const result = step(previous, memory);
      let winner = 0;
      result.logits.forEach((logit, token) => {
        if (logit > result.logits[winner]!) winner = token;
      });
      if (winner === eos) return written;
      written.push(winner);
      previous = winner;
      memory = result.state;
    }
    return written;
  }),
];
