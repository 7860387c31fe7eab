/** What all recurrent layers share when they run over whole sequences: where a sequence ends, and the state there. */
import { tf } from "./tf";
import { masked } from "./masked";
import { checkFloats } from "./shapes";

/** What a recurrent layer is made from. */
export interface RecurrentConfig {
  /** Width of what each step reads, ≥ 1. */
  readonly inputSize: number;
  /** Width of the state, ≥ 1. */
  readonly hiddenSize: number;
}

/** All of a sequence's hidden states, and the state after its last real token. */
export type RecurrentOutput<State> = {
  /** 0 at padded positions  [batch, time, hidden]  float32 */
  readonly hiddens: tf.Tensor3D;
  readonly last: State;
};

export interface RecurrentRunOptions<State> {
  /** The state before the first step; zeros when left out. */
  readonly initial?: State;
  /** 1 where a token stands, 0 where padding fills up after the sequence's end  [batch, time]  int32 */
  readonly mask?: tf.Tensor2D;
}

/** The state of a layer that has no other. */
export type HiddenState = {
  /** [batch, hidden]  float32 */
  readonly hidden: tf.Tensor2D;
};

/** @throws {TypeError} a state that is not float32 */
export function checkInitial(functionName: string, initial?: Readonly<Record<string, tf.Tensor2D>>): void {
  Object.entries(initial ?? {}).forEach(([name, state]) =>
    checkFloats(functionName, `initial.${name}`, state),
  );
}

/** The position of each sequence's last real token, −1 if it has none  [batch]  int32. */
export function lastRealStep(mask: tf.Tensor2D): tf.Tensor1D {
  return mask.sum(1).sub(1).cast("int32");
}

/**
 * What a layer shows of its states.
 *
 * @param states    h_0 … h_time  [time + 1, batch, hidden]
 * @param lastTime  where each sequence ends  [batch]  int32
 */
export function hiddenOutput(
  states: tf.Tensor3D,
  mask?: tf.Tensor2D,
  lastTime = mask && lastRealStep(mask),
): RecurrentOutput<HiddenState> {
  const [steps, batch, hidden] = states.shape;
  const afterSteps = states.slice([1, 0, 0], [steps - 1, batch, hidden]);
  const batchFirst = afterSteps.transpose<tf.Tensor3D>([1, 0, 2]); // [batch, time, hidden]
  return {
    hiddens: mask === undefined ? batchFirst : masked(batchFirst, mask.expandDims(2)),
    last: { hidden: stateAtEnd(states, lastTime) },
  };
}

function stateAtEnd(states: tf.Tensor3D, lastTime?: tf.Tensor1D): tf.Tensor2D {
  const [steps, batch, hidden] = states.shape;
  if (lastTime === undefined) return states.slice([steps - 1, 0, 0], [1, batch, hidden]).squeeze([0]);
  const place = lastTime.add(tf.scalar(1, "int32")).mul(tf.scalar(batch, "int32"));
  const row = place.add<tf.Tensor1D>(tf.range(0, batch, 1, "int32"));
  return tf.gather(states.reshape<tf.Tensor2D>([steps * batch, hidden]), row);
}

/**
 * What each step reads, [batch, input] each, from inputs with time first [time, batch, input].
 *
 * TensorFlow.js' own `unstack` has no gradient for a single step.
 */
export function stepInputs(inputs: tf.Tensor3D): tf.Tensor2D[] {
  const [time, batch, input] = inputs.shape;
  return Array.from({ length: time }, (_, t) =>
    inputs.slice([t, 0, 0], [1, batch, input]).reshape<tf.Tensor2D>([batch, input]),
  );
}

/** Inputs [batch, time, input] with time first, 0 at padding: back in time, NaN there would reach every step before. */
export function withTimeFirst(inputs: tf.Tensor3D, mask?: tf.Tensor2D): tf.Tensor3D {
  const shown = mask === undefined ? inputs : masked(inputs, mask.expandDims(2));
  return shown.transpose([1, 0, 2]);
}
