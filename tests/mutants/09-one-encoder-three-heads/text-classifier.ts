/** Answers to `textClassifier`: wrong as learners are wrong, and right in other ways. */
import {
  feedForward,
  linear,
  look,
  offer,
  type EncoderLayerWeights,
  type LinearWeights,
  type TextClassifierWeights,
} from "../../../lib/functional";
import { layerNorm, type LayerNormWeights } from "../../../lib/layer-norm";
import { maskedCrossEntropy } from "../../../lib/losses";
import { sinusoidalEncoding } from "../../../lib/positional-encoding";
import { tf } from "../../../lib/tf";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import {
  loopByHand,
  rightLoop,
  stepMistakes,
  type LoopMistake,
} from "../../exercises/fixtures/capstone-loops";

type Run = (tokens: tf.Tensor2D, mask: tf.Tensor2D) => tf.Tensor2D;
export interface LabelledTexts {
  readonly tokens: tf.Tensor2D;
  readonly mask: tf.Tensor2D;
  readonly labels: tf.Tensor1D;
}
export interface Model {
  readonly run: Run;
  readonly train: (
    batches: readonly LabelledTexts[],
    optimizer: tf.Optimizer,
    trains: "head" | "all",
  ) => number[];
}
type Answer = (weights: TextClassifierWeights, numHeads: number) => Model;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** How the training may be otherwise; the right way unless said. */
interface Training {
  readonly loop?: LoopMistake<unknown>["loop"];
  /** What is trained if the head alone should be, and else. */
  readonly variables?: (head: LinearWeights, trains: "head" | "all") => tf.Tensor[] | undefined;
}

/** A classifier with the training that a right answer has. */
export function trained(run: Run, { head }: TextClassifierWeights, training: Training = {}): Model {
  const chosen = training.variables ?? ((weights, trains) => (trains === "head" ? Object.values(weights) as tf.Tensor[] : undefined)); // prettier-ignore
  const loss = ({ tokens, mask, labels }: LabelledTexts): tf.Scalar => {
    const targets = labels.expandDims<tf.Tensor2D>(1);
    return maskedCrossEntropy(run(tokens, mask).expandDims<tf.Tensor3D>(1), targets, tf.onesLike(targets));
  };
  return {
    run,
    train: (batches, optimizer, trains) =>
      (training.loop ?? rightLoop)(loss)(
        batches,
        optimizer,
        chosen(head, trains) as tf.Variable[] | undefined,
      ),
  };
}

/** What the encoder and its head may do otherwise; the right way unless said. */
interface Steps {
  readonly scale?: (dModel: number) => number;
  readonly places?: (time: number, dModel: number) => tf.Tensor;
  readonly hidesPadding?: boolean;
  readonly mask?: (mask: tf.Tensor2D) => tf.Tensor2D;
  readonly around?: (
    x: tf.Tensor3D,
    norm: LayerNormWeights,
    f: (x: tf.Tensor3D) => tf.Tensor3D,
  ) => tf.Tensor3D;
  readonly layers?: (layers: readonly EncoderLayerWeights[]) => readonly EncoderLayerWeights[];
  readonly lastNorm?: boolean;
  readonly state?: (hiddens: tf.Tensor3D, mask: tf.Tensor2D) => tf.Tensor2D;
  readonly output?: (logits: tf.Tensor2D) => tf.Tensor2D;
}

const at = (hiddens: tf.Tensor3D, place: number) => tf.unstack(hiddens, 1).at(place) as tf.Tensor2D;
const around: Steps["around"] = (x, norm, f) => x.add(f(layerNorm(x, norm)));

