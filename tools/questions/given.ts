/** A call of a visible check, and what it hands over, in words. */
import { phrase } from "../../lib/jupyter/language.cjs";
import { argumentAt } from "../exercises/parameters";
import type { Call } from "../exercises/call";
import { callsOf, parametersOf } from "../exercises/judge";
import { isTensorTag } from "../exercises/plain";
import type { Task } from "../exercises/sheet";

export interface Given {
  readonly task: string;
  readonly call: Call;
  readonly parameters: readonly (string | undefined)[];
}

/** Of the visible calls that ask for values one with a mask, and with axes of many lengths: there a slip shows. */
export function givenOf(task: Task): Given | undefined {
  const calls = task.cases
    .filter(({ visibility, needsValues, isLong }) => visibility === "visible" && !needsValues && !isLong)
    .flatMap((testCase) => callsOf(task, testCase));
  const parameters = parametersOf(task);
  const rank = (call: Call): number => numLengths(call) + (hidesSomething(call, parameters) ? 1000 : 0);
  const [call] = calls.sort((a, b) => rank(b) - rank(a));
  return call && { task: task.name, call, parameters };
}

/** A mask that forbids a place is what a lesson is about. */
const hidesSomething = ({ args }: Call, parameters: Given["parameters"]): boolean =>
  args.some(
    (arg, index) =>
      isTensorTag(arg) && /mask/i.test(parameters[index] ?? "") && arg.$tensor.values.includes(0),
  );

const numLengths = ({ args }: Call): number =>
  new Set(args.flatMap((arg) => (isTensorTag(arg) ? arg.$tensor.shape : [])).filter((length) => length > 1))
    .size;

const longestText = 60;

/** "query is [2, 3], keys is [2, 4, 3]" */
export function givenText({ call, parameters, task }: Given): string {
  const parts = call.args.flatMap((arg, index) => {
    const text = isTensorTag(arg) ? `[${arg.$tensor.shape.join(", ")}]` : JSON.stringify(arg);
    return text.length <= longestText && !text.includes("$")
      ? [
          `\`${argumentAt(String(index), parameters)}\` ${isTensorTag(arg) ? phrase("has the shape") : phrase("is")} ${text}`,
        ]
      : [];
  });
  return parts.length > 0 ? parts.join(", ") : phrase("{0} is called as in a check", task);
}
