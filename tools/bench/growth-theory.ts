/**
 * What a training step of one layer should cost, and how measured numbers compare with that.
 *
 * @source Vaswani et al. 2017, "Attention Is All You Need", §4, table 1, with the products by the weights added.
 *   https://arxiv.org/abs/1706.03762
 */

/** How long the sequences are, how wide the layer, how many sequences. */
export type Place = Readonly<Record<Axis, number>>;
export type Axis = "length" | "width" | "batch";
export type LayerName = "LSTM" | "self-attention";
export type Measure = "ms" | "mb";

export const numHeads = 4;

/**
 * Multiplications of a step forward, and numbers that it keeps (the way back takes twice as many multiplications, which
 * changes no slope; it also makes a gradient for each weight):
 *
 *     LSTM            B·T·8d²                  B·T·8d + 8d²: inputs, gates, both states, tanh of the cell
 *     self-attention  B·(T·4d² + T²·2d)        B·(T·5d + T²·h) + 4d²: inputs, queries, keys, values, contexts, weights
 */
export const theory: Readonly<Record<LayerName, Readonly<Record<Measure, (place: Place) => number>>>> = {
  LSTM: {
    ms: ({ length, width, batch }) => batch * length * 8 * width ** 2,
    mb: ({ length, width, batch }) => batch * length * 8 * width + 8 * width ** 2,
  },
  "self-attention": {
    ms: ({ length, width, batch }) => batch * (length * 4 * width ** 2 + length ** 2 * 2 * width),
    mb: ({ length, width, batch }) => batch * (length * 5 * width + length ** 2 * numHeads) + 4 * width ** 2,
  },
};

/** By which power y grows with x, over the last three points: 1 doubles when x doubles, 2 grows four times. */
export function slope(x: readonly number[], y: readonly number[]): number {
  const from = Math.max(0, x.length - 3);
  return Math.log(y.at(-1)! / y[from]!) / Math.log(x.at(-1)! / x[from]!);
}

/** Where two curves cross, between the points on straight lines of a log-log plot; undefined if they do not. */
export function crossing(
  x: readonly number[],
  a: readonly number[],
  b: readonly number[],
): number | undefined {
  const apart = x.map((_, i) => Math.log(a[i]! / b[i]!));
  const turns = [...apart.keys()].filter((i) => i > 0 && apart[i]! < 0 !== apart[i - 1]! < 0);
  const after = turns.at(-1);
  if (after === undefined) return undefined;
  const share = apart[after - 1]! / (apart[after - 1]! - apart[after]!);
  return x[after - 1]! * (x[after]! / x[after - 1]!) ** share;
}

/** Where theory's curves cross, looked for between the ends of `x`. */
export function crossingInTheory(axis: Axis, measure: Measure, base: Place, x: readonly number[]) {
  const [first, last] = [x[0]!, x.at(-1)!];
  const fine = Array.from({ length: 1001 }, (_, i) => first * (last / first) ** (i / 1000));
  const of = (layer: LayerName) => fine.map((at) => theory[layer][measure]({ ...base, [axis]: at }));
  return crossing(fine, of("LSTM"), of("self-attention"));
}
