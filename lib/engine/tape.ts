/**
 * A tape: every operation that TensorFlow was asked for while a function ran, in order. `traced` makes a graph of it.
 */
import { tf } from "../tf";
import { keptCounts, nodeBackend, type Attribute, type Binding, type Constant, type Handle } from "./kernel";

/** A tensor that a graph is given or gives, as the tape knows it. */
export interface Port {
  readonly id: number;
  /** TensorFlow's code. */
  readonly type: number;
  /** −1 where the length may change. */
  readonly shape: readonly number[];
}

/** One operation and the tensors that it read and made, by their ids in TensorFlow's memory. */
export interface Operation {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly inputs: readonly number[];
  readonly outputs: readonly Handle[];
}

/** A tensor whose numbers are others at every run, and how to make the next one. */
export interface Fresh {
  readonly id: number;
  readonly make: () => tf.Tensor;
}

/** What TensorFlow was asked for, and where its numbers came from. */
export class Tape {
  readonly operations: Operation[] = [];
  readonly constants = new Map<number, Constant>(keptCounts());
  readonly fresh: Fresh[] = [];
  /** What operations read, by id. */
  readonly ports = new Map<number, Port>();
  /** Why a graph would not do the same as the function. */
  refusal?: string;
}

/** What became of one call of a function. */
export interface Taped {
  readonly tape: Tape;
  readonly inputs: readonly NamedPort[];
  /** What it made. */
  readonly outputs: readonly NamedPort[];
  /** All that it gave back, and whether it made that or was given it. */
  readonly results: readonly NamedPort[];
}

/** A port, and where its tensor stands among the function's inputs or results, such as "state.hidden"; "" if in neither. */
export type NamedPort = Port & { readonly path: string };

let running: Tape | undefined;

/** Whether a tape runs. */
export const isTaping = (): boolean => running !== undefined;

/**
 * A tensor that must be made anew at every run of a traced function, such as random seeds or a step's learning rate:
 * everything else that comes from JavaScript is the same at every run.
 *
 * @param make  makes it, always in the same shape and type
 */
export function fresh<Made extends tf.Tensor>(make: () => Made): Made {
  const tensor = make();
  numMade += 1;
  running?.fresh.push({ id: tensorId(tensor), make });
  return tensor;
}

let numMade = 0;

/** How many tensors were made by {@link fresh} so far. */
export const numFresh = (): number => numMade;

/** What a graph is told of a tensor. */
export const portOf = (id: number, { dtype, shape }: tf.Tensor): Port => ({
  id,
  type: nodeBackend().getDTypeInteger(dtype),
  shape,
});

/** A tensor's id in TensorFlow's memory. */
export const tensorId = (tensor: tf.Tensor): number => nodeBackend().getInputTensorIds([tensor])[0]!;

/** Runs a function and writes down what it asks TensorFlow for. */
export function tape<Result>(run: () => Result): { readonly result: Result; readonly tape: Tape } {
  const backend = nodeBackend();
  const { binding, getInputTensorIds } = backend;
  const tape = new Tape();
  backend.binding = watched(binding, tape);
  backend.getInputTensorIds = (tensors) => {
    const ids = getInputTensorIds.call(backend, tensors);
    ids.forEach((id, index) => tape.ports.set(id, portOf(id, tensors[index]!)));
    return ids;
  };
  running = tape;
  try {
    return { result: run(), tape };
  } finally {
    running = undefined;
    backend.binding = binding;
    backend.getInputTensorIds = getInputTensorIds;
  }
}

/** A copy: JavaScript may fill the array with other numbers afterwards. */
const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength).slice();

/** The addon's functions, of which those that cross to TensorFlow are written down. */
function watched(binding: Binding, tape: Tape): Binding {
  const watched = {
    createTensor(shape: number[], type: number, values: ArrayBufferView): number {
      const id = binding.createTensor(shape, type, values);
      if (!ArrayBuffer.isView(values)) tape.refusal = "it makes a tensor of text";
      else tape.constants.set(id, { shape: [...shape], type, bytes: bytesOf(values) });
      return id;
    },
    executeOp(name: string, attributes: Attribute[], inputs: number[], numOutputs: number): Handle[] {
      const outputs = binding.executeOp(name, attributes, inputs, numOutputs);
      tape.operations.push({ name, attributes, inputs, outputs });
      return outputs;
    },
    tensorDataSync(id: number): unknown {
      tape.refusal = "it reads the numbers of a tensor";
      return binding.tensorDataSync(id);
    },
  };
  // The addon's own functions cannot be assigned to, only hidden.
  return Object.create(binding, Object.getOwnPropertyDescriptors(watched)) as Binding;
}
