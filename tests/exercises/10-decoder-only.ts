/** The checks of sheet 10: the KV cache, the loop that writes, what a GPT weighs, and the whole of it. */
import type { Sheet } from "../../tools/exercises/sheet";
import { cachedAttentionTask } from "./10-decoder-only/cached-attention";
import { continuePromptTask } from "./10-decoder-only/continue-prompt";
import { gptTask } from "./10-decoder-only/gpt";
import { gptParametersTask } from "./10-decoder-only/gpt-parameters";

export const sheet: Sheet = {
  slug: "10-decoder-only",
  tasks: [cachedAttentionTask, continuePromptTask, gptParametersTask, gptTask],
};
