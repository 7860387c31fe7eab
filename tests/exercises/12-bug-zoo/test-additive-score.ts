/** The checks of `testAdditiveScore`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-additive-score";

export const testAdditiveScoreTask = animal({
  name: "testAdditiveScore",
  maker: "attention#additiveScore",
  right: ["right", ["right", 4]],
  broken: [
    { model: "location", symptom: "other source words get the same weights" },
    { model: "keys only", symptom: "all steps of the decoder look at the same source word" },
  ],
  hidden: {
    right: [
      ["right, narrow", 7],
      ["right", 9],
    ],
    broken: [
      ["without tanh", 7],
      ["keys averaged", 9],
    ],
  },
  ...variants,
});
