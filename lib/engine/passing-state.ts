/** States that pass from step to step, of any type: a state is whatever its model makes it. */
import { tf } from "../tf";

/** `tf.tidy` for a result of any type. */
export const tidied = <Result>(run: () => Result): Result =>
  tf.tidy(run as () => Result & tf.TensorContainer);

/** Frees the tensors of a state that is over, but those that others still hold: the next state, or the encoder. */
export function disposeState(state: unknown, ...others: unknown[]): void {
  const tensorsOf = (holder: unknown) => tf.tensor_util.getTensorsInContainer(holder as tf.TensorContainer);
  const held = new Set(others.flatMap(tensorsOf));
  tf.dispose(tensorsOf(state).filter((tensor) => !held.has(tensor)));
}
