/** The checks of `caseThree`. */
import { suspicion } from "./suspicion";
import * as variants from "../../mutants/13-second-zoo/case-three";

export const caseThreeTask = suspicion({ name: "caseThree", number: 3, place: "causal mask", ...variants });
