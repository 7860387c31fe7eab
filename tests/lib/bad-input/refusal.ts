/** What the tables of bad calls share: how a row looks, arguments of any shape, and the check itself. */
import { expect } from "vitest";
import { tf } from "../../../lib/tf";

/** All that the error says, and a call that a learner may well make. */
export type Refusal = readonly [message: string, call: () => unknown];

/** What a cell passes that forgot an argument. */
export const nothing = undefined as never;
/** What a cell passes that took a list for a tensor or a record. */
export const list = [1, 2] as never;
/** Tensors of whatever shape a call asks for: the compiler would refuse what these tables are about. */
export const ones = (...shape: number[]): never => tf.ones(shape) as never;
export const ints = (...shape: number[]): never => tf.ones(shape, "int32") as never;

/** Fails unless the call throws just this. */
export async function expectRefusal(message: string, call: () => unknown): Promise<void> {
  let said = "nothing was thrown";
  try {
    await call();
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toBe(message);
}
