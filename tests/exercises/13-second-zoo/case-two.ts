/** The checks of `caseTwo`. */
import { suspicion } from "./suspicion";
import * as variants from "../../mutants/13-second-zoo/case-two";

export const caseTwoTask = suspicion({ name: "caseTwo", number: 2, place: "dropout", ...variants });
