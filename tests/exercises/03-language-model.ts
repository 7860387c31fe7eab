/** The checks of sheet 03: a vocabulary, the shift by one, the loss, temperature and top-k. */
import type { Sheet } from "../../tools/exercises/sheet";
import { applyTemperatureTask } from "./03-language-model/apply-temperature";
import { buildVocabularyTask } from "./03-language-model/build-vocabulary";
import { maskedCrossEntropyTask } from "./03-language-model/masked-cross-entropy";
import { shiftByOneTask } from "./03-language-model/shift-by-one";
import { topKTask } from "./03-language-model/top-k";

export const sheet: Sheet = {
  slug: "03-language-model",
  tasks: [buildVocabularyTask, shiftByOneTask, maskedCrossEntropyTask, applyTemperatureTask, topKTask],
};
