/** Rotary positions: queries and keys are turned by their places, so that a score knows how far apart the two are. */
import { tf } from "./tf";
import { checkSize } from "./argument";
import { cacheLength } from "./engine/cache-length";
import { checkShapes } from "./shapes";

/** Cosine and sine of every place's angles  [time, dHead / 2]  float32 */
export type Rotation = { readonly cosines: tf.Tensor2D; readonly sines: tf.Tensor2D };

/** @throws {RangeError} a head's width is odd: its numbers are turned in pairs */
export function checkRotary(functionName: string, dHead: number): void {
  if (dHead % 2 === 0) return;
  throw new RangeError(`${functionName}: rotary positions need heads of an even width, got ${dHead}`);
}

/**
 * The angles of some places: pair i of a head turns by t / 10000^(2i / dHead) at place t, counted from 0.
 *
 * @param time   how many places, ≥ 1
 * @param dHead  width of a head, even
 * @param past   keys of the places before  [batch, head, key, dHead]; none at the beginning
 * @returns cosines and sines [time, dHead / 2]
 * @throws {RangeError} time is not a whole number ≥ 1, or dHead is odd
 *
 * Taught in notebook 08.
 * @source Su et al. 2021, "RoFormer: Enhanced Transformer with Rotary Position Embedding", §3.2.2, eq. 14–15.
 *   https://arxiv.org/abs/2104.09864
 */
export function rotationAt(time: number, dHead: number, past?: tf.Tensor4D): Rotation {
  checkSize("rotationAt", "time", time);
  checkRotary("rotationAt", dHead);
  return tf.tidy(() => {
    const places = tf.range(0, time).expandDims<tf.Tensor2D>(1);
    const after = past === undefined ? places : places.add<tf.Tensor2D>(cacheLength(past).cast("float32"));
    const speeds = tf.pow(10_000, tf.range(0, dHead, 2).div(-dHead)); // [dHead / 2]
    const angles = after.mul<tf.Tensor2D>(speeds);
    return { cosines: angles.cos(), sines: angles.sin() };
  });
}

/**
 * Turns the vector of each place: number i of the first half and number i of the second are a point in a plane.
 *
 *     (a, b) → (a cos θ − b sin θ, a sin θ + b cos θ)
 *
 * The product of a query at place t and a key at place s, both turned, depends on their places only by t − s.
 *
 * Ours / theirs: the paper pairs neighbours; which numbers are a pair does not matter to a model that learns.
 *
 * @param vectors  queries or keys  [batch, head, time, dHead]  float32
 * @returns with the axes of vectors
 *
 * Taught in notebook 08.
 * @source Su et al. 2021, §3.2.2, eq. 34. https://arxiv.org/abs/2104.09864
 */
export function rotate(vectors: tf.Tensor4D, { cosines, sines }: Rotation): tf.Tensor4D {
  checkShapes("rotate", {
    vectors: [vectors, "batch head time dHead"],
    cosines: [cosines, "time pair"],
    sines: [sines, "time pair"],
  });
  return tf.tidy(() => {
    const [a, b] = tf.split(vectors, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
    const turned = [a.mul(cosines).sub(b.mul(sines)), a.mul(sines).add(b.mul(cosines))];
    return tf.concat(turned as tf.Tensor4D[], 3);
  });
}
