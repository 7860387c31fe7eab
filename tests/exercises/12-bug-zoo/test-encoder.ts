/** The checks of `testEncoder`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-encoder";

export const testEncoderTask = animal({
  name: "testEncoder",
  maker: "sequence#encoder",
  right: ["right", "right, frozen at the end", ["right", 0.9]],
  broken: [
    { model: "at the last step", symptom: "a short sentence has another state beside a long one" },
    { model: "inputs zeroed", symptom: "the state of a short sentence fades, the longer its neighbour is" },
  ],
  hidden: {
    right: [
      ["right, one by one", 0.7],
      ["right", -0.6],
    ],
    broken: [
      ["as far as the first", 0.8],
      ["one too far", -0.7],
    ],
  },
  ...variants,
});
