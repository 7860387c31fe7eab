/**
 * Makes the process ready for tfjs-node; must run before tfjs-node is loaded, so `tf.ts` imports it first.
 *
 * Four things are wrong otherwise: TensorFlow prints its start-up notes into the first cell, it shares the small
 * matrix products of this course among all cores, which takes longer than to multiply, it leaves oneDNN's kernels unused
 * where it does not know the processor, and tfjs-node 4.22 calls two helpers of `node:util` that Node 23 took out.
 */
import util from "node:util";

process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2"; // 2 = errors only
// On two cores: [128, 64] × [64, 256] in 0.13 ms instead of 0.35, a training step of notebook 04 in 32 ms instead of 48.
process.env["TF_NUM_INTRAOP_THREADS"] ??= "1";
// On the same: a training step of the bench's LSTM takes 0.74 of the processor's time, one of its attention model 0.83
// (`npm run bench -- --only lstm`, beside the same with TF_ENABLE_ONEDNN_OPTS=0).
process.env["TF_ENABLE_ONEDNN_OPTS"] ??= "1";

type Helpers = Record<string, (value: unknown) => boolean>;
const helpers = util as unknown as Helpers;
const isNothing = (value: unknown): boolean => value === null || value === undefined;

/** Replaces a helper, even one that is there: Node 22 prints a deprecation note each time it is called. */
const mend = (name: string, helper: (value: unknown) => boolean): void => {
  helpers[name] = helper;
};
mend("isNullOrUndefined", isNothing);
mend("isArray", Array.isArray);
