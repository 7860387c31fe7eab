import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from "vitest";
import { tf } from "../../../lib/tf";
import { Adam } from "../../../lib/adam";
import { SequenceClassifier, TokenClassifier } from "../../../lib/classifiers";
import { Graph } from "../../../lib/engine/graph";
import { beamSearch } from "../../../lib/beam-search";
import { greedyDecode, teacherForcedDecode } from "../../../lib/decoding";
import { LanguageModel } from "../../../lib/language-model";
import { randomGenerator } from "../../../lib/random";
import { generate } from "../../../lib/sampling";
import { AttentionDecoder } from "../../../lib/attention-decoder";
import { Encoder } from "../../../lib/encoder";
import { Seq2Seq } from "../../../lib/seq2seq";
import { train, type Trainable } from "../../../lib/training";
import { Gpt } from "../../../lib/gpt";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../../lib/transformer";
import type { StackConfig } from "../../../lib/transformer-stack";
import { withoutGraphs } from "../../../lib/engine/traced";
import type { Writer, Written } from "../../../lib/writer";
import { expectClose } from "../tensors";

/** Calls before a graph runs: ten as they stand, two on tape. */
const NUM_PLAIN = 12;

let graphRuns: MockInstance<Graph["run"]>;
beforeEach(() => void (graphRuns = vi.spyOn(Graph.prototype, "run")));
afterEach(() => vi.restoreAllMocks());

const repeat = (count: number, run: (index: number) => void): void =>
  Array.from({ length: count }).forEach((_, index) => run(index));

const sizes = { vocabSize: 9, embeddingSize: 5, hiddenSize: 6 };
const stack = { vocabSize: 9, dModel: 8, numHeads: 2, dFeedForward: 12, numLayers: 2 };
const random = (seed = "traced") => randomGenerator(seed);
const pairs = [{ source: [4, 5, 6], target: [6, 5, 4] }, { source: [7, 8], target: [8, 7] }]; // prettier-ignore
const newSeq2Seq = (seed?: string) => {
  const config = { ...sizes, encoderSize: 6, score: "general" } as const;
  return new Seq2Seq(new Encoder(config, random(seed)), new AttentionDecoder(config, random(seed)));
};
const newTransformer = (dropout: number, positions: StackConfig["positions"] = "sinusoidal") =>
  new Transformer(
    new TransformerEncoder({ ...stack, dropout, positions, maxTime: 50 }, random()),
    new TransformerDecoder({ ...stack, dropout, positions, maxTime: 50 }, random()),
    { labelSmoothing: 0.1 },
  );
const sequences = [[4, 5, 6, 7], [7, 6, 5]]; // prettier-ignore

describe("training on graphs", () => {
  const models: [string, () => Trainable<never>, readonly unknown[]][] = [
    ["LanguageModel", () => new LanguageModel({ ...sizes, dropout: 0.2 }, random()), sequences],
    ["Seq2Seq", newSeq2Seq, pairs],
    ["Transformer", () => newTransformer(0.1), pairs],
    ["Transformer with rotary positions", () => newTransformer(0.1, "rotary"), pairs],
    ["Gpt", () => new Gpt({ ...stack, maxTime: 6, dropout: 0.1 }, random()), sequences],
    [
      "SequenceClassifier",
      () => new SequenceClassifier(new TransformerEncoder(stack, random()), { numClasses: 3 }, random()),
      sequences.map((tokens, label) => ({ tokens, label })),
    ],
    [
      "TokenClassifier",
      () => new TokenClassifier(new TransformerEncoder(stack, random()), { numClasses: 3 }, random()),
      sequences.map((tokens) => ({ tokens, labels: tokens.map((id) => id % 3) })),
    ],
  ];

  test.each(models)("%s learns the same as without them", async (_, make, examples) => {
    const numSteps = NUM_PLAIN + 8;
    const batches = () => Array.from({ length: numSteps }, () => examples as never[]);
    const learn = async (model: Trainable<never>) => {
      const optimizer = new Adam({ learningRate: 0.01 });
      const learningRate = (step: number) => 0.01 / step;
      return train(model, batches, { epochs: 1, seed: 1, clipNorm: 0.5, optimizer, learningRate });
    };
    const [onGraphs, plain] = [make(), make()];
    const { steps } = await learn(onGraphs);
    expect(graphRuns).toHaveBeenCalledTimes(2 * 8); // the gradient, and Adam
    graphRuns.mockClear();
    const own = { parameters: plain.parameters, loss: (given: readonly never[]) => plain.loss(given) };
    const { steps: plainSteps } = await withoutGraphs(() => learn(own));
    expect(graphRuns).not.toHaveBeenCalled();
    steps.forEach(({ lossNats, gradientNorm }, step) => {
      expect(lossNats).toBeCloseTo(plainSteps[step]!.lossNats, 4);
      expect(gradientNorm).toBeCloseTo(plainSteps[step]!.gradientNorm, 3);
    });
    const [learnt, learntPlain] = [onGraphs, plain].map(({ parameters }) => Object.values(parameters));
    learnt!.forEach((parameter, index) => expectClose(parameter, learntPlain![index]!, 1e-4));
  });
});

