/** Answers to `sinusoidalEncoding`: wrong as learners are wrong, and right in other ways. */
import { checkSizes } from "../../../lib/parameters";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

const { mistake, leak, alternative } = variantsOf<(time: number, dModel: number) => tf.Tensor>();

const refuse = (time: number, dModel: number): void => checkSizes("sinusoidalEncoding", { time, dModel });
/** A number for each position and column. */
const fill = (time: number, dModel: number, wave: (t: number, column: number) => number): tf.Tensor => {
  refuse(time, dModel);
  const at = (_: unknown, i: number) => wave(Math.floor(i / dModel), i % dModel);
  return tf.tensor2d(Float32Array.from({ length: time * dModel }, at), [time, dModel]);
};
const isEven = (column: number): boolean => column % 2 === 0;
const speed = (even: number, dModel: number): number => 10_000 ** -(even / dModel);
const turn = (column: number, angle: number): number => (isEven(column) ? Math.sin(angle) : Math.cos(angle));

export const mistakes: Mistake[] = [
  mistake("every column has a speed of its own: the two of a pair should share theirs", (time, dModel) =>
    fill(time, dModel, (t, column) => turn(column, t * speed(column, dModel))),
  ),
  mistake("sine and cosine have changed places", (time, dModel) =>
    fill(time, dModel, (t, column) => turn(column + 1, t * speed(column - (column % 2), dModel))),
  ),
  mistake("the exponent is i / d, not 2i / d: the waves slow down half as fast", (time, dModel) =>
    fill(time, dModel, (t, column) => turn(column, t * speed(Math.floor(column / 2), dModel))),
  ),
  mistake("the exponent is twice the column's number: an even column is 2i already", (time, dModel) =>
    fill(time, dModel, (t, column) => turn(column, t * speed(2 * (column - (column % 2)), dModel))),
  ),
  mistake("the waves are multiplied by 10000^(2i/d), not divided: they get faster", (time, dModel) =>
    fill(time, dModel, (t, column) => turn(column, t / speed(column - (column % 2), dModel))),
  ),
  mistake("positions are counted from 1, not from 0", (time, dModel) =>
    fill(time, dModel, (t, column) => turn(column, (t + 1) * speed(column - (column % 2), dModel))),
  ),
  mistake(
    "the sines stand in the first half and the cosines in the second; they should take turns",
    (time, dModel) =>
      fill(time, dModel, (t, column) => {
        const half = Math.ceil(dModel / 2);
        const pair = column < half ? column : column - half;
        return turn(column < half ? 0 : 1, t * speed(2 * pair, dModel));
      }),
  ),
  mistake("only sines: the odd columns should be cosines", (time, dModel) =>
    fill(time, dModel, (t, column) => Math.sin(t * speed(column - (column % 2), dModel))),
  ),
  mistake("a size of 0, or a broken one, is taken without a word", (time, dModel) => {
    const [rows, columns] = [Math.max(1, Math.floor(time) || 1), Math.max(1, Math.floor(dModel) || 1)];
    return fill(rows, columns, (t, column) => turn(column, t * speed(column - (column % 2), columns)));
  }),
  leak((time, dModel) => {
    tf.range(0, time);
    return fill(time, dModel, (t, column) => turn(column, t * speed(column - (column % 2), dModel)));
  }),
];

export const alternatives: Alternative[] = [
  alternative("tensors: a column of positions against a row of speeds", (time, dModel) => {
    refuse(time, dModel);
    const pair = tf.range(0, dModel).div(2).floor().mul(2); // 0 0 2 2 4 4 …
    const angle = tf
      .range(0, time)
      .expandDims(1)
      .div(tf.pow(10_000, pair.div(dModel)));
    const odd = tf.range(0, dModel).mod(2).expandDims(0);
    return angle.sin().mul(tf.sub(1, odd)).add(angle.cos().mul(odd));
  }),
  alternative("a cosine is a sine a quarter turn later", (time, dModel) =>
    fill(time, dModel, (t, column) => {
      const even = column - (column % 2);
      return Math.sin(t / Math.pow(10_000, even / dModel) + (column % 2) * (Math.PI / 2));
    }),
  ),
];
