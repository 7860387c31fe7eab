/** Tests named `testTokenReader`: too weak, too strict, and right in other ways. */
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
  mistake("that the two places differ is too little: by how much should they?", (read) => {
    const [first, second] = read([3, 3]).arraySync();
    should(!isSame(first!, second!), "a token looks the same at two places");
  }),
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
  alternative("one token at six places differs by the differences of the patterns", (read) => {
    const vectors = read([3, 3, 3, 3, 3, 3]).arraySync();
    const patterns = sinusoidalEncoding(6, 8).arraySync();
    const moves = (rows: number[][]): number[] => rows.flatMap((row) => differences(row, rows[0]!));
    should(isSame(moves(vectors), moves(patterns)), "the difference is not that of the positions");
  }),
  alternative("how far apart the places are, near and far", (read) => {
    const rows = [read([6, 6, 6, 6, 6, 6, 6]), sinusoidalEncoding(7, 8)].map((both) => both.arraySync());
    const far = (vectors: number[][], t: number): number =>
      Math.hypot(...differences(vectors[t]!, vectors[0]!));
    const isRight = (t: number): boolean => near(far(rows[0]!, t), far(rows[1]!, t));
    should(isRight(1) && isRight(6), "places are further apart, or nearer, than their patterns");
  }),
];
