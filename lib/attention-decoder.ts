/**
 * Attention decoder: writes the target, looking at all of the source before each word.
 *
 * @source Bahdanau et al. 2015, "Neural Machine Translation by Jointly Learning to Align and Translate".
 *   https://arxiv.org/abs/1409.0473 Luong et al. 2015, "Effective Approaches to Attention-based Neural Machine
 *   Translation". https://arxiv.org/abs/1508.04025
 */
import { tf } from "./tf";
import { checkRecord, checkSizes, shown } from "./argument";
import { attend } from "./attention";
import {
  TargetReader,
  type Decoded,
  type DecodeOptions,
  type DecoderConfig,
  type DecoderState,
  type SequenceDecoder,
} from "./decoder";
import type { Encoded } from "./encoder";
import { pure } from "./engine/pure";
import { Linear } from "./linear";
import { checkMaking, collectParameters, type Parameters } from "./parameters";
import type { RandomGenerator } from "./random";
import { checkScore, ScoreLayer, type ScoreName } from "./score-layer";
import { checkShapes } from "./shapes";

/** Whether the decoder looks after its recurrent step (Luong) or before it (Bahdanau). */
export type AttentionPlacement = "luong" | "bahdanau";

export interface AttentionDecoderConfig extends DecoderConfig {
  readonly score: ScoreName;
  /** The longest source that the location score knows. */
  readonly maxSource?: number;
  /** How many hidden layers the concat score's network has, ≥ 1; 1 unless said otherwise. */
  readonly numScoreLayers?: number;
  /** Whether it looks after the recurrent step (Luong) or before it (Bahdanau); "luong" unless said otherwise. */
  readonly placement?: AttentionPlacement;
  /** Whether the next step reads s̃_t, so that it knows where this one looked; false unless said otherwise. */
  readonly inputFeeding?: boolean;
}

type Looked = { readonly weights: tf.Tensor3D; readonly context: tf.Tensor3D };
/** One look at the source for queries [batch, target, hidden]. */
type Look = (queries: tf.Tensor3D) => Looked;

/**
 * Writes the target with one look at all encoder states before each word.
 *
 *     α_t = softmax(score(q_t, h))      c_t = Σ_s α_ts h_s
 *     s̃_t = tanh([c_t ; s_t] W_c)       z_t = s̃_t W + b
 *
 * Where it looks from is its placement:
 *
 *     luong:     s_t = LSTM(E[y_{t−1}], s_{t−1})               q_t = s_t
 *     … feeding: s_t = LSTM([E[y_{t−1}] ; s̃_{t−1}], s_{t−1})   q_t = s_t, s̃_0 = 0
 *     bahdanau:  s_t = LSTM([E[y_{t−1}] ; c_t], s_{t−1})       q_t = s_{t−1}
 *
 * Plain Luong attention never changes the states, so under teacher forcing all steps look at once, in one matrix
 * product; the other two go step by step, and take several times as long. Bahdanau's output layer is Luong's here,
 * not his maxout, so that the placement is all that differs.
 *
 * Ours / theirs: attentional is s̃_t (Luong: h̃_t).
 * Taught in notebook 06.
 * @throws {RangeError} an unknown score or placement, a size that is not a whole number ≥ 1, or input feeding with
 *   Bahdanau's placement, whose steps read the context already
 * @source Luong et al. 2015, §3, eq. 5–6; input feeding §3.3. https://arxiv.org/abs/1508.04025 Bahdanau et al. 2015,
 *   §3.1, eq. 4–6. https://arxiv.org/abs/1409.0473
 */
export class AttentionDecoder implements SequenceDecoder {
  readonly parameters: Parameters;
  private readonly reader: TargetReader;
  private readonly score: ScoreLayer;
  private readonly combine: Linear;
  private readonly output: Linear;
  private readonly placement: AttentionPlacement;
  private readonly inputFeeding: boolean;

  constructor(config: AttentionDecoderConfig, random: RandomGenerator) {
    const { hiddenSize, encoderSize, vocabSize } = checkMaking("AttentionDecoder", config, random);
    checkPlacement(config);
    checkSizes("AttentionDecoder", { hiddenSize, encoderSize, vocabSize });
    checkScore("AttentionDecoder", { ...config, querySize: hiddenSize, keySize: encoderSize });
    this.placement = config.placement ?? "luong";
    this.inputFeeding = config.inputFeeding ?? false;
    const extraSize = this.placement === "bahdanau" ? encoderSize : this.inputFeeding ? hiddenSize : 0;
    this.reader = new TargetReader(config, random, extraSize);
    this.score = new ScoreLayer({ ...config, querySize: hiddenSize, keySize: encoderSize }, random);
    this.combine = new Linear({ inputSize: encoderSize + hiddenSize, outputSize: hiddenSize }, random);
    this.output = new Linear({ inputSize: hiddenSize, outputSize: vocabSize }, random);
    const { reader, score, combine, output } = this;
    this.parameters = collectParameters({ reader, score, combine, output });
  }

