/**
 * Adam's memory: the mean gradient and the mean squared gradient of each parameter.
 *
 * Those of the parameters that move lie end to end in two vectors; all others rest as plain numbers.
 */
import { tf } from "./tf";
import { checkRecord } from "./argument";
import type { Parameters } from "./parameters";

/** What is remembered of one parameter's gradients. */
export interface Moment {
  /** m */
  readonly mean: Float32Array;
  /** v */
  readonly square: Float32Array;
}

/** The moments of several parameters, end to end. */
export interface JoinedMoments {
  /** The parameters' names in TensorFlow.js. */
  readonly names: readonly string[];
  readonly mean: tf.Variable;
  readonly square: tf.Variable;
}

/** Parameters by their names in TensorFlow.js. */
export const variablesOf = (names: readonly string[]): tf.Variable[] =>
  names.map((name) => tf.engine().registeredVariables[name]!);

/** The moments of all parameters that an Adam follows. */
export class Moments {
  private moving?: JoinedMoments;
  /** By the parameters' names in TensorFlow.js. */
  private resting = new Map<string, Moment>();

  /**
   * The moments of the parameters that move now; zeros at the first step.
   *
   * @param names  in TensorFlow.js
   * @param size   of their gradients together
   * @throws {RangeError} a parameter that was not there at the first step, or gradients of another size
   */
  of(names: readonly string[], size: number): JoinedMoments {
    if (this.moving !== undefined && isSameList(this.moving.names, names)) return this.moving;
    const known = this.all();
    if (known.size === 0)
      variablesOf(names).forEach((parameter) => known.set(parameter.name, zeros(parameter)));
    const own = names.map((name) => known.get(name));
    const sizes = own.map((moment) => moment?.mean.length ?? 0);
    const expected = sizes.reduce((sum, length) => sum + length, 0);
    const problem = own.includes(undefined)
      ? `${[...known.keys()].join(" ")}, got those of ${names.join(" ")}`
      : `${expected} numbers, got ${size}`;
    if (own.includes(undefined) || expected !== size)
      throw new RangeError(`Adam.applyGradients: expected gradients of ${problem}`);
    names.forEach((name) => known.delete(name));
    this.dispose();
    this.resting = known;
    const joined = (part: keyof Moment) => vector(own.map((moment) => moment![part]));
    this.moving = { names, mean: joined("mean"), square: joined("square") };
    return this.moving;
  }

  /**
   * All moments by the names that parameters have in their model; nothing before the first step.
   *
   * @throws {RangeError} moments of other parameters
   */
  byParameter(functionName: string, parameters: Parameters): Record<string, Moment> | undefined {
    const all = this.all();
    if (all.size === 0) return undefined;
    const own = Object.entries(parameters).filter(([, { name }]) => all.has(name));
    if (new Set(own.map(([, { name }]) => name)).size < all.size)
      throw new RangeError(`${functionName}: parameters should be those of the model that it trains`);
    return Object.fromEntries(own.map(([name, variable]) => [name, all.get(variable.name)!]));
  }

  /** @throws {RangeError} moments of no parameter, or of one with another size */
  restore(functionName: string, moments: Readonly<Record<string, Moment>>, parameters: Parameters): void {
    checkRecord(functionName, "state.moments", moments);
    checkRecord(functionName, "parameters", parameters);
    const restored = Object.entries(moments).map(([name, moment]) => {
      if (!Object.hasOwn(parameters, name)) {
        throw new RangeError(
          `${functionName}: state has moments of ${name}, which is no parameter of the model`,
        );
      }
      const parameter = parameters[name]!;
      const wrong = [moment.mean, moment.square].find(({ length }) => length !== parameter.size);
      if (wrong === undefined) return [parameter.name, moment] as const;
      throw new RangeError(
        `${functionName}: state should have ${parameter.size} numbers for ${name}, got ${wrong.length}`,
      );
    });
    this.dispose();
    this.resting = new Map(restored);
  }

  /** Frees the two vectors. */
  dispose(): void {
    this.moving?.mean.dispose();
    this.moving?.square.dispose();
    this.moving = undefined;
  }

  /** By the parameters' names in TensorFlow.js. */
  private all(): Map<string, Moment> {
    const all = new Map(this.resting);
    if (this.moving === undefined) return all;
    const { names, ...vectors } = this.moving;
    const [mean, square] = [vectors.mean, vectors.square].map((part) => part.dataSync() as Float32Array);
    let start = 0;
    for (const { name, size } of variablesOf(names)) {
      all.set(name, { mean: mean!.slice(start, start + size), square: square!.slice(start, start + size) });
      start += size;
    }
    return all;
  }
}

const zeros = ({ size }: tf.Variable): Moment => ({
  mean: new Float32Array(size),
  square: new Float32Array(size),
});

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => name === b[index]);

/** Numbers end to end, as a variable that no gradient changes. */
const vector = (parts: readonly Float32Array[]): tf.Variable =>
  tf.tidy(() => tf.variable(tf.concat(parts.map((part) => tf.tensor1d(part))), false));
