/** Answers to `languageModel`: wrong as learners are wrong, and right in other ways. */
import type { SequenceBatch } from "../../../lib/batches";
import { linear, type LanguageModelWeights } from "../../../lib/functional";
import { lstmStep, type LstmState } from "../../../lib/lstm";
import { sampleToken, type SamplingOptions } from "../../../lib/sampling";
import { tf } from "../../../lib/tf";
import { EOS } from "../../../lib/vocabulary";
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import { timeFirst } from "../../exercises/fixtures/time-first";
import {
  loopByHand,
  loopMistakes,
  lossOf,
  rightLoop,
  type LoopMistake,
  type Train,
} from "../../exercises/fixtures/capstone-loops";

type Said = { logits: tf.Tensor3D; state: LstmState };
type Run = (tokens: tf.Tensor2D, state?: LstmState) => Said;
interface WriteOptions extends SamplingOptions {
  readonly numTokens: number;
}
type Write = (prompt: readonly number[], options: WriteOptions) => number[];
export interface Model {
  readonly run: Run;
  readonly train: Train<SequenceBatch>;
  readonly write: Write;
}
type Answer = (weights: LanguageModelWeights) => Model;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** How a model may be used otherwise; the right way unless said. */
interface Uses {
  readonly loop?: LoopMistake["loop"];
  /** Which of the logits, of so many, the dice decide by. */
  readonly place?: (time: number) => number;
  readonly remembers?: boolean;
  /** What is read after so much was written. */
  readonly reads?: (prompt: readonly number[], written: readonly number[]) => readonly number[];
  readonly readsAtFirst?: (prompt: readonly number[]) => readonly number[];
  readonly keepsEnd?: boolean;
  readonly ignoresEnd?: boolean;
  readonly givesPrompt?: boolean;
  readonly mostTokens?: (numTokens: number) => number;
  readonly options?: (options: WriteOptions) => SamplingOptions;
}

const idsOf = (tokens: readonly number[]) => tf.tensor2d([[...tokens]], undefined, "int32");

const writeOf =
  (run: Run, uses: Uses): Write =>
  (prompt, options) => {
    const { reads = (_prompt, tokens) => tokens.slice(-1), place = (time) => time - 1 } = uses;
    const written: number[] = [];
    const most = uses.mostTokens?.(options.numTokens) ?? options.numTokens;
    let said = run(idsOf(uses.readsAtFirst?.(prompt) ?? prompt));
    while (written.length < most) {
      const { logits, state } = said;
      const [, time, vocab] = logits.shape;
      const last = logits.slice([0, place(time), 0], [1, 1, vocab]).reshape<tf.Tensor1D>([vocab]);
      const token = sampleToken(last, uses.options?.(options) ?? options);
      if (token === EOS && uses.keepsEnd) written.push(token);
      if (token === EOS && !uses.ignoresEnd) break;
      written.push(token);
      said = run(idsOf(reads(prompt, written)), (uses.remembers ?? true) ? state : undefined);
    }
    return uses.givesPrompt ? [...prompt, ...written] : written;
  };

/** A model that runs so, used as a right answer uses it. */
export const used = (run: Run, uses: Uses = {}): Model => ({
  run,
  train: (uses.loop ?? rightLoop)(lossOf(({ inputs }: SequenceBatch) => run(inputs).logits)),
  write: (prompt, options) => {
    const written: number[] = [];
    tf.tidy(() => void written.push(...writeOf(run, uses)(prompt, options)));
    return written;
  },
});

/** What a step may do otherwise; the right way unless said. */
interface Steps {
  readonly handsOn?: boolean;
  readonly goesOn?: boolean;
  readonly said?: (state: LstmState) => tf.Tensor2D;
  readonly last?: (states: readonly LstmState[]) => LstmState;
  readonly vectors?: (table: tf.Tensor2D, tokens: tf.Tensor2D) => tf.Tensor2D[];
  readonly output?: (hiddens: tf.Tensor3D, weights: LanguageModelWeights["output"]) => tf.Tensor3D;
}

const vectors = (table: tf.Tensor2D, tokens: tf.Tensor2D): tf.Tensor2D[] =>
  tf.unstack(tf.gather<tf.Tensor>(table, tokens), 1) as tf.Tensor2D[];

