import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { EncodedPair } from "../../../lib/batches";
import { randomGenerator } from "../../../lib/random";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../../lib/transformer";
import { finishTraining, runTraining, type PlannedTraining } from "../../../tools/experiment/training";

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
    examples: pairs,
    lengthOf: ({ source }) => source.length,
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

  test("goes through few examples again, until the steps have enough", async () => {
    const plan = { ...planOf(4), examples: pairs.slice(0, 4) };
    const log = await runTraining(plan, newFolder());
    expect(log!.records.map(({ step }) => step)).toEqual([2, 4]);
  });

  test("draws other batches under another seed", async () => {
    const [one, other] = [planOf(2), { ...planOf(2), seed: 9 }];
    await runTraining(one, newFolder());
    await runTraining(other, newFolder());
    expect(numbersOf(other)).not.toEqual(numbersOf(one));
  });

  test("gives the results what was measured on the way", async () => {
    const plan: PlannedTraining = {
      ...planOf(4),
      measure: () => ({ loss: 3 }),
      results: (records) => ({ sum: records.reduce((sum, { measured }) => sum + measured["loss"]!, 0) }),
    };
    expect((await runTraining(plan, newFolder()))!.results).toEqual({ sum: 6 });
  });
});

describe("finishTraining", () => {
  test("leaves a log, no checkpoint, and does not train again", async () => {
    const folder = newFolder();
    const first = await finishTraining(planOf(2), folder);
    expect(readdirSync(folder)).toEqual(["tiny.json"]);
    const fresh = planOf(2);
    const before = numbersOf(fresh);
    expect(await finishTraining(fresh, folder)).toEqual(first);
    expect(numbersOf(fresh)).toEqual(before);
  });

  test("leaves the checkpoint of a training that is kept", async () => {
    const folder = newFolder();
    await finishTraining({ ...planOf(2), isKept: true }, folder);
    expect(readdirSync(folder)).toEqual(["tiny.checkpoint"]);
  });
});
