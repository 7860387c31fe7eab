/**
 * Counts tensors where an answer can neither see nor set the count: what TensorFlow.js tracks and disposes of is written
 * down here as well, and what the native library holds for none of these is counted on top.
 */
import { tf } from "../../../../lib/tf";
import { dataOf, numNative } from "../../../exercises/read-tensor";
import type { Stock } from "../../../exercises/stock";

const { apply, defineProperty } = Reflect;
const { add, delete: remove } = Set.prototype;

type Work = (tensor: tf.Tensor, backend?: unknown) => unknown;

/** Must run before any answer loads. @returns what lives now; only to be asked when the world is as it was */
export function openLedger(): () => Stock {
  const live = new Set<tf.Tensor>();
  const engine = tf.engine();

  /** The engine's method, which also writes down what it is given; it runs in a world that an answer may have changed. */
  function watch(method: "trackTensor" | "disposeTensor", write: typeof add | typeof remove): void {
    const own = (engine as unknown as Record<string, Work>)[method]!;
    const value: Work = (tensor, backend) => {
      apply(write, live, [tensor]);
      return apply(own, engine, [tensor, backend]);
    };
    defineProperty(engine, method, { value, writable: true, configurable: true, enumerable: false });
  }
  watch("trackTensor", add);
  watch("disposeTensor", remove);

  return () => {
    const tensors = new Set(live);
    const ids = new Set([...tensors].map((tensor) => dataOf(tensor)?.id));
    ids.delete(undefined);
    return { count: tensors.size + numNative() - ids.size, has: (tensor) => tensors.has(tensor) };
  };
}
