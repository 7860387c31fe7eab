/** Reads a tensor where its numbers are: in the backend. What the tensor says of itself is believed if that agrees. */
import { types } from "node:util";
import { tf } from "../../lib/tf";
import { fieldOf, isList, itemsOf, numbersOf } from "./fields";
import { plainNumber, type TensorData } from "./plain";

const tensorClasses = new Set<unknown>([tf.Tensor.prototype, tf.Variable.prototype]);

/** A tensor of TensorFlow's, not something that looks like one; `instanceof` only looks whether it has `dataSync`. */
export const isTensor = (value: unknown): value is tf.Tensor =>
  typeof value === "object" &&
  value !== null &&
  !types.isProxy(value) &&
  tensorClasses.has(Object.getPrototypeOf(value));

/** The part of tfjs-node's backend that keeps what is in tensors. */
interface Backend {
  readonly binding: { tensorDataSync(id: unknown): unknown; getNumOfTensors(): number };
  readonly tensorMap: { has(dataId: unknown): boolean; get(dataId: unknown): unknown };
}

// Taken once: while a model is traced, the backend has another one.
const { binding, tensorMap } = tf.findBackend("tensorflow") as unknown as Backend;

/** How many tensors the native library holds. */
export const numNative = (): number => binding.getNumOfTensors();

/** The native library's number for a tensor, or the data that it has not been given yet; undefined: disposed. */
export function dataOf(tensor: tf.Tensor): { readonly id?: number; readonly values?: unknown } | undefined {
  const dataId = fieldOf(tensor, "dataId");
  if (fieldOf(tensor, "isDisposedInternal") !== false || !tensorMap.has(dataId)) return undefined;
  const [data, id] = [tensorMap.get(dataId), fieldOf(tensorMap.get(dataId), "id")];
  const values = fieldOf(data, "values") ?? undefined;
  return values !== undefined ? { values } : typeof id === "number" && id >= 0 ? { id } : undefined;
}

/** What is in a tensor, or in words what is wrong with it. */
export function readTensor(tensor: tf.Tensor): TensorData | string {
  const data = dataOf(tensor);
  if (data === undefined) return "a disposed tensor";
  const [dtype, shape] = ["dtype", "shape"].map((name) => fieldOf(tensor, name));
  const { values, held } = unpack(data.values ?? binding.tensorDataSync(data.id));
  const lengths = isList(shape) ? (itemsOf(shape) as number[]) : [NaN];
  const size = lengths.reduce((product, length) => product * length, dtype === "complex64" ? 2 : 1);
  if (size !== values.length) return "a tensor whose shape and numbers disagree";
  if (!held.includes(dtype as TensorData["dtype"]))
    return `a tensor that says it is ${String(dtype)}, but holds ${held[0] ?? "nothing"}`;
  return { shape: lengths, dtype: dtype as TensorData["dtype"], values };
}

/** The backend's data as plain values, and the types that have such data. */
function unpack(
  data: unknown,
): Pick<TensorData, "values"> & { readonly held: readonly TensorData["dtype"][] } {
  if (types.isTypedArray(data)) {
    const values = numbersOf(data).map(plainNumber);
    if (types.isFloat32Array(data)) return { values, held: ["float32", "complex64"] };
    return { values, held: types.isInt32Array(data) ? ["int32"] : types.isUint8Array(data) ? ["bool"] : [] };
  }
  const texts = isList(data) ? itemsOf(data) : [undefined];
  if (!texts.every((text) => types.isUint8Array(text))) return { values: [], held: [] };
  return { values: texts.map((text) => tf.util.decodeString(text)), held: ["string"] };
}
