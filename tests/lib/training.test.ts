import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { Adam } from "../../lib/adam";
import { LanguageModel } from "../../lib/language-model";
import { zeroParameter } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import {
  train,
  type EpochReport,
  type StepReport,
  type Trainable,
  type TrainOptions,
} from "../../lib/training";

/** ℓ = ½ Σ (w − x)² over the examples: it learns their mean. */
function meanLearner(start = 0): Trainable<number> & { value(): number } {
  const weight = zeroParameter([]);
  weight.assign(tf.scalar(start));
  return {
    parameters: { weight },
    loss: (examples) =>
      tf.tidy(() =>
        tf
          .addN(examples.map((x) => weight.sub(x).square() as tf.Tensor))
          .div(2 * examples.length)
          .asScalar(),
      ),
    value: () => weight.dataSync()[0]!,
  };
}

const sgd = (learningRate: number) => tf.train.sgd(learningRate);
const once = (options: Partial<TrainOptions> = {}): TrainOptions => ({ epochs: 1, seed: 1, ...options });

describe("train", () => {
  test("follows the gradient: w − η (w − x)", async () => {
    const model = meanLearner();
    const { steps } = await train(model, () => [[4]], once({ optimizer: sgd(0.25) }));
    expect(model.value()).toBe(1);
    expect(steps).toEqual([{ step: 1, epoch: 1, lossNats: 8, gradientNorm: 4 }]);
  });

  test("shortens a gradient that is longer than clipNorm, and tells its length before", async () => {
    const model = meanLearner();
    const { steps } = await train(model, () => [[4]], once({ optimizer: sgd(1), clipNorm: 0.5 }));
    expect(model.value()).toBe(0.5);
    expect(steps[0]!.gradientNorm).toBe(4);
  });

  test("leaves a gradient shorter than clipNorm as it is", async () => {
    const model = meanLearner();
    await train(model, () => [[4]], once({ optimizer: sgd(0.25), clipNorm: 100 }));
    expect(model.value()).toBe(1);
  });

  test("takes the learning rate of each step", async () => {
    const model = meanLearner();
    const learningRate = (step: number) => (step === 1 ? 0.5 : 0);
    await train(model, () => [[4], [100]], once({ optimizer: sgd(1), learningRate }));
    expect(model.value()).toBe(2);
  });

  test("takes the learning rate of each step with Adam too, whose first step is as long as the rate", async () => {
    const model = meanLearner();
    const learningRate = (step: number) => (step === 1 ? 0.5 : 0);
    await train(model, () => [[4], [100]], once({ optimizer: tf.train.adam(1), learningRate }));
    expect(model.value()).toBeCloseTo(0.5, 5);
  });

  test("the same seed gives the same losses, another seed another order", async () => {
    const losses = async (seed: number) => {
      const model = meanLearner();
      const batches = (random: { shuffle(items: number[]): number[] }) =>
        random.shuffle([1, 2, 3, 4, 5, 6, 7, 8]).map((x) => [x]);
      return (await train(model, batches, { epochs: 2, seed })).steps.map((step) => step.lossNats);
    };
    expect(await losses(1)).toEqual(await losses(1));
    expect(await losses(2)).not.toEqual(await losses(1));
  });

  test("counts steps on over epochs, and gives each epoch's mean loss and validation", async () => {
    const validate = () => ({ scores: { answer: 0.42 } });
    const { epochs, steps, stopped } = await train(meanLearner(), () => [[4], [2]], {
      epochs: 2,
      seed: 1,
      optimizer: sgd(1e-9),
      validate,
    });
    expect(steps.map(({ step, epoch }) => [step, epoch])).toEqual([[1, 1], [2, 1], [3, 2], [4, 2]]); // prettier-ignore
    expect(epochs.map(({ epoch, step }) => [epoch, step])).toEqual([[1, 2], [2, 4]]); // prettier-ignore
    expect(epochs[0]!.lossNats).toBeCloseTo((8 + 2) / 2, 5);
    expect(epochs[0]!.validation).toEqual({ scores: { answer: 0.42 } });
    expect(stopped).toBe("finished");
  });

  test("stops after an epoch when it is told so", async () => {
    const result = await train(meanLearner(), () => [[4]], {
      epochs: 10,
      seed: 1,
      stopWhen: ({ epoch }) => epoch === 3,
    });
    expect([result.stopped, result.epochs.length]).toEqual(["stopWhen", 3]);
  });

  test("calls onEpoch after the validation of each epoch, in time to save a checkpoint", async () => {
    const [model, saved]: [ReturnType<typeof meanLearner>, number[]] = [meanLearner(), []];
    const validate = () => ({ scores: { answer: 0.42 } });
    const onEpoch = ({ epoch, validation }: EpochReport) => {
      saved.push(epoch, model.value(), validation.scores!["answer"]!);
    };
    await train(model, () => [[4]], { epochs: 2, seed: 1, optimizer: sgd(0.5), validate, onEpoch });
    expect(saved).toEqual([1, 2, 0.42, 2, 3, 0.42]);
  });

  test("tells the reporter and onStep what happens, in this order", async () => {
    const heard: string[] = [];
    await train(meanLearner(), () => [[4]], {
      epochs: 2,
      seed: 1,
      onStep: ({ step }) => heard.push(`onStep ${step}`),
      reporter: {
        onStart: ({ totalSteps }) => heard.push(`start ${totalSteps}`),
        onStep: ({ step }) => heard.push(`step ${step}`),
        onEpoch: ({ epoch }) => heard.push(`epoch ${epoch}`),
        onEnd: () => heard.push("end"),
      },
    });
    expect(heard).toEqual([
      "start 2",
      ...["step 1", "onStep 1", "epoch 1"],
      ...["step 2", "onStep 2", "epoch 2"],
      "end",
    ]);
  });

  test("a model that is trained again goes on, and the reporter hears after how many steps", async () => {
    const [model, heard]: [ReturnType<typeof meanLearner>, unknown[]] = [meanLearner(), []];
    const quiet = { onStep: () => {}, onEpoch: () => {}, onEnd: () => {} };
    const reporter = { ...quiet, onStart: (run: object) => void heard.push(run) };
    for (const epochs of [3, 1]) await train(model, () => [[4]], { epochs, seed: 1, reporter });
    expect(heard).toEqual([
      { totalSteps: 3, stepsBefore: 0 },
      { totalSteps: 1, stepsBefore: 3 },
    ]);
  });

  test("an abort signal stops it before the next step, and what was learnt stays", async () => {
    const [model, abort] = [meanLearner(), new AbortController()];
    const onStep = ({ step }: StepReport) => void (step === 2 && abort.abort());
    const result = await train(model, () => [[4], [4], [4], [4]], {
      ...once({ optimizer: sgd(0.5) }),
      onStep,
      signal: abort.signal,
    });
    expect([result.stopped, result.steps.length, result.epochs.length]).toEqual(["interrupted", 2, 0]);
    expect(model.value()).toBe(3);
  });

  test("Ctrl-C stops it, and the process lives on", async () => {
    const onStep = ({ step }: StepReport) => void (step === 3 && process.emit("SIGINT"));
    const result = await train(meanLearner(), () => [[4]], { epochs: 1000, seed: 1, onStep });
    expect([result.stopped, result.steps.length]).toEqual(["interrupted", 3]);
  });

  test("takes its hands off Ctrl-C when it ends, even by an error", async () => {
    const before = process.listenerCount("SIGINT");
    await train(meanLearner(), () => [[4]], once());
    await expect(train(meanLearner(), () => [[NaN]], once())).rejects.toThrow();
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  test("lets others run in between: a timer fires while it trains", async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    const slow = meanLearner();
    const { stopped } = await train(slow, () => [[1]], { epochs: 1e6, seed: 1, signal: abort.signal });
    expect(stopped).toBe("interrupted");
  });

  test("1,000 steps leave no tensor but the optimizer's own", async () => {
    const [model, optimizer] = [meanLearner(), tf.train.adam(0.01)];
    const seen: number[] = [];
    const onStep = () => seen.push(tf.memory().numTensors);
    await train(model, () => [[4]], { epochs: 1000, seed: 1, optimizer, clipNorm: 0.1, onStep });
    expect(new Set(seen).size).toBe(1);
    optimizer.dispose();
  });

  test("without an optimizer of the caller's it leaves nothing", async () => {
    const model = meanLearner();
    const before = tf.memory().numTensors;
    await train(model, () => [[4]], { epochs: 3, seed: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });

  const optimizers: [string, () => tf.Optimizer][] = [
    ["Adam", () => new Adam({ learningRate: 0.1 })],
    ["plain gradient descent", () => sgd(0.1)],
    ["momentum", () => tf.train.momentum(0.1, 0.9)],
    ["TensorFlow.js' Adam", () => tf.train.adam(0.1)],
  ];

  test.each(optimizers)("frozen parameters stay still, and thawed ones learn again: %s", async (_, make) => {
    const random = randomGenerator(1);
    const model = new LanguageModel({ vocabSize: 6, embeddingSize: 3, hiddenSize: 4 }, random);
    const { "embedding.table": table, "output.bias": bias } = model.parameters as Record<string, tf.Variable>;
    const optimizer = make();
    /** Which of the two are others after some steps. */
    const learning = async (numSteps: number) => {
      const before = [table!, bias!].map((variable) => variable.dataSync().join());
      await train(model, () => Array(numSteps).fill([[4, 5, 4]]) as number[][][], once({ optimizer }));
      return [table!, bias!].map((variable, index) => variable.dataSync().join() !== before[index]);
    };
    table!.trainable = false;
    expect(await learning(2)).toEqual([false, true]); // frozen from the start, no graph yet
    expect(await learning(15)).toEqual([false, true]); // on a graph
    [table!.trainable, bias!.trainable] = [true, false];
    expect(await learning(1)).toEqual([true, false]); // the graph is of no use any more
    expect(await learning(15)).toEqual([true, false]);
    bias!.trainable = true;
    expect(await learning(15)).toEqual([true, true]);
  });

  test.each(optimizers)(
    "each parameter follows its own gradient, in whatever order they were made: %s",
    async (_, make) => {
      const [early, late] = [zeroParameter([]), zeroParameter([])];
      const loss = () => tf.tidy(() => late.sub(early.mul(2)).asScalar()); // one falls, the other rises
      await train({ parameters: { late, early }, loss }, () => [[0]], once({ optimizer: make() }));
      expect([early, late].map((variable) => Math.sign(variable.dataSync()[0]!))).toEqual([1, -1]);
    },
  );

  test("a model that is frozen as a whole tells its loss and stays as it is", async () => {
    const model = meanLearner();
    model.parameters["weight"]!.trainable = false;
    const { steps } = await train(model, () => Array(15).fill([4]) as number[][], once());
    expect(steps.at(-1)).toEqual({ step: 15, epoch: 1, lossNats: 8, gradientNorm: 0 });
    expect(model.value()).toBe(0);
  });

  test("a loss that is no number any more is an error that names the step", async () => {
    const broken = train(meanLearner(), () => [[4], [NaN]], once());
    await expect(broken).rejects.toThrow(
      "train: the loss is NaN at step 2; try a smaller learning rate or clipNorm",
    );
  });

  test("a gradient that is no number is an error, and the model keeps its numbers", async () => {
    const model = meanLearner();
    const weight = model.parameters["weight"]!;
    const cliff = { ...model, loss: () => tf.tidy(() => weight.sqrt().sum<tf.Scalar>()) }; // slope ∞ at 0
    const broken = train(cliff, () => [[1]], once({ clipNorm: 1 }));
    await expect(broken).rejects.toThrow("train: the gradient's length is Infinity at step 1");
    expect(model.value()).toBe(0);
  });

  test("refuses no batches, and options out of range", async () => {
    const model = meanLearner();
    const run = (options: Partial<TrainOptions>, batches: number[][] = [[4]]) =>
      train(model, () => batches, once(options));
    await expect(run({}, [])).rejects.toThrow("train: expected at least one batch, got none");
    await expect(run({ epochs: 0 })).rejects.toThrow("train: epochs should be a whole number ≥ 1, got 0");
    await expect(run({ epochs: Infinity })).rejects.toThrow("got Infinity");
    await expect(run({ seed: NaN })).rejects.toThrow("train: seed should be a finite number, got NaN");
    await expect(run({ clipNorm: 0 })).rejects.toThrow("train: clipNorm should be a number > 0, got 0");
    await expect(run({ clipNorm: NaN })).rejects.toThrow("got NaN");
    await expect(run({ learningRate: () => NaN })).rejects.toThrow(
      "train: learningRate should be a number ≥ 0, got NaN",
    );
    await expect(run({ learningRate: () => Infinity })).rejects.toThrow("got Infinity");
  });
});
