/** The checks of `paddingGetsNothing`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/padding-gets-nothing";

export const paddingGetsNothingTask = animal({
  name: "paddingGetsNothing",
  maker: "attention#maskedAttention",
  right: ["right", "right, by hand"],
  broken: ["inverted", "ignored"],
  ...variants,
});
