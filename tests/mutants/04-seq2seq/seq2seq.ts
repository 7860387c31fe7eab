/** Answers to `seq2seq`: wrong as learners are wrong, and right in other ways. */
import type { PairBatch } from "../../../lib/batches";
import { linear, type LinearWeights, type Seq2SeqWeights } from "../../../lib/functional";
import { lstmStep, type LstmState, type LstmWeights } from "../../../lib/lstm";
import { tf } from "../../../lib/tf";
import { EOS, SOS } from "../../../lib/vocabulary";
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

/** From a source to the decoder's first state. */
type Read = (source: tf.Tensor2D, mask: tf.Tensor2D) => LstmState;
/** From tokens and a state to what is said and the next state. */
type Decode = (tokens: tf.Tensor2D, state: LstmState) => { logits: tf.Tensor3D; state: LstmState };
type Write = (source: tf.Tensor2D, maxTime: number) => number[];
export interface Model {
  readonly run: (batch: PairBatch) => tf.Tensor3D;
  readonly train: Train<PairBatch>;
  readonly write: Write;
}
type Answer = (weights: Seq2SeqWeights) => Model;
const { mistake, leak, alternative } = variantsOf<Answer>();

/** How a model may be used otherwise; the right way unless said. */
interface Uses {
  readonly loop?: LoopMistake["loop"];
  readonly reads?: "inputs" | "targets";
  readonly tidies?: boolean;
  readonly first?: number;
  readonly readsFirst?: boolean;
  readonly keepsEnd?: boolean;
  readonly ignoresEnd?: boolean;
  readonly startsAgain?: boolean;
  readonly mostTokens?: (maxTime: number) => number;
}

const written = (read: Read, decode: Decode, uses: Uses): Write => {
  const { first = SOS, mostTokens = (maxTime) => maxTime } = uses;
  return (source, maxTime) => {
    const start = read(source, tf.onesLike(source));
    const tokens: number[] = [];
    for (let [token, state] = [first, start]; tokens.length < mostTokens(maxTime);) {
      const said = decode(tf.tensor2d([[uses.readsFirst ? first : token]], [1, 1], "int32"), state);
      state = uses.startsAgain ? start : said.state;
      token = said.logits.argMax(2).dataSync()[0]!;
      if (token === EOS && !uses.ignoresEnd) return uses.keepsEnd ? [...tokens, token] : tokens;
      tokens.push(token);
    }
    return tokens;
  };
};

/** An encoder and a decoder, used as a right answer uses them. */
export function together(read: Read, decode: Decode, uses: Uses = {}): Model {
  const run = (batch: PairBatch) => decode(batch[uses.reads ?? "inputs"], read(batch.source, batch.sourceMask)).logits; // prettier-ignore
  const write = written(read, decode, uses);
  if (uses.tidies === false) return { run, train: (uses.loop ?? rightLoop)(lossOf(run)), write };
  return {
    run: (batch) => tf.tidy(() => run(batch)),
    train: (uses.loop ?? rightLoop)(lossOf(run)),
    write: (source, maxTime) => {
      const tokens: number[] = [];
      tf.tidy(() => void tokens.push(...write(source, maxTime)));
      return tokens;
    },
  };
}

/** What the two networks may do otherwise; the right way unless said. */
interface Steps {
  /** What is kept of a state after a token; `isReal` is 0 at padding. */
  readonly keep?: (now: tf.Tensor2D, before: tf.Tensor2D, isReal: tf.Tensor2D) => tf.Tensor2D;
  readonly mask?: (mask: tf.Tensor2D) => tf.Tensor2D;
  readonly context?: (last: LstmState) => tf.Tensor2D;
  readonly bridge?: (context: tf.Tensor2D, weights: LinearWeights) => LstmState;
  readonly inTurn?: (tokens: tf.Tensor2D[]) => tf.Tensor2D[];
  readonly handsOn?: boolean;
  readonly said?: (state: LstmState) => tf.Tensor2D;
  readonly vectors?: (table: tf.Tensor2D, tokens: tf.Tensor2D) => tf.Tensor2D[];
  readonly output?: (hiddens: tf.Tensor3D, weights: LinearWeights) => tf.Tensor3D;
}

