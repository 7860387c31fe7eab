/** Training: the one loop of the course, the same in a cell and in a terminal. */
import { tf } from "./tf";
import { Adam, joinGradients, splitGradient } from "./adam";
import { checkFunction, checkList, checkPositive, checkRecord, checkSize, shown } from "./argument";
import { checkModel, type HasParameters } from "./parameters";
import { randomGenerator, type RandomGenerator } from "./random";
import { isPure } from "./engine/pure";
import { tracedStep } from "./engine/traced-step";

/** A model that knows its loss over some examples; it makes its own tensors of them. */
export interface Trainable<Example> extends HasParameters {
  /** In nats, or whatever the model minimises. */
  loss(examples: readonly Example[]): tf.Scalar;
  /**
   * The loss in two halves, `batchLoss(batchOf(examples))`: what it reads of examples, and the loss over that. A model
   * that has both and calls its code {@link pure} learns faster, since `train` makes a graph of its steps.
   */
  batchOf?(examples: readonly Example[]): Tensors;
  batchLoss?(batch: Tensors): tf.Scalar;
}

type Tensors = Readonly<Record<string, tf.Tensor>>;

export interface StepReport {
  /** Steps done, this one included; counted from 1. */
  readonly step: number;
  /** Epochs begun, counted from 1. */
  readonly epoch: number;
  /** Loss of this step's batch, before its update. */
  readonly lossNats: number;
  /** Length of the gradient over all parameters, before clipping. */
  readonly gradientNorm: number;
}

export interface EpochReport {
  readonly epoch: number;
  readonly step: number;
  /** Mean loss over the epoch's steps. */
  readonly lossNats: number;
  /** What `validate` measured. */
  readonly validation: Measured;
}

/** What is measured on data that training does not see. */
export interface Measured {
  /** Losses in nats a token, by name; each becomes a curve. */
  readonly lossNats?: Readonly<Record<string, number>>;
  /** Shares in [0, 1], by name, such as exact match. */
  readonly scores?: Readonly<Record<string, number>>;
}

/** Watches training: draws a bar and a curve in a notebook, or a line in a terminal. */
export interface TrainingReporter {
  /** @param run  `stepsBefore` are those that earlier calls of `train` did with this model */
  onStart(run: { readonly totalSteps: number; readonly stepsBefore?: number }): void;
  onStep(report: StepReport): void;
  onEpoch(report: EpochReport): void;
  /** Also after an interrupt or an error. */
  onEnd(): void;
}

export interface TrainOptions {
  /** How often every example is seen; a whole number ≥ 1. */
  readonly epochs: number;
  /** How parameters follow the gradient; Adam with a learning rate of 0.001 unless said otherwise. */
  readonly optimizer?: tf.Optimizer;
  /** The learning rate of each step, counted from 1; the optimizer's own when left out. */
  readonly learningRate?: (step: number) => number;
  /** The gradient is shortened to this length if it is longer; > 0; not shortened when left out. */
  readonly clipNorm?: number;
  /** Decides the order of the batches. */
  readonly seed: number;
  /**
   * Epochs that are done already, as `resumeTraining` of lib/checkpoint.ts says: their batches are drawn and passed
   * over, so that those to come are the same as without a pause; 0 unless said otherwise.
   */
  readonly startAfter?: number;
  /** Called after each epoch. */
  readonly validate?: () => Measured;
  /** Called after each epoch and its validation: the place to save a checkpoint. */
  readonly onEpoch?: (report: EpochReport) => void;
  /** Ends training after an epoch. */
  readonly stopWhen?: (report: EpochReport) => boolean;
  readonly reporter?: TrainingReporter;
  readonly onStep?: (report: StepReport) => void;
  /** Ends training before the next step. Ctrl-C and a notebook's stop button do so too. */
  readonly signal?: AbortSignal;
}

/** What training came to. */
export interface TrainResult {
  readonly stopped: "finished" | "stopWhen" | "interrupted";
  readonly steps: readonly StepReport[];
  readonly epochs: readonly EpochReport[];
  readonly seconds: number;
}

/** How many steps each model has done: who runs a cell again goes on with what is learnt, and should see so. */
const stepsDone = new WeakMap<HasParameters, number>();

/** An interrupt and the progress bar wait at most about this long. */
const YIELD_EVERY_MS = 50;

/**
 * Trains a model: for each batch, the loss, its gradient, and one step of the optimizer.
 *
 *     θ ← θ − η · clip(∂ℓ/∂θ)
 *
 * After an interrupt the model keeps what it has learnt so far, and the result says "interrupted".
 *
 * @param model    what learns; its parameters change
 * @param batches  makes the batches of one epoch from a source of random numbers; at least one batch
 * @returns losses of all steps and epochs
 * @throws {RangeError} no batches, or an option out of its range
 * @throws {Error} the loss or its gradient is not a finite number any more: the message names the step
 *
 * Ours / theirs: clipNorm is the threshold of Pascanu et al. 2013, §3.2, algorithm 1.
 * Taught in notebook 03.
 * @source Kingma & Ba 2015, "Adam", algorithm 1. https://arxiv.org/abs/1412.6980
 */
