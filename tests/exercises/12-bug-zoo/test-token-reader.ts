/** The checks of `testTokenReader`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-token-reader";

export const testTokenReaderTask = animal({
  name: "testTokenReader",
  maker: "layer#reader",
  right: ["right", ["right", 1]],
  broken: [
    { model: "positions twice", symptom: "one word at two places is further apart than it should be" },
    { model: "no positions", symptom: "one word is the same at all places" },
  ],
  hidden: {
    right: [
      ["right, large vectors", 2],
      ["right", 3],
    ],
    broken: [
      ["every other place", 2],
      ["starts again", 3],
    ],
  },
  given: ["lib/positional-encoding#sinusoidalEncoding"],
  ...variants,
});
