/** The checks of `scoreSeesQueryAndKeys`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/score-sees-query-and-keys";

export const scoreSeesQueryAndKeysTask = animal({
  name: "scoreSeesQueryAndKeys",
  maker: "attention#additiveScore",
  right: ["right", ["right", 4]],
  broken: ["location", "keys only"],
  hidden: {
    right: [
      ["right", 7],
      ["right", 9],
    ],
    broken: [
      ["location", 7],
      ["keys only", 9],
    ],
  },
  ...variants,
});
