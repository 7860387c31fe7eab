/**
 * Sampling: drawing the next token from what a model thinks of all tokens.
 *
 * @source Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration". https://arxiv.org/abs/1904.09751
 */
import { tf } from "./tf";
import {
  atLeastFloat32,
  checkBetween,
  checkFunction,
  checkPositive,
  checkRandom,
  checkRecord,
  checkSize,
  shown,
} from "./argument";
import { checkTokens } from "./batches";
import type { RandomGenerator } from "./random";
import { checkFloats, checkShapes } from "./shapes";
import { disposeState, tidied } from "./engine/passing-state";
import { repeatedStep, type StepInputs } from "./engine/repeated-step";
import { tracedStep } from "./engine/traced-step";

/**
 * Sharpens or flattens a distribution, given as logits.
 *
 *     p = softmax(z / T)
 *
 * @param logits       scores of every token  [vocab]  float32
 * @param temperature  > 0; 1 leaves the distribution as is, → 0 leaves only the best token, → ∞ makes all alike
 * @returns z / T  [vocab]; ±∞ beyond float32, so take the largest logit from all of them before a tiny T
 * @throws {RangeError} temperature is not a number > 0
 *
 * Taught in notebook 03.
 * @source Ackley, Hinton & Sejnowski 1985, "A Learning Algorithm for Boltzmann Machines", §2.
 *   https://doi.org/10.1207/s15516709cog0901_7
 * @exercise 03-language-model
 */
export function applyTemperature(logits: tf.Tensor1D, temperature: number): tf.Tensor1D {
  checkShapes("applyTemperature", { logits: [logits, "vocab"] });
  checkPositive("applyTemperature", "temperature", temperature);
  return logits.div(atLeastFloat32(temperature)); // 0 / 0 is no number
}

/**
 * Leaves the k best tokens, and rules out all others.
 *
 * @param logits  [vocab]  float32
 * @param k       how many stay, ≥ 1; all of them if there are no more; of equal ones the first
 * @returns the logits, −∞ where a token is ruled out  [vocab]
 * @throws {RangeError} k is not a whole number ≥ 1
 *
 * Taught in notebook 03.
 * @source Fan, Lewis & Dauphin 2018, "Hierarchical Neural Story Generation", §5.4. https://arxiv.org/abs/1805.04833
 * @exercise 03-language-model
 */
export function topK(logits: tf.Tensor1D, k: number): tf.Tensor1D {
  const { vocab } = checkShapes("topK", { logits: [logits, "vocab"] });
  checkFloats("topK", "logits", logits);
  checkSize("topK", "k", k);
  return tf.tidy(() => keep(logits, tf.topk(logits, Math.min(k, vocab)).indices));
}

/**
 * Leaves the fewest best tokens that together have a probability of at least p (the nucleus), and rules out all
 * others.
 *
 * @param logits  [vocab]  float32
 * @param p       in (0, 1]; 1 keeps every token
 * @returns the logits, −∞ where a token is ruled out  [vocab]
 * @throws {RangeError} p is not a number in (0, 1]
 *
 * Taught in notebook 03.
 * @source Holtzman et al. 2020, §3.1, eq. 2–3. https://arxiv.org/abs/1904.09751
 * @exercise 03-language-model
 */
export function topP(logits: tf.Tensor1D, p: number): tf.Tensor1D {
  const { vocab } = checkShapes("topP", { logits: [logits, "vocab"] });
  checkFloats("topP", "logits", logits);
  checkBetween("topP", "p", p, "(0, 1]");
  return tf.tidy(() => {
    if (p === 1) return logits.clone();
    const best = tf.topk(tf.softmax(logits), vocab); // the whole vocabulary, sorted
    const betterTogether = tf.cumsum(best.values, 0, true);
    const [size] = betterTogether.less(p).sum().dataSync();
    return keep(logits, best.indices.slice([0], [Math.max(1, size!)])); // p may be 0 in float32
  });
}

