/** The names that notebooks, exercises and graders rely on, each in the file where they look for it. */
import { describe, expect, test } from "vitest";

const publicNames = {
  tf: ["tf"],
  shapes: ["checkShapes", "ShapeError"],
  random: ["randomGenerator"],
  vocabulary: ["Vocabulary", "PAD", "SOS", "EOS", "UNK"],
  batches: ["padSequences", "paddingMask", "bucketBatches"],
  embedding: ["Embedding"],
  linear: ["Linear"],
  "layer-norm": ["LayerNorm"],
  dropout: ["Dropout"],
  rnn: ["rnnStep", "Rnn"],
  lstm: ["lstmStep", "Lstm"],
  gru: ["gruStep", "Gru"],
  bidirectional: ["Bidirectional"],
  "attention-scores": ["dotScore", "scaledDotScore", "generalScore", "concatScore", "locationScore"],
  attention: ["attend", "scaledDotProductAttention", "causalMask", "combineMasks", "MultiHeadAttention"],
  "positional-encoding": ["sinusoidalEncoding", "LearnedPositions"],
  transformer: [
    "EncoderLayer",
    "DecoderLayer",
    "TransformerEncoder",
    "TransformerDecoder",
    "Transformer",
    "Gpt",
  ],
  seq2seq: ["Encoder", "Decoder", "AttentionDecoder", "Seq2Seq"],
  losses: ["maskedCrossEntropy", "perplexity", "bitsPerCharacter"],
  sampling: ["applyTemperature", "topK", "topP", "sampleToken"],
  decoding: ["greedyDecode", "beamSearch"],
  schedules: ["teacherForcing", "warmup"],
  training: ["train"],
  metrics: [
    "tokenAccuracy",
    "exactMatch",
    "editDistance",
    "phonemeErrorRate",
    "bleu",
    "alignmentErrorRate",
    "attentionEntropy",
  ],
  plots: ["alignmentPlot", "headsPlot", "lengthCurve", "lossCurve", "gatePlot"],
  notebook: ["show", "predict"],
  checkpoint: ["saveCheckpoint", "loadCheckpoint"],
};

describe("the public names of lib", () => {
  test.each(Object.entries(publicNames))("are in lib/%s", async (file, names) => {
    const module = (await import(`../../lib/${file}.ts`)) as Record<string, unknown>;
    expect(names.filter((name) => module[name] === undefined)).toEqual([]);
  });
});
