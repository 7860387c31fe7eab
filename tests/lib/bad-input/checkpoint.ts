/** Random numbers and checkpoints: calls that must be refused, and the words of each refusal. */
import { Adam } from "../../../lib/adam";
import { loadCheckpoint, restoreParameters, resumeTraining, saveCheckpoint } from "../../../lib/checkpoint";
import { Linear } from "../../../lib/linear";
import { randomGenerator } from "../../../lib/random";
import { list, nothing, type Refusal } from "./refusal";

const random = randomGenerator(1);
const model = new Linear({ inputSize: 1, outputSize: 1 }, random);
const path = "never-written.checkpoint";

export const randomRefusals: Refusal[] = [
  [
    "randomGenerator: seed should be a finite number or a text, got undefined",
    () => randomGenerator(nothing),
  ],
  ["randomGenerator: seed should be a finite number or a text, got NaN", () => randomGenerator(NaN)],
  ["randomGenerator: seed should be a finite number or a text, got a list of 2", () => randomGenerator(list)],
  [
    "randomGenerator.integer: limit should be a whole number ≥ 1, got undefined",
    () => random.integer(nothing),
  ],
  ["randomGenerator.pick: expected at least one item, got none", () => random.pick([])],
  ["randomGenerator.pick: items should be a list, got undefined", () => random.pick(nothing)],
  ["randomGenerator.shuffle: items should be a list, got undefined", () => random.shuffle(nothing)],
];

export const checkpointRefusals: Refusal[] = [
  [
    "saveCheckpoint: path should be the name of a file, got undefined",
    () => saveCheckpoint(nothing, { model }),
  ],
  ["saveCheckpoint: content should be an object, got undefined", () => saveCheckpoint(path, nothing)],
  ["saveCheckpoint: model should be an object, got undefined", () => saveCheckpoint(path, model as never)],
  [
    "saveCheckpoint: vocabularies.source should be a Vocabulary, got a list of 2",
    () => saveCheckpoint(path, { model, vocabularies: { source: list } }),
  ],
  ["loadCheckpoint: path should be the name of a file, got undefined", () => loadCheckpoint(nothing)],
  [
    'loadCheckpoint: path should be a file, got "nowhere.checkpoint": no such file',
    () => loadCheckpoint("nowhere.checkpoint"),
  ],
  [
    "restoreParameters: model should be an object, got undefined",
    () => restoreParameters(nothing, { parameters: {} } as never),
  ],
  [
    "restoreParameters: checkpoint should be an object, got undefined",
    () => restoreParameters(model, nothing),
  ],
  [
    'restoreParameters: checkpoint should be an object, got "never-written.checkpoint"',
    () => restoreParameters(model, path as never),
  ],
  [
    "restoreParameters: inputToOutput is [1, 1] in the model, but no such parameter in the checkpoint",
    () => restoreParameters(model, { parameters: {} } as never),
  ],
  [
    "randomGenerator: seed should be a finite number or a text, got Infinity",
    () => randomGenerator(Infinity),
  ],
  ["randomGenerator.integer: limit should be a whole number ≥ 1, got 0", () => random.integer(0)],
  ["randomGenerator.integer: limit should be a whole number ≥ 1, got NaN", () => random.integer(NaN)],

  [
    "saveCheckpoint: training.epoch should be a whole number ≥ 1, got undefined",
    () => saveCheckpoint(path, { model, training: {} as never }),
  ],
  [
    "saveCheckpoint: training.optimizer.state should be a function, got undefined",
    () => saveCheckpoint(path, { model, training: { epoch: 1, optimizer: nothing } }),
  ],
  [
    "resumeTraining: checkpoint should be saved with { training }, got one without",
    () => resumeTraining({ parameters: {}, vocabularies: {}, config: {} }, { model, optimizer: new Adam() }),
  ],
  ["randomGenerator.restore: state should be an object, got undefined", () => random.restore(nothing)],
  [
    "randomGenerator.restore: state should have 0 forks, got 1; it is of another model",
    () => {
      const other = randomGenerator(1);
      other.fork();
      randomGenerator(1).restore(other.state());
    },
  ],
];
