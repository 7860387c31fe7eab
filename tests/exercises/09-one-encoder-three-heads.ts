/** The checks of sheet 09: two ways to one answer for a text, hidden words, and a task head on an encoder. */
import type { Sheet } from "../../tools/exercises/sheet";
import { hideWordsTask } from "./09-one-encoder-three-heads/hide-words";
import { meanStateTask } from "./09-one-encoder-three-heads/mean-state";
import { textClassifierTask } from "./09-one-encoder-three-heads/text-classifier";
import { textLogitsTask } from "./09-one-encoder-three-heads/text-logits";

export const sheet: Sheet = {
  slug: "09-one-encoder-three-heads",
  tasks: [textLogitsTask, meanStateTask, hideWordsTask, textClassifierTask],
};
