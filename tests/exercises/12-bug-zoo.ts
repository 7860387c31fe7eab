/** The checks of sheet 12: twelve broken models, and the learner's tests that should catch them. */
import type { Sheet } from "../../tools/exercises/sheet";
import { testLstmStepTask } from "./12-bug-zoo/test-lstm-step";
import { testDecoderTask } from "./12-bug-zoo/test-decoder";
import { testHeadSplitterTask } from "./12-bug-zoo/test-head-splitter";
import { testPairMakerTask } from "./12-bug-zoo/test-pair-maker";
import { testSequenceLossTask } from "./12-bug-zoo/test-sequence-loss";
import { testLayerNormTask } from "./12-bug-zoo/test-layer-norm";
import { testMaskedAttentionTask } from "./12-bug-zoo/test-masked-attention";
import { testTokenReaderTask } from "./12-bug-zoo/test-token-reader";
import { testAdditiveScoreTask } from "./12-bug-zoo/test-additive-score";
import { testKeyAttentionTask } from "./12-bug-zoo/test-key-attention";
import { testBatchedAttentionTask } from "./12-bug-zoo/test-batched-attention";
import { testEncoderTask } from "./12-bug-zoo/test-encoder";

export const sheet: Sheet = {
  slug: "12-bug-zoo",
  tasks: [
    testMaskedAttentionTask,
    testBatchedAttentionTask,
    testSequenceLossTask,
    testPairMakerTask,
    testEncoderTask,
    testHeadSplitterTask,
    testLstmStepTask,
    testDecoderTask,
    testLayerNormTask,
    testKeyAttentionTask,
    testTokenReaderTask,
    testAdditiveScoreTask,
  ],
};
