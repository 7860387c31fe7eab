/**
 * One encoder, three task heads: what stands on a Transformer's encoder decides what it is good for.
 *
 *     N → 1   SequenceClassifier: one answer for the whole sequence, read at its first position
 *     N → N   TokenClassifier: one answer for every token
 *     N → M   Transformer: a decoder that writes another sequence
 *
 * All three take the encoder as it is, so one that was trained with one task head can carry on with another.
 *
 * @source Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", §3.
 *   https://arxiv.org/abs/1810.04805
 */
import { tf } from "./tf";
import { checkList, checkLists, checkRecord, checkSize } from "./argument";
import { checkTokens, padSequences, paddingMask } from "./batches";
import type { RunOptions } from "./dropout";
import { pure } from "./engine/pure";
import { Linear } from "./linear";
import { maskedCrossEntropy } from "./losses";
import { checkMaking, checkModel, collectParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import type { TransformerEncoder } from "./transformer";
import { SOS } from "./vocabulary";

export interface HeadConfig {
  /** How many answers there are to choose from, ≥ 1. */
  readonly numClasses: number;
}

/** A sequence and its answer. */
export interface LabelledSequence {
  /** Token ids, at least one. */
  readonly tokens: readonly number[];
  /** In [0, numClasses). */
  readonly label: number;
}

/** A sequence and the answer for each of its tokens. */
export interface LabelledTokens {
  /** Token ids, at least one. */
  readonly tokens: readonly number[];
  /** As many as tokens, each in [0, numClasses), or {@link NOT_ASKED}. */
  readonly labels: readonly number[];
}

/**
 * The label of a token that is not asked for: it adds nothing to the loss. A masked language model asks only at the words
 * that were hidden.
 *
 * Taught in notebook 09.
 */
export const NOT_ASKED = -1;

/** What a head learns from. */
export type LabelledBatch = {
  /** [batch, time]  int32 */
  readonly tokens: tf.Tensor2D;
  /** [batch, 1], or one for each token [batch, time]  int32 */
  readonly labels: tf.Tensor2D;
};

/** What a head says, and where the encoder looked. */
export type HeadOutput<Logits extends tf.Tensor> = {
  readonly logits: Logits;
  /** Where each head of each layer looked  [batch, head, query, key], one a layer */
  readonly weights: tf.Tensor4D[];
};

/** An encoder and the matrix W, b on top of it. */
class Head {
  readonly parameters: Parameters;
  protected readonly head: Linear;

  constructor(
    readonly encoder: TransformerEncoder,
    config: HeadConfig,
    random: RandomGenerator,
  ) {
    const name = new.target.name;
    const { numClasses } = checkMaking(name, config, random);
    checkModel(name, "encoder", encoder);
    checkSize(name, "numClasses", numClasses);
    this.head = new Linear({ inputSize: encoder.dModel, outputSize: numClasses }, random);
    this.parameters = collectParameters({ encoder, head: this.head });
  }
}
pure(Head);

/**
 * N → 1: one answer for the whole sequence. <sos> is put in front of it; that position looks at all tokens, and is the
 * only one that the head reads (BERT's [CLS]).
 *
 *     z = W h_0 + b
 *
 * Taught in notebook 09.
 * @throws {RangeError} numClasses is not a whole number ≥ 1
 * @source Devlin et al. 2019, §3.2 and figure 4 (b). https://arxiv.org/abs/1810.04805
 * @exercise 09-one-encoder-three-heads
 */
export class SequenceClassifier extends Head {
  /**
   * @param sequences  token ids of each, at least one, without <sos>
   * @returns logits [batch, class] and weights, in which position 0 is <sos>
   * @throws {RangeError} no sequences, or an id outside the vocabulary
   */
  run(sequences: readonly (readonly number[])[], options: RunOptions = {}): HeadOutput<tf.Tensor2D> {
    checkLists("SequenceClassifier.run", "sequences", sequences);
    return tf.tidy(() => this.read(withStart(sequences), options));
  }

  private read(tokens: tf.Tensor2D, options: RunOptions): HeadOutput<tf.Tensor2D> {
    return tf.tidy(() => {
      const { hiddens, weights } = this.encoder.run(tokens, paddingMask(tokens), options);
      const [batch, , dModel] = hiddens.shape;
      const first = hiddens.slice([0, 0, 0], [batch, 1, dModel]).reshape<tf.Tensor2D>([batch, dModel]);
      return { logits: this.head.apply(first), weights };
    });
  }

  /** The most likely answer for each sequence. */
  classify(sequences: readonly (readonly number[])[]): number[] {
    return tf.tidy(() => [...this.run(sequences).logits.argMax(1).dataSync()]);
  }

  /**
   * The loss over sequences, in nats a sequence.
   *
   * @param isTraining  true unless said otherwise: with dropout; false for validation
   * @throws {RangeError} no examples, or a label outside [0, numClasses)
   */
  loss(examples: readonly LabelledSequence[], { isTraining = true }: RunOptions = {}): tf.Scalar {
    return tf.tidy(() => this.batchLoss(this.batchOf(examples), { isTraining }));
  }

  /** The tensors of examples. */
  batchOf(examples: readonly LabelledSequence[]): LabelledBatch {
    checkExamples("SequenceClassifier.loss", examples);
    const labels = examples.map(({ label }) => label);
    checkTokens("SequenceClassifier.loss", "the labels", labels);
    const tokens = withStart(examples.map(({ tokens }) => tokens));
    return { tokens, labels: tf.tensor2d(labels, [labels.length, 1], "int32") };
  }

  /** The loss over the tensors of examples. */
  batchLoss({ tokens, labels }: LabelledBatch, { isTraining = true }: RunOptions = {}): tf.Scalar {
    return tf.tidy(() => {
      const { logits } = this.read(tokens, { isTraining });
      return maskedCrossEntropy(logits.expandDims(1), labels, tf.onesLike(labels));
    });
  }
}
pure(SequenceClassifier);

/**
 * N → N: one answer for every token, by the same matrix at each position.
 *
 *     z_t = W h_t + b
 *
 * Taught in notebook 09.
 * @throws {RangeError} numClasses is not a whole number ≥ 1
 * @source Devlin et al. 2019, §5.3 and figure 4 (d). https://arxiv.org/abs/1810.04805
 * @exercise 09-one-encoder-three-heads
 */
export class TokenClassifier extends Head {
  /**
   * @param sequences  token ids of each, at least one
   * @returns logits [batch, time, class] and weights
   * @throws {RangeError} no sequences, or an id outside the vocabulary
   */
  run(sequences: readonly (readonly number[])[], options: RunOptions = {}): HeadOutput<tf.Tensor3D> {
    return tf.tidy(() => this.read(padSequences(sequences), options));
  }

  private read(tokens: tf.Tensor2D, options: RunOptions): HeadOutput<tf.Tensor3D> {
    return tf.tidy(() => {
      const { hiddens, weights } = this.encoder.run(tokens, paddingMask(tokens), options);
      return { logits: this.head.apply(hiddens), weights };
    });
  }

  /** The most likely answer for each token. */
  classify(sequences: readonly (readonly number[])[]): number[][] {
    const answers = tf.tidy(() => this.run(sequences).logits.argMax(2).arraySync() as number[][]);
    return answers.map((row, index) => row.slice(0, sequences[index]!.length));
  }

  /**
   * The loss over sequences, in nats a token.
   *
   * @param isTraining  true unless said otherwise: with dropout; false for validation
   * @throws {RangeError} no examples, a label outside [0, numClasses), or not as many labels as tokens
   */
  loss(examples: readonly LabelledTokens[], { isTraining = true }: RunOptions = {}): tf.Scalar {
    return tf.tidy(() => this.batchLoss(this.batchOf(examples), { isTraining }));
  }

  /** The tensors of examples. */
  batchOf(examples: readonly LabelledTokens[]): LabelledBatch & { readonly mask: tf.Tensor2D } {
    checkExamples("TokenClassifier.loss", examples);
    examples.forEach(checkLabels);
    return {
      tokens: padSequences(examples.map(({ tokens }) => tokens)),
      labels: padSequences(
        examples.map(({ labels }) => labels.map((label) => (label === NOT_ASKED ? 0 : label))),
      ),
      mask: padSequences(examples.map(({ labels }) => labels.map((label) => Number(label !== NOT_ASKED)))),
    };
  }

  /** The loss over the tensors of examples. */
  batchLoss(
    { tokens, labels, mask }: ReturnType<TokenClassifier["batchOf"]>,
    { isTraining = true }: RunOptions = {},
  ): tf.Scalar {
    return tf.tidy(() => maskedCrossEntropy(this.read(tokens, { isTraining }).logits, labels, mask));
  }
}
pure(TokenClassifier);

/** Sequences after a <sos>, whose state sums up the sequence  [batch, time + 1]  int32. */
const withStart = (sequences: readonly (readonly number[])[]): tf.Tensor2D =>
  padSequences(sequences.map((ids) => [SOS, ...ids]));

/** @throws {TypeError} no list of records, each with token ids */
function checkExamples(functionName: string, examples: readonly { tokens: readonly number[] }[]): void {
  checkList(functionName, "examples", examples);
  examples.forEach((example, index) => {
    checkRecord(functionName, `examples[${index}]`, example);
    checkTokens(functionName, `examples[${index}].tokens`, example.tokens);
  });
}

function checkLabels({ tokens, labels }: LabelledTokens, index: number): void {
  const name = `examples[${index}].labels`;
  checkList("TokenClassifier.loss", name, labels);
  if (labels.length === tokens.length) return;
  throw new RangeError(
    `TokenClassifier.loss: ${name} should have one label for each of ${tokens.length} tokens, got ${labels.length}`,
  );
}
