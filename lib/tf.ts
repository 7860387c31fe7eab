/** The one place that loads TensorFlow.js: quiet, and mended for every Node the kit supports. */
import "./mend-node";

export * as tf from "@tensorflow/tfjs-node";
