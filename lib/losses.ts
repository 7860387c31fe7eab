/**
 * Losses: how surprised a model is by the right answer.
 */
import { tf } from "./tf";
import { floatType, labelType, runKernel } from "./kernel";
import { checkIds, checkShapes } from "./shapes";

/**
 * Mean surprise at the right token, over the tokens that count.
 *
 *     ℓ = − Σ m_bt log softmax(z_bt)[y_bt] / Σ m_bt
 *
 * @param logits   unnormalised scores of every token  [batch, time, vocab]  float32
 * @param targets  the right tokens  [batch, time]  int32
 * @param mask     1 where a token counts, 0 at padding  [batch, time]  int32
 * @returns nats per token; 0 if no token counts; caller disposes
 * @throws {ShapeError} an axis has two lengths, or a tensor another rank
 * @throws {TypeError} targets are not int32
 * @throws {RangeError} a target outside the vocabulary, even where the mask is 0
 *
 * Ours / theirs: logits are z, targets y, mask m.
 * Taught in notebook 03.
 * @source Bengio et al. 2003, §2. https://jmlr.org/papers/v3/bengio03a.html
 * @exercise 03-language-model
 */
export function maskedCrossEntropy(logits: tf.Tensor3D, targets: tf.Tensor2D, mask: tf.Tensor2D): tf.Scalar {
  const { batch, time, vocab } = checkShapes("maskedCrossEntropy", {
    logits: [logits, "batch time vocab"],
    targets: [targets, "batch time"],
    mask: [mask, "batch time"],
  });
  checkIds("maskedCrossEntropy", "targets", targets);
  return tf.tidy(() => {
    const numTokens = batch * time;
    const lossNats = tokenLoss(logits.reshape([numTokens, vocab]), targets.reshape([numTokens])); // [batch · time]
    const counts = mask.reshape([numTokens]).cast("float32");
    return lossNats.mul(counts).sum().div(counts.sum().maximum(1)) as tf.Scalar;
  });
}

/** −log softmax(z)[y] of every row, by one kernel that finds the gradient, softmax(z) − onehot(y), on the way. */
function tokenLoss(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  const run = tf.customGrad((given, save) => {
    const attributes = [floatType(), labelType()];
    const kernel = "SparseSoftmaxCrossEntropyWithLogits";
    const [value, slope] = withLabelError(logits.shape[1], () =>
      runKernel(kernel, attributes, [given as tf.Tensor, targets], 2),
    );
    (save as tf.GradSaveFunc)([slope!]);
    const gradFunc = (change: tf.Tensor, [saved]: tf.Tensor[]) => saved!.mul(change.expandDims(1));
    return { value: value!, gradFunc };
  });
  return run(logits) as tf.Tensor1D;
}

/** TensorFlow finds a label that is no token by itself; its words are not a learner's. */
function withLabelError<Result>(vocabSize: number, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    const found = /label value of (-?\d+)/.exec(String(error));
    if (found === null) throw error;
    throw new RangeError(`maskedCrossEntropy: targets should be ids in [0, ${vocabSize}), got ${found[1]}`);
  }
}

/**
 * How many equally likely tokens the model is choosing between, on average.
 *
 *     PPL = exp(ℓ)
 *
 * @param lossNats  ≥ 0, in nats per token
 * @throws {RangeError} not a number ≥ 0
 *
 * Taught in notebook 03.
 */
export function perplexity(lossNats: number): number {
  if (!(lossNats >= 0)) throw new RangeError(`perplexity: lossNats should be a number ≥ 0, got ${lossNats}`);
  return Math.exp(lossNats);
}
