// %% [markdown]
// # Exercises 06: attention
//
// Five small functions, and together they are attention as notebook 06 uses it. The sixth task is a decoder's step, which you train.
// Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 06 --watch` checks every time you save.
// If TypeScript says that `Tensor<Rank>` is no `Tensor2D`, it has lost count of the axes: tell it with `as tf.Tensor2D`.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the data that the cells below use
import { load as loadDates } from "../datasets/dates/dates";
import { Adam } from "../lib/adam";
import * as attention from "../lib/attention";
import { AttentionDecoder } from "../lib/attention-decoder";
import * as attentionScores from "../lib/attention-scores";
import { pairBatch, type PairBatch } from "../lib/batches";
import { Encoder } from "../lib/encoder";
import { linear, weightsOf, type AttentionDecoderWeights } from "../lib/functional";
import { watchTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import { lstmStep, type LstmState } from "../lib/lstm";
import { alignmentPlot, attentionStepPlot } from "../lib/plots";
import { band, check, show, table } from "../lib/notebook";
import { randomGenerator } from "../lib/random";
import { tf } from "../lib/tf";
import { Vocabulary } from "../lib/vocabulary";

// %%
// Three keys around a query that points east: east, north, west.
const east = tf.tensor2d([[1, 0]]);
const compass = tf.tensor3d([
  [
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
]);

// %% [markdown] {"course": {"task": "dotScore", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## The dot score
//
// How well does each encoder state fit the decoder state? The simplest answer: the dot product of the two.
//
// $$e_{s} = q \cdot k_s$$
//
// `query` holds one decoder state a sequence, `[batch, hidden]`; `keys` holds all encoder states,
// `[batch, source, hidden]`. Return one score for each source position, `[batch, source]`.
// Each sequence of the batch has its own query and its own keys.

// %% {"course": {"task": "dotScore", "role": "answer"}}
/**
 * @param query  decoder states  [batch, hidden]
 * @param keys   encoder states  [batch, source, hidden]
 * @returns one score a source position  [batch, source]
 */
function dotScore(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor2D {
  return tf.tidy(() => {
    const column = query.expandDims<tf.Tensor3D>(2); // [batch, hidden, 1]
    return tf.matMul(keys, column).squeeze<tf.Tensor2D>([2]); // [batch, source]
  });
}

// %% {"course": {"task": "dotScore", "role": "check"}}
await check("dotScore", dotScore);

// %% [markdown] {"course": {"task": "dotScore", "role": "hint"}}
// A dot product multiplies number by number and sums. Over which axis is the sum? Which axis does `query` lack,
// compared with `keys`?
//
// ---
//
// ```
// give query an axis of length 1 in the place where keys have "source"
// multiply, so that each query meets all of its keys
// sum over the last axis
// ```
//
// ---
//
// `expandDims(1)` makes `[batch, 1, hidden]` of the query, and multiplication stretches that 1 to the source's length.
// What is left is a `sum` over axis 2. Or let `tf.matMul` do both: it multiplies `[batch, source, hidden]` with
// `[batch, hidden, 1]`. Wrap it all in `tf.tidy`, which frees what lies between.

// %% {"course": {"task": "dotScore", "role": "look"}}
// The three keys from the top of the sheet around a query that points east.
const fits = dotScore(east, compass).dataSync();
table([{ east: fits[0], north: fits[1], west: fits[2] }], "How well each key fits east");

// %% [markdown] {"course": {"task": "generalScore", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## The general score
//
// A decoder state and an encoder state need not speak the same language, nor be equally wide. A learned matrix
// translates:
//
// $$e_{s} = q\,W k_s^\top$$
//
// `query` is `[batch, hidden]`, `keys` are `[batch, source, keyHidden]`, and `weight` is `[hidden, keyHidden]`.
// Return the scores, `[batch, source]`. The gradient must reach all three.

// %% {"course": {"task": "generalScore", "role": "answer"}}
/**
 * @param query   decoder states  [batch, hidden]
 * @param keys    encoder states  [batch, source, keyHidden]
 * @param weight  W  [hidden, keyHidden]
 * @returns one score a source position  [batch, source]
 */
function generalScore(
  query: tf.Tensor2D,
  keys: tf.Tensor3D,
  weight: tf.Tensor2D,
): tf.Tensor2D {
  return tf.tidy(() => {
    const translated = query.matMul(weight); // [batch, keyHidden]
    return keys.mul(translated.expandDims(1)).sum<tf.Tensor2D>(2);
  });
}

// %% {"course": {"task": "generalScore", "role": "check"}}
await check("generalScore", generalScore);

// %% [markdown] {"course": {"task": "generalScore", "role": "hint"}}
// Read the equation from left to right. What is $q W$, and which shape does it have?
//
// ---
//
// ```
// translated = query times weight        [batch, keyHidden]
// the rest is the dot score of translated and keys
// ```
//
// ---
//
// `query.matMul(weight)` is the translation. If TensorFlow says that it cannot multiply, look at the order of the two:
// the query's last axis must meet the weight's first. Then write the dot score again, with the translation as the query.

// %% {"course": {"task": "generalScore", "role": "look"}}
// A matrix that rotates by 90°: now the key that fits east is the one that points north.
const turn = tf.tensor2d([
  [0, 1],
  [-1, 0],
]);
const turned = generalScore(east, compass, turn).dataSync();
table(
  [{ east: turned[0], north: turned[1], west: turned[2] }],
  "How well each key fits, after a quarter turn",
);

// %% [markdown] {"course": {"task": "concatScore", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## The concat score
//
// Bahdanau's first attention let a small network with one hidden layer judge each pair of query and key:
//
// $$e_{s} = \tanh(q W_q + k_s W_k)\,v^\top$$
//
// `queryWeight` is `[hidden, scoreHidden]`, `keyWeight` is `[keyHidden, scoreHidden]`, `vector` is `[scoreHidden]`.
// Return the scores, `[batch, source]`. All source positions are judged by the same network, each on its own.

// %% {"course": {"task": "concatScore", "role": "answer"}}
interface ConcatWeights {
  /** [hidden, scoreHidden] */
  queryWeight: tf.Tensor2D;
  /** [keyHidden, scoreHidden] */
  keyWeight: tf.Tensor2D;
  /** [scoreHidden] */
  vector: tf.Tensor1D;
}

/**
 * @param query  decoder states  [batch, hidden]
 * @param keys   encoder states  [batch, source, keyHidden]
 * @returns one score a source position  [batch, source]
 */
function concatScore(
  query: tf.Tensor2D,
  keys: tf.Tensor3D,
  { queryWeight, keyWeight, vector }: ConcatWeights,
): tf.Tensor2D {
  return tf.tidy(() => {
    const [batch, source, keyHidden] = keys.shape;
    const flatKeys = keys.reshape<tf.Tensor2D>([batch * source, keyHidden]);
    const fromKeys = flatKeys.matMul(keyWeight).reshape([batch, source, -1]);
    const fromQuery = query.matMul(queryWeight).expandDims(1); // [batch, 1, scoreHidden]
    const layer = fromQuery.add(fromKeys).tanh(); // [batch, source, scoreHidden]
    return layer.mul(vector).sum<tf.Tensor2D>(2);
  });
}

// %% {"course": {"task": "concatScore", "role": "check"}}
await check("concatScore", concatScore);

// %% [markdown] {"course": {"task": "concatScore", "role": "hint"}}
// Follow the shapes: the query gives `[batch, scoreHidden]`, the keys give `[batch, source, scoreHidden]`.
// What must happen to the first before the two can be added?
//
// ---
//
// ```
// from the keys:  flatten batch and source into one axis, multiply by keyWeight, unflatten
// from the query: multiply by queryWeight, give it a source axis of length 1
// add both, tanh
// multiply by the vector, sum over the last axis
// ```
//
// ---
//
// `keys.reshape([batch * source, keyHidden])` makes a matrix that `matMul(keyWeight)` can take; a `reshape` to
// `[batch, source, -1]` brings the axes back (-1 means "whatever is left"). `expandDims(1)` on the query's part lets
// `add` spread it over the source. The last step is a dot product with `vector`.

// %% {"course": {"task": "concatScore", "role": "look"}}
// However large the states are, no score leaves ± the sum of |v|: tanh keeps every judgement between -1 and 1.
const random = randomGenerator("exercises/06");
const someWeights = {
  queryWeight: tf.randomNormal<tf.Rank.R2>([2, 3], 0, 1, "float32", random.seed()),
  keyWeight: tf.randomNormal<tf.Rank.R2>([2, 3], 0, 1, "float32", random.seed()),
  vector: tf.tensor1d([1, 1, 1]),
};
const growing = [1, 10, 100, 1000].map((size) => {
  const judged = concatScore(east, compass.mul(size), someWeights).dataSync();
  return { "keys times": size, east: judged[0], north: judged[1], west: judged[2] };
});
table(growing, "The concat score of larger and larger keys");

// %% [markdown] {"course": {"task": "attend", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## From scores to context
//
// Softmax turns the scores of each sequence into weights that sum to 1; the context is the values' average with
// these weights.
//
// $$\alpha = \mathrm{softmax}(e) \qquad c = \sum_s \alpha_s v_s$$
//
// `scores` are `[batch, source]`, `values` are `[batch, source, dValue]`, and `mask`, if there is one, is
// `[batch, source]` with 1 for a real token and 0 for padding. Return `{ weights, context }` with shapes
// `[batch, source]` and `[batch, dValue]`.
//
// A padded position gets a weight of exactly 0. A sequence that is nothing but padding gets weights and context of 0.

// %% {"course": {"task": "attend", "role": "answer"}}
interface Attended {
  /** [batch, source] */
  weights: tf.Tensor2D;
  /** [batch, dValue] */
  context: tf.Tensor2D;
}

/**
 * @param scores  [batch, source]
 * @param values  [batch, source, dValue]
 * @param mask    1 = may look, 0 = may not  [batch, source]  int32; omit to look everywhere
 */
function attend(scores: tf.Tensor2D, values: tf.Tensor3D, mask?: tf.Tensor2D): Attended {
  return tf.tidy(() => {
    const allowed = mask ? mask.cast<tf.Tensor2D>("float32") : tf.onesLike(scores);
    const barrier = allowed.sub(1).mul(1e9); // 0 where one may look, very low where not
    const weights = scores.add<tf.Tensor2D>(barrier).softmax().mul<tf.Tensor2D>(allowed);
    const context = values.mul(weights.expandDims(2)).sum<tf.Tensor2D>(1);
    return { weights, context };
  });
}

// %% {"course": {"task": "attend", "role": "check"}}
await check("attend", attend);

// %% [markdown] {"course": {"task": "attend", "role": "hint"}}
// Without a mask it is two lines: a softmax over the last axis, and a sum over the source. With a mask: what must a
// padded *score* be, so that softmax makes a 0 of it?
//
// ---
//
// ```
// allowed = the mask as float32, or all ones
// barrier = 0 where allowed is 1, very low (-1e9) where it is 0
// weights = softmax(scores + barrier), times allowed
// context = sum over the source of weights times values
// ```
//
// ---
//
// `allowed.sub(1).mul(1e9)` is the barrier. Why multiply by `allowed` after softmax as well? If a whole row is forbidden,
// softmax gives equal weights to all of it. `weights.expandDims(2)` lets the weights meet the values: each of the
// `dValue` numbers of a state gets the same weight.

// %% {"course": {"task": "attend", "role": "look"}}
// A score that is ahead by 3 gets 20 times the weight; the padded position, whose score is the highest of all, gets none.
const scores = [1, 4, 0, 2, 9];
const values = tf.ones<tf.Rank.R3>([1, 5, 2]);
const seen = attend(
  tf.tensor2d([scores]),
  values,
  tf.tensor2d([[1, 1, 1, 1, 0]], [1, 5], "int32"),
);
show(
  attentionStepPlot({
    source: ["the", "cat", "sat", "down", "<pad>"],
    scores,
    weights: [...seen.weights.dataSync()],
    title: "Your softmax under a mask",
  }),
);

// %% [markdown] {"course": {"task": "attentionEntropy", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## How spread out is attention?
//
// One number says whether attention points at one position or looks everywhere: the entropy of its weights.
//
// $$H = -\sum_s \alpha_s \ln \alpha_s$$
//
// It is 0 if one position has all the weight, and $\ln S$ if all $S$ positions have the same. `weights` is a plain list of
// numbers that sum to 1. Return the entropy in nats. A weight of 0 adds nothing (on a computer, `0 * Math.log(0)` is NaN).
// A weight that is not a number ≥ 0 is refused with an error that names the function and the weight.

// %% {"course": {"task": "attentionEntropy", "role": "answer", "from": "lib/metrics"}}
import { attentionEntropy } from "../lib/metrics";

// %% {"course": {"task": "attentionEntropy", "role": "check"}}
await check("attentionEntropy", attentionEntropy);

// %% [markdown] {"course": {"task": "attentionEntropy", "role": "hint"}}
// Two things besides the sum: what if a weight is 0, and what if it is no weight at all?
//
// ---
//
// ```
// if some weight is not ≥ 0: throw a RangeError
// nats = 0
// for each weight above 0: nats = nats - weight · ln(weight)
// ```
//
// ---
//
// `!(weight >= 0)` is true for negative numbers *and* for NaN; `weight < 0` is false for NaN. `reduce` keeps the running
// sum. `Math.log` is the natural logarithm.

// %% {"course": {"task": "attentionEntropy", "role": "look"}}
// e to the power of the entropy says how many positions share the attention.
const examples = [[1, 0, 0, 0], [0.7, 0.1, 0.1, 0.1], [0.25, 0.25, 0.25, 0.25]]; // prettier-ignore
table(
  examples.map((weights) => ({
    weights: weights.join(" "),
    "entropy (nats)": attentionEntropy(weights),
    "positions that share it": Math.exp(attentionEntropy(weights)),
  })),
);

// %% [markdown]
// The last task learns from Korean dates as people write them: 사월 일일 → a date in digits, character by character. A bidirectional encoder of
// lib reads them; what it knows, the states, their mask and a first state for your decoder, comes from `readDates`.

// %%
const datePairs = (split: "train" | "test", limit: number) =>
  loadDates({ split, limit, languages: ["ko"], forms: "plain" });
const written = datePairs("train", 4_800);
const koreanChars = Vocabulary.fromTokens(written.flatMap(({ source }) => source));
const digits = Vocabulary.fromTokens(written.flatMap(({ target }) => target));
const batchOfDates = (pairs: typeof written): PairBatch =>
  pairBatch(
    pairs.map(({ source, target }) => ({
      source: koreanChars.encode(source),
      target: digits.encode(target),
    })),
  );

// %%
const sizes = { embeddingSize: 24, hiddenSize: 48 };
const encoder = new Encoder(
  { ...sizes, vocabSize: koreanChars.size, isBidirectional: true },
  randomGenerator("06/encoder"),
);
const decoder = new AttentionDecoder(
  { ...sizes, vocabSize: digits.size, encoderSize: 48, score: "general" },
  randomGenerator("06/decoder"),
);
function readDates({ source, sourceMask }: PairBatch) {
  const encoded = encoder.run(source, sourceMask);
  return { hiddens: encoded.hiddens, mask: sourceMask, state: decoder.start(encoded) };
}

// %% [markdown] {"course": {"task": "attentionDecoder", "role": "prompt", "difficulty": 3, "minutes": 35}}
// ## All of it: a decoder that looks, and learns to
//
// Now one step of Luong's decoder, and the loop that trains it. The weights are called as lib's `AttentionDecoder` calls its parameters, so
// the check can put lib's own numbers in.
//
// $$s_t = \mathrm{LSTM}(E[y_{t-1}], s_{t-1}) \qquad \alpha_t = \mathrm{softmax}(s_t W h^\top) \qquad c_t = \sum_s \alpha_{ts} h_s$$
// $$\tilde s_t = \tanh([c_t ; s_t]\,W_c + b_c) \qquad z_t = \tilde s_t W_o + b_o$$
//
// $E$ is `reader.embedding.table`, the LSTM's weights are `reader.rnn`, $W$ is `score.weight`, and `combine` and `output` are the two
// linear layers. `step` gives the logits, the LSTM's new state and the weights of the look; it leaves no other tensors behind.
//
// `train` takes **one step of the optimizer for each batch**, and gives the loss *before* each step. The loss of a batch: `read(batch)` is what
// the encoder knows, its `state` is the decoder's first; the decoder reads `batch.inputs`, column by column, handing its state on; and
// `maskedCrossEntropy(logits, batch.targets, batch.targetMask)` compares what it says, `[batch, target, vocab]`.
//
// Given: `lstmStep(input, state, weights)`, `attentionScores.generalScore(query, keys, weight)`, `attention.attend(scores, values, mask)` (gives `weights`
// and `context`), `linear(x, weights)`.

// %% {"course": {"task": "attentionDecoder", "role": "answer"}}
interface DecoderSource {
  /** The encoder's states  [batch, source, encoderHidden] */
  hiddens: tf.Tensor3D;
  /** 1 = a real token  [batch, source]  int32 */
  mask: tf.Tensor2D;
}

interface DecoderStep {
  /** [batch, vocab] */
  logits: tf.Tensor2D;
  state: LstmState;
  /** [batch, source] */
  weights: tf.Tensor2D;
}

interface AttentionDecoderModel {
  /** @param tokens  the tokens before  [batch]  int32 */
  step(tokens: tf.Tensor1D, state: LstmState, source: DecoderSource): DecoderStep;
  /** @returns the loss before each step */
  train(batches: PairBatch[], optimizer: tf.Optimizer): number[];
}

/** @param read  what the encoder knows of a batch, and the decoder's first state */
function attentionDecoder(
  weights: AttentionDecoderWeights,
  read: (batch: PairBatch) => DecoderSource & { state: LstmState },
): AttentionDecoderModel {
  const { reader, score, combine, output } = weights;
  const step = (
    tokens: tf.Tensor1D,
    before: LstmState,
    { hiddens, mask }: DecoderSource,
  ) => {
    const input = tf.gather<tf.Tensor>(reader.embedding.table, tokens) as tf.Tensor2D;
    const state = lstmStep(input, before, reader.rnn);
    const fits = attentionScores.generalScore(state.hidden, hiddens, score.weight); // [batch, source]
    const { weights: looks, context } = attention.attend(fits, hiddens, mask);
    const joined: tf.Tensor2D = tf.concat([context, state.hidden], 1);
    const attentional = linear(joined, combine).tanh<tf.Tensor2D>();
    return { logits: linear(attentional, output), state, weights: looks };
  };
  const loss = (batch: PairBatch) => {
    const source = read(batch);
    let state = source.state;
    const logits = tf.unstack(batch.inputs, 1).map((tokens) => {
      const said = step(tokens as tf.Tensor1D, state, source);
      state = said.state;
      return said.logits;
    });
    const all = tf.stack(logits, 1) as tf.Tensor3D; // [batch, target, vocab]
    return maskedCrossEntropy(all, batch.targets, batch.targetMask);
  };
  const learn = (batch: PairBatch, optimizer: tf.Optimizer) =>
    tf.tidy(() => optimizer.minimize(() => loss(batch), true)!.dataSync()[0]!);
  return {
    step: (tokens, before, source) => tf.tidy(() => step(tokens, before, source)),
    train: (batches, optimizer) => batches.map((batch) => learn(batch, optimizer)),
  };
}

// %% {"course": {"task": "attentionDecoder", "role": "check"}}
await check("attentionDecoder", attentionDecoder);

// %% [markdown] {"course": {"task": "attentionDecoder", "role": "hint"}}
// `step` is this sheet from top to bottom, with an LSTM in front. Which of its two states, old or new, does this decoder look with?
//
// ---
//
// ```
// step:  input = rows of the table; state = the LSTM's step
//        weights, context = attend(score(state, encoder's states), encoder's states, mask)
//        logits = linear(tanh(linear([context ; state], combine)), output)
// loss:  source = read(batch); for each column of inputs: a step, from the state of the step before
//        the logits side by side, against the targets
// train: for each batch a step of the optimizer on its loss; remember the loss that it started from
// ```
//
// ---
//
// `tf.unstack(batch.inputs, 1)` gives the columns, `tf.stack(logits, 1)` puts what was said side by side. `optimizer.minimize(f, true)` takes a step
// and returns what `f()` was, a scalar; it changes your weights and, through `read`, the encoder's. `tf.tidy` keeps the tensors in what its
// function returns, also inside an object.

// %% {"course": {"task": "attentionDecoder", "role": "look"}}
// Your decoder learns to read dates, 10 to 60 seconds. In the map the digits of the day should look at the end.
const yours = attentionDecoder(weightsOf<AttentionDecoderWeights>(decoder), readDates);
const adam = new Adam({ learningRate: 0.01 });
await watchTraining(
  Array.from({ length: 150 }, (_, i) => written.slice(32 * i, 32 * i + 32)),
  (pairs) => yours.train([batchOfDates(pairs)], adam)[0]!,
  { title: "Your decoder, trained by your loop" },
);
const unseen = datePairs("test", 100);
const batch = batchOfDates(unseen);
const source = readDates(batch);
const [said, maps]: [tf.Tensor[], tf.Tensor[]] = [[], []];
for (let { state } = source, t = 0; t < batch.inputs.shape[1]; t++) {
  const tokens = batch.inputs.slice([0, t], [unseen.length, 1]).reshape<tf.Tensor1D>([-1]);
  const step = yours.step(tokens, state, source);
  state = step.state;
  said.push(step.logits);
  maps.push(step.weights);
}
const right = tf.stack(said, 1).argMax(2).equal(batch.targets).cast("float32");
const share = right.mul(batch.targetMask).sum().div(batch.targetMask.sum()).dataSync()[0]!;
band({
  name: "your decoder: characters right, teacher-forced, days never seen",
  value: share,
  low: 0.85,
  high: 1,
});
const [first] = unseen;
const map = tf.stack(maps, 1).arraySync() as number[][][];
show(
  alignmentPlot({
    source: [...first!.source, "<eos>"],
    target: [...first!.target, "<eos>"],
    weights: map[0]!
      .slice(0, first!.target.length + 1)
      .map((row) => row.slice(0, first!.source.length + 1)),
    title: "Where your decoder looks for each digit",
  }),
);
