/** The checks of `caseOne`. */
import { suspicion } from "./suspicion";
import * as variants from "../../mutants/13-second-zoo/case-one";

export const caseOneTask = suspicion({ name: "caseOne", number: 1, place: "KV cache", ...variants });
