/**
 * A function with its backward pass written by hand: TensorFlow.js takes the gradients from it instead of following every
 * operation of the forward pass.
 */
import { tf } from "../tf";

/** What a forward pass leaves. */
interface Forward<Value, Saved> {
  readonly value: Value;
  /** What the backward pass needs; TensorFlow.js keeps it until then. */
  readonly saved: Saved;
}

/**
 * Runs the forward pass, and the backward pass when a gradient is asked for.
 *
 * @param inputs    what gradients are taken of; one that a closure holds gets none
 * @param backward  gradients of the inputs in their order, from that of the value and from what was saved
 */
export function withBackward<Inputs extends tf.Tensor[], Value extends tf.Tensor, Saved extends tf.Tensor[]>(
  inputs: readonly [...Inputs],
  forward: (...inputs: Inputs) => Forward<Value, Saved>,
  backward: (change: Value, saved: Saved) => tf.Tensor | tf.Tensor[],
): Value {
  const run = tf.customGrad<Value>((...args) => {
    const save = args.pop() as tf.GradSaveFunc; // comes last
    const { value, saved } = forward(...(args as Inputs));
    save(saved);
    return { value, gradFunc: (change, kept) => backward(change, kept as Saved) };
  });
  return run(...inputs);
}
