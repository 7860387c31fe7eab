/** The checks of sheet 03: a vocabulary, the shift by one, the loss, two steps of sampling, and the model itself. */
import type { Sheet } from "../../tools/exercises/sheet";
import { buildVocabularyTask } from "./03-language-model/build-vocabulary";
import { drawTokenTask } from "./03-language-model/draw-token";
import { languageModelTask } from "./03-language-model/language-model";
import { maskedCrossEntropyTask } from "./03-language-model/masked-cross-entropy";
import { shiftByOneTask } from "./03-language-model/shift-by-one";
import { topKTask } from "./03-language-model/top-k";

export const sheet: Sheet = {
  slug: "03-language-model",
  tasks: [
    buildVocabularyTask,
    shiftByOneTask,
    maskedCrossEntropyTask,
    topKTask,
    drawTokenTask,
    languageModelTask,
  ],
};
