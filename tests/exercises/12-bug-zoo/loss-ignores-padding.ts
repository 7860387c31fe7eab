/** The checks of `lossIgnoresPadding`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/loss-ignores-padding";

export const lossIgnoresPaddingTask = animal({
  name: "lossIgnoresPadding",
  maker: "sequence#sequenceLoss",
  right: ["right", "right, by gather"],
  broken: ["over padding", "divided by all"],
  ...variants,
});
