/**
 * Gradients that TensorFlow.js does not have: of `tf.einsum` and `tf.gatherND`, of `tf.unstack` where the axis has
 * length 1, and past a choice (`argMax`) into `tf.gather`. Without them, a right answer that is written with one of these
 * could not be trained, nor its gradient checked.
 */
import * as tfjs from "@tensorflow/tfjs-node"; // not by lib/tf, which loads this file

/** What is chosen jumps from one place to another: between jumps its slope is 0. */
const flat = (x: tfjs.Tensor) => (): tfjs.Tensor => tfjs.zeros(x.shape);
const ofTable = tfjs.getGradient("GatherV2").gradFunc;

const missing: readonly tfjs.GradConfig[] = [
  {
    kernelName: "GatherV2", // theirs gives whole numbers for the slope of a place, and is refused
    inputsToSave: ["x", "indices"],
    gradFunc: (change, saved, attributes) => ({
      ...ofTable(change, saved, attributes),
      indices: flat(saved[1]!),
    }),
  },
  ...["ArgMax", "ArgMin"].map((kernelName) => ({
    kernelName,
    inputsToSave: ["x"],
    gradFunc: (_change: tfjs.Tensor | tfjs.Tensor[], [x]: tfjs.Tensor[]) => ({ x: flat(x!) }),
  })),
  {
    kernelName: "Einsum",
    saveAllInputs: true,
    gradFunc: (change, inputs, attributes) => {
      const equation = readEquation(attributes["equation"] as string);
      const gradients = inputs.map(
        (_, index) => () => ofTerm(index, equation, change as tfjs.Tensor, inputs),
      );
      return Object.fromEntries(gradients.entries());
    },
  },
  {
    kernelName: "GatherNd",
    inputsToSave: ["params", "indices"],
    gradFunc: (change, [params, indices]) => ({
      params: () => tfjs.scatterND(indices!, change as tfjs.Tensor, params!.shape as [number]),
      indices: flat(indices!),
    }),
  },
  {
    kernelName: "Unpack", // of one: what comes back is a tensor, not a list
    gradFunc: (change, _, attributes) => ({
      value: () => tfjs.stack([change].flat(), attributes["axis"] as number),
    }),
  },
];

// A notebook that reloads this file puts them there again, so the old ones go first.
for (const gradient of missing) {
  if (tfjs.getGradient(gradient.kernelName)) tfjs.unregisterGradient(gradient.kernelName);
  tfjs.registerGradient(gradient);
}

interface Equation {
  readonly terms: readonly string[];
  readonly result: string;
}

function readEquation(text: string): Equation {
  const [left, result] = text.split("->") as [string, string];
  const terms = left.split(",");
  if (text.includes(".") || terms.some((term) => new Set(term).size < term.length))
    throw new Error(
      `there is no gradient of tf.einsum with "..." or a name twice in one term, as in "${text}"`,
    );
  return { terms, result };
}

/** The product of the change and the other inputs, summed to the names of this one; what was summed alone is repeated. */
function ofTerm(
  index: number,
  { terms, result }: Equation,
  change: tfjs.Tensor,
  inputs: readonly tfjs.Tensor[],
): tfjs.Tensor {
  const others = [result, ...terms.filter((_, term) => term !== index)];
  const isElsewhere = (name: string): boolean => others.some((term) => term.includes(name));
  const names = [...terms[index]!];
  const { shape } = inputs[index]!;
  const equation = `${others.join(",")}->${names.filter(isElsewhere).join("")}`;
  const gradient = tfjs.einsum(equation, change, ...inputs.filter((_, term) => term !== index));
  const kept = names.map((name, axis) => (isElsewhere(name) ? shape[axis]! : 1));
  return gradient.reshape(kept).broadcastTo(shape);
}
