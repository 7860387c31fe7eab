// %% [markdown]
// # Exercises 08: the Transformer
//
// Four small functions: parts from which the Transformer's layers are put together, and a trick of its training. The fifth
// task is the Transformer itself, which you train. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 08 --watch` checks every time you save.
// If TypeScript says that `Tensor<Rank>` is no `Tensor3D`, it has lost count of the axes: tell it with `as tf.Tensor3D`.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the data that the cells below use
import { load as loadDates } from "../datasets/dates/dates";
import { Adam } from "../lib/adam";
import * as attention from "../lib/attention";
import { pairBatch, type PairBatch } from "../lib/batches";
import {
  feedForward,
  look,
  offer,
  weightsOf,
  type DecoderLayerWeights,
  type EncoderLayerWeights,
  type TransformerWeights,
} from "../lib/functional";
import * as norm from "../lib/layer-norm";
import { watchTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import type { MultiHeadOutput } from "../lib/multi-head-attention";
import { band, check, show, table } from "../lib/notebook";
import { alignmentPlot, curvePlot, headsPlot } from "../lib/plots";
import * as positions from "../lib/positional-encoding";
import { randomGenerator } from "../lib/random";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../lib/transformer";
import { Vocabulary } from "../lib/vocabulary";
import { tf } from "../lib/tf";

// %%
const random = randomGenerator("exercises/08");

// %% [markdown] {"course": {"task": "layerNorm", "role": "prompt", "difficulty": 1, "minutes": 10}}
// ## Layer normalisation
//
// Deep stacks learn badly if numbers grow or shrink from layer to layer. So each position's vector is brought to mean 0 and
// variance 1, by itself, and then scaled and shifted by learned numbers.
//
// $$y = \gamma \odot \frac{x - \mathrm{mean}(x)}{\sqrt{\mathrm{var}(x) + \varepsilon}} + \beta \qquad \varepsilon = 10^{-5}$$
//
// `inputs` are `[batch, time, width]` (or `[batch, width]`); mean and variance run over the last axis only, and the variance is the
// *mean* of the squared distances. `weights` holds `scale` γ and `shift` β, both `[width]`. Return the axes of `inputs`.

// %% {"course": {"task": "layerNorm", "role": "answer", "from": "lib/layer-norm"}}
import { layerNorm } from "../lib/layer-norm";

// %% {"course": {"task": "layerNorm", "role": "check"}}
await check("layerNorm", layerNorm);

// %% [markdown] {"course": {"task": "layerNorm", "role": "hint"}}
// Every position is on its own. So over which axis do mean and variance run, and what must happen so that the result still fits
// on the inputs?
//
// ---
//
// ```
// centred = inputs − their mean over the last axis (keep that axis, with length 1)
// variance = the mean of centred² over the last axis
// divide centred by the root of (variance + 1e-5), times scale, plus shift
// ```
//
// ---
//
// `inputs.mean(-1, true)` keeps the axis, so that `sub` can spread it. Add ε to the variance *before* `sqrt`. `scale` and `shift` are
// `[width]` and meet the last axis by themselves.

// %% {"course": {"task": "layerNorm", "role": "look"}}
// However large or far away the numbers are, they come out alike. Only a row of equal numbers has nothing to tell.
const plain = { scale: tf.ones<tf.Rank.R1>([4]), shift: tf.zeros<tf.Rank.R1>([4]) };
const rowsIn = [[1, 2, 3, 4], [100, 200, 300, 400], [1001, 1002, 1003, 1004], [7, 7, 7, 7]]; // prettier-ignore
const rowsOut = layerNorm(tf.tensor2d(rowsIn), plain).arraySync();
table(
  rowsIn.map((row, i) => ({
    in: row.join(" "),
    out: rowsOut[i]!.map((x) => x.toFixed(2)).join(" "),
  })),
);

// %% [markdown] {"course": {"task": "residual", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## Around every sublayer
//
// A sublayer (attention or feed-forward) only says what to *add* to its input: the residual connection. The normalisation
// stands before the sublayer (pre-norm, as most models have it today) or after the sum (post-norm, as in the paper).
//
// $$\text{pre: } x + f(\mathrm{norm}(x)) \qquad \text{post: } \mathrm{norm}(x + f(x))$$
//
// `inputs` are `[batch, time, dModel]`; `sublayer` and `norm` are functions from such a tensor to such a tensor; `placement` is
// `"pre"` or `"post"`. Return the same axes.

// %% {"course": {"task": "residual", "role": "answer"}}
type Step = (inputs: tf.Tensor3D) => tf.Tensor3D;

/**
 * @param inputs  [batch, time, dModel]
 * @returns [batch, time, dModel]
 */
function residual(
  inputs: tf.Tensor3D,
  sublayer: Step,
  norm: Step,
  placement: "pre" | "post",
): tf.Tensor3D {
  return tf.tidy(() => {
    if (placement === "pre") return inputs.add(sublayer(norm(inputs)));
    return norm(inputs.add(sublayer(inputs)));
  });
}

// %% {"course": {"task": "residual", "role": "check"}}
await check("residual", residual);

// %% [markdown] {"course": {"task": "residual", "role": "hint"}}
// Read both formulas aloud. In pre-norm, is it $x$ or the normalised $x$ that the sublayer's answer is added to?
//
// ---
//
// ```
// pre:  the sublayer reads the normalised inputs, its answer is added to the inputs as they came
// post: the sublayer reads the inputs, its answer is added, and the sum is normalised
// ```
//
// ---
//
// Both are one line: `norm` and `sublayer` are functions, so call them. `inputs.add(…)` is the residual connection. Wrap it in
// `tf.tidy`.

// %% {"course": {"task": "residual", "role": "look"}}
// How long is a position's vector after each of 24 layers? Pre-norm lets it grow, post-norm pulls it back each time.
const toUnit: Step = (x) =>
  layerNorm(x, { scale: tf.ones([x.shape[2]]), shift: tf.zeros([x.shape[2]]) });
const lengthsOf = (placement: "pre" | "post") => {
  let x = tf.randomNormal<tf.Rank.R3>([1, 1, 16], 0, 1, "float32", random.seed());
  return Array.from({ length: 24 }, () => {
    const mix = tf.randomNormal<tf.Rank.R2>([16, 16], 0, 0.25, "float32", random.seed());
    x = residual(
      x,
      (given) => given.reshape<tf.Tensor2D>([1, 16]).matMul(mix).reshape([1, 1, 16]),
      toUnit,
      placement,
    );
    return x.norm().dataSync()[0]!;
  });
};
show(
  curvePlot({
    series: (["pre", "post"] as const).map((placement) => {
      const lengths = lengthsOf(placement);
      return { name: `${placement}-norm`, x: lengths.map((_, i) => i + 1), y: lengths };
    }),
    xTitle: "layer",
    yTitle: "length of the vector",
    title: "What your residual connection does to a vector",
  }),
);

// %% [markdown] {"course": {"task": "crossAttention", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## Looking at the source
//
// In the decoder's second sublayer the *queries* come from the decoder, the *keys and values* from the encoder: the same
// roles as in notebook 06.
//
// $$Q = X W^Q \qquad K = H W^K \qquad V = H W^V$$
//
// `inputs` $X$ are `[batch, target, dModel]`, `states` $H$ are the encoder's, `[batch, source, dModel]`; the weights are `[dModel, dKey]`,
// `[dModel, dKey]` and `[dModel, dValue]`. `sourceMask` is `[batch, source]` int32, 1 for a real token, 0 for padding; it is the same for
// all target positions. Return `{ output, weights }`, `[batch, target, dValue]` and `[batch, target, source]`.
//
// Use ours for the rest: `attention.scaledDotProductAttention(queries, keys, values, { mask })`, whose mask is
// `[batch, target, source]`.

// %% {"course": {"task": "crossAttention", "role": "answer"}}
interface CrossWeights {
  /** W^Q  [dModel, dKey] */
  queryWeight: tf.Tensor2D;
  /** W^K  [dModel, dKey] */
  keyWeight: tf.Tensor2D;
  /** W^V  [dModel, dValue] */
  valueWeight: tf.Tensor2D;
}

/**
 * @param inputs      the decoder's  [batch, target, dModel]
 * @param states      the encoder's  [batch, source, dModel]
 * @param sourceMask  1 = a real token  [batch, source]  int32
 * @returns output [batch, target, dValue] and weights [batch, target, source]
 */
function crossAttention(
  inputs: tf.Tensor3D,
  states: tf.Tensor3D,
  { queryWeight, keyWeight, valueWeight }: CrossWeights,
  sourceMask: tf.Tensor2D,
): { output: tf.Tensor3D; weights: tf.Tensor3D } {
  return tf.tidy(() => {
    const queries = project(inputs, queryWeight);
    const [keys, values] = [project(states, keyWeight), project(states, valueWeight)];
    const mask = sourceMask.expandDims(1).tile<tf.Tensor3D>([1, inputs.shape[1], 1]);
    return attention.scaledDotProductAttention(queries, keys, values, { mask });
  });
}

/** [batch, time, dModel] times [dModel, out] */
function project(x: tf.Tensor3D, weight: tf.Tensor2D): tf.Tensor3D {
  const [batch, time, dModel] = x.shape;
  return x
    .reshape<tf.Tensor2D>([batch * time, dModel])
    .matMul(weight)
    .reshape([batch, time, -1]);
}

// %% {"course": {"task": "crossAttention", "role": "check"}}
await check("crossAttention", crossAttention);

// %% [markdown] {"course": {"task": "crossAttention", "role": "hint"}}
// Who asks, who answers? And the mask knows the source positions: which axis must it get before it fits on a table of target and
// source?
//
// ---
//
// ```
// queries = inputs times queryWeight
// keys, values = states times keyWeight, states times valueWeight
// mask = the sourceMask, once for each target position     [batch, target, source]
// the rest is scaledDotProductAttention
// ```
//
// ---
//
// A helper that flattens batch and time, multiplies and unflattens is used three times. `expandDims(1)` gives the mask an axis in the
// middle, and `tile([1, target, 1])` repeats it there; `inputs.shape[1]` is the target's length.

// %% {"course": {"task": "crossAttention", "role": "look"}}
// Each English word asks for its Korean one. The padding at the end is never looked at.
const korean = ["고양이가", "생선을", "먹었다", "<pad>"];
const english = ["the cat", "ate", "the fish"];
const meaning = (ids: number[]) => tf.oneHot(tf.tensor1d(ids, "int32"), 4, 5, 0, "float32");
const same = tf.eye(4);
const crossed = crossAttention(
  meaning([0, 2, 1]).expandDims<tf.Tensor3D>(0),
  meaning([0, 1, 2, 3]).expandDims<tf.Tensor3D>(0),
  { queryWeight: same, keyWeight: same, valueWeight: same },
  tf.tensor2d([[1, 1, 1, 0]], [1, 4], "int32"),
);
show(
  alignmentPlot({
    source: korean,
    target: english,
    weights: crossed.weights.arraySync()[0]!,
    sourceMask: [1, 1, 1, 0],
    title: "Your cross-attention: the verb moves to the middle",
  }),
);

// %% [markdown] {"course": {"task": "smoothTargets", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## Label smoothing
//
// A target that says "this word, with probability 1" asks for endless logits. Label smoothing takes a share ε of that and
// spreads it evenly over the *whole* vocabulary, the right word included:
//
// $$q_v = (1 - \varepsilon)\,[v = y] + \frac{\varepsilon}{V}$$
//
// `targets` are ids, `[batch, time]` int32; `vocabSize` is $V$; `epsilon` is ε in [0, 1). Return the distributions,
// `[batch, time, vocab]` float32.

// %% {"course": {"task": "smoothTargets", "role": "answer"}}
/**
 * @param targets  the right tokens  [batch, time]  int32
 * @param epsilon  the share that is spread, in [0, 1)
 * @returns a distribution for each token  [batch, time, vocab]
 */
function smoothTargets(
  targets: tf.Tensor2D,
  vocabSize: number,
  epsilon: number,
): tf.Tensor3D {
  return tf.tidy(() => {
    const right = tf.oneHot(targets, vocabSize, 1, 0, "float32"); // [batch, time, vocab]
    return right.mul(1 - epsilon).add<tf.Tensor3D>(epsilon / vocabSize);
  });
}

// %% {"course": {"task": "smoothTargets", "role": "check"}}
await check("smoothTargets", smoothTargets);

// %% [markdown] {"course": {"task": "smoothTargets", "role": "hint"}}
// What must each row sum to, whatever ε is? What does the right token get: $1 - \varepsilon$, or a little more?
//
// ---
//
// ```
// right = 1 at the right token, 0 elsewhere, as float32     [batch, time, vocab]
// times (1 − epsilon), plus epsilon / vocabSize everywhere
// ```
//
// ---
//
// `tf.oneHot(targets, vocabSize)` gives int32; `cast("float32")` before you multiply. The second term is one number, which `add` gives to
// every token, the right one too.

// %% {"course": {"task": "smoothTargets", "role": "look"}}
// The best loss that is left: with ε it is no longer 0, so report a perplexity from the loss without it.
const rightTokens = tf.tensor2d([[2]], [1, 1], "int32");
table(
  [0, 0.1, 0.3].map((epsilon) => {
    const shares = [...smoothTargets(rightTokens, 5, epsilon).dataSync()];
    const entropy = shares.reduce((sum, q) => (q > 0 ? sum - q * Math.log(q) : sum), 0);
    return {
      ε: epsilon,
      shares: shares.map((q) => q.toFixed(2)).join(" "),
      "lowest loss (nats)": entropy.toFixed(3),
    };
  }),
);

// %% [markdown]
// The last task learns from Korean dates as people write them: 사월 일일 → a date in digits, character by character.

// %%
const datePairs = (split: "train" | "test", limit: number) =>
  loadDates({ split, limit, languages: ["ko"], forms: "plain" });
const written = datePairs("train", 9_600);
const koreanChars = Vocabulary.fromTokens(written.flatMap(({ source }) => source));
const digits = Vocabulary.fromTokens(written.flatMap(({ target }) => target));
const batchOfDates = (pairs: typeof written): PairBatch =>
  pairBatch(
    pairs.map(({ source, target }) => ({
      source: koreanChars.encode(source),
      target: digits.encode(target),
    })),
  );

// %% [markdown] {"course": {"task": "transformer", "role": "prompt", "difficulty": 3, "minutes": 50}}
// ## All of it: a Transformer that trains
//
// Now the layers, stacked, and the loop that trains them. The weights are called as lib's `Transformer` calls its parameters, so the check
// can put lib's own numbers in. All layers are pre-norm: around each sublayer $f$ stands $x + f(\mathrm{norm}(x))$.
//
// - **Reading**, on both sides: the row of `reader.embedding.table` times $\sqrt{d_{model}}$, plus the sinusoidal encoding of the position.
// - **An encoder layer**: self-attention (`selfAttention`, `attentionNorm`), then feed-forward (`feedForward`, `feedForwardNorm`). After the last
//   layer the norm `encoder.norm` makes the encoder's states.
// - **A decoder layer**: self-attention that sees no future (`selfNorm`), attention with keys and values from the encoder's states (`crossAttention`,
//   `crossNorm`; only the queries are normalised by it), then feed-forward.
// - **The scores**: the norm `decoder.scores.norm`, then the decoder's table once more: the logit of a word is the product of the state and its row.
//
// Nobody looks at the source's padding. `run` takes a batch and returns the logits and where the heads of the *last* decoder layer looked in the
// source; it leaves no tensors behind but these two. `train` takes one step of the optimizer for each batch and gives the loss before
// each step: `maskedCrossEntropy(logits, targets, targetMask)`.
//
// Given, on any of the weights: `look(x, offer(memory, weights, numHeads), weights, mask)` is multi-head attention of `x` to a memory, its mask
// `[batch, query, key]`, where `batch` and `query` may be 1 to share it; `feedForward(x, weights)`; `norm.layerNorm(x, weights)`;
// `positions.sinusoidalEncoding(time, dModel)`; `attention.causalMask(time)`.

// %% {"course": {"task": "transformer", "role": "answer"}}
interface TransformerModel {
  /**
   * @param batch  source [batch, source] and sourceMask, inputs [batch, target], which the decoder reads
   * @returns logits [batch, target, vocab] and the last layer's look at the source [batch, head, target, source]
   */
  run(batch: PairBatch): { logits: tf.Tensor3D; weights: tf.Tensor4D };
  /** @returns the loss before each step */
  train(batches: PairBatch[], optimizer: tf.Optimizer): number[];
}

function transformer(weights: TransformerWeights, numHeads: number): TransformerModel {
  const { encoder, decoder } = weights;
  const run = (batch: PairBatch) =>
    tf.tidy(() => {
      const sourceMask = batch.sourceMask.expandDims<tf.Tensor3D>(1); // the same for every query
      const past = attention.causalMask(batch.inputs.shape[1]).expandDims<tf.Tensor3D>(0);
      const states = encoder.layers.reduce(
        (x, layer) => encoderLayer(x, layer, sourceMask, numHeads),
        read(batch.source, encoder.reader.embedding.table),
      );
      const memory = norm.layerNorm(states, encoder.norm);
      let looked = {
        output: read(batch.inputs, decoder.reader.embedding.table),
      } as MultiHeadOutput;
      for (const layer of decoder.layers)
        looked = decoderLayer(looked.output, layer, { memory, sourceMask, past, numHeads });
      const last = norm.layerNorm(looked.output, decoder.scores.norm);
      const logits = project(last, decoder.reader.embedding.table.transpose());
      return { logits, weights: looked.weights };
    });
  const step = (batch: PairBatch, optimizer: tf.Optimizer) =>
    tf.tidy(() => {
      const loss = () =>
        maskedCrossEntropy(run(batch).logits, batch.targets, batch.targetMask);
      return optimizer.minimize(loss, true)!.dataSync()[0]!;
    });
  return {
    run,
    train: (batches, optimizer) => batches.map((batch) => step(batch, optimizer)),
  };
}

function read(tokens: tf.Tensor2D, table: tf.Tensor2D): tf.Tensor3D {
  const [time, dModel] = [tokens.shape[1], table.shape[1]];
  const vectors = tf.gather<tf.Tensor>(table, tokens).mul(Math.sqrt(dModel));
  return vectors.add<tf.Tensor3D>(positions.sinusoidalEncoding(time, dModel));
}

function encoderLayer(
  x: tf.Tensor3D,
  layer: EncoderLayerWeights,
  mask: tf.Tensor3D,
  numHeads: number,
): tf.Tensor3D {
  const given = norm.layerNorm(x, layer.attentionNorm);
  const offered = offer(given, layer.selfAttention, numHeads);
  const seen = x.add<tf.Tensor3D>(look(given, offered, layer.selfAttention, mask).output);
  return seen.add(
    feedForward(norm.layerNorm(seen, layer.feedForwardNorm), layer.feedForward),
  );
}

function decoderLayer(
  x: tf.Tensor3D,
  layer: DecoderLayerWeights,
  given: {
    memory: tf.Tensor3D;
    sourceMask: tf.Tensor3D;
    past: tf.Tensor3D;
    numHeads: number;
  },
): MultiHeadOutput {
  const { memory, sourceMask, past, numHeads } = given;
  const written = norm.layerNorm(x, layer.selfNorm);
  const own = offer(written, layer.selfAttention, numHeads);
  const said = x.add<tf.Tensor3D>(look(written, own, layer.selfAttention, past).output);
  const asking = norm.layerNorm(said, layer.crossNorm);
  const source = offer(memory, layer.crossAttention, numHeads);
  const found = look(asking, source, layer.crossAttention, sourceMask);
  const both = said.add<tf.Tensor3D>(found.output);
  const worked = feedForward(
    norm.layerNorm(both, layer.feedForwardNorm),
    layer.feedForward,
  );
  return { output: both.add(worked), weights: found.weights };
}

// %% {"course": {"task": "transformer", "role": "check"}}
await check("transformer", transformer);

// %% [markdown] {"course": {"task": "transformer", "role": "hint"}}
// Write one encoder layer first, as a function from `x` to `x`; the stack is that function, layer after layer. How many lines are the same in
// the decoder's layer?
//
// ---
//
// ```
// x + f(norm(x)): a helper `around(x, normWeights, f)` is used five times
// encoder:  x = read(source); for each layer: around(attention to itself, source mask), around(feed-forward)
//           memory = norm of x
// decoder:  x = read(inputs); for each layer: around(attention to itself, causal mask),
//           around(attention to memory, source mask; keep its weights), around(feed-forward)
// logits = norm of x, times the table turned over
// train: for each batch a step of the optimizer; remember the loss that it started from
// ```
//
// ---
//
// In self-attention the normalised `x` is what looks and what is looked at: `look(y, offer(y, w, numHeads), w, mask)`; in the second look it is
// `offer(memory, …)`. `batch.sourceMask.expandDims(1)` fits every query, `causalMask(time).expandDims(0)` every example. `tf.gather(table, tokens)`
// picks rows. The last product needs batch and time as one axis. `optimizer.minimize(f, true)` takes a step and returns what `f()` was.

// %% {"course": {"task": "transformer", "role": "look"}}
// Your Transformer, one layer on each side, learns to read dates. 20 to 60 seconds.
const stack = { dModel: 32, numHeads: 4, numLayers: 1, dFeedForward: 64 };
const start = new Transformer(
  new TransformerEncoder({ ...stack, vocabSize: koreanChars.size }, random),
  new TransformerDecoder({ ...stack, vocabSize: digits.size }, random),
);
const yours = transformer(weightsOf<TransformerWeights>(start), stack.numHeads);
const adam = new Adam({ learningRate: 0.005 });
await watchTraining(
  Array.from({ length: 300 }, (_, i) => written.slice(32 * i, 32 * i + 32)),
  (pairs) => yours.train([batchOfDates(pairs)], adam)[0]!,
  { title: "Your Transformer, trained by your loop" },
);
const unseen = datePairs("test", 100);
const batch = batchOfDates(unseen);
const answered = yours.run(batch);
const right = answered.logits.argMax(2).equal(batch.targets).cast("float32");
const share = right.mul(batch.targetMask).sum().div(batch.targetMask.sum()).dataSync()[0]!;
band({
  name: "your Transformer: characters right, teacher-forced, days never seen",
  value: share,
  low: 0.85,
  high: 1,
});
const [first] = unseen;
const [numTarget, numSource] = [first!.target.length + 1, first!.source.length + 1];
show(
  headsPlot({
    queries: [...first!.target, "<eos>"],
    keys: [...first!.source, "<eos>"],
    weights: [
      answered.weights
        .slice([0, 0, 0, 0], [1, 4, numTarget, numSource])
        .squeeze<tf.Tensor3D>([0])
        .arraySync(),
    ],
    title: "Where your decoder's heads look, digit by digit",
  }),
);
