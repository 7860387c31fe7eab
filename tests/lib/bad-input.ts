/** What the tables of bad calls share: arguments of any shape, and the check itself. */
import { expect } from "vitest";
import { tf } from "../../lib/tf";
import { randomGenerator } from "../../lib/random";

/** The message that a call should fail with, and the call. */
export type BadCall = readonly [message: string, call: () => unknown];

/** Whatever shape a call asks for: the compiler would refuse what these tests are about. */
export const ones = (...shape: number[]): never => tf.ones(shape as [number]) as never;
export const ints = (...shape: number[]): never => tf.ones(shape as [number], "int32") as never;
export const ids = (rows: number[][]): tf.Tensor2D => tf.tensor2d(rows, undefined, "int32");
export const wrong = (value: string): never => value as never;
export const random = () => randomGenerator(1);

export const refuses = (message: string, call: () => unknown): void =>
  expect(call).toThrow(expect.objectContaining({ message }));

export const startScope = (): void => tf.engine().startScope();
export const endScope = (): void => tf.engine().endScope();
