/**
 * Checkpoints: a model's parameters in a file, with all that is needed to use them again.
 *
 * A file is one line with the format's name, its version and the SHA-256 of all that follows; one line of JSON; and
 * float32 numbers one after the other, little-endian: the parameters', then the optimizer's.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { tf } from "./tf";
import type { Adam, AdamState } from "./adam";
import { checkFunction, checkRecord, checkSize, shown } from "./argument";
import type { Moment } from "./moments";
import { checkModel, type HasParameters } from "./parameters";
import type { RandomGenerator, RandomState } from "./random";
import { replaceFile } from "./replace-file";
import { Vocabulary } from "./vocabulary";

const FORMAT = "rnn-to-transformer-checkpoint";
const VERSION = 2;
/** Version 1 kept Adam's moments end to end, in the order in which the model's parameters were made, without names. */
const READABLE = ["1", "2"];

export interface CheckpointContent {
  readonly model: HasParameters;
  /** What it takes to go on training where it stands, see {@link resumeTraining}. */
  readonly training?: TrainingParts;
  /** Vocabularies by name, such as { source, target }. */
  readonly vocabularies?: Readonly<Record<string, Vocabulary>>;
  /** What the model was made from; anything that JSON can hold. */
  readonly config?: unknown;
}

/** What training changes beside the model's parameters. */
export interface TrainingParts {
  /** Epochs done. */
  readonly epoch: number;
  readonly optimizer: Adam;
  /** The model's own source of random numbers, if it draws from one while training: dropout, scheduled sampling. */
  readonly random?: RandomGenerator;
}

/** Where training stood. */
export interface SavedTraining {
  readonly epoch: number;
  readonly optimizer?: AdamState | "of parameters without names";
  readonly random?: RandomState;
}

export interface Checkpoint {
  readonly vocabularies: Readonly<Record<string, Vocabulary>>;
  readonly config: unknown;
  /** Each parameter's shape and numbers by its name. */
  readonly parameters: Readonly<Record<string, { readonly shape: number[]; readonly values: Float32Array }>>;
  readonly training?: SavedTraining;
}

interface Header {
  readonly config?: unknown;
  readonly vocabularies: Record<string, unknown>;
  readonly parameters: readonly { readonly name: string; readonly shape: number[] }[];
  readonly training?: Omit<SavedTraining, "optimizer"> & {
    /** The names are the parameters', in the order of their moments; version 1 has none. */
    readonly optimizer?: { readonly step: number; readonly names?: readonly string[] };
  };
}

/**
 * Writes a checkpoint. The file appears whole or not at all: it is written under another name, then renamed.
 *
 * @param path  the file; one that is there is replaced
 * @throws {TypeError} path is no text, there is no model, or a vocabulary is none
 *
 * Taught in notebook 11.
 */
export function saveCheckpoint(path: string, content: CheckpointContent): void {
  checkPath("saveCheckpoint", path);
  const { model, vocabularies = {}, config, training } = checkRecord("saveCheckpoint", "content", content);
  checkModel("saveCheckpoint", "model", model);
  for (const [name, words] of Object.entries(vocabularies)) {
    if (words instanceof Vocabulary) continue;
    throw new TypeError(`saveCheckpoint: vocabularies.${name} should be a Vocabulary, got ${shown(words)}`);
  }
  const parameters = Object.entries(model.parameters);
  const optimizer = training && checkTraining(training).optimizer.state(model.parameters);
  const header: Header = {
    config,
    vocabularies: Object.fromEntries(
      Object.entries(vocabularies).map(([name, words]) => [name, words.toJSON()]),
    ),
    parameters: parameters.map(([name, { shape }]) => ({ name, shape })),
    training: training && {
      epoch: training.epoch,
      random: training.random?.state(),
      optimizer: optimizer && { step: optimizer.step, names: Object.keys(optimizer.moments) },
    },
  };
  const numbers = parameters.map(([, parameter]) => parameter.dataSync() as Float32Array);
  for (const { mean, square } of Object.values(optimizer?.moments ?? {})) numbers.push(mean, square);
  const body = Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...numbers.map(bytesOf)]);
  replaceFile(path, Buffer.concat([Buffer.from(`${FORMAT} ${VERSION} ${sha256(body)}\n`), body]));
}

/**
 * Reads a checkpoint, and checks that not a bit of it has changed.
 *
 * @throws {Error} no such file, no checkpoint, one of a version that is not known here, or a damaged one
 *
 * Taught in notebook 11.
 */