export async function train<Example>(
  model: Trainable<Example>,
  batches: (random: RandomGenerator) => readonly (readonly Example[])[],
  options: TrainOptions,
): Promise<TrainResult> {
  checkOptions(checkRecord("train", "options", options));
  checkModel("train", "model", model);
  checkFunction("train", "model.loss", model.loss);
  checkFunction("train", "batches", batches);
  const random = randomGenerator(options.seed);
  const optimizer = options.optimizer ?? new Adam();
  // Node's vm, which runs a cell up to its first pause, takes SIGINT back when it leaves: a listener added before that
  // would hear nothing, and the interrupt would end the kernel.
  await nextTurn();
  const interrupt = watchInterrupt(options.signal);
  const started = performance.now();
  const stepsBefore = stepsDone.get(model) ?? 0;
  const [steps, epochs]: [StepReport[], EpochReport[]] = [[], []];
  let stopped: TrainResult["stopped"] = "finished";
  let numPassed = 0; // steps of epochs done before
  try {
    for (let epoch = 1; epoch <= options.epochs && stopped === "finished"; epoch++) {
      const ofEpoch = batches(random);
      checkList("train", "the result of batches", ofEpoch);
      if (ofEpoch.length === 0) throw new RangeError("train: expected at least one batch, got none");
      if (epoch === 1)
        options.reporter?.onStart({ totalSteps: ofEpoch.length * options.epochs, stepsBefore });
      if (epoch <= (options.startAfter ?? 0)) {
        numPassed += ofEpoch.length;
        continue;
      }
      const before = steps.length;
      for (const batch of ofEpoch) {
        await interrupt.letOthersRun();
        if (interrupt.isRequested()) break;
        steps.push(
          trainStep(model, batch, optimizer, { ...options, step: numPassed + steps.length + 1, epoch }),
        );
        options.reporter?.onStep(steps.at(-1)!);
        options.onStep?.(steps.at(-1)!);
      }
      if (interrupt.isRequested()) stopped = "interrupted";
      else {
        epochs.push(endOfEpoch(epoch, steps, before, options));
        if (options.stopWhen?.(epochs.at(-1)!) === true) stopped = "stopWhen";
      }
    }
  } finally {
    interrupt.release();
    stepsDone.set(model, stepsBefore + steps.length);
    options.reporter?.onEnd();
    if (options.optimizer === undefined) optimizer.dispose();
  }
  return { stopped, steps, epochs, seconds: (performance.now() - started) / 1000 };
}

function endOfEpoch(epoch: number, steps: StepReport[], before: number, options: TrainOptions): EpochReport {
  const losses = steps.slice(before).map((report) => report.lossNats);
  const lossNats = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const report = { epoch, step: steps.at(-1)!.step, lossNats, validation: options.validate?.() ?? {} };
  options.reporter?.onEpoch(report);
  options.onEpoch?.(report);
  return report;
}

function trainStep<Example>(
  model: Trainable<Example>,
  batch: readonly Example[],
  optimizer: tf.Optimizer,
  { step, epoch, clipNorm, learningRate }: TrainOptions & { step: number; epoch: number },
): StepReport {
  if (learningRate !== undefined) setLearningRate(optimizer, learningRate(step));
  return tf.tidy(() => {
    const { loss, length, gradient, names } = gradientOf(model, batch);
    const [lossNats] = loss.dataSync() as Float32Array;
    checkFinite("the loss", lossNats!, step);
    const [gradientNorm] = length.dataSync() as Float32Array;
    checkFinite("the gradient's length", gradientNorm!, step);
    const scale = clipNorm === undefined ? 1 : Math.min(1, clipNorm / gradientNorm!);
    const clipped = scale === 1 ? gradient : gradient.mul<tf.Tensor1D>(scale);
    follow(optimizer, clipped, names);
    return { step, epoch, lossNats: lossNats!, gradientNorm: gradientNorm! };
  });
}

/** What a step needs to know of a batch. */
interface Slope {
  readonly loss: tf.Scalar;
  /** ‖∂ℓ/∂θ‖ */
  readonly length: tf.Scalar;
  /** Of all parameters, end to end; 0 for frozen ones. */
  readonly gradient: tf.Tensor1D;
  /** The parameters' names in TensorFlow.js. */
  readonly names: string[];
}

function gradientOf<Example>(model: Trainable<Example>, examples: readonly Example[]): Slope {
  if (!isInPureHalves(model)) return slope(model, () => model.loss(examples));
  const step = tracedStep(model, "slope", (model, batch: Tensors) =>
    slope(model, () => model.batchLoss!(batch)),
  );
  return step(model.batchOf!(examples));
}

