/** TensorFlow as set-up left it: tfjs-node's addon, and the folder of the libraries that it loads. */
import { join } from "node:path";
import { projectRoot } from "../layout";

const tfjsNode = join(projectRoot, "node_modules/@tensorflow/tfjs-node");

export const tensorFlow = {
  addon: join(tfjsNode, "lib/napi-v8/tfjs_binding.node"),
  libraries: join(tfjsNode, "deps/lib"),
} as const;
