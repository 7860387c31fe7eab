/** The checks of sheet 13: four whole models with a hidden bug each, and the learner's proofs of where it is. */
import type { Sheet } from "../../tools/exercises/sheet";
import { caseFourTask } from "./13-second-zoo/case-four";
import { caseOneTask } from "./13-second-zoo/case-one";
import { caseThreeTask } from "./13-second-zoo/case-three";
import { caseTwoTask } from "./13-second-zoo/case-two";

export const sheet: Sheet = {
  slug: "13-second-zoo",
  tasks: [caseOneTask, caseTwoTask, caseThreeTask, caseFourTask],
};
