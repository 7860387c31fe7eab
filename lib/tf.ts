/**
 * The one place that loads TensorFlow.js: quiet, mended for every Node the kit supports, with faster kernels, gradients
 * that it lacks, and errors that say what to do.
 */
import "./engine/mend-node";
import "./engine/fast-kernels";
import "./engine/broadcast-gradient";
import "./engine/missing-gradients";
import "./engine/clear-errors";

export * as tf from "@tensorflow/tfjs-node";
