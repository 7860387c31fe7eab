/** The checks of `testBatchedAttention`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-batched-attention";

export const testBatchedAttentionTask = animal({
  name: "testBatchedAttention",
  maker: "attention#batchAttention",
  right: ["right", "right, by hand"],
  broken: [
    {
      model: "over everything",
      symptom: "the more neighbours a sentence has, the nearer to 0 its context comes",
    },
    {
      model: "over the batch",
      symptom: "another neighbour gives a sentence another context; alone, it gets a far too large one",
    },
  ],
  hidden: { right: ["right, one by one", "right"], broken: ["of the next sequence", "values of all"] },
  ...variants,
});
