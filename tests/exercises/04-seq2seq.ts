/** The checks of sheet 04: what goes into an encoder and a decoder, what comes out, and where the bottleneck shows. */
import type { Sheet } from "../../tools/exercises/sheet";
import { greedySearchTask } from "./04-seq2seq/greedy-search";
import { matchByLengthTask } from "./04-seq2seq/match-by-length";
import { reverseSourceTask } from "./04-seq2seq/reverse-source";
import { shiftRightTask } from "./04-seq2seq/shift-right";

export const sheet: Sheet = {
  slug: "04-seq2seq",
  tasks: [reverseSourceTask, shiftRightTask, greedySearchTask, matchByLengthTask],
};
