/** The checks of `testKeyAttention`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-key-attention";

export const testKeyAttentionTask = animal({
  name: "testKeyAttention",
  maker: "attention#keyAttention",
  right: ["right", "right, queries divided"],
  broken: [
    { model: "unscaled", symptom: "the wider the model, the nearer to 1 the largest weight" },
    { model: "divided by d", symptom: "the wider the model, the more alike all weights" },
  ],
  hidden: { right: ["right, both divided", "right"], broken: ["by the number of keys", "by the values"] },
  ...variants,
});
