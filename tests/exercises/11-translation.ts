/** The checks of sheet 11: beam search, step by step and whole, and how good an answer is. */
import type { Sheet } from "../../tools/exercises/sheet";
import { bleuScoreTask } from "./11-translation/bleu-score";
import { clippedPrecisionTask } from "./11-translation/clipped-precision";
import { editDistanceTask } from "./11-translation/edit-distance";
import { growBeamsTask } from "./11-translation/grow-beams";
import { searchBeamsTask } from "./11-translation/search-beams";

export const sheet: Sheet = {
  slug: "11-translation",
  tasks: [growBeamsTask, clippedPrecisionTask, bleuScoreTask, editDistanceTask, searchBeamsTask],
};
