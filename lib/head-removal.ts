/** Removal of a head: what is a head worth? Silence it, and see what the model can still do. */
import { tf } from "./tf";
import { checkFunction, checkRecord, checkSize } from "./argument";
import { masked } from "./masked";
import { checkModel, type HasParameters } from "./parameters";

/** One head among those of a model. */
export interface HeadPlace {
  /** Where its attention stands among the model's parameters, such as "decoder.layers.0.crossAttention". */
  readonly attention: string;
  /** Counted from 0. */
  readonly head: number;
  readonly numHeads: number;
}

/**
 * Runs something while one head is silent: its rows of W^O are 0, all others are as they were. Afterwards it speaks
 * again, even if the run failed.
 *
 * @param run  what is tried without the head; not a promise
 * @returns what `run` returned
 * @throws {RangeError} the model has no such attention, or the attention no such head
 *
 * Taught in notebook 08.
 * @source Michel et al. 2019, "Are Sixteen Heads Really Better than One?". https://arxiv.org/abs/1905.10650
 */
export function withoutHead<Result>(model: HasParameters, place: HeadPlace, run: () => Result): Result {
  checkModel("withoutHead", "model", model);
  checkFunction("withoutHead", "run", run);
  const weight = outputWeight(model, checkRecord("withoutHead", "place", place));
  const kept = weight.clone();
  try {
    tf.tidy(() => weight.assign(masked<tf.Tensor>(weight, rowsOfOthers(weight.shape[0]!, place))));
    return run();
  } finally {
    weight.assign(kept);
    kept.dispose();
  }
}

/** W^O of an attention; its rows are the heads' widths, one head after the other. */
function outputWeight(model: HasParameters, { attention, head, numHeads }: HeadPlace): tf.Variable {
  const weight = model.parameters[`${attention}.output.inputToOutput`];
  if (weight === undefined) {
    const names = Object.keys(model.parameters).filter((name) => name.endsWith(".output.inputToOutput"));
    const known = names.map((name) => name.replace(".output.inputToOutput", "")).join(", ");
    throw new RangeError(`withoutHead: the model has no attention "${attention}"; it has ${known || "none"}`);
  }
  checkSize("withoutHead", "numHeads", numHeads);
  if (!Number.isInteger(head) || head < 0 || head >= numHeads) {
    throw new RangeError(`withoutHead: head should be a whole number from 0 to ${numHeads - 1}, got ${head}`);
  }
  return weight;
}

/** 0 in the head's rows, 1 in the others'.  [dModel, 1] */
function rowsOfOthers(dModel: number, { head, numHeads }: HeadPlace): tf.Tensor2D {
  const isOther = (_: unknown, row: number) => (Math.floor((row * numHeads) / dModel) === head ? 0 : 1);
  return tf.tensor2d(Array.from({ length: dModel }, isOther), [dModel, 1]);
}
