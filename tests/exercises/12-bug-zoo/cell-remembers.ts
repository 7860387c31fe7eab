/** The checks of `cellRemembers`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/cell-remembers";

export const cellRemembersTask = animal({
  name: "cellRemembers",
  maker: "layer#lstmStep",
  right: ["right", "right, other weights"],
  broken: ["hidden read as cell", "hidden kept as cell"],
  hidden: {
    right: [
      ["right", 3],
      ["right, other weights", 1],
    ],
    broken: [
      ["hidden read as cell", 3],
      ["hidden kept as cell", 1],
    ],
  },
  ...variants,
});
