/** Trains the suspects of sheet 13 and records their weights and curves: `npx tsx tests/exercises/13-second-zoo/record.ts` */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Adam } from "../../../lib/adam";
import { pairBatch, type EncodedPair } from "../../../lib/batches";
import type { KeysValues } from "../../../lib/multi-head-attention";
import { randomGenerator, type RandomGenerator } from "../../../lib/random";
import { tf } from "../../../lib/tf";
import { train, type Trainable } from "../../../lib/training";
import { EOS, SOS } from "../../../lib/vocabulary";
import { Reverser, vocabSize, type Bug } from "../fixtures/13-second-zoo/reverser";
import { sizes, toText } from "../fixtures/13-second-zoo/suspects";

const stepsPerEpoch = 50;
const epochs = 24;
const folder = join(__dirname, "..", "fixtures", "13-second-zoo");

/** A word of 3 to 6 letters, and the same backwards. */
function drawPair(random: RandomGenerator): EncodedPair {
  const source = Array.from({ length: 3 + random.integer(4) }, () => 3 + random.integer(vocabSize - 3));
  return { source, target: [...source].reverse() };
}

const draw = (random: RandomGenerator, count: number): EncodedPair[] =>
  Array.from({ length: count }, () => drawPair(random));
const validation = draw(randomGenerator("13-second-zoo/validation"), 200);

interface Curves {
  readonly steps: number[];
  readonly training: number[];
  readonly validation: number[];
  /** The share of words that it writes without a mistake. */
  readonly exact: number[];
}

/** @param watched  the bugs with which the same weights are measured */
async function trained(bug: Bug, size: keyof typeof sizes, watched: Readonly<Record<string, Bug>>) {
  const model = new Reverser(bug, sizes[size], `13-second-zoo/${size}`);
  const twins = Object.entries(watched).map(([name, other]) => ({
    name,
    twin: new Reverser(other, sizes[size], "13-second-zoo/twin"),
    curves: { steps: [], training: [], validation: [], exact: [] } as Curves,
  }));
  await train(
    model as unknown as Trainable<EncodedPair>,
    (random) => Array.from({ length: stepsPerEpoch }, () => draw(random, 64)),
    {
      epochs,
      seed: 13,
      optimizer: new Adam({ beta2: 0.98 }),
      learningRate: (step) => 0.01 * Math.min(step / 100, 1, 1.1 - step / (stepsPerEpoch * epochs)),
      clipNorm: 1,
      onEpoch: ({ step, lossNats }) => {
        for (const { name, twin, curves } of twins) {
          for (const [key, parameter] of Object.entries(twin.parameters))
            parameter.assign(model.parameters[key]!);
          curves.steps.push(step);
          curves.training.push(round(lossNats));
          curves.validation.push(round(tf.tidy(() => twin.loss(validation, false).dataSync()[0]!)));
          curves.exact.push(round(exactMatch(twin)));
          console.log(size, name, step, lossNats, curves.validation.at(-1), curves.exact.at(-1));
        }
      },
    },
  );
  return { text: toText(model), curves: Object.fromEntries(twins.map(({ name, curves }) => [name, curves])) };
}

/** Writes all words side by side. */
function exactMatch(model: Reverser): number {
  const written = tf.tidy(() => {
    const { source, sourceMask } = pairBatch(validation);
    const encoded = model.encode(source, sourceMask, false);
    let tokens = tf.fill([validation.length, 1], SOS, "int32") as tf.Tensor2D;
    let past: KeysValues[] = [];
    const columns = Array.from({ length: 8 }, () => {
      const decoded = model.decode(tokens, encoded, past, false);
      past = decoded.past;
      tokens = decoded.logits.argMax(2).cast("int32");
      return tokens;
    });
    return tf.concat(columns, 1).arraySync() as number[][];
  });
  const isExact = (row: number[], b: number): boolean =>
    row.slice(0, row.indexOf(EOS)).join() === validation[b]!.target.join();
  return written.filter(isExact).length / validation.length;
}

const round = (x: number): number => Number(x.toFixed(4));

async function main(): Promise<void> {
  const first = await trained("none", "first", {
    healthy: "none",
    "model 1": "cache one place behind",
    "model 2": "drops while writing",
  });
  const firstPeeking = await trained("sees the next token", "first", { "model 3": "sees the next token" });
  const firstAlone = await trained("looks at itself", "first", { "model 4": "looks at itself" });
  const second = await trained("none", "second", { "healthy, second": "none" });
  const all = { first, firstPeeking, firstAlone, second };
  const head = "// Made by tests/exercises/13-second-zoo/record.ts; do not edit.\n";
  const lines = Object.entries(all).map(([name, { text }]) => `  ${name}:\n    "${text}",`);
  writeFileSync(join(folder, "weights.ts"), `${head}export const weights = {\n${lines.join("\n")}\n};\n`);
  const curves = { ...first.curves, ...firstPeeking.curves, ...firstAlone.curves };
  writeFileSync(
    join(folder, "curves.ts"),
    `${head}export const curves = ${JSON.stringify(curves, undefined, 2)};\n`,
  );
}

void main();
