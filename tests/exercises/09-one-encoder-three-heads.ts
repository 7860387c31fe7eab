/** The checks of sheet 09: one answer for a text, one for each token, labels from plain text, scores of one class. */
import type { Sheet } from "../../tools/exercises/sheet";
import { precisionRecallTask } from "./09-one-encoder-three-heads/precision-recall";
import { punctuationLabelsTask } from "./09-one-encoder-three-heads/punctuation-labels";
import { textLogitsTask } from "./09-one-encoder-three-heads/text-logits";
import { tokenLogitsTask } from "./09-one-encoder-three-heads/token-logits";

export const sheet: Sheet = {
  slug: "09-one-encoder-three-heads",
  tasks: [textLogitsTask, tokenLogitsTask, punctuationLabelsTask, precisionRecallTask],
};
