/** The checks of `testMaskedAttention`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-masked-attention";

export const testMaskedAttentionTask = animal({
  name: "testMaskedAttention",
  maker: "attention#maskedAttention",
  right: ["right", "right, by hand"],
  broken: [
    { model: "ignored", symptom: "what stands behind a short sentence changes its context" },
    { model: "inverted", symptom: "a padded sentence gets the same context, whatever its words are" },
  ],
  hidden: { right: ["right, powers masked", "right"], broken: ["after softmax", "low barrier"] },
  ...variants,
});
