// %% [markdown]
// # Exercises 04: encoder and decoder
//
// Three small functions around a sequence-to-sequence model: what goes in, what comes out, and how to see the
// bottleneck. The fourth task is the model itself, which you train. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// The checks use *our* version of whatever a task builds on: one mistake never costs you two tasks.
// In a terminal, `npm run check -- 04 --watch` checks every time you save.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the data that the cells below use
import { load as loadCopy } from "../datasets/copy/copy";
import { Adam } from "../lib/adam";
import { pairBatch, type PairBatch } from "../lib/batches";
import { Decoder } from "../lib/decoder";
import { Encoder } from "../lib/encoder";
import { linear, weightsOf, type Seq2SeqWeights } from "../lib/functional";
import { watchTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import { lstmStep, type LstmState } from "../lib/lstm";
import { band, check, show, table } from "../lib/notebook";
import { lengthCurve } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { Seq2Seq } from "../lib/seq2seq";
import { tf } from "../lib/tf";
import { EOS, SOS, Vocabulary } from "../lib/vocabulary";

// %% [markdown] {"course": {"task": "shiftRight", "role": "prompt", "difficulty": 1, "minutes": 6}}
// ## What the decoder reads
//
// Under teacher forcing the decoder reads, at each step, the right token of the step *before*. So its inputs are its
// targets, one step later: `<sos>` comes first, and the last target is never read.
//
// `targets` is `[batch, time]` int32, `sos` is the id of `<sos>`. Return the inputs, `[batch, time]` int32.

// %% {"course": {"task": "shiftRight", "role": "answer"}}
/**
 * @param targets  what the decoder should write  [batch, time]  int32
 * @param sos      the id that starts a sentence
 * @returns what it reads  [batch, time]  int32
 */
function shiftRight(targets: tf.Tensor2D, sos: number): tf.Tensor2D {
  return tf.tidy(() => {
    const [batch, time] = targets.shape;
    const first = tf.fill<tf.Rank.R2>([batch, 1], sos, "int32");
    return tf.concat([first, targets.slice([0, 0], [batch, time - 1])], 1);
  });
}

// %% {"course": {"task": "shiftRight", "role": "check"}}
await check("shiftRight", shiftRight);

// %% [markdown] {"course": {"task": "shiftRight", "role": "hint"}}
// Write down targets and inputs of one short sentence, one above the other. Which column is new, which one is gone?
//
// ---
//
// ```
// first = a column of <sos>                 [batch, 1]
// rest  = all columns of targets but the last
// inputs = first, then rest, along time
// ```
//
// ---
//
// `tf.fill` makes a tensor of one number; say "int32", or you get float32. `slice` takes where to begin and how much to
// take, one number an axis. `tf.concat` takes the axis as its second argument.

// %% {"course": {"task": "shiftRight", "role": "look"}}
// Read the table column by column: with this input, that target must be written.
const [sosId, eosId] = [1, 2];
const ofOneSentence = tf.tensor2d([[7, 8, 9, eosId]], [1, 4], "int32");
const readByDecoder = shiftRight(ofOneSentence, sosId).dataSync();
table(
  [...ofOneSentence.dataSync()].map((target, t) => ({
    step: t + 1,
    reads: readByDecoder[t],
    "should write": target,
  })),
);

// %% [markdown] {"course": {"task": "greedySearch", "role": "prompt", "difficulty": 2, "minutes": 15}}
// ## Greedy decoding
//
// In real use there is no right answer to read. The decoder reads `<sos>`, takes the token with the largest logit, reads
// that, and so on, until it takes `<eos>` or has written `maxTime` tokens.
//
// `step(token, state)` is one step of a decoder: it returns `{ logits, state }`, where `logits` is a plain list with a number
// for each token of the vocabulary, and `state` is what the *next* step needs. `start` is the first state.
// Return the tokens that were written, without `<sos>` and `<eos>`.

// %% {"course": {"task": "greedySearch", "role": "answer"}}
interface DecoderStep {
  readonly logits: number[];
  readonly state: number;
}

interface GreedyOptions {
  readonly sos: number;
  readonly eos: number;
  /** How many tokens are written at most. */
  readonly maxTime: number;
}

/**
 * @param step   one step of a decoder
 * @param start  its first state
 * @returns what it wrote, at most maxTime tokens
 */
function greedySearch(
  step: (token: number, state: number) => DecoderStep,
  start: number,
  { sos, eos, maxTime }: GreedyOptions,
): number[] {
  const tokens: number[] = [];
  let token = sos;
  let state = start;
  while (tokens.length < maxTime) {
    const given = step(token, state);
    token = given.logits.indexOf(Math.max(...given.logits));
    state = given.state;
    if (token === eos) break;
    tokens.push(token);
  }
  return tokens;
}

// %% {"course": {"task": "greedySearch", "role": "check"}}
await check("greedySearch", greedySearch);

// %% [markdown] {"course": {"task": "greedySearch", "role": "hint"}}
// Two things change from step to step. Which two? What happens to the answer if you forget one of them?
//
// ---
//
// ```
// token = sos, state = start
// as long as fewer than maxTime tokens are written:
//     give token and state to the step
//     token = the place of the largest logit, state = the new state
//     is it <eos>? then stop; else write it down
// ```
//
// ---
//
// `Math.max(...logits)` is the largest logit and `indexOf` says where it stands. Both `token` and `state` live outside the
// loop (`let`), because the next round needs them. Test for `<eos>` before you write the token down.

// %% {"course": {"task": "greedySearch", "role": "look"}}
// A decoder that counts down from its state: 5 4 3 2 1, then <eos> (token 0).
const countDown = (_token: number, state: number) => ({
  logits: Array.from({ length: 9 }, (_, token) => (token === state ? 3 : 0)),
  state: state - 1,
});
const counted = greedySearch(countDown, 5, { sos: 8, eos: 0, maxTime: 20 });
table([{ "counts down from 5": counted.join(" ") }]);

// %% [markdown] {"course": {"task": "matchByLength", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## Seeing the bottleneck
//
// One vector has to hold the whole source. Whether that is a problem shows when you sort the answers by length: does
// exact match fall as sentences grow?
//
// `written` and `right` are lists of answers, each a list of tokens. An answer is right if it has the same tokens in the
// same order, no more and no fewer. Return one record `{ length, count, exactMatch }` for each length that occurs among
// the *right* answers, shortest first; `exactMatch` is a share in [0, 1].
// Lists of different length are refused with an error that names the function.

// %% {"course": {"task": "matchByLength", "role": "answer"}}
interface LengthRow {
  readonly length: number;
  readonly count: number;
  readonly exactMatch: number;
}

/**
 * @param written  what a model wrote
 * @param right    what it should have written
 * @throws {RangeError} lists of different length
 */
function matchByLength(
  written: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): LengthRow[] {
  if (written.length !== right.length)
    throw new RangeError(
      `matchByLength: ${written.length} written, ${right.length} right answers`,
    );
  const isRight = right.map((tokens, i) => tokens.join() === written[i]!.join());
  const lengths = [...new Set(right.map((tokens) => tokens.length))].sort((a, b) => a - b);
  return lengths.map((length) => {
    const verdicts = isRight.filter((_, i) => right[i]!.length === length);
    const numRight = verdicts.filter(Boolean).length;
    return { length, count: verdicts.length, exactMatch: numRight / verdicts.length };
  });
}

// %% {"course": {"task": "matchByLength", "role": "check"}}
await check("matchByLength", matchByLength);

// %% [markdown] {"course": {"task": "matchByLength", "role": "hint"}}
// When are two lists equal? And what does `sort()` do to the numbers 2 and 10 if you give it no function?
//
// ---
//
// ```
// refuse lists of different length
// for each answer: is it right from the first token to the last?
// for each length that occurs, from small to large:
//     count the answers of that length, and the right ones among them
// ```
//
// ---
//
// `a.join() === b.join()` compares two lists of numbers, length included. `new Set(…)` keeps each length once;
// `sort((a, b) => a - b)` sorts numbers as numbers. Then one `filter` for each length, and a division.

// %% {"course": {"task": "matchByLength", "role": "look"}}
// A model that forgets everything before its last four tokens.
const answers = Array.from({ length: 60 }, (_, i) =>
  Array.from({ length: 2 + (i % 8) }, (_, t) => 4 + ((i * 7 + t * 3) % 9)),
);
const forgetful = answers.map((tokens, i) =>
  tokens.map((token, t) => (t < tokens.length - 4 && (i + t) % 3 === 0 ? 99 : token)),
);
const byLength = matchByLength(forgetful, answers);
show(
  lengthCurve({
    series: [
      {
        name: "forgets what is more than four tokens back",
        lengths: byLength.map(({ length }) => length),
        exactMatch: byLength.map(({ exactMatch }) => exactMatch),
      },
    ],
    title: "Exact match falls as soon as the sentence is longer than the memory",
  }),
);

// %% [markdown]
// The last task learns to say random letters again, as the model of notebook 04 does: three to six letters of ten. Nothing in them can be
// guessed, so all of them must pass from the encoder to the decoder.

// %%
const spoken = (split: "train" | "test", maxLength: number, limit: number) =>
  loadCopy({ split, limit, minLength: 3, maxLength });
const heard = spoken("train", 6, 22_400);
const alphabet = Vocabulary.fromTokens(heard.flatMap(({ source }) => source));
const idsOf = (pairs: typeof heard) => pairs.map(({ source }) => alphabet.encode(source));
const batchOf = (pairs: typeof heard): PairBatch =>
  pairBatch(idsOf(pairs).map((ids) => ({ source: ids, target: ids })));

// %% [markdown] {"course": {"task": "seq2seq", "role": "prompt", "difficulty": 3, "minutes": 40}}
// ## All of it: one network reads, another writes
//
// Now both networks, the bridge between them, the loop that trains them, and the loop that lets them write. The weights are called as lib's
// `Seq2Seq` calls its parameters, so the check can put lib's own numbers in.
//
// $$(h_s, c_s) = \mathrm{LSTM_{enc}}(x_s E,\; h_{s-1}, c_{s-1}) \qquad [u ; r] = [h_S ; c_S]\,W_b + b_b$$
// $$(s_0,\; c'_0) = (\tanh u,\; r) \qquad s_t = \mathrm{LSTM_{dec}}(y_{t-1} E',\; s_{t-1}) \qquad z_t = s_t W + b$$
//
// $E$ is `encoder.embedding.table` and the encoder's LSTM is `encoder.rnn`, from a state of zeros; $E'$ is `decoder.reader.embedding.table`, $W_b$ and $b_b$ are
// `decoder.reader.bridge`, the decoder's LSTM, with the cell state $c'_t$, is `decoder.reader.rnn`, $W$ and $b$ are `decoder.output`. The two LSTMs may differ in width.
//
// - `run` is teacher forcing: the encoder reads `batch.source`, the decoder `batch.inputs`; it gives the logits. In a batch a short source ends in padding
//   (`batch.sourceMask` is 0 there). What crosses the bridge is the state after the **last real token**: padding must leave the state as it was.
// - `train` takes **one step of the optimizer for each batch**, and gives the loss *before* each step:
//   `maskedCrossEntropy(logits, batch.targets, batch.targetMask)`.
// - `write` is greedy decoding, as in `greedySearch`, for one source without padding: from `SOS` on the decoder reads what it wrote, until it says `EOS` or
//   has written `maxTime` tokens. It gives the tokens without both.
//
// `run` and `write` leave no tensors behind but the logits. Given: `lstmStep(input, state, weights)`, `linear(x, weights)`.

// %% {"course": {"task": "seq2seq", "role": "answer"}}
interface Seq2SeqModel {
  /** @returns logits  [batch, target, vocab] */
  run(batch: PairBatch): tf.Tensor3D;
  /** @returns the loss before each step */
  train(batches: PairBatch[], optimizer: tf.Optimizer): number[];
  /**
   * @param source  one source  [1, source]  int32
   * @returns what it writes, at most maxTime tokens
   */
  write(source: tf.Tensor2D, maxTime: number): number[];
}

function seq2seq({ encoder, decoder }: Seq2SeqWeights): Seq2SeqModel {
  const vectors = (table: tf.Tensor2D, tokens: tf.Tensor2D) =>
    tf.unstack(tf.gather<tf.Tensor>(table, tokens), 1) as tf.Tensor2D[]; // each [batch, embedding]
  const read = (source: tf.Tensor2D, mask: tf.Tensor2D): LstmState => {
    const width = encoder.rnn.hiddenToGates.shape[0];
    const zeros = tf.zeros<tf.Rank.R2>([source.shape[0], width]);
    let state: LstmState = { hidden: zeros, cell: zeros };
    const isReal = tf.split(mask.cast("float32"), mask.shape[1], 1); // each [batch, 1]
    vectors(encoder.embedding.table, source).forEach((input, s) => {
      const next = lstmStep(input, state, encoder.rnn);
      const keep = (now: tf.Tensor2D, before: tf.Tensor2D): tf.Tensor2D =>
        now.mul(isReal[s]!).add(before.mul(tf.sub(1, isReal[s]!)));
      state = {
        hidden: keep(next.hidden, state.hidden),
        cell: keep(next.cell, state.cell),
      };
    });
    const context: tf.Tensor2D = tf.concat([state.hidden, state.cell], 1);
    const bridged = linear(context, decoder.reader.bridge);
    const [hidden, cell] = tf.split(bridged, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    return { hidden: hidden.tanh(), cell };
  };
  const speak = (tokens: tf.Tensor2D, start: LstmState) => {
    let state = start;
    const hiddens = vectors(decoder.reader.embedding.table, tokens).map((input) => {
      state = lstmStep(input, state, decoder.reader.rnn);
      return state.hidden;
    });
    return { logits: linear(tf.stack(hiddens, 1) as tf.Tensor3D, decoder.output), state };
  };
  const run = (batch: PairBatch) =>
    tf.tidy(() => speak(batch.inputs, read(batch.source, batch.sourceMask)).logits);
  const step = (batch: PairBatch, optimizer: tf.Optimizer) =>
    tf.tidy(() => {
      const loss = () => maskedCrossEntropy(run(batch), batch.targets, batch.targetMask);
      return optimizer.minimize(loss, true)!.dataSync()[0]!;
    });
  const write = (source: tf.Tensor2D, maxTime: number) => {
    const written: number[] = [];
    tf.tidy(() => {
      let state = read(source, tf.onesLike(source));
      for (let token = SOS; written.length < maxTime; written.push(token)) {
        const said = speak(tf.tensor2d([[token]], [1, 1], "int32"), state);
        state = said.state;
        token = said.logits.argMax(2).dataSync()[0]!;
        if (token === EOS) return;
      }
    });
    return written;
  };
  return {
    run,
    train: (batches, optimizer) => batches.map((batch) => step(batch, optimizer)),
    write,
  };
}

// %% {"course": {"task": "seq2seq", "role": "check"}}
await check("seq2seq", seq2seq);

// %% [markdown] {"course": {"task": "seq2seq", "role": "hint"}}
// Two functions do all of it: one from a source and its mask to the decoder's first state, one from tokens and a state to logits and the next
// state. `run` calls the second with all inputs, `write` again and again with one. What must the first do at a place where the mask is 0?
//
// ---
//
// ```
// read:  state = zeros; for each column of the source: next = the LSTM's step
//            where the mask is 1 take next, where it is 0 keep the state, hidden and cell alike
//        bridged = linear([hidden ; cell]); its first half through tanh is the hidden state, its second half the cell
// speak: for each column of tokens: the LSTM's step, from the state of the step before
//        logits = linear of all hidden states, side by side
// run:   speak(inputs, read(source, mask))
// train: for each batch a step of the optimizer; remember the loss that it started from
// write: state = read(source, ones); speak one token, SOS first; its argmax is the next; stop at EOS
// ```
//
// ---
//
// `tf.unstack(tf.gather(table, tokens), 1)` gives the vectors of each column. `tf.split(mask, source, 1)` gives the mask's columns, `[batch, 1]`, as floats
// after `.cast("float32")`: multiplied by such a column, each example of the batch is kept or not. `tf.stack(hiddens, 1)` puts states side by
// side, `tf.split(bridged, 2, 1)` gives two halves. `optimizer.minimize(f, true)` takes a step and returns what `f()` was, a scalar.

// %% {"course": {"task": "seq2seq", "role": "look"}}
// Your model learns to say letters again, 20 to 60 seconds. It never saw more than six at a time.
const sizes = { embeddingSize: 16, hiddenSize: 48, vocabSize: alphabet.size };
const fresh = new Seq2Seq(
  new Encoder(sizes, randomGenerator("04/encoder")),
  new Decoder({ ...sizes, encoderSize: 48 }, randomGenerator("04/decoder")),
);
const yours = seq2seq(weightsOf<Seq2SeqWeights>(fresh));
const adam = new Adam({ learningRate: 0.01 });
await watchTraining(
  Array.from({ length: 350 }, (_, i) => heard.slice(64 * i, 64 * i + 64)),
  (pairs) => yours.train([batchOf(pairs)], adam)[0]!,
  {
    title: "Your encoder and decoder, trained by your loop",
    baselines: [{ name: "a guess among 10 letters", lossNats: Math.log(10) }],
  },
);
const unheard = idsOf(spoken("test", 8, 300));
const isWhole = unheard.map((ids) => {
  const written = yours.write(tf.tensor2d([[...ids, EOS]], undefined, "int32"), 12);
  return written.join() === ids.join();
});
const lengths = [3, 4, 5, 6, 7, 8];
const wholeAt = (length: number) => {
  const verdicts = isWhole.filter((_, i) => unheard[i]!.length === length);
  return verdicts.filter(Boolean).length / verdicts.length;
};
// Five other starts: 93 to 100 % of the words of 3 letters, 82 to 92 % of 5, 0 to 4 % of 8.
band({ name: "your model: words of 3 letters", value: wholeAt(3), low: 0.88, high: 1 });
band({ name: "words of 5 letters", value: wholeAt(5), low: 0.7, high: 1 });
band({ name: "words of 8 letters", value: wholeAt(8), low: 0, high: 0.1 });
show(
  lengthCurve({
    series: [{ name: "yours", lengths, exactMatch: lengths.map(wholeAt) }],
    title: "Words that your model says again without a mistake, by their length",
  }),
);
