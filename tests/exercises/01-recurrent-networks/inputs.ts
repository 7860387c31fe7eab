/** Weights, inputs and states of a recurrent network, as plain data. */
import type { Draw } from "../../../tools/exercises/draw";
import { pytorchExamples, reshaped, type Example } from "../../../tools/exercises/pytorch";

export const drawWeights = (draw: Draw, input: number, hidden: number) => ({
  inputToHidden: draw.normal(input, hidden),
  hiddenToHidden: draw.normal(hidden, hidden),
  bias: draw.normal(hidden),
});

/** PyTorch's examples of one time step. */
export const oneStep = (concept: string): Example[] =>
  pytorchExamples(concept).filter(({ inputs }) => inputs["inputs"]!.$tensor.shape[1] === 1);

/** What the step reads, without its time axis. */
export function firstInput({ inputs }: Example) {
  const [batch, , input] = inputs["inputs"]!.$tensor.shape as [number, number, number];
  return reshaped(inputs["inputs"]!, batch, input);
}

/** PyTorch's examples in which nothing is padded. */
export const unpadded = (concept: string): Example[] =>
  pytorchExamples(concept).filter(({ inputs }) => !inputs["mask"]!.$tensor.values.includes(0));
