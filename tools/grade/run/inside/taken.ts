/** Which names of the course's modules an answer took: a name that is computed stands in no syntax tree. */
import { isReadyMade } from "../../../answers/imports";

type Module = Record<string, unknown>;

const { create, keys } = Object;
const { get, getOwnPropertyDescriptor } = Reflect;
const View = Proxy;

export interface Taken {
  /** The module as the answer sees it. */
  readonly seen: (path: string, module: Module) => Module;
  /** "lib/metrics#attentionEntropy", in the order of taking. */
  readonly names: () => string[];
}

/** The record of one answer. */
export function recordTaken(): Taken {
  const taken = create(null) as Record<string, true>;
  const note = (path: string, module: Module, name: string | symbol): void => {
    if (typeof name !== "string" || name === "__esModule" || name === "then") return;
    const value = get(module, name);
    const isNumber = typeof value === "number"; // the id of <eos> does no work
    if (!isNumber) taken[`${path}#${name}`] = true;
  };
  const seen = (path: string, module: Module): Module =>
    new View(module, {
      get: (target, name) => (note(path, target, name), get(target, name)),
      getOwnPropertyDescriptor: (target, name) => (
        note(path, target, name),
        getOwnPropertyDescriptor(target, name)
      ),
    });
  return {
    seen: (path, module) => (isReadyMade(path) ? seen(path, module) : module),
    names: () => keys(taken),
  };
}
