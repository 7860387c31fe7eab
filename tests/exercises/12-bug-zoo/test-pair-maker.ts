/** The checks of `testPairMaker`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-pair-maker";

export const testPairMakerTask = animal({
  name: "testPairMaker",
  maker: "sequence#pairMaker",
  right: ["right", "right, cut from one list"],
  broken: [
    {
      model: "not shifted",
      symptom: "a model that is trained with it has a loss of 0, and writes one token for ever",
    },
    {
      model: "shifted the wrong way",
      symptom: "a model that is trained with it needs a token that is not there yet",
    },
  ],
  hidden: { right: ["right, token by token", "right"], broken: ["targets are the inputs", "end given away"] },
  ...variants,
});