const runOf =
  (steps: Steps, { encoder, head }: TextClassifierWeights, numHeads: number): Run =>
  (tokens, mask) => {
    const { table } = encoder.reader.embedding;
    const [time, dModel] = [tokens.shape[1], table.shape[1]];
    const real = steps.mask?.(mask) ?? mask;
    const keys = (steps.hidesPadding ?? true) ? real.expandDims<tf.Tensor3D>(1) : undefined;
    const step = steps.around ?? around!;
    const layerOf = (x: tf.Tensor3D, layer: EncoderLayerWeights): tf.Tensor3D => {
      const attention = layer.selfAttention;
      const seen = step(x, layer.attentionNorm, (given) => look(given, offer(given, attention, numHeads), attention, keys).output); // prettier-ignore
      return step(seen, layer.feedForwardNorm, (given) => feedForward(given, layer.feedForward));
    };
    const vectors = tf.gather<tf.Tensor>(table, tokens).mul((steps.scale ?? Math.sqrt)(dModel));
    const layers = steps.layers?.(encoder.layers) ?? encoder.layers;
    const places = (steps.places ?? sinusoidalEncoding)(time, dModel);
    const top = layers.reduce<tf.Tensor3D>(layerOf, vectors.add(places));
    const hiddens = (steps.lastNorm ?? true) ? layerNorm(top, encoder.norm) : top;
    const logits = linear(steps.state?.(hiddens, mask) ?? at(hiddens, 0), head);
    return steps.output?.(logits) ?? logits;
  };

const tidied =
  (run: Run): Run =>
  (tokens, mask) =>
    tf.tidy(() => run(tokens, mask));
const changed =
  (steps: Steps, training?: Training): Answer =>
  (weights, numHeads) =>
    trained(tidied(runOf(steps, weights, numHeads)), weights, training);

export const mistakes: Mistake[] = [
  mistake("the embeddings are not multiplied by the root of dModel", changed({ scale: () => 1 })),
  mistake(
    "nothing says where a token stands: the positional encoding is missing",
    changed({ places: () => tf.scalar(0) }),
  ),
  mistake(
    "the texts' padding is looked at: the mask says which tokens may be",
    changed({ hidesPadding: false }),
  ),
  mistake("the first text's mask is used for all", changed({ mask: (mask) => mask.slice([0, 0], [1, -1]) })),
  mistake(
    "the norm stands after the sum (post-norm): these layers are pre-norm, x + f(norm(x))",
    changed({ around: (x, norm, f) => layerNorm(x.add<tf.Tensor3D>(f(x)), norm) }),
  ),
  mistake("the residual connection is missing", changed({ around: (x, norm, f) => f(layerNorm(x, norm)) })),
  mistake("only the first layer is run", changed({ layers: (layers) => layers.slice(0, 1) })),
  mistake("the encoder's last norm is missing", changed({ lastNorm: false })),
  mistake(
    "the head reads the last position, where padding may stand: [CLS] is the first",
    changed({ state: (hiddens) => at(hiddens, -1) }),
  ),
  mistake(
    "the head reads the mean of all states: here it reads that of [CLS]",
    changed({
      state: (hiddens, mask) => {
        const counts = mask.cast("float32").expandDims(2);
        return hiddens.mul(counts).sum<tf.Tensor3D>(1).div(counts.sum(1));
      },
    }),
  ),
  mistake("softmax is taken already: the loss wants logits", changed({ output: (logits) => logits.softmax() })), // prettier-ignore
  ...stepMistakes.map(({ says, loop }) => mistake(says, changed({}, { loop }))),
  mistake(
    'the encoder is trained as well: with "head" its numbers must stay as they are',
    changed({}, { variables: () => undefined }),
  ),
  mistake(
    'only the head is ever trained: with "all" the encoder learns too',
    changed({}, { variables: (head) => Object.values(head) as tf.Tensor[] }),
  ),
  mistake(
    "the head's bias is left out of the training",
    changed({}, { variables: (head, trains) => (trains === "head" ? [head.inputToOutput] : undefined) }),
  ),
  leak((weights, numHeads) => trained(runOf({}, weights, numHeads), weights)),
];

export const alternatives: Alternative[] = [
  alternative("gradients by hand: variableGrads and applyGradients", changed({}, { loop: loopByHand })),
  alternative(
    "the state of [CLS] by slice and squeeze",
    changed({ state: (hiddens) => hiddens.slice([0, 0, 0], [-1, 1, -1]).squeeze([1]) }),
  ),
];
