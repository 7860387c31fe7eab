/** The checks of `inputsLagTargets`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/inputs-lag-targets";

export const inputsLagTargetsTask = animal({
  name: "inputsLagTargets",
  maker: "sequence#pairMaker",
  right: ["right", "right, cut from one list"],
  broken: ["not shifted", "shifted the wrong way"],
  ...variants,
});
