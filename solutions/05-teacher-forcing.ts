// %% [markdown]
// # Exercises 05: teacher forcing
//
// Three small functions: a schedule, the mix of right tokens and own ones, and a look at where errors stand. The fourth task is the
// loop that runs a decoder on such a mix, and trains it. Work from top to bottom.
// Under each task stand a cell that checks your answer, three folded hints, and something to look at when it works.
//
// In a terminal, `npm run check -- 05 --watch` checks every time you save.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the data that the cells below use
import { load as loadCopy } from "../datasets/copy/copy";
import { Adam } from "../lib/adam";
import { pairBatch, type PairBatch } from "../lib/batches";
import { Decoder } from "../lib/decoder";
import { Encoder } from "../lib/encoder";
import { linear, weightsOf, type DecoderWeights } from "../lib/functional";
import { watchTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import { lstmStep, type LstmState } from "../lib/lstm";
import { band, check, show, table } from "../lib/notebook";
import { curvePlot } from "../lib/plots";
import { randomGenerator, type RandomGenerator } from "../lib/random";
import { teacherForcing } from "../lib/schedules";
import { tf } from "../lib/tf";
import { Vocabulary } from "../lib/vocabulary";

// %% [markdown] {"course": {"task": "linearDecay", "role": "prompt", "difficulty": 1, "minutes": 8}}
// ## A straight way down
//
// Scheduled sampling starts with the right tokens and ends with the model's own. The simplest way from one to the other is
// a line: the probability $\epsilon$ of reading the right token is `start` at step 1, `end` at step `steps`, and changes by
// the same amount at each step between. After that it stays at `end`.
//
// Return $\epsilon$ at `step`, which counts from 1. A step below 1 is refused with an error that names the function.

// %% {"course": {"task": "linearDecay", "role": "answer"}}
interface LinearDecay {
  /** At step 1, in [0, 1]. */
  readonly start: number;
  /** From step `steps` on, in [0, 1]. */
  readonly end: number;
  /** ≥ 2 */
  readonly steps: number;
}

/**
 * @param step  counted from 1
 * @returns how often the decoder reads the right token, in [0, 1]
 * @throws {RangeError} a step below 1
 */
function linearDecay(step: number, { start, end, steps }: LinearDecay): number {
  if (!(step >= 1))
    throw new RangeError(`linearDecay: step should be at least 1, got ${step}`);
  const share = Math.min(1, (step - 1) / (steps - 1));
  return start + (end - start) * share;
}

// %% {"course": {"task": "linearDecay", "role": "check"}}
await check("linearDecay", linearDecay);

// %% [markdown] {"course": {"task": "linearDecay", "role": "hint"}}
// What share of the way is done at step 1? At step `steps`? At a step far beyond?
//
// ---
//
// ```
// refuse a step below 1
// share = (step - 1) out of (steps - 1), but never more than 1
// answer = start, plus that share of the way from start to end
// ```
//
// ---
//
// The way from start to end is `end - start`; it is negative if the schedule falls, and the formula does not mind.
// `Math.min(1, …)` keeps the share from growing further. Five steps have four ways between them.

// %% {"course": {"task": "linearDecay", "role": "look"}}
const fewSteps = [1, 2, 3, 4, 5, 6, 7];
table(
  fewSteps.map((step) => ({
    step,
    probability: linearDecay(step, { start: 1, end: 0, steps: 5 }),
  })),
  "From teacher forcing to free running in five steps",
);

// %% [markdown] {"course": {"task": "mixTokens", "role": "prompt", "difficulty": 2, "minutes": 10}}
// ## Reading right tokens and own ones
//
// With scheduled sampling the decoder tosses a coin at each step: with `probability` it reads the right token, otherwise
// the one that it wrote itself.
//
// `right` and `own` are lists of ids of the same length; `random.uniform()` gives a number in [0, 1), another one each
// time. Return a new list: for each position the right token or the own one. Each position has a draw of its own.
// Lists of different length are refused with an error that names the function.

// %% {"course": {"task": "mixTokens", "role": "answer"}}
/**
 * @param right        what the decoder should have written
 * @param own          what it wrote
 * @param probability  of the right token, in [0, 1]
 * @param random       where chance comes from
 * @returns what the decoder reads
 * @throws {RangeError} lists of different length
 */
function mixTokens(
  right: readonly number[],
  own: readonly number[],
  probability: number,
  random: RandomGenerator,
): number[] {
  if (right.length !== own.length)
    throw new RangeError(`mixTokens: ${right.length} right tokens, ${own.length} own`);
  return right.map((token, i) => (random.uniform() < probability ? token : own[i]!));
}

// %% {"course": {"task": "mixTokens", "role": "check"}}
await check("mixTokens", mixTokens);

// %% [markdown] {"course": {"task": "mixTokens", "role": "hint"}}
// A number in [0, 1) is below 0.7 in seven of ten cases. How do you make a decision of it? And how many decisions are there?
//
// ---
//
// ```
// refuse lists of different length
// for each position:
//     draw a number
//     is it below the probability? then the right token, else the own one
// ```
//
// ---
//
// `right.map((token, i) => …)` visits each position and makes a new list. Draw *inside* the function that you hand to
// `map`: outside it, one draw would decide for all. Use `<` and not `<=`, so that a probability of 0 means never.

// %% {"course": {"task": "mixTokens", "role": "look"}}
// Capital letters: the right token was read. Small ones: the model's own.
const [capital, small] = [65, 97].map((first) =>
  [..."abcdefghijkl"].map((_, i) => first + i),
) as [number[], number[]];
const coin = randomGenerator("exercises/05");
table(
  [1, 0.75, 0.25, 0].map((probability) => ({
    probability,
    reads: String.fromCharCode(...mixTokens(capital, small, probability, coin)),
  })),
);

// %% [markdown] {"course": {"task": "errorByPosition", "role": "prompt", "difficulty": 2, "minutes": 12}}
// ## Where errors pile up
//
// The errors of a free-running model often grow along the sentence. That alone proves nothing: it fits exposure bias (one mistake is read, and
// makes the next), and it fits a poor memory as well. What tells them apart is the same curve under teacher forcing. So first, the curve.
//
// `written` and `right` are lists of answers. Return one number for each position up to the end of the longest *right*
// answer: of the right answers that reach this position, the share whose written token there is another one. A token
// that was not written is wrong; tokens beyond the right answer are not counted.
// Lists of different length are refused with an error that names the function.

// %% {"course": {"task": "errorByPosition", "role": "answer"}}
/**
 * @param written  what a model wrote
 * @param right    what it should have written
 * @returns the share of wrong tokens at each position, in [0, 1]
 * @throws {RangeError} lists of different length
 */
function errorByPosition(
  written: readonly (readonly number[])[],
  right: readonly (readonly number[])[],
): number[] {
  if (written.length !== right.length)
    throw new RangeError(
      `errorByPosition: ${written.length} written, ${right.length} right answers`,
    );
  const longest = Math.max(0, ...right.map((tokens) => tokens.length));
  return Array.from({ length: longest }, (_, t) => {
    const there = right.flatMap((tokens, i) => (t < tokens.length ? [i] : []));
    const wrong = there.filter((i) => written[i]![t] !== right[i]![t]);
    return wrong.length / there.length;
  });
}

// %% {"course": {"task": "errorByPosition", "role": "check"}}
await check("errorByPosition", errorByPosition);

// %% [markdown] {"course": {"task": "errorByPosition", "role": "hint"}}
// At position 5, which answers can be judged at all? What do you divide by there?
//
// ---
//
// ```
// refuse lists of different length
// for each position up to the longest right answer:
//     there = the answers whose right version has a token here
//     wrong = those of them whose written token differs (or is missing)
//     the share: wrong out of there
// ```
//
// ---
//
// `Math.max(0, ...lengths)` is the longest. A list read beyond its end gives `undefined`, which differs from every id: a
// token that was not written counts as wrong by itself. Keep indices, not sentences, so that both lists can be looked up.

// %% {"course": {"task": "errorByPosition", "role": "look"}}
// Two models that make a fresh mistake at 5 % of their tokens. One shrugs it off; one stays wrong to the end.
const chance = randomGenerator("exercises/05/errors");
const sentences = Array.from({ length: 400 }, () => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
const slips = sentences.map((tokens) => tokens.map(() => chance.uniform() < 0.05));
const recovers = sentences.map((tokens, i) =>
  tokens.map((token, t) => (slips[i]![t] ? 99 : token)),
);
const stumbles = sentences.map((tokens, i) =>
  tokens.map((token, t) => (slips[i]!.slice(0, t + 1).includes(true) ? 99 : token)),
);
show(
  curvePlot({
    series: [
      { name: "shrugs it off", written: recovers },
      { name: "stays wrong", written: stumbles },
    ].map(({ name, written }) => ({
      name,
      x: sentences[0]!,
      y: errorByPosition(written, sentences),
    })),
    title: "Errors that breed errors grow along the sentence",
    xTitle: "position",
    yTitle: "share of wrong tokens",
    format: ".0%",
  }),
);

// %% [markdown]
// The last task learns to say letters again, as notebooks 04 and 05 do: four to six letters of ten. An encoder of lib reads them and a bridge gives your
// decoder its first state: that is `readLetters`. All the rest is yours.

// %%
const spoken = (split: "train" | "test", limit: number) =>
  loadCopy({ split, limit, minLength: 4, maxLength: 6 });
const heard = spoken("train", 22_400);
const alphabet = Vocabulary.fromTokens(heard.flatMap(({ source }) => source));
const batchOf = (pairs: typeof heard): PairBatch => {
  const ids = pairs.map(({ source }) => alphabet.encode(source));
  return pairBatch(ids.map((source) => ({ source, target: source })));
};

// %%
const sizes = { vocabSize: alphabet.size, embeddingSize: 16, hiddenSize: 64 };
const encoder = new Encoder(sizes, randomGenerator("05/encoder"));
const decoder = new Decoder({ ...sizes, encoderSize: 64 }, randomGenerator("05/decoder"));
const readLetters = ({ source, sourceMask }: PairBatch): LstmState =>
  decoder.start(encoder.run(source, sourceMask));

// %% [markdown] {"course": {"task": "scheduledSampling", "role": "prompt", "difficulty": 3, "minutes": 30}}
// ## All of it: the loop that mixes what it reads
//
// Now the decoder itself, step by step: what it reads depends on what it has just said, and a coin. The weights are called as lib's `Decoder` calls its
// parameters, so the check can put lib's own numbers in.
//
// $$s_t = \mathrm{LSTM}(E[\tilde y_{t-1}],\; s_{t-1}) \qquad z_t = s_t W + b \qquad \tilde y_t = \begin{cases} y_t & r_t < \epsilon \\ \operatorname{argmax} z_t & r_t \ge \epsilon \end{cases}$$
//
// $E$ is `reader.embedding.table`, the LSTM's weights are `reader.rnn`, $W$ and $b$ are `output`.
//
// - `run` starts from `read(batch)`, the state that the encoder hands over. Column $t$ of `batch.inputs` is the right token to read at step $t$: `<sos>` first,
//   which everybody reads, without a draw. At each later step one draw $r_t$ for each example, in the order of the batch, as `mixTokens` does: the right token,
//   or the one with the largest logit of the step before. It gives the logits of all steps.
// - `train` takes **one step of the optimizer for each batch**, and gives the loss *before* each step:
//   `maskedCrossEntropy(logits, batch.targets, batch.targetMask)`. The targets stay the right ones, whatever was read.
//
// `run` leaves no tensors behind but the logits. Given: `lstmStep(input, state, weights)`, `linear(x, weights)`.

// %% {"course": {"task": "scheduledSampling", "role": "answer"}}
interface Mixing {
  /** How likely the right token is read, in [0, 1]. */
  readonly probability: number;
  readonly random: RandomGenerator;
}

interface SampledDecoder {
  /** @returns logits  [batch, target, vocab] */
  run(batch: PairBatch, mixing: Mixing): tf.Tensor3D;
  /** @returns the loss before each step */
  train(batches: PairBatch[], optimizer: tf.Optimizer, mixing: Mixing): number[];
}

/** @param read  the decoder's first state, from what the encoder knows of a batch */
function scheduledSampling(
  { reader, output }: DecoderWeights,
  read: (batch: PairBatch) => LstmState,
): SampledDecoder {
  const run = (batch: PairBatch, { probability, random }: Mixing) =>
    tf.tidy(() => {
      const right = batch.inputs.arraySync();
      const logits: tf.Tensor2D[] = [];
      let state = read(batch);
      for (let t = 0; t < batch.inputs.shape[1]; t++) {
        const own = logits.at(-1)?.argMax(1).dataSync(); // none at the first step
        const reads = right.map((row, example) =>
          !own || random.uniform() < probability ? row[t]! : own[example]!,
        );
        const input = tf.gather(reader.embedding.table, tf.tensor1d(reads, "int32"));
        state = lstmStep(input, state, reader.rnn);
        logits.push(linear(state.hidden, output));
      }
      return tf.stack(logits, 1) as tf.Tensor3D;
    });
  const step = (batch: PairBatch, optimizer: tf.Optimizer, mixing: Mixing) =>
    tf.tidy(() => {
      const loss = () =>
        maskedCrossEntropy(run(batch, mixing), batch.targets, batch.targetMask);
      return optimizer.minimize(loss, true)!.dataSync()[0]!;
    });
  return {
    run,
    train: (batches, optimizer, mixing) =>
      batches.map((batch) => step(batch, optimizer, mixing)),
  };
}

// %% {"course": {"task": "scheduledSampling", "role": "check"}}
await check("scheduledSampling", scheduledSampling);

// %% [markdown] {"course": {"task": "scheduledSampling", "role": "hint"}}
// Write it with the right tokens alone first: the first check asks no more. Then: what does step $t$ need of step $t - 1$, beside its state? And can a
// gradient pass through a choice?
//
// ---
//
// ```
// run:   state = read(batch)
//        for each column of inputs: reads = that column; after the first, mixed with the argmax of the last logits
//            state = the LSTM's step with the rows of the table
//            logits = linear of the new hidden state; remember them
//        all logits side by side
// train: for each batch a step of the optimizer; remember the loss that it started from
// ```
//
// ---
//
// `batch.inputs.arraySync()` gives rows of plain numbers, `logits.argMax(1).dataSync()` the own tokens: no gradient passes there, and none should. The *state*
// stays a tensor. `tf.tensor1d(reads, "int32")` picks rows with `tf.gather`; `tf.stack(logits, 1)` puts steps side by side. `optimizer.minimize(f, true)` takes a step
// and returns what `f()` was, a scalar.

// %% {"course": {"task": "scheduledSampling", "role": "look"}}
// Your decoder learns to say letters again, 20 to 60 seconds: at first it reads the right ones, at the end its own as often.
const yours = scheduledSampling(weightsOf<DecoderWeights>(decoder), readLetters);
const adam = new Adam({ learningRate: 0.01 });
const coins = randomGenerator("05/coins");
const falling = teacherForcing.linear({ start: 1, end: 0.5, steps: 350 });
await watchTraining(
  Array.from({ length: 350 }, (_, i) => i),
  (i) => {
    const batch = batchOf(heard.slice(64 * i, 64 * i + 64));
    const mixing = { probability: falling(i + 1), random: coins };
    return yours.train([batch], adam, mixing)[0]!;
  },
  {
    title: "Your decoder, trained by your loop on its own words",
    baselines: [{ name: "a guess among 10 letters", lossNats: Math.log(10) }],
  },
);
const unheard = batchOf(spoken("test", 400));
const masks = unheard.targetMask.arraySync();
const targets = unheard.targets.arraySync();
/** The share of wrong tokens at each place. */
const wrongAt = (probability: number) => {
  const said = yours.run(unheard, { probability, random: coins }).argMax(2);
  const tokens = said.arraySync() as number[][];
  return masks[0]!.map((_, t) => {
    const there = targets.map((_row, i) => i).filter((i) => masks[i]![t] === 1);
    return there.filter((i) => tokens[i]![t] !== targets[i]![t]).length / there.length;
  });
};
const curves = { "teacher forcing": wrongAt(1), "free running": wrongAt(0) };
// Five other starts: 4 to 7 % of the first letters, 7 to 12 % of the fourth after right ones, 14 to 20 % after its own.
band({ name: "your decoder: first letters wrong", value: curves["free running"][0]!, low: 0.01, high: 0.15 }); // prettier-ignore
band({ name: "fourth letters wrong, after right ones", value: curves["teacher forcing"][3]!, low: 0.03, high: 0.2 }); // prettier-ignore
band({ name: "fourth letters wrong, after its own", value: curves["free running"][3]!, low: 0.08, high: 0.3 }); // prettier-ignore
show(
  curvePlot({
    series: Object.entries(curves).map(([name, y]) => ({
      name,
      x: y.map((_, t) => t + 1),
      y,
    })),
    title: "Where your decoder is wrong: letters never seen, read right or as it said them",
    xTitle: "position",
    yTitle: "share of wrong tokens",
    format: ".0%",
  }),
);
