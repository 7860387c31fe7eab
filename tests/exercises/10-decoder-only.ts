/** The checks of sheet 10: the tied output layer, the KV cache, the loop that writes, and what a GPT weighs. */
import type { Sheet } from "../../tools/exercises/sheet";
import { cachedAttentionTask } from "./10-decoder-only/cached-attention";
import { continuePromptTask } from "./10-decoder-only/continue-prompt";
import { gptParametersTask } from "./10-decoder-only/gpt-parameters";
import { tiedLogitsTask } from "./10-decoder-only/tied-logits";

export const sheet: Sheet = {
  slug: "10-decoder-only",
  tasks: [tiedLogitsTask, cachedAttentionTask, continuePromptTask, gptParametersTask],
};
