/** The checks of `decoderMovesOn`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/decoder-moves-on";

export const decoderMovesOnTask = animal({
  name: "decoderMovesOn",
  maker: "sequence#decoder",
  right: ["right", "right, by recursion"],
  broken: ["state lost", "token lost"],
  ...variants,
});
