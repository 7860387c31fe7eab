/** What self-attention is called with. */
import { ints, type Draw } from "../../../tools/exercises/draw";
import type { PlainTensor } from "../../../tools/exercises/plain";

/** Lengths of batch, query and key, no two of them equal in any. */
export const threeLengths = [
  [1, 2, 3],
  [2, 4, 3],
  [4, 1, 6],
] as const;

/** Half of the pairs, and the first key for everybody, so that every query may look somewhere  [batch, query, key] */
export function pairMask(draw: Draw, [batch, query, key]: readonly number[]): PlainTensor {
  const allowed = Array.from({ length: batch! * query! * key! }, (_, i) =>
    i % key! === 0 ? 1 : draw.integer(0, 1),
  );
  return ints(allowed, [batch!, query!, key!]);
}

/** W^Q, W^K and W^V of one head. */
export const headWeights = (draw: Draw, dModel: number, dKey: number, dValue: number) => ({
  queryWeight: draw.normal(dModel, dKey),
  keyWeight: draw.normal(dModel, dKey),
  valueWeight: draw.normal(dModel, dValue),
});
