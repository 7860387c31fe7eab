/** The checks of sheet 12: twelve broken models, and the learner's tests that should catch them. */
import type { Sheet } from "../../tools/exercises/sheet";
import { cellRemembersTask } from "./12-bug-zoo/cell-remembers";
import { decoderMovesOnTask } from "./12-bug-zoo/decoder-moves-on";
import { headsKeepTheirColumnsTask } from "./12-bug-zoo/heads-keep-their-columns";
import { inputsLagTargetsTask } from "./12-bug-zoo/inputs-lag-targets";
import { lossIgnoresPaddingTask } from "./12-bug-zoo/loss-ignores-padding";
import { normTamesFlatRowsTask } from "./12-bug-zoo/norm-tames-flat-rows";
import { paddingGetsNothingTask } from "./12-bug-zoo/padding-gets-nothing";
import { positionsCountOnceTask } from "./12-bug-zoo/positions-count-once";
import { scoreSeesQueryAndKeysTask } from "./12-bug-zoo/score-sees-query-and-keys";
import { scoresAreScaledTask } from "./12-bug-zoo/scores-are-scaled";
import { sequencesStayApartTask } from "./12-bug-zoo/sequences-stay-apart";
import { stateIgnoresPaddingTask } from "./12-bug-zoo/state-ignores-padding";

export const sheet: Sheet = {
  slug: "12-bug-zoo",
  tasks: [
    paddingGetsNothingTask,
    sequencesStayApartTask,
    lossIgnoresPaddingTask,
    inputsLagTargetsTask,
    stateIgnoresPaddingTask,
    headsKeepTheirColumnsTask,
    cellRemembersTask,
    decoderMovesOnTask,
    normTamesFlatRowsTask,
    scoresAreScaledTask,
    positionsCountOnceTask,
    scoreSeesQueryAndKeysTask,
  ],
};
