/** Answers to `gptParameters`: wrong as learners are wrong, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

export interface GptSizes {
  readonly vocabSize: number;
  readonly dModel: number;
  readonly numLayers: number;
  readonly maxTime: number;
  readonly dFeedForward: number;
}
const { mistake, alternative } = variantsOf<(sizes: GptSizes) => number>();

const right = ({ vocabSize: v, dModel: d, numLayers: n, maxTime: t, dFeedForward: f }: GptSizes): number =>
  (v + t) * d + n * (4 * (d * d + d) + (d * f + f) + (f * d + d) + 4 * d) + 2 * d;

export const mistakes: Mistake[] = [
  mistake(
    "the output layer is counted once more: it is the embedding table",
    (sizes) => right(sizes) + sizes.vocabSize * sizes.dModel,
  ),
  mistake(
    "the biases are missing",
    (sizes) => right(sizes) - sizes.numLayers * (5 * sizes.dModel + sizes.dFeedForward),
  ),
  mistake("the positions are missing", (sizes) => right(sizes) - sizes.maxTime * sizes.dModel),
  mistake(
    "W^O is missing: attention has four matrices",
    (sizes) => right(sizes) - sizes.numLayers * (sizes.dModel ** 2 + sizes.dModel),
  ),
  mistake(
    "the layer norms inside the layers are missing",
    (sizes) => right(sizes) - sizes.numLayers * 4 * sizes.dModel,
  ),
  mistake(
    "a layer norm is missing: there are two in each layer, and one more at the end",
    (sizes) => right(sizes) - 2 * sizes.dModel,
  ),
  mistake(
    "a layer norm is missing: there are two in each layer, and one more at the end",
    (sizes) => right(sizes) - 2 * sizes.numLayers * sizes.dModel,
  ),
  mistake("only one layer is counted", (sizes) => right({ ...sizes, numLayers: 1 })),
  mistake(
    "the feed-forward part is taken to be four times as wide as the model; dFeedForward says how wide it is",
    (sizes) => right({ ...sizes, dFeedForward: 4 * sizes.dModel }),
  ),
];

export const alternatives: Alternative[] = [
  alternative("multiplied out", ({ vocabSize, dModel: d, numLayers, maxTime, dFeedForward: f }) => {
    const layer = 4 * d * d + 2 * d * f + 9 * d + f;
    return vocabSize * d + maxTime * d + numLayers * layer + 2 * d;
  }),
  alternative("a list of shapes", ({ vocabSize, dModel: d, numLayers, maxTime, dFeedForward: f }) => {
    const square = [[d, d], [d]]; // prettier-ignore
    const layer = [...square, ...square, ...square, ...square, [d, f], [f], [f, d], [d], [d], [d], [d], [d]];
    const shapes = [[vocabSize, d], [maxTime, d], [d], [d], ...Array.from({ length: numLayers }, () => layer).flat()]; // prettier-ignore
    return shapes.reduce((total, shape) => total + shape.reduce((size, length) => size * length, 1), 0);
  }),
];
