/** Answers to `lastState`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (states: tf.Tensor3D, mask: tf.Tensor2D) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

const lengths = (mask: tf.Tensor2D): tf.Tensor1D => mask.sum<tf.Tensor1D>(1).cast("int32");
const lastOf = (mask: tf.Tensor2D): tf.Tensor1D => lengths(mask).sub<tf.Tensor1D>(1).cast("int32");

/** The state at a position of each row, by a one-hot product. */
const stateAt = (states: tf.Tensor3D, position: tf.Tensor1D): tf.Tensor =>
  states.mul(tf.oneHot(position, states.shape[1]).cast("float32").expandDims(2)).sum(1);

export const mistakes: Mistake[] = [
  mistake("the state after the padding is taken: the last column is not the last real token", (states) =>
    states.slice([0, states.shape[1] - 1, 0], [-1, 1, -1]).squeeze([1]),
  ),
  mistake("the position is one too far: the last of n tokens stands at n - 1", (states, mask) =>
    stateAt(states, lengths(mask)),
  ),
  mistake("the first state is taken, not the last real one", (states) =>
    states.slice([0, 0, 0], [-1, 1, -1]).squeeze([1]),
  ),
  mistake("the states are added up over time: only the last real one counts", (states, mask) =>
    states.mul(mask.cast("float32").expandDims(2)).sum(1),
  ),
  mistake("the states are averaged over time: that is another summary, not the last state", (states, mask) =>
    states.mul(mask.cast("float32").expandDims(2)).sum(1).div(mask.sum(1, true)),
  ),
  mistake("every row gets the position of the longest one", (states, mask) =>
    stateAt(states, tf.fill([states.shape[0]], lengths(mask).max().sub(1).dataSync()[0]!, "int32")),
  ),
  mistake("no gradient flows: arraySync takes the numbers out of the graph", (states, mask) => {
    const rows = states.arraySync();
    return tf.tensor2d([...lengths(mask).dataSync()].map((length, row) => rows[row]![length - 1]!));
  }),
  leak((states, mask) => stateAt(states, lastOf(mask))),
];

export const alternatives: Alternative[] = [
  alternative("a one-hot row picks the state", (states, mask) => stateAt(states, lastOf(mask))),
  alternative("a slice for each row", (states, mask) =>
    tf.concat(
      [...lengths(mask).dataSync()].map((length, row) =>
        states.slice([row, length - 1, 0], [1, 1, -1]).reshape<tf.Tensor2D>([1, -1]),
      ),
    ),
  ),
  alternative("gatherND with pairs of row and position", (states, mask) => {
    const rows = tf.range(0, states.shape[0], 1, "int32");
    return tf.gatherND(states, tf.stack([rows, lastOf(mask)], 1) as tf.Tensor2D);
  }),
];
