/** The checks of sheet 07: masks, queries, keys and values, heads, and where each token stands. */
import type { Sheet } from "../../tools/exercises/sheet";
import { causalMaskTask } from "./07-self-attention/causal-mask";
import { mergeHeadsTask } from "./07-self-attention/merge-heads";
import { multiHeadSelfAttentionTask } from "./07-self-attention/multi-head-self-attention";
import { scaledDotProductAttentionTask } from "./07-self-attention/scaled-dot-product-attention";
import { selfAttentionHeadTask } from "./07-self-attention/self-attention-head";
import { sinusoidalEncodingTask } from "./07-self-attention/sinusoidal-encoding";
import { splitHeadsTask } from "./07-self-attention/split-heads";

export const sheet: Sheet = {
  slug: "07-self-attention",
  tasks: [
    causalMaskTask,
    scaledDotProductAttentionTask,
    selfAttentionHeadTask,
    splitHeadsTask,
    mergeHeadsTask,
    sinusoidalEncodingTask,
    multiHeadSelfAttentionTask,
  ],
};
