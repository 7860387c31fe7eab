/** Answers to `reverseSource`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (tokens: number[]) => number[];
const { mistake, alternative } = variantsOf<Answer>();

const realLength = (tokens: readonly number[]): number => tokens.filter((token) => token !== 0).length;

export const mistakes: Mistake[] = [
  mistake("the padding is reversed too: it must stay at the end", (tokens) => [...tokens].reverse()),
  mistake("the padding is gone: the row must keep its length, or it no longer fits its batch", (tokens) =>
    tokens.slice(0, realLength(tokens)).reverse(),
  ),
  mistake("the list that was given is reversed in place: make a new one", (tokens) => {
    const length = realLength(tokens);
    const padding = tokens.splice(length);
    tokens.reverse().push(...padding);
    return tokens;
  }),
  mistake("nothing is reversed", (tokens) => [...tokens]),
  mistake("the last real token stays where it is: the end of a slice is not part of it", (tokens) => {
    const length = realLength(tokens);
    return [...tokens.slice(0, Math.max(0, length - 1)).reverse(), ...tokens.slice(Math.max(0, length - 1))];
  }),
];

export const alternatives: Alternative[] = [
  alternative("index arithmetic", (tokens) => {
    const length = realLength(tokens);
    return tokens.map((token, i) => (i < length ? tokens[length - 1 - i]! : token));
  }),
  alternative("a loop that puts tokens in front", (tokens) => {
    const reversed: number[] = [];
    for (const token of tokens) if (token !== 0) reversed.unshift(token);
    while (reversed.length < tokens.length) reversed.push(0);
    return reversed;
  }),
];
