/** How a model writes, where it looks meanwhile, and what it writes without one of its heads. */
import { pairBatch, type EncodedPair } from "../../lib/batches";
import { greedyDecode, teacherForcedDecode } from "../../lib/decoding";
import { attentionEntropy, exactMatch } from "../../lib/metrics";
import { countParameters } from "../../lib/parameters";
import { tf } from "../../lib/tf";
import { Transformer } from "../../lib/transformer";
import { encodePairs, type Head, type Model, type NamedModel, type Task } from "./models";
import { writeWeights, type RecordedModel, type RecordedOutput } from "./recording";

export function record(task: Task, { name, model, heads }: NamedModel): RecordedModel {
  const pairs = encodePairs(task, task.examples);
  const right = pairs.map(({ target }) => target);
  const written = write(task, model, pairs);
  const maps = mapsOf(
    model,
    pairs.map(({ source }, index) => ({ source, target: written[index]! })),
  );
  const without = heads.map((head) => writeWithout(task, model, head, pairs));
  return {
    name,
    numParameters: countParameters(model),
    exactMatch: exactMatch(written, right),
    maps: heads.map((head) => head.name),
    outputs: written.map((tokens, example) =>
      output(
        task,
        tokens,
        maps[example]!,
        without.map((texts) => texts[example]!),
      ),
    ),
  };
}

const write = ({ maxTime }: Task, model: Model, pairs: readonly EncodedPair[]): number[][] =>
  greedyDecode(
    model as Transformer,
    pairs.map(({ source }) => source),
    { maxTime },
  ).map(({ tokens }) => tokens);

function output(task: Task, tokens: number[], maps: number[][][], without: number[][]): RecordedOutput {
  const { vocabularies, maxTime, space } = task;
  const text = (ids: number[]): string[] => vocabularies.target.decode(ids);
  const ends = tokens.length < maxTime ? ["<eos>"] : [];
  const numRows = tokens.length + ends.length;
  return {
    tokens: [...text(tokens), ...ends],
    maps: maps.map((weights, map) => {
      const rows = weights.slice(0, numRows);
      const other = text(without[map]!).join(space);
      return {
        weights: writeWeights(rows),
        entropyNats: rows.map((row) => Number(attentionEntropy(row).toFixed(2))),
        ...(other === text(tokens).join(space) ? {} : { without: other }),
      };
    }),
  };
}

/** Where a model looks while it writes these targets.  [pair, map, target + <eos>, source + <eos>] */
function mapsOf(model: Model, pairs: readonly EncodedPair[]): number[][][][] {
  if (!(model instanceof Transformer))
    return teacherForcedDecode(model, pairs).map(({ weights }) => [weights!]);
  return tf.tidy(() => {
    const layers = model.run(pairBatch(pairs)).sourceWeights.map((weights) => weights.arraySync());
    return pairs.map(({ source, target }, example) =>
      layers.flatMap((layer) =>
        layer[example]!.map((head) =>
          head.slice(0, target.length + 1).map((row) => row.slice(0, source.length + 1)),
        ),
      ),
    );
  });
}

/** What the model writes when nothing of one head gets through; the model is as before afterwards. */
function writeWithout(
  task: Task,
  model: Model,
  { parameter, from, size }: Head,
  pairs: readonly EncodedPair[],
): number[][] {
  const weight = model.parameters[parameter]!;
  const whole = weight.clone();
  const isKept = Array.from({ length: weight.shape[0]! }, (_, row) =>
    row < from || row >= from + size ? 1 : 0,
  );
  tf.tidy(() => weight.assign(weight.mul(tf.tensor2d(isKept, [isKept.length, 1]))));
  const written = write(task, model, pairs);
  weight.assign(whole);
  whole.dispose();
  return written;
}
