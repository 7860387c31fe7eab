/** Tests named `positionsCountOnce`: too weak, too strict, and right in other ways. */
import { sinusoidalEncoding } from "../../../lib/positional-encoding";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { Reader } from "../../exercises/fixtures/12-bug-zoo/layer";
import { near, should } from "./should";

const { mistake, alternative } = variantsOf<(read: Reader) => void>();

const differences = (a: number[], b: number[]): number[] => a.map((x, i) => x - b[i]!);
const isSame = (a: number[], b: number[]): boolean => a.every((x, i) => near(x, b[i]!));

export const mistakes: Mistake[] = [
  mistake(
    "you compare two tokens at one place, where the positions cancel out: compare one token at two places",
    (read) => {
      const [one, other] = [read([3]), read([5])].map((rows) => rows.arraySync()[0]!);
      should(!isSame(one!, other!), "two tokens have one vector");
    },
  ),
  mistake(
    "that the two places differ is too little: with the positions added twice they do as well",
    (read) => {
      const [first, second] = read([3, 3]).arraySync();
      should(!isSame(first!, second!), "a token looks the same at two places");
    },
  ),
  mistake("you expect a token to look the same at two places: the position is added to it", (read) => {
    const [first, second] = read([3, 3]).arraySync();
    should(isSame(first!, second!), "a token looks different at two places");
  }),
  mistake("you expect the vector to be the position alone: the token's own vector is in it too", (read) => {
    const [wanted] = sinusoidalEncoding(1, 8).arraySync();
    should(isSame(read([3]).arraySync()[0]!, wanted!), "the vector is not the position's pattern");
  }),
];

export const alternatives: Alternative[] = [
  alternative("one token at two places differs by the difference of the patterns", (read) => {
    const [first, second] = read([3, 3]).arraySync();
    const [start, next] = sinusoidalEncoding(2, 8).arraySync();
    should(
      isSame(differences(second!, first!), differences(next!, start!)),
      "the difference is not that of the positions",
    );
  }),
  alternative("how far apart the two are", (read) => {
    const [vectors, patterns] = [read([6, 6, 6]), sinusoidalEncoding(3, 8)].map((rows) => rows.arraySync());
    const far = ([first, , third]: number[][]): number => Math.hypot(...differences(third!, first!));
    should(near(far(vectors!), far(patterns!)), "places are further apart, or nearer, than their patterns");
  }),
];
