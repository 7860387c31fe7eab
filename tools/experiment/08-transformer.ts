/** A Transformer and, with as many parameters, notebook 06's model with attention: Korean to English. */
import { load, type KoreanEnglishSplit } from "../../datasets/korean-english/korean-english";
import type { EncodedPair } from "../../lib/batches";
import { greedyDecode, teacherForcedDecode } from "../../lib/decoding";
import type { Written } from "../../lib/writer";
import { alignmentErrorRate, exactMatch, strongestLinks, tokenAccuracy } from "../../lib/metrics";
import { countParameters, disposeParameters } from "../../lib/parameters";
import { progress } from "../../lib/jupyter/progress";
import { randomGenerator } from "../../lib/random";
import { AttentionDecoder } from "../../lib/attention-decoder";
import { Encoder } from "../../lib/encoder";
import { Seq2Seq } from "../../lib/seq2seq";
import { withoutHead } from "../../lib/head-removal";
import { tf } from "../../lib/tf";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../lib/transformer";
import { Vocabulary } from "../../lib/vocabulary";
import { riseAndFall } from "./rise-and-fall";
import type { Experiment } from "./run";
import type { PlannedTraining } from "./training";

type Model = Transformer | Seq2Seq;

/** The grammar composes other sentences for each seed: with twelve, each is seen about once. */
const numSeeds = 12;
const totalSteps = 4000;
const layer = { dModel: 128, numHeads: 4, numLayers: 2, dFeedForward: 256 };

function* trainings(): Generator<PlannedTraining> {
  const data = readData();
  const transformer = newTransformer(data.vocabularies);
  const numParameters = countParameters(transformer);
  yield plan("transformer", transformer, { kind: "transformer", ...layer }, 0.002, data);
  const { model, config } = recurrentOf(numParameters, data.vocabularies);
  yield plan("attention", model, { kind: "attention", ...config }, 0.004, data);
}

export const experiment: Experiment = {
  title: "Korean to English: a Transformer, and an LSTM with attention of the same size",
  minutes: 60,
  trainings,
};

interface Data {
  readonly vocabularies: { readonly source: Vocabulary; readonly target: Vocabulary };
  readonly training: EncodedPair[];
  readonly encode: (split: KoreanEnglishSplit) => EncodedPair[];
}

function readData(): Data {
  const pairs = Array.from({ length: numSeeds }, (_, seed) => load({ split: "train", seed })).flat();
  const source = Vocabulary.fromTokens(pairs.flatMap((pair) => pair.source));
  const target = Vocabulary.fromTokens(pairs.flatMap((pair) => pair.target));
  const encodePairs = (given: typeof pairs): EncodedPair[] =>
    given.map((pair) => ({ source: source.encode(pair.source), target: target.encode(pair.target) }));
  return {
    vocabularies: { source, target },
    training: encodePairs(pairs),
    encode: (split) => encodePairs(load({ split })),
  };
}

function newTransformer({ source, target }: Data["vocabularies"]): Transformer {
  return new Transformer(
    new TransformerEncoder({ ...layer, vocabSize: source.size }, randomGenerator("08/encoder")),
    new TransformerDecoder({ ...layer, vocabSize: target.size }, randomGenerator("08/decoder")),
  );
}

/** The widest model of notebook 06 with no more parameters. */
function recurrentOf(numParameters: number, { source, target }: Data["vocabularies"]) {
  const make = (hiddenSize: number) => {
    const config = { embeddingSize: 128, hiddenSize };
    const encoder = { ...config, vocabSize: source.size, isBidirectional: true };
    const decoder = { ...config, vocabSize: target.size, encoderSize: hiddenSize, score: "dot" as const };
    const model = new Seq2Seq(
      new Encoder(encoder, randomGenerator("08/encoder")),
      new AttentionDecoder(decoder, randomGenerator("08/decoder")),
    );
    return { model, config };
  };
  let widest = make(32);
  for (let hiddenSize = 34; ; hiddenSize += 2) {
    const wider = make(hiddenSize);
    if (countParameters(wider.model) > numParameters) {
      disposeParameters(wider.model);
      return widest;
    }
    disposeParameters(widest.model);
    widest = wider;
  }
}

