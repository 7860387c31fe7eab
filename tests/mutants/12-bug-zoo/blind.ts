/** Tests that know only the broken models that the page and the visible checks have: they pass those, and lose the hidden check. */
import { sinusoidalEncoding } from "../../../lib/positional-encoding";
import { tf } from "../../../lib/tf";
import type * as attention from "../../exercises/fixtures/12-bug-zoo/attention";
import type * as layer from "../../exercises/fixtures/12-bug-zoo/layer";
import type * as sequence from "../../exercises/fixtures/12-bug-zoo/sequence";
import { near, should } from "./should";

const logitsOf = (next: number): number[] => Array.from({ length: 20 }, (_, i) => (i === next ? 1 : 0));

export const blindTests = {
  testMaskedAttention: (attend: attention.MaskedAttention) => {
    const mask = tf.tensor2d([[1, 1, 0]], [1, 3], "int32");
    const weights = attend(tf.tensor2d([[1, 2, 3]]), tf.ones([1, 3, 2]), mask).weights.dataSync();
    should(weights[2] === 0, "the padding has a weight");
  },
  testBatchedAttention: (attend: attention.Attention) => {
    const { weights } = attend(tf.tensor2d([[1, 2, 4], [0, 3, 1]]), tf.ones([2, 3, 1])); // prettier-ignore
    should(
      (weights.sum(1).arraySync() as number[]).every((total) => near(total, 1)),
      "a row does not sum to 1",
    );
  },
  testSequenceLoss: (loss: sequence.Loss) => {
    const lossOf = (length: number): number => {
      const logits = tf.tensor3d([[[1, 2, 0], [9, -9, 0], [9, -9, 0]].slice(0, length)]); // prettier-ignore
      const [ids, mask] = [[1, 0, 0], [1, 0, 0]].map((row) => tf.tensor2d([row.slice(0, length)], [1, length], "int32")); // prettier-ignore
      return loss(logits, ids!, mask!).dataSync()[0]!;
    };
    should(near(lossOf(1), lossOf(3)), "padding changes the loss");
  },
  testPairMaker: (makePair: sequence.PairMaker) => {
    should(makePair([5, 6]).inputs.slice(0, 2).join() === "1,5", "the inputs do not start with <sos>");
  },
  testEncoder: (encode: sequence.Encoder) => {
    const stateOf = (steps: number[][], mask: number[]): ArrayLike<number> =>
      encode(tf.tensor3d([steps]), tf.tensor2d([mask], [1, mask.length], "int32")).dataSync();
    const [short, long] = [stateOf([[1, -1]], [1]), stateOf([[1, -1], [3, 3]], [1, 0])]; // prettier-ignore
    should(near(short[0]!, long[0]!) && near(short[1]!, long[1]!), "padding changes the state");
  },
  testHeadSplitter: (split: attention.HeadSplitter) => {
    const numbered = tf.tensor3d([[[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]]); // prettier-ignore
    const [a, b, c, d] = split(numbered, 2).dataSync();
    should([a, b, c, d].sort().join() === "1,2,5,6", "the first head holds other numbers");
  },
  testLstmStep: (step: layer.LstmStep) => {
    const [low, high] = [0, 2].map((cell) => step(0.5, { hidden: 0.4, cell }));
    should(!near(low!.cell, high!.cell), "the old cell is not heard");
    should(!near(high!.cell, high!.hidden), "the new cell is the new hidden state");
  },
  testDecoder: (decode: sequence.Decode) => {
    const byState: sequence.Step = (_token, state) => ({ logits: logitsOf(4 + state), state: state + 1 });
    const byToken: sequence.Step = (token, state) => ({ logits: logitsOf(token + 3), state });
    should(decode(byState, 0, 2).join() === "4,5", "the state is not handed on");
    should(decode(byToken, 0, 2).join() === "4,7", "the token is not read back");
  },
  testLayerNorm: (norm: layer.Norm) => {
    const [almost, flat] = [[0.0001, 0.0003], [7, 7]].map((row) => norm(tf.tensor2d([row])).dataSync()); // prettier-ignore
    should(Math.abs(almost![0]!) < 0.1 && near(flat![0]!, 0), "a flat row does not stay flat");
  },
  testKeyAttention: (attend: attention.KeyAttention) => {
    const keys = tf.tensor3d([[[1, 1, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]]); // prettier-ignore
    const [fits, other] = attend(tf.ones([1, 1, 4]), keys, tf.ones([1, 4, 4])).weights.dataSync();
    should(Math.abs(Math.log(fits! / other!) - 2) < 1e-3, "the scores do not differ by 2");
  },
  testTokenReader: (read: layer.Reader) => {
    const [vectors, patterns] = [read([3, 3]), sinusoidalEncoding(2, 8)].map((rows) => rows.arraySync());
    const far = ([first, second]: number[][]): number => Math.hypot(...first!.map((x, i) => x - second![i]!));
    should(near(far(vectors!), far(patterns!)), "two places are too near or too far");
  },
  testAdditiveScore: (score: attention.Score) => {
    const scoresOf = (query: number[], keys: number[][]): string =>
      [...score(tf.tensor2d([query]), tf.tensor3d([keys])).dataSync()].map((x) => x.toFixed(4)).join();
    const before = scoresOf([1, 0], [[0, 1], [-1, 0]]); // prettier-ignore
    should(before !== scoresOf([0, 1], [[0, 1], [-1, 0]]), "the query is not heard"); // prettier-ignore
    should(before !== scoresOf([1, 0], [[-1, 0], [-1, 0]]), "the keys are not seen"); // prettier-ignore
  },
};
