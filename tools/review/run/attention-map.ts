/** From what an answer gave on the sentence to weights that can be drawn, or the reason why they cannot. */
import type { Result } from "../../exercises/call";
import { isTensorTag } from "../../exercises/plain";
import type { Plain, TensorData } from "../../exercises/plain";
import type { Computed } from "../../grade/run/bench";
import type { Sentence } from "./sentence";

export type AttentionMap =
  /** [target, source] */
  { readonly weights: readonly (readonly number[])[] } | { readonly problem: string };

const problem = (text: string): AttentionMap => ({ problem: text });

/** Weights are drawn as they are, scores after our own softmax: it is the score that the task was about. */
export function mapFrom(computed: Computed, sentence: Sentence): AttentionMap {
  if ("death" in computed) return problem(computed.death.message);
  const [result] = computed.results;
  return result === undefined ? problem("it gave nothing") : mapFromResult(result, sentence);
}

function mapFromResult(result: Result, sentence: Sentence): AttentionMap {
  if ("error" in result) return problem(`it throws ${result.error.name}: ${result.error.message}`);
  if ("limit" in result) return problem("it never finished");
  const { value } = result;
  if (isTensorTag(value)) return grid(value.$tensor, sentence, (rows) => rows.map(softmaxUnder(sentence)));
  const weights = (value as Readonly<Record<string, Plain>> | null)?.["weights"];
  return isTensorTag(weights)
    ? grid(weights.$tensor, sentence, (rows) => rows)
    : problem("it gave neither scores nor weights");
}

type Rows = readonly (readonly number[])[];

function grid(tensor: TensorData, { source, target }: Sentence, finish: (rows: Rows) => Rows): AttentionMap {
  const wanted = [target.length, source.length];
  if (tensor.shape.join() !== wanted.join())
    return problem(`a map needs the shape [${wanted.join(", ")}], it gave [${tensor.shape.join(", ")}]`);
  const numbers = tensor.values.map(Number);
  if (!numbers.every(Number.isFinite)) return problem("some of its numbers are NaN or infinite");
  const rows = target.map((_, t) => numbers.slice(t * source.length, (t + 1) * source.length));
  const weights = finish(rows);
  const [low, high] = [Math.min(...weights.flat()), Math.max(...weights.flat())];
  return low < 0 || high > 1 + 1e-5
    ? problem(`weights lie between 0 and 1, these between ${low.toPrecision(3)} and ${high.toPrecision(3)}`)
    : { weights };
}

/** Padding gets 0; the largest score is taken off first, so that nothing overflows. */
export const softmaxUnder =
  ({ sourceMask }: Pick<Sentence, "sourceMask">) =>
  (scores: readonly number[]): number[] => {
    const isReal = (s: number): boolean => sourceMask?.[s] !== 0;
    const largest = Math.max(...scores.filter((_, s) => isReal(s)));
    const powers = scores.map((score, s) => (isReal(s) ? Math.exp(score - largest) : 0));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => (total === 0 ? 0 : power / total));
  };