/** −∞ everywhere but at these ids. */
function keep(logits: tf.Tensor1D, ids: tf.Tensor): tf.Tensor1D {
  const isKept = tf.scatterND(ids.expandDims(1), tf.ones(ids.shape), logits.shape).cast("bool");
  return tf.where(isKept, logits, tf.fill(logits.shape, -Infinity)) as tf.Tensor1D;
}

export interface SamplingOptions {
  /** See {@link applyTemperature}; 1 unless said otherwise. */
  readonly temperature?: number;
  /** See {@link topK}; all tokens unless said otherwise. */
  readonly topK?: number;
  /** See {@link topP}; all tokens unless said otherwise. */
  readonly topP?: number;
  /** Where the dice come from. */
  readonly random: RandomGenerator;
}

/**
 * Draws a token: first the temperature, then top-k, then the nucleus, then the dice.
 *
 *     y ~ softmax(topP(topK(z / T)))
 *
 * @param logits  scores of every token  [vocab]  float32
 * @returns the token's id
 * @throws {RangeError} an option out of its range, or a logit that is NaN or +∞
 *
 * Taught in notebook 03.
 * @source Holtzman et al. 2020, §3. https://arxiv.org/abs/1904.09751
 * @exercise 03-language-model
 */
export function sampleToken(logits: tf.Tensor1D, options: SamplingOptions): number {
  const { temperature = 1, random } = checkRecord("sampleToken", "options", options);
  checkRandom("sampleToken", random);
  checkShapes("sampleToken", { logits: [logits, "vocab"] });
  checkFloats("sampleToken", "logits", logits);
  const weights = tf.tidy(() => {
    const best = logits.max();
    checkBest(best.dataSync()[0]!);
    const heated = applyTemperature(logits.sub(best), temperature); // differences: even T → 0 leaves the best at 0
    const few = options.topK === undefined ? heated : topK(heated, options.topK);
    const fewer = options.topP === undefined ? few : topP(few, options.topP);
    return fewer.dataSync().map(Math.exp);
  });
  return draw(weights, random);
}

/** An id, each as likely as its weight. */
function draw(weights: ArrayLike<number>, random: RandomGenerator): number {
  const ids = Array.from(weights, (weight, id) => ({ weight, id })).filter(({ weight }) => weight > 0);
  let left = random.uniform() * ids.reduce((sum, { weight }) => sum + weight, 0);
  const found = ids.find(({ weight }) => (left -= weight) < 0);
  return (found ?? ids.at(-1)!).id;
}

function checkBest(best: number): void {
  if (Number.isFinite(best)) return;
  throw new RangeError(`sampleToken: logits should be numbers, the largest finite, got ${best}`);
}

/** A model that says the next token and remembers what it read. */
export interface NextTokenModel<State> {
  /** The state before the first token. */
  start(): State;
  /** Reads tokens [batch, time] that come after the state's; logits are [batch, time, vocab]. */
  run(tokens: tf.Tensor2D, state: State): { readonly logits: tf.Tensor3D; readonly state: State };
}

/** What a language model's step reads. */
interface NextTokenInputs<State> {
  /** [batch, time]  int32 */
  readonly tokens: tf.Tensor2D;
  readonly state: State;
}

/** A language model's step, traced. */
const nextTokenStep = <State>(model: NextTokenModel<State>) =>
  tracedStep(model, "next", (model, { tokens, state }: NextTokenInputs<State>) => model.run(tokens, state));

export interface GenerateOptions extends SamplingOptions {
  /** How many tokens to write at most, ≥ 1. */
  readonly numTokens: number;
  /** Writing ends after this token. */
  readonly endToken?: number;
  /** Whether what was read is remembered (the KV cache) or read again for each token; true unless said otherwise. */
  readonly usesState?: boolean;
}

