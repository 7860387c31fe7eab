/**
 * Notebook 11's translator on sentences that people wrote, of words and of subwords; and on made ones, as many and many more.
 *
 * Each training is named DATA.SEED, such as messages-subwords.1. A seed decides the first numbers and the batches.
 */
import { load as loadMade } from "../../datasets/korean-english/korean-english";
import {
  messagePieces,
  placeholdersKept,
  withoutPlaceholders,
} from "../../datasets/ts-messages/placeholders";
import { load as loadMessages } from "../../datasets/ts-messages/ts-messages";
import { crossingShare, type SentencePair } from "../../lib/alignment";
import { AttentionDecoder } from "../../lib/attention-decoder";
import type { EncodedPair } from "../../lib/batches";
import { bleu } from "../../lib/bleu";
import { joinPieces, learnMerges, type Merge } from "../../lib/byte-pair";
import { chrf } from "../../lib/chrf";
import { greedyDecode, teacherForcedDecode } from "../../lib/decoding";
import { Encoder } from "../../lib/encoder";
import { largest } from "../../lib/extremes";
import { exactMatch, strongestLinks, tokenAccuracy } from "../../lib/metrics";
import { randomGenerator } from "../../lib/random";
import { Seq2Seq } from "../../lib/seq2seq";
import { tf } from "../../lib/tf";
import { Vocabulary } from "../../lib/vocabulary";
import { riseAndFall } from "./rise-and-fall";
import type { PlannedTraining } from "./training";

const seeds = [1, 2, 3];
const numMerges = 1000;
const numMessages = 1676;
/** As many steps as notebook 11's translator, and its sizes. */
const sizes = { embeddingSize: 128, hiddenSize: 192 };
const totalSteps = 800;
const maxTime = 80;

export function* messageTrainings(): Generator<PlannedTraining> {
  const corpora = Object.entries(sources).map(([name, read]) => ({ name, corpus: read() }));
  for (const seed of seeds) for (const { name, corpus } of corpora) yield plan(name, corpus, seed);
}

interface Splits {
  readonly train: readonly SentencePair[];
  readonly validation: readonly SentencePair[];
  readonly test: readonly SentencePair[];
}
/** What the pieces of both languages are merged of; none where words stay whole. */
interface Merges {
  readonly source: readonly Merge[];
  readonly target: readonly Merge[];
}
interface Corpus extends Splits {
  readonly merges?: Merges;
  readonly vocabularies: { readonly source: Vocabulary; readonly target: Vocabulary };
}

const messages = (): Splits => ({
  train: loadMessages({ split: "train" }),
  validation: loadMessages({ split: "validation" }),
  test: loadMessages({ split: "test" }),
});
const made = (limit: number): Splits => ({
  train: loadMade({ split: "train", limit }),
  validation: loadMade({ split: "validation", limit: 134 }),
  test: loadMade({ split: "test", limit: 200 }),
});
const sources: Readonly<Record<string, () => Corpus>> = {
  "messages-words": () => withVocabularies(messages()),
  "messages-subwords": () => {
    const splits = messages();
    return withVocabularies(splits, {
      source: mergesOf(splits, "source"),
      target: mergesOf(splits, "target"),
    });
  },
  "made-few": () => withVocabularies(made(numMessages)),
  "made-many": () => withVocabularies(made(20_000)),
};

type Side = "source" | "target";
const mergesOf = ({ train }: Splits, side: Side): Merge[] =>
  learnMerges(withoutPlaceholders(train.flatMap((pair) => pair[side])), numMerges);
const piecesOf = (pair: SentencePair, side: Side, merges: Merges | undefined): string[] =>
  merges === undefined ? [...pair[side]] : messagePieces(pair[side], merges[side]);

function withVocabularies(splits: Splits, merges?: Merges): Corpus {
  const of = (side: Side) =>
    Vocabulary.fromTokens(splits.train.flatMap((pair) => piecesOf(pair, side, merges)));
  return {
    ...splits,
    ...(merges && { merges }),
    vocabularies: { source: of("source"), target: of("target") },
  };
}

function plan(name: string, corpus: Corpus, seed: number): PlannedTraining {
  const model = newModel(corpus, seed);
  const [training, validation] = [encoded(corpus, corpus.train), encoded(corpus, corpus.validation)];
  return {
    name: `${name}.${seed}`,
    model,
    config: { ...sizes, merges: corpus.merges },
    vocabularies: corpus.vocabularies,
    examples: training,
    lengthOf: ({ source }) => source.length,
    batchSize: 64,
    totalSteps,
    stepsApart: totalSteps / 8,
    learningRate: riseAndFall({ peak: 0.004, riseSteps: 100, totalSteps, floor: 0.01 }),
    seed,
    beta2: 0.98,
    isKept: name === "messages-subwords" && seed === 1,
    measure: () => ({
      "validation loss": tf.tidy(() => model.loss(validation).dataSync()[0]!),
      "validation BLEU": bleuOf(written(model, corpus, corpus.validation).words, corpus.validation),
    }),
    results: () => results(model, corpus),
  };
}

