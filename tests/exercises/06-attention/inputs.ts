/** What the three scores are called with. */
import type { Draw } from "../../../tools/exercises/draw";
import { pytorchExamples, reshaped, type Example } from "../../../tools/exercises/pytorch";

/** PyTorch's examples of a score with one decoder step, whose axis the exercise does not have. */
export const oneStep = (score: string): Example[] =>
  pytorchExamples("attention-scores").filter(
    ({ options, inputs }) => options["score"] === score && inputs["query"]!.$tensor.shape[1] === 1,
  );

export const withoutTarget = ({ inputs, outputs, gradients }: Example) => {
  const [batch, , hidden] = inputs["query"]!.$tensor.shape as [number, number, number];
  const source = inputs["keys"]!.$tensor.shape[1]!;
  return {
    query: reshaped(inputs["query"]!, batch, hidden),
    value: reshaped(outputs["scores"]!, batch, source),
    gradients: { "0": reshaped(gradients["query"]!, batch, hidden), "1": gradients["keys"]! },
  };
};

/** Lengths of batch, source and hidden, no two of them equal in any. */
export const sizes = [
  [1, 3, 2],
  [2, 5, 4],
  [4, 1, 3],
] as const;

/** Three calls with sizes of their own. */
export const scoreInputs = <Made>(
  draw: Draw,
  make: (batch: number, source: number, hidden: number) => Made,
): Made[] => [2, 3, 4].map((batch) => make(batch, draw.integer(5, 7), draw.integer(8, 11)));
