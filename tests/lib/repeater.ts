/** A small model with attention that learns to say short sequences again. */
import { AttentionDecoder } from "../../lib/attention-decoder";
import { Encoder } from "../../lib/encoder";
import { randomGenerator } from "../../lib/random";
import { Seq2Seq } from "../../lib/seq2seq";
import { tf } from "../../lib/tf";
import { train } from "../../lib/training";

export const sizes = { vocabSize: 8, embeddingSize: 8, hiddenSize: 16 };

export const newRepeater = () =>
  new Seq2Seq(
    new Encoder({ ...sizes, isBidirectional: true }, randomGenerator(1)),
    new AttentionDecoder({ ...sizes, encoderSize: 16, score: "general" }, randomGenerator(2)),
  );

/** Every sequence of one or two of four tokens. */
const tokens = [4, 5, 6, 7];
export const short = tokens.flatMap((a) => [[a], ...tokens.map((b) => [a, b])]);

export async function teach(
  model: ReturnType<typeof newRepeater>,
  sources: readonly (readonly number[])[],
): Promise<void> {
  const pairs = sources.map((source) => ({ source, target: source }));
  await train(model, () => [pairs], { epochs: 80, seed: 1, optimizer: tf.train.adam(0.03), clipNorm: 1 });
}
