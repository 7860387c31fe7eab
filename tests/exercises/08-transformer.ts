/** The checks of sheet 08: the parts of the Transformer's layers, a trick of its training, and the whole. */
import type { Sheet } from "../../tools/exercises/sheet";
import { crossAttentionTask } from "./08-transformer/cross-attention";
import { layerNormTask } from "./08-transformer/layer-norm";
import { residualTask } from "./08-transformer/residual";
import { smoothTargetsTask } from "./08-transformer/smooth-targets";
import { transformerTask } from "./08-transformer/transformer";

export const sheet: Sheet = {
  slug: "08-transformer",
  tasks: [layerNormTask, residualTask, crossAttentionTask, smoothTargetsTask, transformerTask],
};
