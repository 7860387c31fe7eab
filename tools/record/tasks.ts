/** What is recorded: written dates with models as in notebook 06, and Korean sentences with the Transformer of notebook 08. */
import { join } from "node:path";
import { load as loadDates } from "../../datasets/dates/dates";
import { load as loadSentences } from "../../datasets/korean-english/korean-english";
import { loadCheckpoint, restoreParameters } from "../../lib/checkpoint";
import { experimentFolder } from "../../lib/experiment";
import { Vocabulary } from "../../lib/vocabulary";
import { root } from "../notebook/sources";
import { crossHeads, newTransformer, onlyHead, withAttention, type Task, type Vocabularies } from "./models";

export function dates(): Task {
  const training = loadDates({ split: "train", forms: "plain", limit: 10_000 });
  const vocabularies = {
    source: Vocabulary.fromTokens(training.flatMap(({ source }) => source)),
    target: Vocabulary.fromTokens(training.flatMap(({ target }) => target)),
  };
  return {
    name: "Dates",
    example: "date",
    space: "",
    examples: loadDates({ split: "test", forms: "plain", limit: 300 }),
    training,
    vocabularies,
    maxTime: 12,
    models: () => modelsOfDates(vocabularies),
  };
}

function* modelsOfDates(vocabularies: Vocabularies) {
  const sizes = { embeddingSize: 32, hiddenSize: 64 };
  for (const score of ["dot", "general", "concat"] as const) {
    const model = withAttention(vocabularies, sizes, score);
    const heads = onlyHead(sizes);
    yield { name: `LSTM, ${score} attention`, model, score, heads, peakRate: 0.005, epochs: 4 };
  }
  const layers = { dModel: 64, numHeads: 4, numLayers: 2, dFeedForward: 128 };
  const model = newTransformer(vocabularies, layers);
  yield { name: "Transformer", model, heads: crossHeads(layers), peakRate: 0.003, epochs: 8 };
}

/** Longer sentences make maps that no screen holds two of. */
const longestSource = 12;

export function koreanEnglish(): Task {
  const checkpoint = loadCheckpoint(join(root, experimentFolder, "08-transformer.transformer.checkpoint"));
  const vocabularies = checkpoint.vocabularies as unknown as Vocabularies;
  const sentences = loadSentences({ split: "test", limit: 200 });
  return {
    name: "Korean to English",
    example: "sentence",
    space: " ",
    examples: sentences.filter(({ source }) => source.length <= longestSource).slice(0, 100),
    training: [0, 1].flatMap((seed) => loadSentences({ split: "train", seed })),
    vocabularies,
    maxTime: 30,
    models: () => modelsOfSentences(vocabularies, checkpoint),
  };
}

function* modelsOfSentences(vocabularies: Vocabularies, checkpoint: ReturnType<typeof loadCheckpoint>) {
  const sizes = { embeddingSize: 128, hiddenSize: 128 };
  const model = withAttention(vocabularies, sizes, "dot");
  yield { name: "LSTM, dot attention", model, heads: onlyHead(sizes), peakRate: 0.004, epochs: 2 };
  const layers = checkpoint.config as Parameters<typeof newTransformer>[1];
  const transformer = newTransformer(vocabularies, layers);
  restoreParameters(transformer, checkpoint);
  yield { name: "Transformer of notebook 08", model: transformer, heads: crossHeads(layers) };
}
