/** The checks of sheet 06: scores, softmax under a mask, the context, and how spread out attention is. */
import type { Sheet } from "../../tools/exercises/sheet";
import { attendTask } from "./06-attention/attend";
import { attentionDecoderTask } from "./06-attention/attention-decoder";
import { attentionEntropyTask } from "./06-attention/attention-entropy";
import { concatScoreTask } from "./06-attention/concat-score";
import { dotScoreTask } from "./06-attention/dot-score";
import { generalScoreTask } from "./06-attention/general-score";

export const sheet: Sheet = {
  slug: "06-attention",
  tasks: [
    dotScoreTask,
    generalScoreTask,
    concatScoreTask,
    attendTask,
    attentionEntropyTask,
    attentionDecoderTask,
  ],
};
