/**
 * A loop: the tape of one step as the body of a graph's loop, so that TensorFlow runs many steps in one call.
 *
 *     for i = 0, 1, … while i < left and not isOver:  carried, shown_i, isOver = step(given, carried)
 *
 * @source Abadi et al. 2016, "TensorFlow: A System for Large-Scale Machine Learning", §3.4.
 *   https://arxiv.org/abs/1605.08695 The operation is TensorFlow's StatelessWhile.
 */
import { code } from "./kernel";
import { inputName, placeholdersOf, type Program } from "./graph";
import { namedOperations, outputName } from "./output-names";
import {
  constantNode,
  functionAttribute,
  newNode,
  savedModel,
  typeOf,
  type GraphFunction,
  type Message,
} from "./saved-model";
import type { NamedPort, Operation, Taped } from "./tape";
import { tapeNodes } from "./tape-nodes";

/** One value that goes around the loop. */
interface Variable {
  readonly name: string;
  /** TensorFlow's code. */
  readonly type: number;
  /** The node that it begins as. */
  readonly start: string;
  /** In the body, what it is after a step; itself when left out. */
  readonly next?: string;
}

const isCarried = ({ path }: Pick<NamedPort, "path">) => path.startsWith("carried.");
const isShown = ({ path }: NamedPort) => path.startsWith("shown.");

/**
 * A step's inputs are `left`, how often it may be done  []  int32, `carried` and others; it gives `carried`, `shown`, each
 * [1, …], and `isOver`  []  bool. The loop gives what was shown of all steps, [step, …] each, and the rest of the last one.
 *
 * @returns the loop's program; nothing if the step cannot go around
 */
export function loopOf(taped: Taped): Program | undefined {
  const { tape, inputs, outputs } = taped;
  const [left, isOver] = [inputs.findIndex(({ path }) => path === "left"), at(outputs, "isOver")];
  if (left === -1 || isOver === undefined || !canGoAround(taped)) return undefined;

  const ids = inputs.map(({ id }, place) => [id, inputName(place)] as const);
  const { once, eachStep } = byChange(taped);
  const before = tapeNodes(tape, ids, (node, output) => `${node}:${output}`, once);
  const read = new Set([
    ...eachStep.flatMap((operation) => operation.inputs),
    ...outputs.map(({ id }) => id),
  ]);
  const kept = madeFor(once, read);
  const typeOfId = (id: number) => (tape.ports.get(id) ?? outputs.find((port) => port.id === id)!).type;
  const keptIds = kept.map((id, i) => [id, `k${i}`] as const);
  const { nodes: ofStep, nameOf, isClosed } = tapeNodes(tape, [...ids, ...keptIds], outputName, eachStep);
  const shown = outputs.filter(isShown);
  const isRead = (port: NamedPort) => port === inputs[left] || isCarried(port) || read.has(port.id);
  const readOnce = new Set(once.flatMap((operation) => operation.inputs));
  const placeholders = placeholdersOf(inputs, (port) => isRead(port) || readOnce.has(port.id));
  const variables: Variable[] = [
    { name: "counter", type: int(), start: "zero", next: "count:z:0" },
    { name: "isOver", type: bool(), start: "no", next: nameOf(isOver.id) },
    ...shown.map(({ type }, i) => ({ name: `s${i}`, type, start: `none${i}`, next: `joined${i}:output:0` })),
    ...inputs.filter(isRead).map((port) => {
      const name = inputName(inputs.indexOf(port));
      const made = isCarried(port) ? at(outputs, port.path) : undefined;
      return { name, type: port.type, start: name, next: made && nameOf(made.id) };
    }),
    ...keptIds.map(([id, name]) => ({ name, type: typeOfId(id), start: before.nameOf(id) })),
  ];
  const joined = shown.map(({ id, type }, i) => {
    const attributes = [
      typeOf("T", type),
      typeOf("Tidx", int()),
      { name: "N", type: code("TF_ATTR_INT"), value: 2 },
    ];
    return newNode(`joined${i}`, "ConcatV2", attributes, [`s${i}`, nameOf(id), "axis:output:0"]);
  });
  const functions = [condition(variables, inputName(left)), body(variables, [...ofStep, ...joined])];

  const placeOf = (port: NamedPort): number => {
    const ofInput = () => inputName(inputs.findIndex(({ path }) => path === port.path));
    const name = port === isOver ? port.path : isShown(port) ? `s${shown.indexOf(port)}` : ofInput();
    return variables.findIndex((variable) => variable.name === name);
  };
  const results = outputs.map((port, index) =>
    newNode(`o${index}`, "Identity", [typeOf("T", port.type)], [`loop:${placeOf(port)}`]),
  );
  const none = shown.map(({ type, shape }, i) =>
    constantNode(`none${i}`, { shape: [0, ...shape.slice(1)], type, bytes: new Uint8Array() }),
  );
  const starts = [
    ...placeholders.values(),
    ...before.nodes,
    wholeNumber("zero", 0),
    constantNode("no", { shape: [], type: bool(), bytes: Uint8Array.of(0) }),
    ...none,
  ];
  return {
    inputs: [...placeholders.keys()],
    outputNames: outputs.map((_, index) => `o${index}`),
    isClosed: before.isClosed() && isClosed(),
    bytes: savedModel([...starts, loopNode(variables), ...results], functions),
  };
}

