/** The checks of `testHeadSplitter`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-head-splitter";

export const testHeadSplitterTask = animal({
  name: "testHeadSplitter",
  maker: "attention#headSplitter",
  right: ["right", "right, by slices"],
  broken: [
    { model: "reshaped", symptom: "a head holds numbers of one position only, or of few" },
    { model: "not turned", symptom: "the result has its numbers in another order than the right one" },
  ],
  hidden: { right: ["right, turned first", "right"], broken: ["sequences mixed", "columns first"] },
  ...variants,
});
