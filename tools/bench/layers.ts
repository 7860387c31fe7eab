/** The other TensorFlow.js side: the same models in its own layers, as its users write them. */
import { tf } from "../../lib/tf";
import { randomSequences, sizes } from "./sizes";
import type { Repeat } from "./ours";

const returnSequences = { returnSequences: true };

function languageModel(): tf.LayersModel {
  const { vocabSize, embeddingSize, hiddenSize, time } = sizes.languageModel;
  return tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: vocabSize, outputDim: embeddingSize, inputLength: time }),
      tf.layers.lstm({ units: hiddenSize, recurrentActivation: "sigmoid", ...returnSequences }),
      tf.layers.dense({ units: vocabSize, activation: "softmax" }),
    ],
  });
}

/** Luong attention: s̃ = tanh(W [c ; s]), with scores s W h. */
function attentionModel(): tf.LayersModel {
  const { vocabSize, embeddingSize, hiddenSize, source, target } = sizes.seq2seq;
  const embed = (input: tf.SymbolicTensor) =>
    tf.layers.embedding({ inputDim: vocabSize, outputDim: embeddingSize }).apply(input);
  const lstm = { units: hiddenSize, recurrentActivation: "sigmoid", ...returnSequences } as const;
  const [sources, targets] = [source, target].map((length) => tf.input({ shape: [length] }));
  const encoder = tf.layers.lstm({ ...lstm, returnState: true });
  const [states, hidden, cell] = encoder.apply(embed(sources!)) as tf.SymbolicTensor[];
  const decoder = withOwnOptions(tf.layers.lstm(lstm));
  const queries = decoder.apply([embed(targets!) as tf.SymbolicTensor, hidden!, cell!]) as tf.SymbolicTensor;
  const keys = tf.layers.timeDistributed({ layer: tf.layers.dense({ units: hiddenSize, useBias: false }) });
  const scores = tf.layers.dot({ axes: 2 }).apply([queries, keys.apply(states!) as tf.SymbolicTensor]);
  const weights = tf.layers.activation({ activation: "softmax" }).apply(scores) as tf.SymbolicTensor;
  const context = tf.layers.dot({ axes: [2, 1] }).apply([weights, states!]) as tf.SymbolicTensor;
  const joined = tf.layers.concatenate().apply([context, queries]);
  const attentional = tf.layers.dense({ units: hiddenSize, activation: "tanh" }).apply(joined);
  const output = tf.layers.dense({ units: vocabSize, activation: "softmax" }).apply(attentional);
  return tf.model({ inputs: [sources!, targets!], outputs: output as tf.SymbolicTensor });
}

/** A recurrent layer writes its first state into the options of the call, and a model hands one object to all its layers. */
function withOwnOptions<Layer extends tf.layers.Layer>(layer: Layer): Layer {
  const apply = layer.apply.bind(layer);
  layer.apply = (inputs, options) => apply(inputs, { ...options });
  return layer;
}

/** Training steps by `trainOnBatch`, all on one batch. */
function trainingSteps(model: tf.LayersModel, inputs: number[][][], targets: number[][]): Repeat {
  model.compile({ optimizer: "adam", loss: "sparseCategoricalCrossentropy" });
  const given = inputs.map((rows) => tf.tensor2d(rows));
  const right = tf.tensor2d(targets).expandDims(2);
  return async (count) => {
    for (let i = 0; i < count; i++) await model.trainOnBatch(given, right);
  };
}

/** The works that this side does, by their names. */
export const layers: Readonly<Record<string, () => Repeat>> = {
  lstm() {
    const { batchSize, time, vocabSize } = sizes.languageModel;
    const rows = randomSequences(batchSize, time + 1, vocabSize);
    return trainingSteps(
      languageModel(),
      [rows.map((row) => row.slice(0, -1))],
      rows.map((row) => row.slice(1)),
    );
  },
  attention() {
    const { batchSize, source, target, vocabSize } = sizes.seq2seq;
    const rows = randomSequences(batchSize, source + 1, vocabSize);
    return trainingSteps(
      attentionModel(),
      [rows.map((row) => row.slice(0, source)), rows.map((row) => row.slice(0, target))],
      rows.map((row) => row.slice(1, target + 1)),
    );
  },
};
