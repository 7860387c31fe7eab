/** A training that was cut off goes on from its checkpoint to just the numbers of one that was not. */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Adam } from "../../lib/adam";
import { bucketBatches } from "../../lib/batches";
import { loadCheckpoint, restoreParameters, resumeTraining, saveCheckpoint } from "../../lib/checkpoint";
import { Linear } from "../../lib/linear";
import { collectParameters, zeroParameter, type HasParameters } from "../../lib/parameters";
import { randomGenerator, type RandomGenerator } from "../../lib/random";
import { train, type TrainOptions } from "../../lib/training";
import { tf } from "../../lib/tf";
import { Gpt } from "../../lib/gpt";
import { numbers } from "./tensors";

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
const parameterBits = ({ parameters }: HasParameters) =>
  Object.values(parameters).map((parameter) => [
    ...new Uint32Array((parameter.dataSync() as Float32Array).slice().buffer),
  ]);
const bits = ({ model }: Run) => parameterBits(model);
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

  /** Two equal parts, of which one learns a thousand times as fast as the other, made in either order. */
  function twoParts(isReversed: boolean) {
    const make = () => new Linear({ inputSize: 1, outputSize: 1 }, randomGenerator(1));
    const [first, second] = [make(), make()];
    const [small, large] = isReversed ? [second, first] : [first, second];
    const parameters = collectParameters({ small, large });
    const one = tf.ones<tf.Rank.R3>([1, 1, 1]);
    const loss = () =>
      tf.tidy(() =>
        small.apply(one).sub(3).square().add(large.apply(one).sub(9).square().mul(1e3)).asScalar(),
      );
    return { model: { parameters, loss }, optimizer: new Adam() };
  }

  test("gives each parameter its own moments back, in whatever order the model's parts were made", async () => {
    const [whole, first, second] = [twoParts(false), twoParts(false), twoParts(true)];
    const run = ({ model, optimizer }: ReturnType<typeof twoParts>, startAfter = 0, epochs = 6) =>
      train(model, () => [[0]], { epochs, seed: 1, optimizer, startAfter, learningRate: () => 0.3 });
    await run(whole);
    await run(first, 0, 3);
    saveCheckpoint(file(), { model: first.model, training: { optimizer: first.optimizer, epoch: 3 } });

    const startAfter = resumeTraining(loadCheckpoint(file()), second);
    await run(second, startAfter);

    expect(parameterBits(second.model)).toEqual(parameterBits(whole.model));
    expect(second.optimizer.state(second.model.parameters)).toEqual(
      whole.optimizer.state(whole.model.parameters),
    );
  });

  test("refuses moments that were saved without names, and says what to do", () => {
    // A file of version 1, as it was written before: the bias, then m and v of it.
    const header = {
      vocabularies: {},
      parameters: [{ name: "bias", shape: [2] }],
      training: { epoch: 1, optimizer: { step: 4, size: 2 } },
    };
    const numbersOfFile = Float32Array.of(0.5, -0.25, 1, 2, 3, 4);
    const body = Buffer.concat([
      Buffer.from(`${JSON.stringify(header)}\n`),
      Buffer.from(numbersOfFile.buffer),
    ]);
    const hash = createHash("sha256").update(body).digest("hex");
    writeFileSync(file(), Buffer.concat([Buffer.from(`rnn-to-transformer-checkpoint 1 ${hash}\n`), body]));
    const model = { parameters: { bias: zeroParameter([2]) } };
    const checkpoint = loadCheckpoint(file());
    expect(() => resumeTraining(checkpoint, { model, optimizer: new Adam() })).toThrow(
      "resumeTraining: checkpoint was saved before moments had names, so it does not say which parameter each of " +
        "Adam's moments belongs to; restoreParameters(model, checkpoint) still gives the model its parameters, and " +
        "a new Adam can train it on",
    );
    restoreParameters(model, checkpoint);
    expect(numbers(model.parameters.bias)).toEqual([0.5, -0.25]);
  });

  test("refuses an optimizer's state of another model", async () => {
    const run = newRun(1);
    const other = new Linear({ inputSize: 1, outputSize: 1 }, randomGenerator(1));
    await trainRun(run, { epochs: 1 });
    const moment = { mean: new Float32Array(2), square: new Float32Array(2) };
    const restore = (moments: Record<string, typeof moment>, parameters = other.parameters) =>
      new Adam().restore({ step: 1, moments }, parameters);
    expect(() => restore({ weight: moment })).toThrow(
      "Adam.restore: state has moments of weight, which is no parameter of the model",
    );
    expect(() => restore({ bias: moment })).toThrow(
      "Adam.restore: state should have 1 numbers for bias, got 2",
    );
    save(run, 1);
    expect(() => resumeTraining(loadCheckpoint(file()), { ...run, model: other })).toThrow(
      "restoreParameters: inputToOutput is [1, 1] in the model, but no such parameter in the checkpoint",
    );
  });
});
