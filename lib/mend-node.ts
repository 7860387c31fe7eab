/**
 * Makes the process ready for tfjs-node; must run before tfjs-node is loaded, so `tf.ts` imports it first.
 *
 * Two things are wrong otherwise: TensorFlow prints its start-up notes into the first cell, and tfjs-node 4.22
 * calls two helpers of `node:util` that Node 23 took out.
 */
import util from "node:util";

process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2"; // 2 = errors only

type Helpers = Record<string, (value: unknown) => boolean>;
const helpers = util as unknown as Helpers;
const isNothing = (value: unknown): boolean => value === null || value === undefined;

/** Replaces a helper, even one that is there: Node 22 prints a deprecation note each time it is called. */
const mend = (name: string, helper: (value: unknown) => boolean): void => {
  helpers[name] = helper;
};
mend("isNullOrUndefined", isNothing);
mend("isArray", Array.isArray);
