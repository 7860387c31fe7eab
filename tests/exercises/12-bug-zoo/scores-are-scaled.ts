/** The checks of `scoresAreScaled`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/scores-are-scaled";

export const scoresAreScaledTask = animal({
  name: "scoresAreScaled",
  maker: "attention#keyAttention",
  right: ["right", "right, queries divided"],
  broken: ["unscaled", "divided by d"],
  ...variants,
});
