/**
 * A model's step that is done again and again, each time on what the one before gave, such as writing the most likely token.
 * Traced, all steps become one graph with a loop, and one call of TensorFlow.
 */
import { tf } from "../tf";
import { programOf, type Program } from "./graph";
import { loopOf } from "./loop";
import { disposeState, tidied } from "./passing-state";
import type { Taped } from "./tape";
import { partsOf } from "./tensor-tree";
import { tracedStep } from "./traced-step";

/** What a step reads. */
export interface StepInputs<Given, Carried> {
  /** The same at every step. */
  readonly given: Given;
  /** From the step before. */
  readonly carried: Carried;
}

/** What a step gives. */
export interface StepResult<Carried, Shown> {
  /** For the step after it. */
  readonly carried: Carried;
  /** What is kept of it, each [1, …]. */
  readonly shown: Shown;
  /** Whether no step should follow  []  bool */
  readonly isOver: tf.Scalar;
}

type Tensors = Readonly<Record<string, tf.Tensor | undefined>>;

/** As a loop if it can be one; else TensorFlow does one step a call. */
const loopOrStep = (taped: Taped): Program => loopOf(taped) ?? programOf(taped);

/**
 * Repeats a model's step until it is over, or was done so often.
 *
 * @param model  whose step it is, and all that the step reads beside its inputs
 * @param name   tells it from the model's other steps
 * @param run    one step; it must use nothing from around it
 * @returns a function of the first step's inputs and a number of steps, ≥ 1, to what all steps showed, one after the
 *   other: each [step, …], caller disposes; the inputs stay, as a model may keep its first state
 */
export function repeatedStep<Model extends object, Given, Carried, Shown extends Tensors>(
  model: Model,
  name: string,
  run: (model: Model, inputs: StepInputs<Given, Carried>) => StepResult<Carried, Shown>,
): (first: StepInputs<Given, Carried>, maxSteps: number) => Shown {
  type Inputs = StepInputs<Given, Carried> & { readonly left: tf.Scalar };
  const step = tracedStep(model, name, (model, inputs: Inputs) => run(model, inputs), loopOrStep);
  return ({ given, carried }, maxSteps) =>
    tidied(() => {
      const take = (state: Carried, left: number) =>
        tidied(() => step({ given, carried: state, left: tf.scalar(left, "int32") }));
      let { carried: state, shown, isOver } = take(carried, maxSteps);
      for (let left = maxSteps - numSteps(shown); left > 0 && isOver.dataSync()[0] === 0;) {
        const next = take(state, left);
        left -= numSteps(next.shown);
        const before = [state, shown, isOver];
        [shown, isOver] = [joined(shown, next.shown), next.isOver];
        state = next.carried;
        disposeState([before, next.shown], state, given, carried);
      }
      disposeState([state, isOver], given, carried);
      return shown;
    });
}

/** TensorFlow may have done several steps in one call. */
const numSteps = (shown: Tensors): number => partsOf(shown).leaves[0]!.tensor.shape[0]!;

function joined<Shown extends Tensors>(before: Shown, after: Shown): Shown {
  const names = Object.keys(before).filter((name) => before[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, tf.concat([before[name]!, after[name]!])])) as Shown;
}