const keep: Steps["keep"] = (now, before, isReal) => before.add(now.sub(before).mul(isReal));
const context = ({ hidden, cell }: LstmState): tf.Tensor2D => tf.concat([hidden, cell], 1);
const halves = (bridged: tf.Tensor2D) => tf.split(bridged, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
const bridge: Steps["bridge"] = (given, weights) => {
  const [hidden, cell] = halves(linear(given, weights));
  return { hidden: hidden.tanh(), cell };
};
const vectors = (table: tf.Tensor2D, tokens: tf.Tensor2D): tf.Tensor2D[] =>
  tf.unstack(tf.gather<tf.Tensor>(table, tokens), 1) as tf.Tensor2D[];

const zeroState = (batch: number, { hiddenToGates }: LstmWeights): LstmState => {
  const zeros = tf.zeros<tf.Rank.R2>([batch, hiddenToGates.shape[0]]);
  return { hidden: zeros, cell: zeros };
};

const readOf =
  (steps: Steps, { encoder, decoder }: Seq2SeqWeights): Read =>
  (source, mask) => {
    let state = zeroState(source.shape[0], encoder.rnn);
    const real = (steps.mask?.(mask) ?? mask).cast("float32");
    const isReal = tf.split(real, mask.shape[1], 1) as tf.Tensor2D[];
    const keeps = steps.keep ?? keep!;
    const inputs = (steps.vectors ?? vectors)(encoder.embedding.table, source);
    (steps.inTurn?.(inputs) ?? inputs).forEach((input, t) => {
      const next = lstmStep(input, state, encoder.rnn);
      state = {
        hidden: keeps(next.hidden, state.hidden, isReal[t]!),
        cell: keeps(next.cell, state.cell, isReal[t]!),
      };
    });
    return (steps.bridge ?? bridge!)((steps.context ?? context)(state), decoder.reader.bridge);
  };

const decodeOf =
  ({ handsOn = true, ...steps }: Steps, { decoder }: Seq2SeqWeights): Decode =>
  (tokens, start) => {
    let state = start;
    const hiddens = (steps.vectors ?? vectors)(decoder.reader.embedding.table, tokens).map((input) => {
      const next = lstmStep(input, handsOn ? state : start, decoder.reader.rnn);
      state = next;
      return steps.said?.(next) ?? next.hidden;
    });
    const joined = tf.stack(hiddens, 1) as tf.Tensor3D;
    return { logits: (steps.output ?? linear)(joined, decoder.output), state };
  };

const changed =
  (steps: Steps, uses: Uses = {}): Answer =>
  (weights) =>
    together(readOf(steps, weights), decodeOf(steps, weights), uses);
const used = (uses: Uses): Answer => changed({}, uses);

export const mistakes: Mistake[] = [
  mistake(
    "the first sequence's mask is used for all",
    changed({ mask: (mask) => mask.slice<tf.Tensor2D>([0, 0], [1, -1]).tile([mask.shape[0], 1]) }),
  ),
  mistake(
    "the encoder goes on through padding: its state must stay as it was after the last real token",
    changed({ keep: (now) => now }),
  ),
  mistake(
    "padding sets the encoder's state to 0: it must stay as it was",
    changed({ keep: (now, _before, isReal) => now.mul(isReal) }),
  ),
  mistake("the encoder reads the source backwards", changed({ inTurn: (inputs) => [...inputs].reverse() })),
  mistake(
    "hidden state and cell have changed places before the bridge: the context is [h ; c]",
    changed({ context: ({ hidden, cell }) => tf.concat([cell, hidden], 1) }),
  ),
  mistake(
    "hidden state and cell have changed places behind the bridge: its first half is the hidden state",
    changed({
      bridge: (given, weights) => {
        const [cell, hidden] = halves(linear(given, weights));
        return { hidden: hidden.tanh(), cell };
      },
    }),
  ),
  mistake(
    "tanh is missing behind the bridge: its hidden half passes tanh",
    changed({
      bridge: (given, weights) => {
        const [hidden, cell] = halves(linear(given, weights));
        return { hidden, cell };
      },
    }),
  ),
  mistake(
    "the cell passes tanh behind the bridge: only the hidden half does",
    changed({
      bridge: (given, weights) => {
        const [hidden, cell] = halves(linear(given, weights).tanh<tf.Tensor2D>());
        return { hidden, cell };
      },
    }),
  ),
  mistake(
    "the decoder starts from zeros: nothing of the source reaches it",
    changed({
      bridge: (given, { bias }) => {
        const zeros = tf.zeros<tf.Rank.R2>([given.shape[0], bias.size / 2]);
        return { hidden: zeros, cell: zeros };
      },
    }),
  ),
  mistake(
    "every step of the decoder starts from the first state: hand each step's state to the next",
    changed({ handsOn: false }),
  ),
  mistake("the logits come from the cell: they come from the hidden state", changed({ said: ({ cell }) => cell })), // prettier-ignore
  mistake(
    "the decoder's states are joined step by step, [time, batch], but cut again as [batch, time]",
    changed({ output: (hiddens, output) => timeFirst(hiddens, (flat) => linear(flat, output)) }),
  ),
  ...loopMistakes.map(({ says, loop }) => mistake(says, used({ loop }))),
  mistake(
    "the decoder reads targets, the very tokens that it should say: it reads inputs",
    used({ reads: "targets" }),
  ),
  mistake("write begins with <eos>: the first token that a decoder reads is <sos>", used({ first: EOS })),
  mistake(
    "write reads <sos> at every step: after the first it reads what it wrote",
    used({ readsFirst: true }),
  ),
  mistake("write gives <eos> as a part of the answer: leave it out", used({ keepsEnd: true })),
  mistake("write does not stop at <eos>", used({ ignoresEnd: true })),
  mistake(
    "write does not hand the state on: every step starts from the first one",
    used({ startsAgain: true }),
  ),
  mistake("write gives a token more than maxTime", used({ mostTokens: (maxTime) => maxTime + 1 })),
  leak((weights) => together(readOf({}, weights), decodeOf({}, weights), { tidies: false })),
];

export const alternatives: Alternative[] = [
  alternative("gradients by hand: variableGrads and applyGradients", used({ loop: loopByHand })),
  alternative(
    "padding by where, vectors by one-hot rows",
    changed({
      keep: (now, before, isReal) =>
        tf.where(isReal.tile([1, now.shape[1]]).cast("bool"), now, before) as tf.Tensor2D,
      vectors: (table, tokens) =>
        tf
          .unstack(tokens, 1)
          .map((column) => tf.oneHot(column, table.shape[0], 1, 0, "float32").matMul(table) as tf.Tensor2D),
    }),
  ),
];
