/** Tests named `testAdditiveScore`: too weak, too strict, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { Score } from "../../exercises/fixtures/12-bug-zoo/attention";
import { near, should } from "./should";

const { mistake, alternative } = variantsOf<(score: Score) => void>();

const scoresOf = (score: Score, query: number[], keys: number[][]): number[] => [
  ...score(tf.tensor2d([query]), tf.tensor3d([keys])).dataSync(),
];
const isSame = (a: number[], b: number[]): boolean => a.every((x, i) => near(x, b[i]!));
const [east, north, west] = [[1, 0], [0, 1], [-1, 0]]; // prettier-ignore

export const mistakes: Mistake[] = [
  mistake("you only change the query: what should other keys change?", (score) => {
    const [one, other] = [east!, north!].map((query) => scoresOf(score, query, [east!, north!]));
    should(!isSame(one!, other!), "the query is not heard");
  }),
  mistake("you only change the keys: what should another query change?", (score) => {
    const [one, other] = [[east!, north!], [north!, east!]].map((keys) => scoresOf(score, east!, keys)); // prettier-ignore
    should(!isSame(one!, other!), "the keys are not seen");
  }),
  mistake("you expect twice the key to get twice the score: tanh bends it", (score) => {
    const [once, twice] = [1, 2].map((size) => scoresOf(score, east!, [north!.map((x) => size * x)])[0]!);
    should(near(twice!, 2 * once!), "twice the key has another score than twice");
  }),
  mistake("you expect all keys to get one score", (score) => {
    const [a, b] = scoresOf(score, east!, [north!, west!]);
    should(near(a!, b!), "two keys have different scores");
  }),
];

const weightsOf = (score: Score, query: number[], keys: number[][]): number[] => {
  const powers = scoresOf(score, query, keys).map(Math.exp);
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};

export const alternatives: Alternative[] = [
  alternative("the weights after softmax, with another query and with other keys", (score) => {
    const before = weightsOf(score, east!, [north!, west!]);
    should(!isSame(before, weightsOf(score, north!, [north!, west!])), "the query changes no weight");
    should(!isSame(before, weightsOf(score, east!, [west!, west!])), "the keys change no weight");
  }),
  alternative("by how much two keys differ, for two queries", (score) => {
    const gap = (query: number[], keys: number[][]): number => {
      const [a, b] = scoresOf(score, query, keys);
      return a! - b!;
    };
    const [east1, west1] = [gap(east!, [north!, west!]), gap(west!, [north!, west!])];
    should(!near(east1, 0), "two keys get the same score");
    should(near(gap(east!, [west!, north!]), -east1), "the scores do not move with the keys");
    should(!near(east1, west1), "the query does not change which key is ahead");
  }),
];