describe("writing on graphs", () => {
  test("a GPT with a cache of any length writes the same as without cache, and says when it is full", () => {
    const model = new Gpt({ ...stack, maxTime: 30 }, random());
    const options = () => ({ numTokens: 26, random: randomGenerator(3), temperature: 3 });
    const written = generate(model, [4, 5], options());
    expect(graphRuns).toHaveBeenCalledTimes(25 - NUM_PLAIN);
    expect(generate(model, [4, 5], { ...options(), usesState: false })).toEqual(written);
    expect(() => generate(model, [4, 5], { ...options(), numTokens: 40 })).toThrow(
      "LearnedPositions.next: there are 30 positions, got 31 tokens",
    );
  });

  test("a language model writes the same as without state", () => {
    const model = new LanguageModel(sizes, random());
    const options = () => ({ numTokens: 20, random: randomGenerator(3), temperature: 3 });
    const written = generate(model, [4, 5], options());
    expect(graphRuns).toHaveBeenCalledTimes(19 - NUM_PLAIN);
    expect(generate(model, [4, 5], { ...options(), usesState: false })).toEqual(written);
  });

  const sources = [[4, 5, 6], [7, 8]]; // prettier-ignore
  type Wrote = { readonly written: readonly Written[]; readonly numSteps: number };
  const greedily = <Encoded, State>(model: Writer<Encoded, State>): Wrote => {
    const written = greedyDecode(model, sources, { maxTime: 5 });
    return { written, numSteps: Math.max(...written.map(({ weights }) => weights!.length)) };
  };
  const byBeam = <Encoded, State>(model: Writer<Encoded, State>): Wrote => {
    let numSteps = 0;
    const onStep = ({ step }: { readonly step: number }) => void (numSteps = step);
    return { written: beamSearch(model, sources, { width: 2, maxTime: 5, onStep }), numSteps };
  };
  const attention = newSeq2Seq() as Writer<unknown, unknown>;
  const transformer = newTransformer(0) as Writer<unknown, unknown>;
  const writers: [string, string, () => Wrote, (numSteps: number) => number][] = [
    ["greedy decoding with attention", "one graph", () => greedily(attention), () => 1],
    ["greedy decoding with a Transformer", "two graphs", () => greedily(transformer), () => 2], // its first step has no past
    ["beam search with attention", "a graph a step", () => byBeam(attention), (steps) => steps],
    ["beam search with a Transformer", "a graph a step", () => byBeam(transformer), (steps) => steps],
  ];

  test.each(writers)("%s becomes %s, and writes and looks as before", (_, __, write, numRuns) => {
    const { written } = write();
    repeat(NUM_PLAIN, write);
    graphRuns.mockClear();
    const last = write();
    expect(last.numSteps).toBeGreaterThan(2);
    expect(graphRuns).toHaveBeenCalledTimes(1 + numRuns(last.numSteps)); // the encoder, too
    expect(last.written.map(({ tokens }) => tokens)).toEqual(written.map(({ tokens }) => tokens));
    const looks = (all: Wrote["written"]) => tf.tensor1d(all.flatMap(({ weights }) => weights!.flat()));
    expectClose(looks(last.written), looks(written));
  });

  test("two decoders behind one encoder each write their own", () => {
    const [first, second, alike] = [newSeq2Seq(), newSeq2Seq("another"), newSeq2Seq()];
    const write = (model: Pick<Seq2Seq, "encoder" | "decoder">) =>
      greedyDecode(model, sources, { maxTime: 5 }).map(({ tokens }) => tokens);
    const ofSecond = write({ encoder: alike.encoder, decoder: second.decoder });
    repeat(NUM_PLAIN, () => {
      expect(write(first)).not.toEqual(ofSecond);
      expect(write({ encoder: first.encoder, decoder: second.decoder })).toEqual(ofSecond);
    });
  });

  const positions = ["sinusoidal", "learned", "rotary"] as const;
  test.each(positions)(
    "a Transformer's graph with %s positions serves a cache that is longer than any before",
    (given) => {
      const model = newTransformer(0, given);
      const write = (maxTime: number) => greedyDecode(model, [[4, 5]], { maxTime })[0]!;
      repeat(NUM_PLAIN, () => write(2));
      graphRuns.mockClear();
      const { tokens, weights } = write(40);
      expect(weights!.length).toBeGreaterThan(20);
      expect(graphRuns).toHaveBeenCalledTimes(3); // the encoder, the first step, and all others
      const [alone] = teacherForcedDecode(model, [{ source: [4, 5], target: tokens }]);
      expect(tokens.length).toBeGreaterThan(20);
      expect(alone!.tokens).toEqual(tokens);
    },
  );
});
