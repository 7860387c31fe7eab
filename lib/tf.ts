/** The one place that loads TensorFlow.js: quiet, mended for every Node the kit supports, and with faster kernels. */
import "./mend-node";
import "./fast-kernels";

export * as tf from "@tensorflow/tfjs-node";
