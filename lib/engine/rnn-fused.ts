/**
 * The plain recurrent network's fast path: the same equation as `rnnStep`, all inputs projected in one matrix product,
 * and back-propagation through time written by hand:
 *
 *     δ_t = (∂ℓ/∂h_t + δ_{t+1} W_hᵀ) ⊙ (1 − h_t²)      ∂x_t = δ_t W_xᵀ
 *     ∂W_x = Σ_t x_tᵀ δ_t      ∂W_h = Σ_t h_{t−1}ᵀ δ_t      ∂b = Σ_t δ_t
 *
 * @source Werbos 1990, "Backpropagation Through Time: What It Does and How to Do It".
 *   https://doi.org/10.1109/5.58337
 */
import { tf } from "../tf";
import { floatType, runKernel } from "./kernel";
import { withBackward } from "./with-backward";

type Inputs = [
  x: tf.Tensor3D,
  initial: tf.Tensor2D,
  inputToHidden: tf.Tensor2D,
  hiddenToHidden: tf.Tensor2D,
  bias: tf.Tensor1D,
];

/**
 * Runs the network over whole sequences.
 *
 * @param inputs  x, time first [time, batch, input]; the state before the first step [batch, hidden]; the weights
 * @returns h_0 … h_time  [time + 1, batch, hidden]
 */
export function fusedRnn(inputs: Inputs): tf.Tensor3D {
  const forward = (...given: Inputs) => {
    const states = tf.stack(statesOf(given)) as tf.Tensor3D;
    return { value: states, saved: [...given, states] };
  };
  return withBackward(inputs, forward, backward);
}

function statesOf([x, initial, inputToHidden, hiddenToHidden, bias]: Inputs): tf.Tensor2D[] {
  const [time, batch, input] = x.shape;
  const projected = x
    .reshape<tf.Tensor2D>([time * batch, input])
    .matMul(inputToHidden)
    .add(bias);
  const states = [initial];
  tf.split(projected, time).forEach((fromInput, t) => {
    states.push(fromInput.add<tf.Tensor2D>(states[t]!.matMul(hiddenToHidden)).tanh());
  });
  return states;
}

/** Gradients of the five inputs, from that of h_0 … h_time. */
function backward(change: tf.Tensor3D, saved: tf.Tensor[]): tf.Tensor[] {
  const [x, initial, inputToHidden, hiddenToHidden] = saved as Inputs;
  const [time, batch, input] = x.shape;
  const hidden = initial.shape[1];
  const states = tf.unstack(saved[5]!) as tf.Tensor2D[];
  const fromLoss = tf.unstack(change) as tf.Tensor2D[];
  const changes: tf.Tensor2D[] = [];
  let toState = fromLoss[time]!;
  for (let t = time; t > 0; t--) {
    const [change] = runKernel("TanhGrad", [floatType()], [states[t]!, toState], 1);
    changes[t - 1] = change as tf.Tensor2D;
    toState = fromLoss[t - 1]!.add(changes[t - 1]!.matMul(hiddenToHidden, false, true));
  }
  const all = tf.concat(changes, 0); // [time · batch, hidden]
  const before = tf.concat(states.slice(0, -1), 0);
  return [
    all.matMul(inputToHidden, false, true).reshape([time, batch, input]),
    toState,
    x.reshape<tf.Tensor2D>([time * batch, input]).matMul(all, true, false),
    before.reshape<tf.Tensor2D>([time * batch, hidden]).matMul(all, true, false),
    all.sum(0),
  ];
}
