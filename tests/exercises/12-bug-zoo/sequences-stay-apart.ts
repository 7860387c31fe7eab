/** The checks of `sequencesStayApart`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/sequences-stay-apart";

export const sequencesStayApartTask = animal({
  name: "sequencesStayApart",
  maker: "attention#batchAttention",
  right: ["right", "right, by hand"],
  broken: ["over the batch", "over everything"],
  ...variants,
});
