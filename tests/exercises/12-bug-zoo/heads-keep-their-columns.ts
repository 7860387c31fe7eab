/** The checks of `headsKeepTheirColumns`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/heads-keep-their-columns";

export const headsKeepTheirColumnsTask = animal({
  name: "headsKeepTheirColumns",
  maker: "attention#headSplitter",
  right: ["right", "right, by slices"],
  broken: ["reshaped", "not turned"],
  ...variants,
});
