/** The checks of `testSequenceLoss`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-sequence-loss";

export const testSequenceLossTask = animal({
  name: "testSequenceLoss",
  maker: "sequence#sequenceLoss",
  right: ["right", "right, by gather"],
  broken: [
    {
      model: "over padding",
      symptom: "the same sentence has another loss as soon as a longer one stands beside it",
    },
    { model: "divided by all", symptom: "the same words cost less, the longer the batch is" },
  ],
  hidden: { right: ["right, token by token", "right"], broken: ["by the target", "one too many"] },
  ...variants,
});
