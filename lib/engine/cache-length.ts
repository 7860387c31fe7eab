/**
 * How long a KV cache is, found out by TensorFlow itself: a length that JavaScript reads would be a constant in a graph,
 * which serves caches of all lengths.
 */
import type { tf } from "../tf";
import { floatType, idType, runKernel } from "./kernel";

/**
 * @param keys  [batch, head, key, dHead]  float32
 * @returns how many keys there are  [1]  int32; caller disposes the two tensors that this makes, by `tf.tidy`
 */
export function cacheLength(keys: tf.Tensor4D): tf.Tensor1D {
  const [lengths] = runKernel("Shape", [floatType(), idType("out_type")], [keys], 1); // [4]
  return (lengths as tf.Tensor1D).slice([2], [1]);
}