  /** The state before the first token. */
  start(encoded: Encoded): DecoderState {
    const state = this.reader.start(encoded);
    return this.inputFeeding ? { ...state, attentional: tf.zerosLike(state.hidden) } : state;
  }

  /**
   * @param tokens   [batch, target]  int32
   * @param encoded  encoder states  [batch, source, encoderHidden]  float32
   * @returns logits [batch, target, vocab], weights [batch, target, source] and the new state
   */
  run(
    tokens: tf.Tensor2D,
    encoded: Encoded,
    state: DecoderState,
    { changeWeights }: DecodeOptions = {},
  ): Decoded {
    checkRecord("AttentionDecoder.run", "encoded", encoded);
    checkRecord("AttentionDecoder.run", "state", state);
    checkShapes("AttentionDecoder.run", {
      tokens: [tokens, "batch target"],
      "encoded.hiddens": [encoded.hiddens, "batch source encoderHidden"],
    });
    const isAtOnce = this.placement === "luong" && !this.inputFeeding;
    const look: Look = (queries) => this.look(queries, encoded, changeWeights);
    return tf.tidy(() =>
      isAtOnce ? this.runAtOnce(tokens, look, state) : this.runByStep(tokens, look, state),
    );
  }

  private runAtOnce(tokens: tf.Tensor2D, look: Look, state: DecoderState): Decoded {
    const { hiddens, last } = this.reader.run(tokens, state); // [batch, target, hidden]
    const { context, weights } = look(hiddens);
    const attentional = this.attentional(context, hiddens); // [batch, target, hidden]
    return { logits: this.output.apply(attentional), state: last, weights };
  }

  private runByStep(tokens: tf.Tensor2D, look: Look, initial: DecoderState): Decoded {
    let state = initial;
    const steps = this.reader.vectors(tokens).map((vector) => {
      const step = this.placement === "luong" ? this.luongStep : this.bahdanauStep;
      const looked = step.call(this, vector, look, state);
      state = looked.state;
      return looked;
    });
    const joined = (part: "attentional" | "weights") => tf.concat(steps.map((step) => step[part]), 1); // prettier-ignore
    return { logits: this.output.apply(joined("attentional")), state, weights: joined("weights") };
  }

  private luongStep(vector: tf.Tensor2D, look: Look, before: DecoderState) {
    const state = this.reader.step(vector, before.attentional!, before);
    const hidden = state.hidden.expandDims<tf.Tensor3D>(1); // [batch, 1, hidden]
    const { context, weights } = look(hidden);
    const attentional = this.attentional(context, hidden);
    return { state: { ...state, attentional: attentional.squeeze<tf.Tensor2D>([1]) }, attentional, weights };
  }

  private bahdanauStep(vector: tf.Tensor2D, look: Look, before: DecoderState) {
    const { context, weights } = look(before.hidden.expandDims(1));
    const state = this.reader.step(vector, context.squeeze([1]), before);
    return { state, attentional: this.attentional(context, state.hidden.expandDims(1)), weights };
  }

  private look(
    queries: tf.Tensor3D,
    { hiddens, mask }: Encoded,
    changeWeights: DecodeOptions["changeWeights"],
  ): Looked {
    const looked = attend(this.score.apply(queries, hiddens), hiddens, mask);
    if (changeWeights === undefined) return looked;
    const weights = changeWeights(looked.weights);
    return { weights, context: tf.matMul(weights, hiddens) };
  }

  private attentional(context: tf.Tensor3D, hiddens: tf.Tensor3D): tf.Tensor3D {
    return this.combine.apply(tf.concat([context, hiddens], 2)).tanh();
  }
}
pure(AttentionDecoder);

function checkPlacement({ placement = "luong", inputFeeding = false }: AttentionDecoderConfig): void {
  if (placement !== "luong" && placement !== "bahdanau") {
    throw new RangeError(
      `AttentionDecoder: placement should be "luong" or "bahdanau", got ${shown(placement)}`,
    );
  }
  if (placement === "bahdanau" && inputFeeding) {
    throw new RangeError(
      "AttentionDecoder: inputFeeding should be false with placement bahdanau, whose steps read the context already, got true",
    );
  }
}
