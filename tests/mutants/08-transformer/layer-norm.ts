/** Answers to `layerNorm`: wrong as learners are wrong, and right in other ways. */
import type { LayerNormWeights } from "../../../lib/layer-norm";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

const { mistake, leak, alternative } =
  variantsOf<(inputs: tf.Tensor, weights: LayerNormWeights) => tf.Tensor>();

const epsilon = 1e-5;
const centred = (x: tf.Tensor, axis: number | number[] = -1): tf.Tensor => x.sub(x.mean(axis, true));
const variance = (x: tf.Tensor, axis: number | number[] = -1): tf.Tensor =>
  centred(x, axis).square().mean(axis, true);
const unit = (x: tf.Tensor, axis: number | number[] = -1): tf.Tensor =>
  centred(x, axis).div(variance(x, axis).add(epsilon).sqrt());
const dressed = (x: tf.Tensor, { scale, shift }: LayerNormWeights): tf.Tensor => x.mul(scale).add(shift);
const flatMean =
  "the mean has lost its last axis, so that it meets the wrong axis of the inputs: mean(-1, true) keeps it, with length 1";
const flatVariance =
  "the variance has lost its last axis, so that it meets the wrong axis of the inputs: mean(-1, true) keeps it, with length 1";

export const mistakes: Mistake[] = [
  mistake(
    "mean and variance run over time: that mixes positions; each position should be normalised by itself",
    (x, weights) => dressed(unit(x, -2), weights),
  ),
  mistake(
    "mean and variance run over everything at once; each position should be normalised by itself",
    (x, weights) => dressed(unit(x, x.shape.map((_, axis) => axis)), weights), // prettier-ignore
  ),
  mistake("the mean is not taken away", (x, weights) =>
    dressed(x.div(variance(x).add(epsilon).sqrt()), weights),
  ),
  mistake("you divide by the variance, not by its root", (x, weights) =>
    dressed(centred(x).div(variance(x).add(epsilon)), weights),
  ),
  mistake(
    "the variance is divided by width − 1; it should be the mean of the squared distances",
    (x, weights) => {
      const width = x.shape[x.shape.length - 1]!;
      return dressed(
        centred(x).div(variance(x).mul(width / Math.max(1, width - 1)).add(epsilon).sqrt()),
        weights,
      ); // prettier-ignore
    },
  ),
  mistake("ε stands outside the root: it should be added to the variance", (x, weights) =>
    dressed(centred(x).div(variance(x).sqrt().add(epsilon)), weights),
  ),
  mistake("ε is missing: equal numbers give 0 / 0", (x, weights) =>
    dressed(centred(x).div(variance(x).sqrt()), weights),
  ),
  mistake("scale and shift are not used", (x) => unit(x)),
  mistake("the shift comes before the scale", (x, { scale, shift }) => unit(x).add(shift).mul(scale)),
  mistake(flatMean, (x, weights) => dressed(x.sub(x.mean(-1)).div(variance(x).add(epsilon).sqrt()), weights)),
  mistake(flatVariance, (x, weights) =>
    dressed(centred(x).div(centred(x).square().mean(-1).add(epsilon).sqrt()), weights),
  ),
  leak((x, weights) => dressed(unit(x), weights)),
  mistake(
    "the variance is mean(x²) − mean(x)²: far from 0 the two are nearly equal, and their digits are lost",
    (x, weights) => {
      const spread = x.square().mean(-1, true).sub(x.mean(-1, true).square());
      return dressed(centred(x).div(spread.add(epsilon).sqrt()), weights);
    },
  ),
  mistake("ε is 1e-6: it should be 1e-5", (x, weights) =>
    dressed(centred(x).div(variance(x).add(1e-6).sqrt()), weights),
  ),
];

export const alternatives: Alternative[] = [
  alternative("tf.moments and rsqrt", (x, weights) => {
    const moments = tf.moments(x, -1, true);
    return dressed(x.sub(moments.mean).mul(moments.variance.add(epsilon).rsqrt()), weights);
  }),
  alternative("the variance as E x² − (E x)² of the centred numbers", (x, { scale, shift }) => {
    const away = x.sub(x.mean(-1, true));
    const spread = away.square().mean(-1, true).sub(away.mean(-1, true).square()).add(epsilon);
    return scale.mul(away.div(tf.sqrt(spread))).add(shift);
  }),
];
