/** Answers to `gruStep`: wrong as learners are wrong, and right in other ways. */
import type { GruWeights } from "../../../lib/gru";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";

type Answer = (input: tf.Tensor2D, hidden: tf.Tensor2D, weights: GruWeights) => tf.Tensor;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** Reset, update, candidate: the input's part and the state's. */
function partsOf(input: tf.Tensor2D, hidden: tf.Tensor2D, weights: GruWeights) {
  const [xr, xz, xn] = tf.split(input.matMul(weights.inputToGates).add(weights.inputBias), 3, 1);
  const [hr, hz, hn] = tf.split(hidden.matMul(weights.hiddenToGates).add(weights.hiddenBias), 3, 1);
  return {
    r: xr!.add(hr!).sigmoid(),
    z: xz!.add(hz!).sigmoid(),
    xr: xr!.add(hr!),
    xz: xz!.add(hz!),
    xn: xn!,
    hn: hn!,
  };
}
const mix = (z: tf.Tensor, n: tf.Tensor, hidden: tf.Tensor): tf.Tensor =>
  tf.sub(1, z).mul(n).add(z.mul(hidden));

const right: Answer = (input, hidden, weights) => {
  const { r, z, xn, hn } = partsOf(input, hidden, weights);
  return mix(z, xn.add(r.mul(hn)).tanh(), hidden);
};

export const mistakes: Mistake[] = [
  mistake("z and 1 - z are swapped: z says how much of the old state stays", (input, hidden, weights) => {
    const { r, z, xn, hn } = partsOf(input, hidden, weights);
    return mix(tf.sub(1, z), xn.add(r.mul(hn)).tanh(), hidden);
  }),
  mistake(
    "reset gate and update gate are swapped: the order is reset, update, candidate",
    (input, hidden, weights) => {
      const { r, z, xn, hn } = partsOf(input, hidden, weights);
      return mix(r, xn.add(z.mul(hn)).tanh(), hidden);
    },
  ),
  mistake("the reset gate is not used", (input, hidden, weights) => {
    const { z, xn, hn } = partsOf(input, hidden, weights);
    return mix(z, xn.add(hn).tanh(), hidden);
  }),
  mistake(
    "the reset gate also closes the input: it stands before the state's part only",
    (input, hidden, weights) => {
      const { r, z, xn, hn } = partsOf(input, hidden, weights);
      return mix(z, r.mul(xn.add(hn)).tanh(), hidden);
    },
  ),
  mistake("the candidate goes through a sigmoid, not tanh", (input, hidden, weights) => {
    const { r, z, xn, hn } = partsOf(input, hidden, weights);
    return mix(z, xn.add(r.mul(hn)).sigmoid(), hidden);
  }),
  mistake("the candidate alone comes back: nothing of the old state stays", (input, hidden, weights) => {
    const { r, xn, hn } = partsOf(input, hidden, weights);
    return xn.add(r.mul(hn)).tanh();
  }),
  mistake("the state's bias is not added", (input, hidden, weights) =>
    right(input, hidden, { ...weights, hiddenBias: tf.zerosLike(weights.hiddenBias) }),
  ),
  mistake(
    "the reset gate multiplies the state before the matrix: here it comes after",
    (input, hidden, weights) => {
      const { r, z, xn } = partsOf(input, hidden, weights);
      const size = hidden.shape[1];
      const matrix = weights.hiddenToGates.slice([0, 2 * size], [size, size]);
      const bias = weights.hiddenBias.slice([2 * size], [size]);
      return mix(z, xn.add(r.mul(hidden).matMul(matrix).add(bias)).tanh(), hidden);
    },
  ),
  leak(right),
  mistake(
    "the state's bias is added to the candidate only: r and z have a bias from the state too",
    (input, hidden, weights) => {
      const { xr, xz, xn, hn } = partsOf(input, hidden, weights);
      const [br, bz] = tf.split(weights.hiddenBias, 3);
      return mix(xz.sub(bz!).sigmoid(), xn.add(xr.sub(br!).sigmoid().mul(hn)).tanh(), hidden);
    },
  ),
  mistake("the gates go through a hard sigmoid, 0.2 x + 0.5: use tf.sigmoid", (input, hidden, weights) => {
    const { xr, xz, xn, hn } = partsOf(input, hidden, weights);
    const hard = (gate: tf.Tensor): tf.Tensor => gate.mul(0.2).add(0.5).clipByValue(0, 1);
    return mix(hard(xz), xn.add(hard(xr).mul(hn)).tanh(), hidden);
  }),
  mistake(
    "the matrices are transposed: they are turned already so that a row goes in on their left, x W",
    (input, hidden, weights) => {
      const turned = (given: tf.Tensor2D): tf.Tensor2D => given.transpose();
      const { r, z, xn, hn } = partsOf(input, hidden, {
        ...weights,
        inputToGates: turned(weights.inputToGates),
        hiddenToGates: turned(weights.hiddenToGates),
      });
      return mix(z, xn.add(r.mul(hn)).tanh(), hidden);
    },
  ),
];

export const alternatives: Alternative[] = [
  alternative("the mixture as a step from the candidate to the old state", (input, hidden, weights) => {
    const { r, z, xn, hn } = partsOf(input, hidden, weights);
    const candidate = r.mul(hn).add(xn).tanh();
    return candidate.add(z.mul(hidden.sub(candidate)));
  }),
  alternative(
    "a product for each gate",
    (input, hidden, { inputToGates, hiddenToGates, inputBias, hiddenBias }) => {
      const size = hidden.shape[1];
      const part = (x: tf.Tensor2D, matrix: tf.Tensor2D, bias: tf.Tensor1D, k: number): tf.Tensor =>
        x.matMul(matrix.slice([0, k * size], [-1, size])).add(bias.slice([k * size], [size]));
      const [fromInput, fromHidden] = [
        (k: number) => part(input, inputToGates, inputBias, k),
        (k: number) => part(hidden, hiddenToGates, hiddenBias, k),
      ];
      const r = fromInput(0).add(fromHidden(0)).sigmoid();
      const z = fromInput(1).add(fromHidden(1)).sigmoid();
      return mix(
        z,
        fromInput(2)
          .add(r.mul(fromHidden(2)))
          .tanh(),
        hidden,
      );
    },
  ),
];
