/** The one place that loads TensorFlow.js: quiet, mended for every Node the kit supports, and with faster kernels. */
import "./engine/mend-node";
import "./engine/fast-kernels";

export * as tf from "@tensorflow/tfjs-node";
