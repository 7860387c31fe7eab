/**
 * Pure code: what it does depends on nothing but its arguments and the fields of its objects. Only such code becomes a
 * graph, since of a variable that a function finds around itself nobody can tell when it changes.
 *
 * @source Bradbury et al. 2018, "JAX: composable transformations of Python+NumPy programs", "Pure functions".
 *   https://docs.jax.dev/en/latest/notebooks/Common_Gotchas_in_JAX.html
 */
const pureFunctions = new WeakSet<object>();

/**
 * Says of a class, an object or a function that its code is pure: beside its arguments it reads only fields, its own and
 * those of what it holds, and imports that never change; it changes nothing, and draws random numbers only by `fresh`.
 * It is a promise about the functions that are there now: a subclass, or a method put in later, is not covered.
 *
 *     pure(MyModel);                                          // a class: all its methods
 *     const model = pure({ parameters, loss, batchOf, batchLoss }); // an object: all its functions
 *
 * @returns what was given
 * @throws {TypeError} a class with `#` fields, which nobody outside can watch; `private` ones are seen
 */
export function pure<Code extends object>(code: Code): Code {
  const given: object = code;
  if (typeof given === "function") checkFields(given);
  if (typeof given === "function") pureFunctions.add(given);
  const isClass = typeof given === "function" && Object.hasOwn(given, "prototype");
  const holder = isClass ? (given.prototype as object) : given;
  Object.values(Object.getOwnPropertyDescriptors(holder)).forEach(({ value, get, set }) => {
    for (const part of [value as unknown, get, set]) if (typeof part === "function") pureFunctions.add(part);
  });
  return code;
}

function checkFields(code: { readonly name: string }): void {
  if (!/\bthis\.#|__classPrivateField/.test(String(code))) return;
  throw new TypeError(`pure: ${code.name} has fields with #, which cannot be watched; write private instead`);
}

/** Whether this very function was said to be pure. */
export const isPure = (code: object): boolean => pureFunctions.has(code);
