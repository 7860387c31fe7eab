/** The checks of `stateIgnoresPadding`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/state-ignores-padding";

export const stateIgnoresPaddingTask = animal({
  name: "stateIgnoresPadding",
  maker: "sequence#encoder",
  right: ["right", "right, frozen at the end", ["right", 0.9]],
  broken: ["at the last step", "inputs zeroed"],
  hidden: {
    right: [
      ["right", 0.7],
      ["right, frozen at the end", -0.6],
    ],
    broken: [
      ["at the last step", 0.8],
      ["inputs zeroed", -0.7],
    ],
  },
  ...variants,
});
