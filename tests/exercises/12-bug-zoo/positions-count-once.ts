/** The checks of `positionsCountOnce`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/positions-count-once";

export const positionsCountOnceTask = animal({
  name: "positionsCountOnce",
  maker: "layer#reader",
  right: ["right", ["right", 1]],
  broken: ["positions twice", "no positions"],
  hidden: {
    right: [
      ["right", 2],
      ["right", 3],
    ],
    broken: [
      ["positions twice", 2],
      ["no positions", 3],
    ],
  },
  given: ["lib/positional-encoding#sinusoidalEncoding"],
  ...variants,
});