export function loadCheckpoint(path: string): Checkpoint {
  checkPath("loadCheckpoint", path);
  if (!existsSync(path))
    throw new Error(`loadCheckpoint: path should be a file, got ${shown(path)}: no such file`);
  const file = readFileSync(path);
  const [first, body] = cutLine(file);
  const [format, version, hash] = first.split(" ");
  if (format !== FORMAT) throw new Error(`loadCheckpoint: ${path} is not a checkpoint`);
  if (!READABLE.includes(version!)) {
    throw new Error(`loadCheckpoint: ${path} has version ${version}, expected ${READABLE.join(" or ")}`);
  }
  if (sha256(body) !== hash) {
    throw new Error(`loadCheckpoint: ${path} is damaged: expected SHA-256 ${hash}, got ${sha256(body)}`);
  }
  const [json, numbers] = cutLine(body);
  const header = JSON.parse(json) as Header;
  let start = 0;
  const next = (size: number): Float32Array =>
    new Float32Array(new Uint8Array(numbers.subarray(start, (start += 4 * size))).buffer);
  const parameters = header.parameters.map(({ name, shape }) => {
    const values = next(shape.reduce((product, length) => product * length, 1));
    return [name, { shape, values }] as const;
  });
  const sizes = new Map(parameters.map(([name, { values }]) => [name, values.length]));
  const moment = (name: string) => ({ mean: next(sizes.get(name)!), square: next(sizes.get(name)!) });
  const vocabularies = Object.entries(header.vocabularies).map(
    ([name, tokens]) => [name, Vocabulary.fromJSON(tokens)] as const,
  );
  return {
    config: header.config,
    vocabularies: Object.fromEntries(vocabularies),
    parameters: Object.fromEntries(parameters),
    training: header.training && savedTraining(header.training, moment),
  };
}

function savedTraining(
  { epoch, random, optimizer }: NonNullable<Header["training"]>,
  moment: (name: string) => Moment,
): SavedTraining {
  if (optimizer === undefined) return { epoch, random };
  const { step, names } = optimizer;
  if (names === undefined) return { epoch, random, optimizer: "of parameters without names" };
  const moments = Object.fromEntries(names.map((name) => [name, moment(name)]));
  return { epoch, random, optimizer: { step, moments } };
}

/**
 * Gives a model the numbers of a checkpoint, bit by bit.
 *
 * @param model  made with the sizes of the one that was saved
 * @throws {RangeError} a parameter is missing, is one too many, or has another shape; the model then keeps its numbers
 *
 * Taught in notebook 11.
 */
export function restoreParameters(model: HasParameters, checkpoint: Checkpoint): void {
  checkModel("restoreParameters", "model", model);
  checkRecord("restoreParameters", "checkpoint", checkpoint);
  checkRecord("restoreParameters", "checkpoint.parameters", checkpoint.parameters);
  const names = new Set([...Object.keys(model.parameters), ...Object.keys(checkpoint.parameters)]);
  const shapeIn = (holder: Record<string, { readonly shape: number[] }>, name: string): string =>
    Object.hasOwn(holder, name) ? `[${holder[name]!.shape.join(", ")}]` : "no such parameter";
  for (const name of names) {
    const [own, saved] = [shapeIn(model.parameters, name), shapeIn(checkpoint.parameters, name)];
    if (own === saved) continue;
    throw new RangeError(`restoreParameters: ${name} is ${own} in the model, but ${saved} in the checkpoint`);
  }
  tf.tidy(() => {
    for (const [name, { shape, values }] of Object.entries(checkpoint.parameters)) {
      model.parameters[name]!.assign(tf.tensor(values, shape));
    }
  });
}

/**
 * Gives a model, its optimizer and its source of random numbers what they had when a checkpoint was saved. `train` then
 * goes on to just the numbers, to the last bit, that it would have come to without a pause.
 *
 *     const startAfter = resumeTraining(loadCheckpoint(path), { model, optimizer, random });
 *     await train(model, batches, { ...options, optimizer, startAfter });
 *
 * Parameters and Adam's moments are found by the parameters' names; the sources that dropout draws from have none, so
 * layers with dropout must be made in the same order.
 *
 * @param parts  made as those that were saved; `random` is what the model draws from while it trains
 * @returns epochs done, for `train({ startAfter })`
 * @throws {RangeError} a checkpoint without training in it, of another model, or with moments that have no names
 *
 * Taught in notebook 11.
 */
export function resumeTraining(
  checkpoint: Checkpoint,
  parts: Omit<TrainingParts, "epoch"> & { readonly model: HasParameters },
): number {
  const { model, optimizer, random } = checkRecord("resumeTraining", "parts", parts);
  const { training } = checkRecord("resumeTraining", "checkpoint", checkpoint);
  if (training === undefined) {
    throw new RangeError("resumeTraining: checkpoint should be saved with { training }, got one without");
  }
  if (training.optimizer === "of parameters without names") {
    throw new RangeError(
      "resumeTraining: checkpoint was saved before moments had names, so it does not say which parameter each of " +
        "Adam's moments belongs to; restoreParameters(model, checkpoint) still gives the model its parameters, and " +
        "a new Adam can train it on",
    );
  }
  restoreParameters(model, checkpoint);
  if (training.optimizer !== undefined) optimizer.restore(training.optimizer, model.parameters);
  if (training.random !== undefined) random?.restore(training.random);
  return training.epoch;
}

function checkTraining(training: TrainingParts): TrainingParts {
  checkRecord("saveCheckpoint", "training", training);
  checkSize("saveCheckpoint", "training.epoch", training.epoch);
  checkFunction("saveCheckpoint", "training.optimizer.state", training.optimizer?.state);
  return training;
}

function checkPath(functionName: string, path: string): void {
  if (typeof path === "string" && path !== "") return;
  throw new TypeError(`${functionName}: path should be the name of a file, got ${shown(path)}`);
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const bytesOf = (values: Float32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The first line, and what follows it. */
function cutLine(bytes: Buffer): [string, Buffer] {
  const end = bytes.indexOf("\n");
  return end < 0 ? ["", bytes] : [bytes.subarray(0, end).toString(), bytes.subarray(end + 1)];
}
