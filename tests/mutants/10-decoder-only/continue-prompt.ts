/** Answers to `continuePrompt`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

export interface ContinueOptions {
  readonly numTokens: number;
  readonly maxTime: number;
  readonly eos: number;
}
export type Model = (tokens: number[]) => number[];
type Tokens = readonly number[];
type Answer = (model: Model, prompt: Tokens, options: ContinueOptions) => Tokens;
const { mistake, alternative } = variantsOf<Answer>();

const best = (logits: Tokens): number => logits.indexOf(Math.max(...logits));

/** The loop, but for what the model reads at each step. */
const reading =
  (read: (prompt: Tokens, written: Tokens, maxTime: number) => number[]): Answer =>
  (model, prompt, { numTokens, maxTime, eos }) => {
    const written: number[] = [];
    while (written.length < numTokens) {
      const next = best(model(read(prompt, written, maxTime)));
      if (next === eos) break;
      written.push(next);
    }
    return written;
  };
const right = reading((prompt, written, maxTime) => [...prompt, ...written].slice(-maxTime));

export const mistakes: Mistake[] = [
  mistake("the prompt comes back too: return the new tokens only", (model, prompt, options) => [
    ...prompt,
    ...right(model, prompt, options),
  ]),
  mistake(
    "the model reads the prompt again and again: what it wrote should be read too",
    reading((prompt, _written, maxTime) => prompt.slice(-maxTime)),
  ),
  mistake(
    "only the last token is read: everything so far should be",
    reading((prompt, written) => [[...prompt, ...written].pop()!]),
  ),
  mistake(
    "the prompt is forgotten once something is written",
    reading((prompt, written, maxTime) => (written.length > 0 ? [...written] : [...prompt]).slice(-maxTime)),
  ),
  mistake(
    "a long text is not cut: the model can read maxTime tokens only",
    reading((prompt, written) => [...prompt, ...written]),
  ),
  mistake(
    "the newest tokens are cut off, not the oldest: of a long text its end should be read",
    reading((prompt, written, maxTime) => [...prompt, ...written].slice(0, maxTime)),
  ),
  mistake("eos is written down", (model, prompt, options) => {
    const written = right(model, prompt, options);
    return written.length < options.numTokens ? [...written, options.eos] : written;
  }),
  mistake("eos does not end the text", (model, prompt, options) =>
    right(model, prompt, { ...options, eos: -1 }),
  ),
  mistake("the prompt itself is changed: work on a copy of it", (model, prompt, options) => {
    const written = right(model, prompt, options);
    (prompt as number[]).push(...written);
    return written;
  }),
  mistake(
    "a largest logit below 0 is not found: start from the first one, not from 0",
    (model, prompt, options) => {
      const lifted = (tokens: number[]): number[] => model(tokens).map((logit) => Math.max(0, logit));
      return right(lifted, prompt, options);
    },
  ),
  mistake("the prompt's tokens are counted too: numTokens new ones are asked for", (model, prompt, options) =>
    right(model, prompt, { ...options, numTokens: Math.max(0, options.numTokens - prompt.length) }),
  ),
];

export const alternatives: Alternative[] = [
  alternative("one growing text", (model, prompt, { numTokens, maxTime, eos }) => {
    const text = [...prompt];
    for (let i = 0; i < numTokens; i++) {
      const logits = model(text.slice(Math.max(0, text.length - maxTime)));
      const next = logits.reduce((top, logit, token) => (logit > logits[top]! ? token : top), 0);
      if (next === eos) return text.slice(prompt.length);
      text.push(next);
    }
    return text.slice(prompt.length);
  }),
  alternative("recursion", function go(model, prompt, options): Tokens {
    if (options.numTokens === 0) return [];
    const next = best(model(prompt.slice(-options.maxTime)));
    if (next === options.eos) return [];
    return [next, ...go(model, [...prompt, next], { ...options, numTokens: options.numTokens - 1 })];
  }),
];
