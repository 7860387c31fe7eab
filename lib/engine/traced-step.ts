/** One step of a model that writes, traced: what was traced stays for the next time that the model writes. */
import { programOf, type Program } from "./graph";
import type { Taped } from "./tape";
import { traced } from "./traced";

type Steps = Map<string, (inputs: never) => unknown>;

const steps = new WeakMap<object, Steps>();

/**
 * A model's step, traced.
 *
 * @param model  whose step it is, and all that the step reads beside its inputs
 * @param name   tells it from the model's other steps
 * @param run    from the model and tensors to tensors; it must use nothing from around it
 * @param write  makes TensorFlow's program of a tape
 */
export function tracedStep<Model extends object, Inputs, Result>(
  model: Model,
  name: string,
  run: (model: Model, inputs: Inputs) => Result,
  write: (taped: Taped) => Program = programOf,
): (inputs: Inputs) => Result {
  const ofModel: Steps = steps.get(model) ?? new Map<string, never>();
  steps.set(model, ofModel);
  const step = ofModel.get(name) ?? traced((inputs: Inputs) => run(model, inputs), () => [model], write); // prettier-ignore
  ofModel.set(name, step);
  return step as (inputs: Inputs) => Result;
}
