/** The checks of `testDecoder`. */
import { animal } from "./animal";
import * as variants from "../../mutants/12-bug-zoo/test-decoder";

export const testDecoderTask = animal({
  name: "testDecoder",
  maker: "sequence#decoder",
  right: ["right", "right, by recursion"],
  broken: [
    { model: "state lost", symptom: "it writes one token for ever, for some models" },
    { model: "token lost", symptom: "it writes one token for ever, for other models" },
  ],
  hidden: {
    right: ["right, one step more", "right"],
    broken: ["state handed on once", "token handed on once"],
  },
  ...variants,
});
