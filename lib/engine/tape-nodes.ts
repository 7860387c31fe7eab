/** The operations of a tape as the nodes of a graph. */
import { constantNode, operationNode, type Message } from "./saved-model";
import type { Operation, Tape } from "./tape";

/**
 * @param given     what the tape's inputs are called, by their ids
 * @param outputOf  what an output is called of a node whose operation has this name
 * @param operations  all of the tape's, or some
 */
export function tapeNodes(
  tape: Tape,
  given: readonly (readonly [id: number, name: string])[],
  outputOf: (node: string, output: number, operation: string) => string,
  operations: readonly Operation[] = tape.operations,
) {
  const nodes: Message[] = [];
  const names = new Map(given);
  let isClosed = true;
  const nameOf = (id: number): string => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const node = `c${names.size}`;
    const constant = tape.constants.get(id);
    if (constant === undefined) isClosed = false;
    else nodes.push(constantNode(node, constant));
    names.set(id, outputOf(node, 0, "Const"));
    return names.get(id)!;
  };
  operations.forEach((operation, index) => {
    const node = `n${index}`;
    nodes.push(operationNode(node, operation, operation.inputs.map(nameOf), tape));
    operation.outputs.forEach(({ id }, output) => names.set(id, outputOf(node, output, operation.name)));
  });
  return {
    nodes,
    /** What a tensor is called; one of JavaScript's numbers becomes a node. */
    nameOf,
    /** Whether it reads only what it is given, what it makes, and numbers of JavaScript. */
    isClosed: () => isClosed,
  };
}
