/** Losses: how surprised a model is by the right answer. */
import { tf } from "./tf";
import { checkBetween, checkPositive, shown } from "./argument";
import { inHalves } from "./engine/in-halves";
import { floatType, idType, runKernel } from "./engine/kernel";
import { withBackward } from "./engine/with-backward";
import { masked, timesOrZero } from "./masked";
import { checkFloats, checkIds, checkShapes } from "./shapes";

export interface LossOptions {
  /**
   * ε: the share of the target that is spread over the whole vocabulary, in [0, 1); 0 unless said otherwise. With it
   * the loss never reaches 0, so report a perplexity from the loss without it.
   */
  readonly labelSmoothing?: number;
}

/**
 * Mean surprise at the right token, over the tokens that count.
 *
 *     ℓ = − Σ_bt m_bt Σ_v q_btv log softmax(z_bt)_v / Σ_bt m_bt      q_btv = (1 − ε) [v = y_bt] + ε / V
 *
 * @param logits   unnormalised scores of every token  [batch, time, vocab]  float32
 * @param targets  the right tokens  [batch, time]  int32
 * @param mask     1 where a token counts, 0 at padding  [batch, time]  int32
 * @returns nats per token; 0 if no token counts
 * @throws {TypeError} targets are not int32, or logits not float32
 * @throws {RangeError} a target outside the vocabulary, even where the mask is 0; labelSmoothing outside [0, 1)
 *
 * Ours / theirs: logits are z, targets y, mask m, labelSmoothing ε (Vaswani: ε_ls).
 * Taught in notebook 03; label smoothing in 08.
 * @source Bengio et al. 2003, §2. https://jmlr.org/papers/v3/bengio03a.html Label smoothing: Szegedy et al. 2016,
 *   "Rethinking the Inception Architecture for Computer Vision", §7. https://arxiv.org/abs/1512.00567
 * @exercise 03-language-model
 */
export function maskedCrossEntropy(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
  { labelSmoothing = 0 }: LossOptions = {},
): tf.Scalar {
  checkShapes("maskedCrossEntropy", {
    logits: [logits, "batch time vocab"],
    targets: [targets, "batch time"],
    mask: [mask, "batch time"],
  });
  checkFloats("maskedCrossEntropy", "logits", logits);
  checkIds("maskedCrossEntropy", "targets", targets);
  checkBetween("maskedCrossEntropy", "labelSmoothing", labelSmoothing, "[0, 1)");
  return tf.tidy(() => meanOf(surprises(logits, targets, mask, labelSmoothing), mask));
}

/**
 * The loss of a model over a batch: {@link maskedCrossEntropy} of the logits that it gives. A graph computes both halves of
 * the batch at the same time.
 *
 * @param model  whose loss it is
 * @param batch  what the model reads, `targets` and `targetMask`, as in maskedCrossEntropy; first axes are the batch
 * @param run    the model's logits  [batch, time, vocab]; no row may depend on another one
 * @returns nats per token; 0 if no token counts
 * @throws {RangeError} a target outside the vocabulary, even where the mask is 0
 */
export function batchCrossEntropy<Batch extends TargetBatch>(
  model: object,
  batch: Batch,
  run: (batch: Batch) => tf.Tensor3D,
): tf.Scalar {
  return tf.tidy(() => {
    const ofHalf = (half: Batch) => surprises(run(half), half.targets, half.targetMask, 0);
    return meanOf(inHalves(model, batch, ofHalf), batch.targetMask);
  });
}

/** What a model should say. */
type TargetBatch = Readonly<Record<string, tf.Tensor>> & {
  readonly targets: tf.Tensor2D;
  readonly targetMask: tf.Tensor2D;
};

/** Nats at every token, 0 where it does not count  [batch, time]. */
function surprises(
  logits: tf.Tensor3D,
  targets: tf.Tensor2D,
  mask: tf.Tensor2D,
  labelSmoothing: number,
): tf.Tensor2D {
  const [batch, time, vocab] = logits.shape;
  const [scores, answers] = [logits.reshape<tf.Tensor2D>([batch * time, vocab]), targets.flatten()];
  const right = tokenLoss(scores, answers); // [batch · time]
  const lossNats = labelSmoothing === 0 ? right : right.add(smoothing(scores, answers).mul(labelSmoothing));
  return masked(lossNats.reshape<tf.Tensor2D>([batch, time]), mask.cast("float32"));
}

/** Over the tokens that count. */
const meanOf = (lossNats: tf.Tensor2D, mask: tf.Tensor2D): tf.Scalar =>
  lossNats.sum().div(mask.sum().cast("float32").maximum(1));

/** −log softmax(z)[y] of every row, by one kernel that finds the gradient, softmax(z) − onehot(y), on the way. */
function tokenLoss(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  const forward = (rows: tf.Tensor2D) => {
    const attributes = [floatType(), idType("Tlabels")];
    const kernel = "SparseSoftmaxCrossEntropyWithLogits";
    const [value, slope] = withLabelError(logits.shape[1], () =>
      runKernel(kernel, attributes, [rows, targets], 2),
    );
    return { value: value as tf.Tensor1D, saved: [slope!] as [tf.Tensor] };
  };
  return withBackward([logits], forward, (change, [slope]) => timesOrZero(slope, change.expandDims(1)));
}

/** What each unit of ε adds to −log softmax(z)[y]: z_y − mean z, for log softmax(z)_v = z_v − log Σ exp z. */
function smoothing(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  const vocab = logits.shape[1];
  return logits.mul(tf.oneHot(targets, vocab, 1 - 1 / vocab, -1 / vocab, "float32")).sum(1);
}

function checkLoss(functionName: string, lossNats: number): void {
  if (typeof lossNats === "number" && lossNats >= 0) return;
  throw new RangeError(`${functionName}: lossNats should be a number ≥ 0, got ${shown(lossNats)}`);
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
  checkLoss("perplexity", lossNats);
  return Math.exp(lossNats);
}

/**
 * How many bits the model needs for each character of the text: comparable between models with different tokens.
 *
 *     BPC = ℓ / ln 2 · tokens per character
 *
 * @param lossNats            ≥ 0, in nats per token
 * @param tokensPerCharacter  > 0; 1 if the tokens are characters
 * @throws {RangeError} an argument out of its range
 *
 * Taught in notebook 03.
 * @source Graves 2013, "Generating Sequences With Recurrent Neural Networks", §3.1. https://arxiv.org/abs/1308.0850
 */
export function bitsPerCharacter(lossNats: number, tokensPerCharacter = 1): number {
  checkLoss("bitsPerCharacter", lossNats);
  checkPositive("bitsPerCharacter", "tokensPerCharacter", tokensPerCharacter);
  return (lossNats / Math.LN2) * tokensPerCharacter;
}
