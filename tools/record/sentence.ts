/** One date and the states of trained models for it, so that everybody's own attention can be drawn on the same date. */
import type { SentencePair } from "../../lib/alignment";
import { pairBatch } from "../../lib/batches";
import { Seq2Seq } from "../../lib/seq2seq";
import { tf } from "../../lib/tf";
import type { Plain, PlainTensor } from "../exercises/plain";
import { toPlain } from "../exercises/to-plain";
import { encodePairs, type NamedModel, type Task } from "./models";

/** What `npm run review` reads: the arguments with which each task of sheet 06 is called. */
export interface Sentence {
  readonly command: string;
  /** With <eos>. */
  readonly source: readonly string[];
  /** With <eos>. */
  readonly target: readonly string[];
  /** By task; the steps of the decoder stand side by side as a batch. */
  readonly calls: Readonly<Record<string, readonly Plain[]>>;
}

/** Arguments of the score's own task, and from the dot score those of `attend`. */
export function callsFor(
  task: Task,
  named: NamedModel,
  pair: SentencePair,
): Record<string, readonly Plain[]> {
  let calls: Record<string, readonly Plain[]> = {};
  tf.tidy(() => {
    calls = argumentsOf(task, named, pair);
  });
  return calls;
}

function argumentsOf(
  task: Task,
  { model, score }: NamedModel,
  pair: SentencePair,
): Record<string, readonly Plain[]> {
  if (!(model instanceof Seq2Seq) || score === undefined) return {};
  const { query, keys } = statesOf(task, model, pair);
  const own = [plain(query), plain(keys)];
  const weights = scoreWeights(model);
  if (score === "general") return { generalScore: [...own, weights["weight"]!] };
  if (score === "concat") return { concatScore: [...own, weights] };
  const scores = tf.matMul(keys, query.expandDims<tf.Tensor3D>(2)).squeeze<tf.Tensor2D>([2]);
  return { dotScore: own, attend: [plain(scores), plain(keys)] };
}

const scorePrefix = "decoder.score.";

const scoreWeights = (model: Seq2Seq): Record<string, Plain> =>
  Object.fromEntries(
    Object.entries(model.parameters)
      .filter(([name]) => name.startsWith(scorePrefix))
      .map(([name, weight]) => [name.slice(scorePrefix.length), plain(weight)]),
  );

/** @returns query [step, hidden] and keys [step, source, hidden] of every step that writes the right answer */
function statesOf(task: Task, model: Seq2Seq, pair: SentencePair): { query: tf.Tensor2D; keys: tf.Tensor3D } {
  const { source, sourceMask, inputs } = pairBatch(encodePairs(task, [pair]));
  const encoded = model.encoder.run(source, sourceMask);
  let state = model.decoder.start(encoded);
  const hiddens = tf.split(inputs, inputs.shape[1], 1).map((token) => {
    ({ state } = model.decoder.run(token as tf.Tensor2D, encoded, state));
    return state.hidden;
  });
  return { query: tf.concat(hiddens, 0), keys: tf.tile(encoded.hiddens, [hiddens.length, 1, 1]) };
}

/** Three digits are more than a picture shows. */
function plain(tensor: tf.Tensor): Plain {
  const { $tensor } = toPlain(tensor) as PlainTensor;
  return { $tensor: { ...$tensor, values: $tensor.values.map((value) => Number(Number(value).toFixed(3))) } };
}
