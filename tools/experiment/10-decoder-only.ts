/**
 * How much text does it take? N-grams, an LSTM and a GPT of equal size, on growing parts of two texts.
 *
 * Each training is named TEXT.SEED.WORDS.NETWORK, or TEXT.SEED.WORDS.NETWORK.longer for one with three times the steps. A seed chooses the sentences, the first numbers and the batches; both
 * networks and the counting of a seed have the same sentences.
 */
import { load as loadMobyDick } from "../../datasets/moby-dick/moby-dick";
import { load as loadNodeDocs } from "../../datasets/node-docs/node-docs";
import type { Split } from "../../datasets/kit/options";
import type { ProseOptions, ProseSentence } from "../../datasets/kit/prose";
import { bucketBatches } from "../../lib/batches";
import type { ExperimentRecord } from "../../lib/experiment";
import { Gpt } from "../../lib/gpt";
import { LanguageModel } from "../../lib/language-model";
import { bitsPerCharacter } from "../../lib/losses";
import { Ngram } from "../../lib/ngram";
import { randomGenerator } from "../../lib/random";
import { tf } from "../../lib/tf";
import { EOS, SOS, Vocabulary } from "../../lib/vocabulary";
import { riseAndFall } from "./rise-and-fall";
import type { Experiment } from "./run";
import type { PlannedTraining } from "./training";

/** The size of notebook 10's vocabulary; the novel gets its as many most frequent words. */
const vocabSize = 2435;
/** Longer sentences are cut in pieces. */
const longestPiece = 64;

/** Equal for both networks and both texts. The larger the text, the more steps, and the fewer times it is read. */
const stepsOf: Readonly<Record<number, number>> = {
  10_000: 320,
  20_000: 480,
  40_000: 720,
  80_000: 1000,
  200_000: 1600,
};

/** All of node-docs, 80,000 words, is what notebook 10 itself trains on; 200,000 are all of moby-dick. */
const texts = {
  "node-docs": {
    load: loadNodeDocs,
    sizes: [10_000, 20_000, 40_000],
    batchSize: 32,
    seeds: [1, 2, 3, 4, 5],
  },
  // Its sentences are longer: a batch has about as many words.
  "moby-dick": {
    load: loadMobyDick,
    sizes: [80_000, 200_000],
    batchSize: 20,
    seeds: [1, 2, 3, 4, 5],
  },
} as const;
type TextName = keyof typeof texts;
type Sentence = readonly number[];

interface Network {
  readonly make: (seed: number) => Gpt | LanguageModel;
  /** The highest learning rate. */
  readonly peak: number;
}

/** Those of notebook 10, with its learning rates and, under the same seed, its first numbers. */
const networks = {
  GPT: {
    make: (seed) =>
      new Gpt(
        { vocabSize, dModel: 128, numHeads: 4, numLayers: 2, dFeedForward: 272, maxTime: 512, dropout: 0.3 },
        randomGenerator(`10/gpt/${seed}`),
      ),
    peak: 0.003,
  },
  LSTM: {
    make: (seed) =>
      new LanguageModel(
        { vocabSize, embeddingSize: 160, hiddenSize: 160, isTied: true, dropout: 0.5 },
        randomGenerator(`03/model/${seed}`),
      ),
    peak: 0.005,
  },
} satisfies Record<string, Network>;
type NetworkName = keyof typeof networks;

function* trainings(): Generator<PlannedTraining<Sentence>> {
  for (const text of ["node-docs", "moby-dick"] as const)
    for (const seed of texts[text].seeds) {
      for (const words of texts[text].sizes)
        for (const network of ["GPT", "LSTM"] as const) yield plan({ text, words, network, seed });
      // The control: on the smallest part the LSTM was still improving when its steps were over.
      if (text === "node-docs")
        yield plan({ text, words: texts[text].sizes[0], network: "LSTM", seed, isLonger: true });
    }
}

export const experiment: Experiment<Sentence> = {
  title: "Counting, an LSTM and a GPT over the amount of text",
  minutes: 50,
  trainings,
};

interface Point {
  readonly text: TextName;
  readonly words: number;
  readonly network: NetworkName;
  readonly seed: number;
  readonly isLonger?: boolean;
}

