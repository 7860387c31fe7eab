/**
 * The two halves of a batch, each on a way of its own: a graph computes both at the same time, on two cores. TensorFlow's
 * kernels work on one core each here, and most of a model's operations wait for the one before.
 */
import { tf } from "../tf";
import { isTaping, numFresh } from "./tape";

type Batch = Readonly<Record<string, tf.Tensor>>;

/** What draws numbers, such as a model with dropout: for two halves it would draw others than for the whole. */
const drawing = new WeakSet<object>();
let isInside = false;

/** Whether a half of a batch is being computed. */
export const isHalf = (): boolean => isInside;

/**
 * Computes something of a batch; in a graph, of each half by itself, unless it has drawn numbers before.
 *
 * @param owner  whose computation it is
 * @param batch  tensors whose first axis is the batch
 * @param run    from a batch to a tensor with that axis; no row of it may depend on another one
 */
export function inHalves<Given extends Batch, Result extends tf.Tensor>(
  owner: object,
  batch: Given,
  run: (batch: Given) => Result,
): Result {
  const size = Object.values(batch)[0]!.shape[0]!;
  if (!isTaping() || isInside || size < 2 || drawing.has(owner)) return watched(owner, () => run(batch));
  const sizes = [Math.ceil(size / 2), Math.floor(size / 2)];
  const parts = Object.entries(batch).map(([name, whole]) => [name, tf.split(whole, sizes)] as const);
  const halfOf = (half: number) => Object.fromEntries(parts.map(([name, halves]) => [name, halves[half]!]));
  isInside = true;
  try {
    return tf.concat(sizes.map((_, half) => run(halfOf(half) as Given))) as Result;
  } finally {
    isInside = false;
  }
}

function watched<Result>(owner: object, run: () => Result): Result {
  const before = numFresh();
  const result = run();
  if (numFresh() > before) drawing.add(owner);
  return result;
}
