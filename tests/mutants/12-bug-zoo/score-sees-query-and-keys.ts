/** Tests named `scoreSeesQueryAndKeys`: too weak, too strict, and right in other ways. */
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
  mistake("you only change the query: a score that never sees the keys passes too", (score) => {
    const [one, other] = [east!, north!].map((query) => scoresOf(score, query, [east!, north!]));
    should(!isSame(one!, other!), "the query is not heard");
  }),
  mistake("you only change the keys: a score that never hears the query passes too", (score) => {
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

export const alternatives: Alternative[] = [
  alternative("another query and other keys, one at a time", (score) => {
    const before = scoresOf(score, east!, [north!, west!]);
    should(!isSame(before, scoresOf(score, north!, [north!, west!])), "the query is not heard");
    should(!isSame(before, scoresOf(score, east!, [west!, west!])), "the keys are not seen");
  }),
  alternative("scores move with their keys, and with the query", (score) => {
    const [a, b] = scoresOf(score, east!, [north!, west!]);
    should(isSame([b!, a!], scoresOf(score, east!, [west!, north!])), "the scores do not move with the keys");
    should(!isSame([a!, b!], scoresOf(score, west!, [north!, west!])), "the query is not heard");
  }),
];
