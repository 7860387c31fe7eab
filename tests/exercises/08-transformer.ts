/** The checks of sheet 08: the parts of the Transformer's layers, and two tricks of its training. */
import type { Sheet } from "../../tools/exercises/sheet";
import { crossAttentionTask } from "./08-transformer/cross-attention";
import { feedForwardTask } from "./08-transformer/feed-forward";
import { layerNormTask } from "./08-transformer/layer-norm";
import { residualTask } from "./08-transformer/residual";
import { smoothTargetsTask } from "./08-transformer/smooth-targets";
import { warmupRateTask } from "./08-transformer/warmup-rate";

export const sheet: Sheet = {
  slug: "08-transformer",
  tasks: [
    layerNormTask,
    residualTask,
    feedForwardTask,
    crossAttentionTask,
    warmupRateTask,
    smoothTargetsTask,
  ],
};
