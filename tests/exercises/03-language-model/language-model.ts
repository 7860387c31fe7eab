/** The checks of `languageModel`. */
import type { LanguageModelWeights } from "../../../lib/functional";
import { LanguageModel } from "../../../lib/language-model";
import { randomGenerator } from "../../../lib/random";
import { construct, holds, leaksNothing, likeReference, method } from "../../../tools/exercises/case";
import { ints, maskOf, type Draw } from "../../../tools/exercises/draw";
import type { Plain } from "../../../tools/exercises/plain";
import type { Task } from "../../../tools/exercises/sheet";
import * as variants from "../../mutants/03-language-model/language-model";
import { withWeights } from "../fixtures/capstone";
import {
  adam,
  below,
  linearWeights,
  louder,
  lstmWeights,
  repeated,
  sequenceBatch,
  small,
  someLengths,
  trainable,
} from "../fixtures/capstone-draw";

/** lib's model, with the given numbers as its own. */
function languageModel(weights: LanguageModelWeights): variants.Model {
  const [vocabSize, embeddingSize] = weights.embedding.table.shape;
  const [hiddenSize] = weights.output.inputToOutput.shape;
  const config = { vocabSize, embeddingSize, hiddenSize };
  const model = withWeights(new LanguageModel(config, randomGenerator("03")), weights);
  return variants.used((tokens, state) => model.run(tokens, state));
}

interface Sizes {
  readonly embedding?: number;
  readonly hidden?: number;
}

const vocab = 7;

const weightsOf = (draw: Draw, { embedding = 3, hidden = 4 }: Sizes = {}) => ({
  embedding: { table: small(draw, vocab, embedding) },
  lstm: lstmWeights(draw, embedding, hidden),
  output: linearWeights(draw, hidden, vocab),
});

const stateOf = (draw: Draw, batch: number, hidden = 4) => ({
  hidden: small(draw, batch, hidden),
  cell: draw.normal(batch, hidden),
});

const run = (draw: Draw, sizes: Sizes, [batch, time]: readonly [number, number], ...state: Plain[]) =>
  construct([weightsOf(draw, sizes)], method("run", draw.ids(vocab, batch, time), ...state));

interface WriteSizes {
  readonly numTokens: number;
  readonly temperature?: number;
  readonly topK?: number;
}

/** Several texts of a model that has much to say, each with dice of its own. */
function write(draw: Draw, count: number, options: WriteSizes) {
  const { embedding, lstm, output } = weightsOf(draw, { embedding: 4, hidden: 6 });
  const loud = {
    embedding: { table: louder(embedding.table) },
    lstm,
    output: { ...output, inputToOutput: louder(output.inputToOutput) },
  };
  const prompts = Array.from({ length: count }, (_, i) => [1, ...Array.from({ length: 1 + (i % 3) }, () => draw.integer(3, 6))]); // prettier-ignore
  return construct(
    [loud],
    ...prompts.map((prompt) => method("write", prompt, { ...options, random: draw.generator() })),
  );
}

const paths = [
  "embedding.table",
  "lstm.inputToGates",
  "lstm.hiddenToGates",
  "lstm.bias",
  "output.inputToOutput",
  "output.bias",
].map((path) => `0.${path}`);

export const languageModelTask: Task = {
  name: "languageModel",
  reference: languageModel,
  ...variants,
  given: [
    "lib/functional#linear",
    "lib/lstm#lstmStep",
    "lib/losses#maskedCrossEntropy",
    "lib/sampling#sampleToken",
  ],
  cases: [
    likeReference("one text: what lib's LanguageModel gives with the same numbers put in", {
      points: 2,
      calls: (draw) => run(draw, {}, [1, 3]),
    }),
    likeReference("for any batch, time and widths", {
      points: 1,
      calls: (draw) => [
        run(draw, {}, [2, 5]),
        run(draw, { embedding: 5, hidden: 3 }, [3, 2]),
        run(draw, { embedding: 2, hidden: 6 }, [4, 1]),
      ],
    }),
    likeReference("from a given state it goes on where the tokens before ended", {
      points: 1,
      calls: (draw) => [run(draw, {}, [2, 3], stateOf(draw, 2)), run(draw, {}, [1, 1], stateOf(draw, 1))],
    }),
    likeReference("every part gets its gradient", {
      points: 1,
      calls: (draw) => ({ ...run(draw, {}, [2, 3]), gradients: paths }),
    }),
    likeReference("training takes one step a batch, and tells the loss before each step", {
      points: 2,
      calls: (draw) => {
        const batches = someLengths.map((lengths) => sequenceBatch(draw, vocab, lengths));
        return construct([trainable(weightsOf(draw))], method("train", batches, adam(0.05)));
      },
    }),
    holds("thirty steps learn to count: below 0.7 nats, where guessing costs 1.9", {
      points: 1,
      isLong: true,
      calls: (draw) => {
        const rows = repeated(6, () => draw.integer(0, vocab - 1)).map((first) =>
          Array.from({ length: 6 }, (_, t) => (first + t) % vocab),
        );
        const batch = {
          inputs: ints(rows.map((row) => row.slice(0, -1))),
          targets: ints(rows.map((row) => row.slice(1))),
          targetMask: maskOf(rows.map(() => 5)),
        };
        const batches = repeated(30, () => batch);
        const weights = trainable(weightsOf(draw, { embedding: 6, hidden: 10 }));
        return construct([weights], method("train", batches, adam(0.08)));
      },
      property: ([value]) => below(0.7, value),
    }),
    likeReference("writes what lib's model writes with the same dice, until <eos> or numTokens", {
      points: 3,
      likely: "it should read the prompt once, then one token at a time, and draw once for each token",
      calls: (draw) => [
        write(draw, 4, { numTokens: 8 }),
        write(draw, 4, { numTokens: 5, temperature: 4 }),
        write(draw, 4, { numTokens: 8, temperature: 2, topK: 3 }),
      ],
    }),
    likeReference("does the same with numbers that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => [
        run(draw, { embedding: 6, hidden: 5 }, [3, draw.integer(5, 7)]),
        write(draw, 3, { numTokens: 6, temperature: 1.5, topK: 4 }),
      ],
    }),
    leaksNothing("leaves no tensors behind but its logits and its state", {
      points: 1,
      calls: (draw) => [run(draw, {}, [2, 3], stateOf(draw, 2)), write(draw, 3, { numTokens: 4 })],
    }),
  ],
};
