/** Parameters: the numbers that training changes, by name. */
import { tf } from "./tf";
import { checkList, checkPositive, checkRandom, checkRecord, checkSize, shown } from "./argument";

import type { RandomGenerator } from "./random";
export { checkSizes } from "./argument"; // sheets handed in before the move look for it here

/** Every parameter of a layer or model by its name; a part's parameters carry its name in front: "encoder.bias". */
export type Parameters = Readonly<Record<string, tf.Variable>>;

/** Anything that holds parameters. */
export interface HasParameters {
  readonly parameters: Parameters;
}

type Shape = readonly number[] | readonly [number] | readonly [number, number];
/** A variable whose number of axes the compiler knows, if its shape was written as a list. */
type Parameter<Axes extends Shape> = tf.Variable<
  Axes extends readonly [number] ? tf.Rank.R1 : Axes extends readonly [number, number] ? tf.Rank.R2 : tf.Rank
>;

/**
 * A parameter that starts with small random numbers, uniform over [−limit, limit].
 *
 * @param shape   its axes
 * @param limit   > 0; PyTorch takes 1/√(number of inputs)
 * @param random  where the numbers come from
 * @throws {RangeError} a limit that is not a number > 0, or an axis that is not a whole number ≥ 1
 *
 * Taught in notebook 01.
 */
export function uniformParameter<Axes extends Shape>(
  shape: Axes,
  limit: number,
  random: RandomGenerator,
): Parameter<Axes> {
  checkPositive("uniformParameter", "limit", limit);
  checkAxes("uniformParameter", shape);
  checkRandom("uniformParameter", random);
  const numbers = () => tf.randomUniform([...shape], -limit, limit, "float32", random.seed());
  return tf.tidy(() => tf.variable(numbers())) as Parameter<Axes>;
}

/**
 * A parameter that starts at 0 everywhere, as a bias does.
 *
 * @throws {RangeError} an axis that is not a whole number ≥ 1
 */
export function zeroParameter<Axes extends Shape>(shape: Axes): Parameter<Axes> {
  checkAxes("zeroParameter", shape);
  const numbers = () => tf.zeros([...shape]);
  return tf.tidy(() => tf.variable(numbers())) as Parameter<Axes>;
}

/**
 * Puts the parameters of named parts together: { encoder } → "encoder.bias", …
 *
 * @throws {TypeError} not a record of parts
 */
export function collectParameters(parts: Record<string, HasParameters | undefined>): Parameters {
  checkRecord("collectParameters", "parts", parts);
  const all: Record<string, tf.Variable> = {};
  for (const [part, holder] of Object.entries(parts)) {
    for (const [name, parameter] of Object.entries(holder?.parameters ?? {}))
      all[`${part}.${name}`] = parameter;
  }
  return all;
}

/**
 * How many numbers training can change.
 *
 * @throws {TypeError} nothing that holds parameters
 */
export function countParameters(model: HasParameters): number {
  checkModel("countParameters", "model", model);
  return Object.values(model.parameters).reduce((count, parameter) => count + parameter.size, 0);
}

/**
 * Frees the memory of a model's parameters; the model cannot be used afterwards.
 *
 * @throws {TypeError} nothing that holds parameters
 */
export function disposeParameters(model: HasParameters): void {
  checkModel("disposeParameters", "model", model);
  Object.values(model.parameters).forEach((parameter) => parameter.dispose());
}

/**
 * Checks what a layer is made from: a record of options and a source of random numbers.
 *
 * @throws {TypeError} one of them is missing
 */
export function checkMaking<Config extends object>(
  functionName: string,
  config: Config,
  random: RandomGenerator,
): Config {
  checkRandom(functionName, random);
  return checkRecord(functionName, "config", config);
}

/** @throws {TypeError} nothing that holds parameters */
export function checkModel(functionName: string, argument: string, model: HasParameters): void {
  checkRecord(functionName, argument, model);
  checkRecord(functionName, `${argument}.parameters`, model.parameters);
  for (const [name, parameter] of Object.entries(model.parameters)) {
    if (parameter instanceof tf.Variable) continue;
    throw new TypeError(
      `${functionName}: ${argument}.parameters.${name} should be a tf.Variable, got ${shown(parameter)}`,
    );
  }
}

function checkAxes(functionName: string, shape: Shape): void {
  checkList(functionName, "shape", shape);
  shape.forEach((length, axis) => checkSize(functionName, `shape[${axis}]`, length));
}
