/** The checks of sheet 04: what goes into an encoder and a decoder, what comes out, and where the bottleneck shows. */
import type { Sheet } from "../../tools/exercises/sheet";
import { greedySearchTask } from "./04-seq2seq/greedy-search";
import { matchByLengthTask } from "./04-seq2seq/match-by-length";
import { seq2seqTask } from "./04-seq2seq/seq2seq";
import { shiftRightTask } from "./04-seq2seq/shift-right";

export const sheet: Sheet = {
  slug: "04-seq2seq",
  tasks: [shiftRightTask, greedySearchTask, matchByLengthTask, seq2seqTask],
};
