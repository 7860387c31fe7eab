/** The checks of sheet 11: beam search, and how good an answer is. */
import type { Sheet } from "../../tools/exercises/sheet";
import { brevityPenaltyTask } from "./11-translation/brevity-penalty";
import { clippedPrecisionTask } from "./11-translation/clipped-precision";
import { editDistanceTask } from "./11-translation/edit-distance";
import { growBeamsTask } from "./11-translation/grow-beams";
import { normalisedScoreTask } from "./11-translation/normalised-score";

export const sheet: Sheet = {
  slug: "11-translation",
  tasks: [growBeamsTask, normalisedScoreTask, clippedPrecisionTask, brevityPenaltyTask, editDistanceTask],
};
