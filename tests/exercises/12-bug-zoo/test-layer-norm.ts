/** The checks of `testLayerNorm`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-layer-norm";

export const testLayerNormTask = animal({
  name: "testLayerNorm",
  maker: "layer#norm",
  right: ["right", "right, by moments"],
  broken: [
    { model: "ε outside", symptom: "numbers that are nearly equal come out as large as any others" },
    { model: "no ε", symptom: "a position of equal numbers comes out as NaN" },
  ],
  hidden: { right: ["right, number by number", "right"], broken: ["at least ε", "difference of squares"] },
  ...variants,
});