/** Whether the model says that its loss is `batchLoss` of `batchOf`, and that nothing else decides about it. */
function isInPureHalves<Example>(model: Trainable<Example>): boolean {
  const { loss, batchOf, batchLoss } = model;
  if (batchOf === undefined || batchLoss === undefined) return false;
  // A class that overrides only `loss` has another one than its halves.
  return [loss, batchOf, batchLoss].every(isPure) && ownerOf(model, "loss") === ownerOf(model, "batchLoss");
}

/** The object or prototype that a property is found in. */
function ownerOf(holder: object | null, name: string): object | null {
  return holder === null || Object.hasOwn(holder, name)
    ? holder
    : ownerOf(Object.getPrototypeOf(holder), name);
}

function slope({ parameters }: HasParameters, loss: () => tf.Scalar): Slope {
  const variables = [...new Set(Object.values(parameters))];
  const learning = variables.filter(({ trainable }) => trainable);
  const { value, grads } =
    learning.length > 0 ? tf.variableGrads(loss, learning) : { value: loss(), grads: {} };
  const all = variables.map(({ name, shape }) => [name, grads[name] ?? tf.zeros(shape)] as const);
  const gradients = Object.fromEntries(all); // TensorFlow.js' names are numbers: this orders them
  const gradient = joinGradients(gradients);
  return {
    loss: value,
    length: gradient.square().sum<tf.Scalar>().sqrt(),
    gradient,
    names: Object.keys(gradients),
  };
}

/** A step of the optimizer; frozen parameters stay as they are. */
function follow(optimizer: tf.Optimizer, gradient: tf.Tensor1D, names: string[]): void {
  if ("applyJoined" in optimizer) return (optimizer as Adam).applyJoined(gradient, names);
  const isFrozen = (name: string) => !tf.engine().registeredVariables[name]!.trainable;
  const gradients = Object.entries(splitGradient(gradient, names));
  // TensorFlow.js' optimizers know parameters by their places, so a frozen one keeps its own, without a gradient.
  const following = gradients.map(([name, part]) => [name, isFrozen(name) ? null : part] as const);
  optimizer.applyGradients(Object.fromEntries(following) as tf.NamedTensorMap);
}

/** An update by NaN would spoil every parameter for good. */
function checkFinite(what: string, value: number, step: number): void {
  if (Number.isFinite(value)) return;
  throw new Error(`train: ${what} is ${value} at step ${step}; try a smaller learning rate or clipNorm`);
}

function setLearningRate(optimizer: tf.Optimizer, learningRate: number): void {
  if (!(learningRate >= 0) || learningRate === Infinity) {
    throw new RangeError(`train: learningRate should be a number ≥ 0, got ${shown(learningRate)}`);
  }
  const adjustable = optimizer as { learningRate?: number; setLearningRate?(rate: number): void };
  // Sgd and Momentum keep a copy that only their own setter renews. `instanceof` is true for every optimizer.
  if (adjustable.setLearningRate !== undefined) adjustable.setLearningRate(learningRate);
  else adjustable.learningRate = learningRate;
}

/** Lets everything else that waits run first. */
export const nextTurn = (): Promise<void> => new Promise((resume) => setImmediate(resume));

/** Notices Ctrl-C, the notebook's stop button (SIGINT to the kernel) and the caller's signal. */
export function watchInterrupt(signal?: AbortSignal) {
  let isInterrupted = false;
  let lastYield = performance.now();
  const onInterrupt = () => void (isInterrupted = true);
  process.once("SIGINT", onInterrupt);
  return {
    isRequested: () => isInterrupted || signal?.aborted === true,
    release: () => void process.off("SIGINT", onInterrupt),
    /** Without a pause no message of Jupyter gets in: no interrupt, no progress bar. */
    async letOthersRun() {
      if (performance.now() - lastYield < YIELD_EVERY_MS) return;
      await nextTurn();
      lastYield = performance.now();
    },
  };
}

function checkOptions({ epochs, clipNorm, seed, startAfter = 0, ...given }: TrainOptions): void {
  checkSize("train", "epochs", epochs);
  if (!Number.isFinite(seed))
    throw new RangeError(`train: seed should be a finite number, got ${shown(seed)}`);
  if (clipNorm !== undefined) checkPositive("train", "clipNorm", clipNorm);
  if (startAfter !== 0) checkSize("train", "startAfter", startAfter);
  const { optimizer, learningRate, validate, stopWhen, onStep, reporter } = given;
  for (const [name, value] of Object.entries({ learningRate, validate, stopWhen, onStep }))
    if (value !== undefined) checkFunction("train", name, value);
  if (optimizer !== undefined) checkFunction("train", "optimizer.applyGradients", optimizer?.applyGradients);
  if (reporter !== undefined) checkFunction("train", "reporter.onStep", reporter?.onStep);
}
