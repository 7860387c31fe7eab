/** The checks of `caseFour`. */
import { suspicion } from "./suspicion";
import * as variants from "../../mutants/13-second-zoo/case-four";

export const caseFourTask = suspicion({ name: "caseFour", number: 4, place: "cross-attention", ...variants });