/** The operations that do the same at every step, done once before the loop, and those that follow what is carried. */
function byChange({ tape, inputs }: Taped): Record<"once" | "eachStep", Operation[]> {
  const changing = new Set(inputs.filter(isCarried).map(({ id }) => id));
  const parts = { once: [] as Operation[], eachStep: [] as Operation[] };
  for (const operation of tape.operations) {
    const changes = operation.inputs.some((id) => changing.has(id));
    if (changes) operation.outputs.forEach(({ id }) => changing.add(id));
    parts[changes ? "eachStep" : "once"].push(operation);
  }
  return parts;
}

/** Which of these ids the operations made. */
const madeFor = (operations: readonly Operation[], wanted: ReadonlySet<number>): number[] =>
  operations.flatMap(({ outputs }) => outputs.map(({ id }) => id)).filter((id) => wanted.has(id));

const int = () => code("TF_INT32");
const bool = () => code("TF_BOOL");

const wholeNumber = (name: string, value: number): Message =>
  constantNode(name, { shape: [], type: int(), bytes: new Uint8Array(Int32Array.of(value).buffer) });

function loopNode(variables: readonly Variable[]): Message {
  const attributes = [
    { name: "T", type: code("TF_ATTR_TYPE"), value: variables.map(({ type }) => type) },
    functionAttribute("cond", "condition"),
    functionAttribute("body", "body"),
  ];
  return newNode("loop", "StatelessWhile", attributes, variables.map(({ start }) => start)); // prettier-ignore
}

/** Whether there is a step to be done. */
const condition = (variables: readonly Variable[], left: string): GraphFunction => ({
  name: "condition",
  inputs: variables,
  nodes: [
    newNode("isLeft", "Less", [typeOf("T", int())], ["counter", left]),
    newNode("isOpen", "LogicalNot", [], ["isOver"]),
    newNode("goesOn", "LogicalAnd", [], ["isLeft:z:0", "isOpen:y:0"]),
  ],
  outputs: [{ name: "answer", type: bool(), from: "goesOn:z:0" }],
});

/** One step. */
const body = (variables: readonly Variable[], nodes: readonly Message[]): GraphFunction => ({
  name: "body",
  inputs: variables,
  nodes: [
    ...nodes,
    wholeNumber("one", 1),
    wholeNumber("axis", 0),
    newNode("count", "AddV2", [typeOf("T", int())], ["counter", "one:output:0"]),
  ],
  outputs: variables.map(({ name, type, next = name }) => ({ name: `${name}After`, type, from: next })),
});

const at = (ports: readonly NamedPort[], path: string): NamedPort | undefined =>
  ports.find((port) => port.path === path);

/** Whether what the step gives is what the next one takes. */
function canGoAround({ tape, inputs, outputs, results }: Taped): boolean {
  const fits = (made: NamedPort): boolean => {
    if (isShown(made)) return made.shape[0] === 1;
    if (!isCarried(made)) return true;
    const before = at(inputs, made.path)?.shape;
    return (
      before?.length === made.shape.length &&
      before.every((length, axis) => length === -1 || length === made.shape[axis])
    );
  };
  const isTwice = ({ id }: NamedPort) => inputs.filter((port) => port.id === id).length > 1; // one tensor may become two
  const isPassedOn = ({ path, id }: NamedPort) => isCarried({ path }) && at(inputs, path)?.id === id;
  return (
    tape.fresh.length === 0 &&
    tape.operations.every(({ name }) => namedOperations.has(name)) &&
    inputs.filter(isCarried).length === results.filter(isCarried).length &&
    !inputs.filter(isCarried).some(isTwice) &&
    outputs.every(fits) &&
    results.every((port) => at(outputs, port.path) !== undefined || isPassedOn(port))
  );
}
