/** The checks of sheet 02: the gates of an LSTM and a GRU, the state behind padding, and reading both ways. */
import type { Sheet } from "../../tools/exercises/sheet";
import { bothWaysTask } from "./02-lstm-and-gru/both-ways";
import { gruStepTask } from "./02-lstm-and-gru/gru-step";
import { lastStateTask } from "./02-lstm-and-gru/last-state";
import { lstmStepTask } from "./02-lstm-and-gru/lstm-step";

export const sheet: Sheet = {
  slug: "02-lstm-and-gru",
  tasks: [lstmStepTask, gruStepTask, lastStateTask, bothWaysTask],
};