function plan(point: Point): PlannedTraining<Sentence> {
  const { text, words, network, seed, isLonger = false } = point;
  const { make, peak } = networks[network];
  const model = make(seed);
  const totalSteps = stepsOf[words]! * (isLonger ? 3 : 1);
  const data = lazily(() => readData(text, words, seed));
  return {
    name: `${text}.${seed}.${words}.${network}${isLonger ? ".longer" : ""}`,
    model,
    get examples() {
      return data().train.sentences;
    },
    lengthOf: ({ length }) => length,
    batchSize: texts[text].batchSize,
    totalSteps,
    stepsApart: stepsOf[words]! / 4,
    learningRate: riseAndFall({ peak, riseSteps: 100, totalSteps, floor: 0.02 }),
    seed,
    beta2: 0.999,
    config: point,
    vocabularies: {},
    isKept: false,
    measure: () => ({
      "validation bits": bitsOf(data().validation, lossOf(model, data().validation.sentences)),
      "test bits": bitsOf(data().test, lossOf(model, data().test.sentences)),
    }),
    results: (records) => ({
      ...bestOf(records),
      ...counted(data()),
      ...sizeOf(data().train),
    }),
  };
}

/** A network is judged as it was when its validation was best. */
function bestOf(records: readonly ExperimentRecord[]): Record<string, number> {
  const bits = records.map(({ measured }) => measured["validation bits"]!);
  const best = records[bits.indexOf(Math.min(...bits))]!;
  return { ...best.measured, "best after steps": best.step };
}

interface Part {
  readonly sentences: Sentence[];
  readonly numWords: number;
  /** With one for the end of each sentence. */
  readonly numCharacters: number;
}
type Data = Readonly<Record<Split, Part>>;

function readData(text: TextName, numWords: number, seed: number): Data {
  const load: (options: ProseOptions) => ProseSentence[] = texts[text].load;
  const vocabulary = vocabularyOf(text);
  const part = (sentences: readonly ProseSentence[]): Part => ({
    sentences: sentences.flatMap((sentence) => piecesOf(vocabulary.encode(lowerCase(sentence)))),
    numWords: sum(sentences.map(({ words }) => words.length)),
    numCharacters: sum(sentences.map(({ characters }) => characters.length + 1)),
  });
  let [count, read] = [0, 0];
  const train = load({ split: "train", seed });
  while (read < numWords && count < train.length) read += train[count++]!.words.length;
  return {
    train: part(train.slice(0, count)),
    validation: part(load({ split: "validation" })),
    test: part(load({ split: "test" })),
  };
}

const lowerCase = ({ words }: ProseSentence): string[] => words.map((word) => word.toLowerCase());

/** One list of words for all sizes of a text: else a size would also decide what counts as a word. */
function vocabularyOf(text: TextName): Vocabulary {
  const words = texts[text].load({ split: "train" }).flatMap(lowerCase);
  return Vocabulary.fromTokens(words, { minCount: 2, maxSize: vocabSize });
}

/** What does not fit goes on in another piece. */
function piecesOf(tokens: readonly number[]): Sentence[] {
  const whole = [...tokens, EOS];
  const count = Math.ceil(whole.length / (longestPiece - 1));
  return Array.from({ length: count }, (_, index) => [
    SOS,
    ...whole.slice(index * (longestPiece - 1), (index + 1) * (longestPiece - 1)),
  ]);
}

function lossOf(model: Gpt | LanguageModel, sentences: readonly Sentence[]): number {
  const batches = bucketBatches(sentences, { batchSize: 64, lengthOf: ({ length }) => length });
  const parts = batches.map((batch) => {
    const lossNats = tf.tidy(() => model.loss(batch, { isTraining: false }).dataSync()[0]!);
    return lossNats * numPredicted(batch);
  });
  return sum(parts) / numPredicted(sentences);
}

const bitsOf = ({ sentences, numCharacters }: Part, lossNats: number): number =>
  bitsPerCharacter(lossNats, numPredicted(sentences) / numCharacters);

const orders = [1, 2, 3, 4, 5];

/** N-grams on the same sentences, of the order that is best on validation; and of each order. */
function counted({ train, validation, test }: Data): Record<string, number> {
  const models = orders.map((order) => new Ngram(train.sentences, { order, vocabSize }));
  const bits = (part: Part): number[] =>
    models.map((model) => {
      const nats = part.sentences.flatMap((sentence) => model.surprises(sentence));
      return bitsOf(part, sum(nats) / nats.length);
    });
  const [onValidation, onTest] = [bits(validation), bits(test)];
  const best = onValidation.indexOf(Math.min(...onValidation));
  return {
    "counting, best order": orders[best]!,
    "counting, test bits": onTest[best]!,
    ...Object.fromEntries(
      orders.map((order, index) => [`counting, test bits, order ${order}`, onTest[index]!]),
    ),
  };
}

const sizeOf = ({ numWords, sentences }: Part): Record<string, number> => ({
  words: numWords,
  sentences: sentences.length,
});
const numPredicted = (sentences: readonly Sentence[]): number =>
  sum(sentences.map(({ length }) => length - 1));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
