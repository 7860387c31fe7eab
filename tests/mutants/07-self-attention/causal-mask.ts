/** Answers to `causalMask`: wrong as learners are wrong, and right in other ways. */
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

const { mistake, leak, alternative } = variantsOf<(time: number) => tf.Tensor>();

const ones = (time: number): tf.Tensor2D => tf.ones([time, time]);

export const mistakes: Mistake[] = [
  mistake("the mask is turned over: it shows the future and hides the past", (time) =>
    tf.linalg.bandPart(ones(time), 0, -1).cast("int32"),
  ),
  mistake("the mask is inverted: 1 stands where one may not look", (time) =>
    tf.sub(1, tf.linalg.bandPart(ones(time), -1, 0)).cast("int32"),
  ),
  mistake("a position may look at itself too: the diagonal should be 1", (time) =>
    ones(time)
      .sub(tf.linalg.bandPart(ones(time), 0, -1))
      .cast("int32"),
  ),
  mistake("everybody sees everything: the future is not hidden", (time) => ones(time).cast("int32")),
  mistake("only the diagonal is 1: the past may be looked at too", (time) => tf.eye(time).cast("int32")),
  mistake("the mask is made of float32 numbers; it should be int32", (time) =>
    tf.linalg.bandPart(ones(time), -1, 0),
  ),
  mistake("each position sees one too many: s ≤ t + 1 shows the very next token", (time) =>
    tf.linalg.bandPart(ones(time), -1, 1).cast("int32"),
  ),
  leak((time) => tf.linalg.bandPart(ones(time), -1, 0).cast("int32")),
];

export const alternatives: Alternative[] = [
  alternative("positions compared", (time) => {
    const positions = tf.range(0, time, 1, "int32");
    return positions.expandDims(1).greaterEqual(positions.expandDims(0)).cast("int32");
  }),
  alternative("rows of a list", (time) => {
    const rows = Array.from({ length: time }, (_, t) =>
      Array.from({ length: time }, (__, s) => (s <= t ? 1 : 0)),
    );
    return tf.tensor2d(rows, [time, time], "int32");
  }),
];