function newModel({ vocabularies: { source, target } }: Corpus, seed: number): Seq2Seq {
  const encoder = { ...sizes, vocabSize: source.size, isBidirectional: true };
  const decoder = { ...sizes, vocabSize: target.size, encoderSize: sizes.hiddenSize, score: "dot" as const };
  return new Seq2Seq(
    new Encoder(encoder, randomGenerator(`11/messages/encoder/${seed}`)),
    new AttentionDecoder(decoder, randomGenerator(`11/messages/decoder/${seed}`)),
  );
}

const encoded = ({ merges, vocabularies }: Corpus, pairs: readonly SentencePair[]): EncodedPair[] =>
  pairs.map((pair) => ({
    source: vocabularies.source.encode(piecesOf(pair, "source", merges)),
    target: vocabularies.target.encode(piecesOf(pair, "target", merges)),
  }));

/** Free-running: what it wrote, as its tokens and as words. */
function written(model: Seq2Seq, corpus: Corpus, pairs: readonly SentencePair[]) {
  const sources = encoded(corpus, pairs).map(({ source }) => source);
  const tokens = greedyDecode(model, sources, { maxTime }).map((one) => one.tokens);
  const decoded = tokens.map((ids) => corpus.vocabularies.target.decode(ids));
  return { tokens, words: corpus.merges ? decoded.map(joinPieces) : decoded };
}

const spaced = (words: readonly (readonly string[])[]): string[] => words.map((one) => one.join(" "));
const targetsOf = (pairs: readonly SentencePair[]) => pairs.map(({ target }) => target);
const bleuOf = (words: readonly (readonly string[])[], pairs: readonly SentencePair[]): number =>
  bleu(spaced(words), spaced(targetsOf(pairs)), { tokenizer: "none" }).score;

/** On test. */
function results(model: Seq2Seq, corpus: Corpus): Record<string, number> {
  const pairs = encoded(corpus, corpus.test);
  const right = pairs.map(({ target }) => target);
  const { tokens, words } = written(model, corpus, corpus.test);
  const forced = teacherForcedDecode(model, pairs);
  const rows = forced.map(({ weights, tokens }) => weights!.slice(0, tokens.length));
  return {
    BLEU: bleuOf(words, corpus.test),
    chrF: chrf(spaced(words), spaced(targetsOf(corpus.test))),
    "exact match": exactMatch(words, targetsOf(corpus.test)),
    "token accuracy": tokenAccuracy(tokens, right),
    "token accuracy, teacher-forced": tokenAccuracy(
      forced.map((one) => one.tokens),
      right,
    ),
    "placeholders kept": placeholdersKept(words, targetsOf(corpus.test)),
    "crossing share": mean(rows.map((weights) => crossingShare(strongestLinks(weights)))),
    "strongest weight": mean(rows.flat().map(largest)),
    ...foundByFrequency(words, corpus),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const bins = { never: [0, 0], "1 or 2": [1, 2], "3 to 9": [3, 9], "10 or more": [10, Infinity] } as const;

/** The share of the references' words that the translations have, by how often training had them; marks do not count. */
function foundByFrequency(words: readonly (readonly string[])[], corpus: Corpus): Record<string, number> {
  const seen = countsOf(corpus.train.flatMap(({ target }) => target));
  const found = corpus.test.flatMap(({ target }, place) => {
    const left = countsOf(words[place]!);
    return target
      .filter((word) => /\p{L}/u.test(word))
      .map((word) => {
        const rest = left.get(word) ?? 0;
        left.set(word, rest - 1);
        return { times: seen.get(word) ?? 0, isFound: rest > 0 };
      });
  });
  return Object.fromEntries(
    Object.entries(bins).flatMap(([name, [least, most]]) => {
      const ofBin = found.filter(({ times }) => times >= least && times <= most);
      if (ofBin.length === 0) return [];
      const share = ofBin.filter(({ isFound }) => isFound).length / ofBin.length;
      return [
        [`words seen ${name}`, ofBin.length],
        [`words seen ${name}, found`, share],
      ];
    }),
  );
}

function countsOf(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
