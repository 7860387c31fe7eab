/** The checks of sheet 07: a mask, the look, heads, where each token stands, and the layer of it all. */
import type { Sheet } from "../../tools/exercises/sheet";
import { causalMaskTask } from "./07-self-attention/causal-mask";
import { multiHeadSelfAttentionTask } from "./07-self-attention/multi-head-self-attention";
import { scaledDotProductAttentionTask } from "./07-self-attention/scaled-dot-product-attention";
import { sinusoidalEncodingTask } from "./07-self-attention/sinusoidal-encoding";
import { splitHeadsTask } from "./07-self-attention/split-heads";

export const sheet: Sheet = {
  slug: "07-self-attention",
  tasks: [
    causalMaskTask,
    scaledDotProductAttentionTask,
    splitHeadsTask,
    sinusoidalEncodingTask,
    multiHeadSelfAttentionTask,
  ],
};
