/** A training that was cut off goes on from its checkpoint to just the numbers of one that was not. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Adam } from "../../lib/adam";
import { bucketBatches } from "../../lib/batches";
import { loadCheckpoint, resumeTraining, saveCheckpoint } from "../../lib/checkpoint";
import { Linear } from "../../lib/linear";
import { randomGenerator, type RandomGenerator } from "../../lib/random";
import { train, type TrainOptions } from "../../lib/training";
import { Gpt } from "../../lib/gpt";

let folder = "";
const file = () => join(folder, "model.ckpt");
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "resume-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const sequences = Array.from({ length: 12 }, (_, i) => [4 + (i % 5), 4 + ((2 * i) % 5), 4, 5 + (i % 3)]);
const batches = (random: RandomGenerator) =>
  bucketBatches(sequences, { batchSize: 4, lengthOf: ({ length }) => length, random });
const options = { epochs: 4, seed: 3, clipNorm: 1, learningRate: (step: number) => 0.01 / step };

/** A model that draws from `random` while it trains, since it has dropout. */
function newRun(seed: number) {
  const random = randomGenerator(seed);
  const config = { vocabSize: 9, dModel: 8, numHeads: 2, numLayers: 1, maxTime: 6, dropout: 0.2 };
  return { random, model: new Gpt(config, random), optimizer: new Adam() };
}
type Run = ReturnType<typeof newRun>;

const trainRun = ({ model, optimizer }: Run, more: Partial<TrainOptions> = {}) =>
  train(model, batches, { ...options, optimizer, ...more });
const bits = ({ model }: Run) =>
  Object.values(model.parameters).map((parameter) => [
    ...new Uint32Array((parameter.dataSync() as Float32Array).slice().buffer),
  ]);
const save = (run: Run, epoch: number) =>
  saveCheckpoint(file(), { model: run.model, training: { ...run, epoch } });

describe("a training that is resumed", () => {
  test("comes to the same parameters, bit by bit, as one without a pause", async () => {
    const [whole, first, second] = [newRun(1), newRun(1), newRun(2)];
    const inOne = await trainRun(whole);
    const stop = new AbortController();
    await trainRun(first, {
      signal: stop.signal,
      onEpoch: ({ epoch }) => save(first, epoch),
      onStep: ({ step }) => step === 8 && stop.abort(), // in the middle of epoch 3
    });
    expect(bits(first)).not.toEqual(bits(whole));

    const startAfter = resumeTraining(loadCheckpoint(file()), second);
    const rest = await trainRun(second, { startAfter });

    expect(startAfter).toBe(2);
    expect(bits(second)).toEqual(bits(whole));
    expect(rest.steps).toEqual(inOne.steps.slice(6));
    expect(rest.epochs).toEqual(inOne.epochs.slice(2));
  });

  test("counts its steps on from those before the pause", async () => {
    const run = newRun(1);
    const { steps } = await trainRun(run, { startAfter: 3 });
    expect(steps.map(({ step, epoch }) => [step, epoch])).toEqual([[10, 4], [11, 4], [12, 4]]); // prettier-ignore
  });

  test("has nothing to do when all epochs are done", async () => {
    const run = newRun(1);
    const before = bits(run);
    const { stopped, steps } = await trainRun(run, { startAfter: 4 });
    expect([stopped, steps]).toEqual(["finished", []]);
    expect(bits(run)).toEqual(before);
  });

  test("can be saved before its first step", () => {
    const [saved, loaded] = [newRun(1), newRun(2)];
    save(saved, 1);
    expect(resumeTraining(loadCheckpoint(file()), loaded)).toBe(1);
    expect(bits(loaded)).toEqual(bits(saved));
    expect(loaded.random.uniform()).toBe(saved.random.uniform());
  });

  test("refuses an optimizer's state of another model", async () => {
    const run = newRun(1);
    const other = new Linear({ inputSize: 1, outputSize: 1 }, randomGenerator(1));
    await trainRun(run, { epochs: 1 });
    run.optimizer.restore({ step: 1, mean: new Float32Array(2), square: new Float32Array(2) });
    await expect(trainRun(run)).rejects.toThrow("Adam.applyGradients: expected gradients of 2 numbers, got");
    save(run, 1);
    expect(() => resumeTraining(loadCheckpoint(file()), { ...run, model: other })).toThrow(
      "restoreParameters: inputToOutput is [1, 1] in the model, but no such parameter in the checkpoint",
    );
  });
});
