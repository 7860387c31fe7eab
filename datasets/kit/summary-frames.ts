/**
 * What a dataset is like, as data frames:
 *
 *     const { counts, lengths, growth } = summary({ train: load({ split: "train" }), test: load({ split: "test" }) });
 */
import "../../lib/tf"; // quiets the TensorFlow that danfo loads too
import * as danfo from "danfojs-node";
import { lengthCounts, sequencesOf, summarize, vocabularyGrowth, type Sequences } from "./summary";

/** Three data frames, each with the columns `split` and `field` in front. */
export interface Summary {
  /** The columns of `summarize`. */
  readonly counts: danfo.DataFrame;
  /** The columns of `lengthCounts`. */
  readonly lengths: danfo.DataFrame;
  /** The columns of `vocabularyGrowth`. */
  readonly growth: danfo.DataFrame;
}

/**
 * Counts, lengths and vocabulary growth of splits, as data frames.
 *
 * @param splits  examples by the name of their split
 * @throws {RangeError} no splits, a split without examples, or examples without sequences of tokens
 *
 * Taught in notebooks 00 and 04.
 */
export function summary(splits: Readonly<Record<string, readonly object[]>>): Summary {
  const parts = Object.entries(splits).flatMap(([split, examples]) =>
    sequencesOf(split, examples).map(({ field, sequences }) => ({ label: { split, field }, sequences })),
  );
  if (parts.length === 0) throw new RangeError("summary: splits should hold at least one split, got none");
  const frame = (rowsOf: (sequences: Sequences) => object[]) =>
    new danfo.DataFrame(
      parts.flatMap(({ label, sequences }) => rowsOf(sequences).map((row) => ({ ...label, ...row }))),
    );
  return {
    counts: frame((sequences) => [summarize(sequences)]),
    lengths: frame(lengthCounts),
    growth: frame(vocabularyGrowth),
  };
}
