/** The one place that loads TensorFlow.js: quiet, mended for every Node the kit supports, and with faster kernels. */
import "./mend-node";
import * as tf from "@tensorflow/tfjs-node";
import { registerFastKernels } from "./fast-kernels";

registerFastKernels(tf);

export { tf };
