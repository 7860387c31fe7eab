/** The checks of `normTamesFlatRows`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/norm-tames-flat-rows";

export const normTamesFlatRowsTask = animal({
  name: "normTamesFlatRows",
  maker: "layer#norm",
  right: ["right", "right, by moments"],
  broken: ["ε outside", "no ε"],
  ...variants,
});