const runOf =
  (steps: Steps, { embedding, lstm, output }: LanguageModelWeights): Run =>
  (tokens, before) => {
    const zeros = tf.zeros<tf.Rank.R2>([tokens.shape[0], lstm.hiddenToGates.shape[0]]);
    const fromZero = { hidden: zeros, cell: zeros };
    const start = (steps.goesOn ?? true) ? (before ?? fromZero) : fromZero;
    const states: LstmState[] = [];
    for (const input of (steps.vectors ?? vectors)(embedding.table, tokens)) {
      const state = ((steps.handsOn ?? true) && states.at(-1)) || start;
      states.push(lstmStep(input, state, lstm));
    }
    const hiddens = tf.stack(
      states.map((state) => steps.said?.(state) ?? state.hidden),
      1,
    ) as tf.Tensor3D;
    const logits = (steps.output ?? linear)(hiddens, output);
    return { logits, state: steps.last?.(states) ?? states.at(-1)! };
  };

const tidied =
  (run: Run): Run =>
  (tokens, state) =>
    tf.tidy(() => run(tokens, state));
const changed =
  (steps: Steps, uses: Uses = {}): Answer =>
  (weights) =>
    used(tidied(runOf(steps, weights)), uses);
const usedBy = (uses: Uses): Answer => changed({}, uses);

export const mistakes: Mistake[] = [
  // before those of run: while writing, some give the same
  mistake(
    "write forgets the state: each step has read nothing but the token just written",
    usedBy({ remembers: false }),
  ),
  mistake(
    "write reads the whole text again at every step, though the state holds it already",
    usedBy({ reads: (prompt, written) => [...prompt, ...written] }),
  ),
  mistake(
    "write draws from the logits after the prompt's first token, not after its last",
    usedBy({ place: () => 0 }),
  ),
  mistake(
    "write reads only the last token of the prompt",
    usedBy({ readsAtFirst: (prompt) => prompt.slice(-1) }),
  ),
  mistake("write gives <eos> as a part of the text: leave it out", usedBy({ keepsEnd: true })),
  mistake("write does not stop at <eos>", usedBy({ ignoresEnd: true })),
  mistake("write gives the prompt too: only the new tokens", usedBy({ givesPrompt: true })),
  mistake("write gives a token more than numTokens", usedBy({ mostTokens: (numTokens) => numTokens + 1 })),
  mistake(
    "write ignores the temperature",
    usedBy({ options: ({ topK, random }) => ({ ...(topK && { topK }), random }) }),
  ),
  mistake("write ignores topK", usedBy({ options: ({ temperature, random }) => ({ ...(temperature && { temperature }), random }) })), // prettier-ignore
  mistake(
    "write takes the most likely token: the dice decide, by sampleToken",
    usedBy({ options: ({ random }) => ({ topK: 1, random }) }),
  ),
  mistake(
    "every step starts from the first state: hand each step's state to the next",
    changed({ handsOn: false }),
  ),
  mistake("the logits come from the cell: they come from the hidden state", changed({ said: ({ cell }) => cell })), // prettier-ignore
  mistake(
    "the given state is ignored: with it, run goes on where the tokens before ended",
    changed({ goesOn: false }),
  ),
  mistake(
    "the returned state is the one after the first token, not after the last",
    changed({ last: (states) => states[0]! }),
  ),
  mistake(
    "softmax is already applied: logits are what comes before it",
    changed({ output: (hiddens, weights) => linear(hiddens, weights).softmax() }),
  ),
  mistake(
    "the states of all steps are joined step by step, [time, batch], but cut again as [batch, time]",
    changed({ output: (hiddens, output) => timeFirst(hiddens, (flat) => linear(flat, output)) }),
  ),
  ...loopMistakes.map(({ says, loop }) => mistake(says, usedBy({ loop }))),
  leak((weights) => used(runOf({}, weights))),
];

export const alternatives: Alternative[] = [
  alternative("gradients by hand: variableGrads and applyGradients", usedBy({ loop: loopByHand })),
  alternative(
    "write without a memory reads the whole text at every step; vectors by one-hot rows",
    changed(
      {
        vectors: (table, tokens) =>
          tf
            .unstack(tokens, 1)
            .map((column) => tf.oneHot(column, table.shape[0], 1, 0, "float32").matMul(table) as tf.Tensor2D),
      },
      { remembers: false, reads: (prompt, written) => [...prompt, ...written] },
    ),
  ),
];