function plan(name: string, model: Model, config: unknown, peak: number, data: Data): PlannedTraining {
  const validation = data.encode("validation").slice(0, 300);
  const lossOf = () => tf.tidy(() => lossWithoutTraining(model, validation).dataSync()[0]!);
  return {
    name,
    model,
    config,
    vocabularies: data.vocabularies,
    examples: data.training,
    lengthOf: ({ source }) => source.length,
    batchSize: 64,
    totalSteps,
    stepsApart: 250,
    learningRate: riseAndFall({ peak, riseSteps: 200, totalSteps, floor: 0.01 }),
    beta2: 0.98,
    isKept: name === "transformer",
    measure: () => ({
      "validation loss": lossOf(),
      "validation exact match": freeExactMatch(model, validation),
    }),
    results: () => results(model, data),
  };
}

const lossWithoutTraining = (model: Model, pairs: EncodedPair[]): tf.Scalar =>
  model instanceof Transformer ? model.loss(pairs, { isTraining: false }) : model.loss(pairs);

const splits: readonly KoreanEnglishSplit[] = ["test", "longer", "unseen-combination"];

function results(model: Model, data: Data): Record<string, number> {
  const ofSplits = splits.flatMap((split) =>
    Object.entries(shares(model, data.encode(split))).map(([what, share]) => [`${split}, ${what}`, share]),
  );
  return {
    ...Object.fromEntries(ofSplits),
    "test, alignment error rate": alignmentError(model, data),
    ...(model instanceof Transformer ? withoutEachHead(model, data) : {}),
  };
}

const attentions = { encoder: "selfAttention", decoder: "selfAttention", cross: "crossAttention" };

/** Exact match on test with one head silent, for every head of every layer. */
function withoutEachHead(model: Transformer, data: Data): Record<string, number> {
  const pairs = data.encode("test");
  const { numHeads, numLayers } = layer;
  const bar = progress(3 * numLayers * numHeads, "silencing each head");
  const results: Record<string, number> = {};
  for (const [place, attention] of Object.entries(attentions))
    for (let index = 0; index < numLayers; index++)
      for (let head = 0; head < numHeads; head++) {
        const stack = place === "encoder" ? "encoder" : "decoder";
        const where = { attention: `${stack}.layers.${index}.${attention}`, head, numHeads };
        const share = withoutHead(model, where, () => freeExactMatch(model, pairs));
        results[`test, exact match without ${place}, layer ${index + 1}, head ${head + 1}`] = share;
        bar.update(Object.keys(results).length);
      }
  bar.end();
  return results;
}

const maxTime = 30;

const tokensOf = (written: Written[]) => written.map(({ tokens }) => tokens);
const targetsOf = (pairs: EncodedPair[]) => pairs.map(({ target }) => target);

function write(model: Model, pairs: EncodedPair[]): number[][] {
  const sources = pairs.map(({ source }) => source);
  return tokensOf(greedyDecode(model as Seq2Seq, sources, { maxTime }));
}

const freeExactMatch = (model: Model, pairs: EncodedPair[]): number =>
  exactMatch(write(model, pairs), targetsOf(pairs));

/** By token and by whole sentence, teacher-forced and free-running. */
function shares(model: Model, pairs: EncodedPair[]) {
  const [right, free] = [targetsOf(pairs), write(model, pairs)];
  return {
    "exact match": exactMatch(free, right),
    "token accuracy": tokenAccuracy(free, right),
    "token accuracy, teacher-forced": tokenAccuracy(tokensOf(teacherForcedDecode(model, pairs)), right),
  };
}

function alignmentError(model: Model, data: Data): number {
  const looks = teacherForcedDecode(model, data.encode("test")).map(({ tokens, weights }) =>
    strongestLinks(weights!.slice(0, tokens.length)),
  );
  return alignmentErrorRate(
    looks,
    load({ split: "test" }).map(({ alignment }) => alignment),
  );
}
