import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EncodedPair } from "../../../lib/batches";
import { randomGenerator } from "../../../lib/random";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../../lib/transformer";
import { runTraining, type PlannedTraining } from "../../../tools/experiment/training";

const sizes = { vocabSize: 9, dModel: 8, numHeads: 2, numLayers: 1 };
const pairs: EncodedPair[] = Array.from({ length: 12 }, (_, i) => ({
  source: [4 + (i % 5)],
  target: [5, 6],
}));

function planOf(totalSteps: number): PlannedTraining {
  const model = new Transformer(
    new TransformerEncoder(sizes, randomGenerator(1)),
    new TransformerDecoder(sizes, randomGenerator(2)),
  );
  const common = {
    name: "tiny",
    batchSize: 3,
    stepsApart: 2,
    beta2: 0.98,
    config: {},
    vocabularies: {},
    isKept: false,
  };
  const learningRate = (step: number) => 0.01 / step;
  return {
    ...common,
    model,
    pairs,
    totalSteps,
    learningRate,
    measure: () => ({}),
    results: () => ({ done: 1 }),
  };
}
const newFolder = (): string => mkdtempSync(join(tmpdir(), "experiment-"));
const numbersOf = ({ model }: PlannedTraining): number[] =>
  Object.values(model.parameters).flatMap((parameter) => [...parameter.dataSync()]);

describe("runTraining", () => {
  test("cut in two, comes to the numbers of one run, bit by bit", async () => {
    const [folder, whole] = [newFolder(), planOf(4)];
    await runTraining(planOf(2), folder);
    const rest = planOf(4);
    const log = await runTraining(rest, folder);
    expect((await runTraining(whole, newFolder()))!.records.map(({ step }) => step)).toEqual([2, 4]);
    expect(log!.records.map(({ step }) => step)).toEqual([2, 4]);
    expect(numbersOf(rest)).toEqual(numbersOf(whole));
  });

  test("that is finished is not run again", async () => {
    const folder = newFolder();
    const first = await runTraining(planOf(2), folder);
    const again = await runTraining(planOf(2), folder);
    expect(again).toEqual(first);
  });
});