/**
 * Lets a model write on, token by token.
 *
 * @param model   such as {@link Gpt}
 * @param prompt  token ids, at least one
 * @returns the new tokens, without the prompt
 * @throws {RangeError} an empty prompt, or an option out of its range
 *
 * Taught in notebook 10.
 * @source Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", §2.
 *   https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf
 */
export function generate<State>(
  model: NextTokenModel<State>,
  prompt: readonly number[],
  options: GenerateOptions,
): number[] {
  const { numTokens, endToken, usesState = true } = checkRecord("generate", "options", options);
  checkFunction("generate", "model.run", model?.run);
  checkRandom("generate", options.random);
  checkSize("generate", "numTokens", numTokens);
  if (endToken !== undefined && !Number.isInteger(endToken)) {
    throw new RangeError(`generate: endToken should be a token's id, got ${shown(endToken)}`);
  }
  checkTokens("generate", "prompt", prompt);
  if (prompt.length === 0) throw new RangeError("generate: expected at least one token in prompt, got none");
  const run = usesState
    ? nextTokenStep(model)
    : ({ tokens, state }: NextTokenInputs<State>) => model.run(tokens, state);
  if (options.topK === 1 && usesState) return mostLikely(model, prompt, options);
  return tf.tidy(() => {
    const written: number[] = [];
    const start = model.start();
    let [unread, state] = [[...prompt], start];
    while (written.length < numTokens && written.at(-1) !== (endToken ?? NaN)) {
      const next = tidied(() => {
        const output = run({ tokens: tf.tensor2d([unread], undefined, "int32"), state });
        const [, time, vocab] = output.logits.shape;
        const last = output.logits.slice([0, time - 1, 0], [1, 1, vocab]).reshape<tf.Tensor1D>([vocab]);
        written.push(sampleToken(last, options));
        return usesState ? output.state : start;
      });
      disposeState(state, next, start);
      [unread, state] = [usesState ? written.slice(-1) : [...prompt, ...written], next];
    }
    return written;
  });
}

/** With one token to draw from, no step waits for the dice: TensorFlow may do all of them in a row. */
function mostLikely<State>(
  model: NextTokenModel<State>,
  prompt: readonly number[],
  { numTokens, endToken = -1, random, temperature = 1, topP = 1 }: GenerateOptions,
): number[] {
  checkPositive("applyTemperature", "temperature", temperature);
  checkBetween("topP", "p", topP, "(0, 1]");
  const { tokens, best } = tidied(() => {
    const read = (tokens: readonly number[], state: State) =>
      nextTokenStep(model)({ tokens: tf.tensor2d([[...tokens]], undefined, "int32"), state }).state;
    const [before, last] = [prompt.slice(0, -1), prompt.slice(-1)];
    const state = before.length === 0 ? model.start() : read(before, model.start());
    const carried = { tokens: tf.tensor2d([last], undefined, "int32"), state };
    const write = repeatedStep(model, "mostLikely", mostLikelyStep<State>);
    return write({ given: { endToken: tf.scalar(endToken, "int32") }, carried }, numTokens);
  });
  const [written, logits] = [Array.from(tokens.dataSync()), best.dataSync()];
  tf.dispose([tokens, best]);
  logits.forEach(checkBest);
  written.forEach(() => random.uniform()); // a die a token, as for all other settings
  return written;
}

function mostLikelyStep<State>(
  model: NextTokenModel<State>,
  { given, carried }: StepInputs<{ readonly endToken: tf.Scalar }, NextTokenInputs<State>>,
) {
  const { logits, state } = model.run(carried.tokens, carried.state);
  const tokens = logits.argMax(2) as tf.Tensor2D; // [1, 1]
  const isOver = tokens.equal(given.endToken).reshape<tf.Scalar>([]);
  const shown = { tokens: tokens.reshape<tf.Tensor1D>([1]), best: logits.max().reshape<tf.Tensor1D>([1]) };
  return { carried: { tokens, state }, shown, isOver };
}
