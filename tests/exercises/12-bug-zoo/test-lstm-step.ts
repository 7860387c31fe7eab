/** The checks of `testLstmStep`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-lstm-step";

export const testLstmStepTask = animal({
  name: "testLstmStep",
  maker: "layer#lstmStep",
  right: ["right", "right, other weights"],
  broken: [
    { model: "hidden read as cell", symptom: "however large the memory was, the next step is the same" },
    {
      model: "hidden kept as cell",
      symptom: "the memory is small after one step, however large it was before",
    },
  ],
  hidden: {
    right: [
      ["right, coupled", 3],
      ["right, other weights", 1],
    ],
    broken: [
      ["squashed", 3],
      ["clipped", 3],
    ],
  },
  ...variants,
});
