/**
 * The GRU's fast path (reset after the matrix product): the same equations as `gruStep`, all inputs projected in one
 * matrix product, and back-propagation through time written by hand. With h' = n + z ⊙ (h − n) and m = h W_h + b_h:
 *
 *     δn = ∂h' ⊙ (1 − z) ⊙ (1 − n²)      δz = ∂h' ⊙ (h − n) ⊙ z (1 − z)      δr = δn ⊙ m_n ⊙ r (1 − r)
 *     ∂h = ∂h' ⊙ z + [δr, δz, δn ⊙ r] W_hᵀ      ∂x = [δr, δz, δn] W_xᵀ
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
  inputToGates: tf.Tensor2D,
  hiddenToGates: tf.Tensor2D,
  inputBias: tf.Tensor1D,
  hiddenBias: tf.Tensor1D,
];

/** What the backward pass needs of a step, all [batch, hidden] but gates [batch, 2·hidden], which is r beside z. */
type StepTrace = [
  gates: tf.Tensor2D,
  candidate: tf.Tensor2D,
  recalled: tf.Tensor2D,
  hiddenBefore: tf.Tensor2D,
];
const NUM_TRACED = 4;

/**
 * Runs a GRU over whole sequences.
 *
 * @param inputs  x, time first [time, batch, input]; the state before the first step [batch, hidden]; the weights
 * @returns h_0 … h_time  [time + 1, batch, hidden]
 */
export function fusedGru(inputs: Inputs): tf.Tensor3D {
  const forward = (...given: Inputs) => {
    const { trace, last } = runForward(given);
    const before = trace.map(([, , , hiddenBefore]) => hiddenBefore);
    return { value: tf.stack([...before, last]) as tf.Tensor3D, saved: [...given, ...trace.flat()] };
  };
  return withBackward(inputs, forward, backward);
}

function runForward([x, initial, inputToGates, hiddenToGates, inputBias, hiddenBias]: Inputs) {
  const [time, batch, input] = x.shape;
  const hidden = initial.shape[1];
  const projected = x
    .reshape<tf.Tensor2D>([time * batch, input])
    .matMul(inputToGates)
    .add(inputBias);
  const trace: StepTrace[] = [];
  let last = initial;
  for (const fromInput of tf.split(projected, time)) {
    const fromHidden = last.matMul(hiddenToGates).add(hiddenBias);
    const [gatesOfInput, ofInput] = tf.split(fromInput, [2 * hidden, hidden], 1) as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const [gatesOfHidden, recalled] = tf.split(fromHidden, [2 * hidden, hidden], 1) as [
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const gates = gatesOfInput.add<tf.Tensor2D>(gatesOfHidden).sigmoid();
    const [r, z] = tf.split(gates, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const candidate = ofInput.add<tf.Tensor2D>(r.mul(recalled)).tanh();
    trace.push([gates, candidate, recalled, last]);
    last = candidate.add(z.mul(last.sub(candidate)));
  }
  return { trace, last };
}

/** Gradients of the six inputs, from that of h_0 … h_time. */
function backward(change: tf.Tensor3D, saved: tf.Tensor[]): tf.Tensor[] {
  const [x, initial, inputToGates, hiddenToGates] = saved as Inputs;
  const [time, batch, input] = x.shape;
  const trace = Array.from(
    { length: time },
    (_, t) => saved.slice(6 + t * NUM_TRACED, 6 + (t + 1) * NUM_TRACED) as StepTrace,
  );
  const { steps, toInitial } = throughTime(change, trace, hiddenToGates);
  const joined = (part: "atGates" | "atCandidate" | "atRecalled") => tf.concat(steps.map((step) => step[part]), 0); // prettier-ignore
  const atGates = joined("atGates"); // [time · batch, 2·hidden]
  const ofInput = tf.concat([atGates, joined("atCandidate")], 1);
  const ofHidden = tf.concat([atGates, joined("atRecalled")], 1);
  const before = tf.concat(trace.map(([, , , hiddenBefore]) => hiddenBefore));
  return [
    ofInput.matMul(inputToGates, false, true).reshape([time, batch, input]),
    toInitial.reshape(initial.shape),
    x.reshape<tf.Tensor2D>([time * batch, input]).matMul(ofInput, true, false),
    before.matMul(ofHidden, true, false),
    ofInput.sum(0),
    ofHidden.sum(0),
  ];
}

interface StepChange {
  /** δr beside δz */
  readonly atGates: tf.Tensor2D;
  /** δn */
  readonly atCandidate: tf.Tensor2D;
  /** δn ⊙ r */
  readonly atRecalled: tf.Tensor2D;
}

function throughTime(change: tf.Tensor3D, trace: StepTrace[], hiddenToGates: tf.Tensor2D) {
  const fromLoss = tf.unstack(change) as tf.Tensor2D[];
  const steps: StepChange[] = [];
  let toState = fromLoss[trace.length]!;
  for (let t = trace.length - 1; t >= 0; t--) {
    const [gates, candidate, recalled, hiddenBefore] = trace[t]!;
    const [r, z] = tf.split(gates, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const kept = toState.mul(z);
    const atCandidate = slopeAt("TanhGrad", candidate, toState.sub<tf.Tensor2D>(kept));
    const toReset = atCandidate.mul<tf.Tensor2D>(recalled);
    const toUpdate = toState.mul<tf.Tensor2D>(hiddenBefore.sub(candidate));
    const atGates = slopeAt("SigmoidGrad", gates, tf.concat([toReset, toUpdate], 1));
    steps[t] = { atGates, atCandidate, atRecalled: atCandidate.mul<tf.Tensor2D>(r) };
    const atProduct = tf.concat([atGates, steps[t]!.atRecalled], 1); // [batch, 3·hidden]
    toState = tf.addN([fromLoss[t]!, kept, atProduct.matMul(hiddenToGates, false, true)]) as tf.Tensor2D;
  }
  return { steps, toInitial: toState };
}

/** The gradient before a sigmoid or tanh, from its output and the gradient after it. */
function slopeAt(kernel: "TanhGrad" | "SigmoidGrad", output: tf.Tensor2D, change: tf.Tensor2D): tf.Tensor2D {
  return runKernel(kernel, [floatType()], [output, change], 1)[0] as tf.Tensor2D;
}
