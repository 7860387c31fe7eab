/** Transformer and Gpt: calls that must be refused, and the words of each refusal. */
import { randomGenerator } from "../../../lib/random";
import { tf } from "../../../lib/tf";
import { Gpt } from "../../../lib/gpt";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../../lib/transformer";
import { ids } from "../tensors";
import { ints, nothing, type Refusal } from "./refusal";
import * as small from "./small";

const random = randomGenerator(1);
const layer = { dModel: 4, numHeads: 2 };
const stack = { ...layer, vocabSize: 6, numLayers: 1 };
const [reader, writer] = [new TransformerEncoder(stack, random), new TransformerDecoder(stack, random)];
const transformer = new Transformer(reader, writer);
const gpt = new Gpt({ ...stack, maxTime: 3 }, random);
const [tokens, mask] = [
  ids([
    [4, 5],
    [5, 2],
  ]),
  ids([
    [1, 1],
    [1, 1],
  ]),
];
const read = reader.run(tokens, mask);

export const transformerRefusals: Refusal[] = [
  [
    'TransformerEncoder: positions should be "sinusoidal", "learned", "rotary" or "none", got "waves"',
    () => new TransformerEncoder({ ...stack, positions: "waves" as never }, random),
  ],
  [
    "TransformerEncoder: maxTime should be a whole number ≥ 1, got undefined",
    () => new TransformerEncoder({ ...stack, positions: "learned" }, random),
  ],
  [
    "TransformerDecoder: rotary positions need heads of an even width, got 1",
    () => new TransformerDecoder({ ...stack, dModel: 2, numHeads: 2, positions: "rotary" }, random),
  ],
  [
    "TransformerEncoder: config should be an object, got undefined",
    () => new TransformerEncoder(nothing, random),
  ],
  [
    "TransformerEncoder: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new TransformerEncoder(stack, nothing),
  ],
  [
    "TransformerEncoder: numLayers should be a whole number ≥ 1, got undefined",
    () => new TransformerEncoder({ ...layer, vocabSize: 6 } as never, random),
  ],
  [
    "TransformerEncoder: dModel should be a whole number ≥ 1, got 0",
    () => new TransformerEncoder({ ...stack, dModel: 0 }, random),
  ],
  [
    "TransformerEncoder.run: tokens should be a tensor [batch, source], got undefined",
    () => reader.run(nothing, mask),
  ],
  [
    "TransformerEncoder.run: mask should be a tensor [batch, source], got undefined",
    () => reader.run(tokens, nothing),
  ],
  [
    'TransformerEncoder.run: axis "source" is 2 in tokens, but 1 in mask',
    () => reader.run(tokens, ids([[1], [1]])),
  ],
  [
    "Embedding.apply: tokens should be ids in [0, 6), got 6",
    () =>
      reader.run(
        ids([
          [6, 0],
          [0, 0],
        ]),
        mask,
      ),
  ],
  [
    "TransformerDecoder: config should be an object, got undefined",
    () => new TransformerDecoder(nothing, random),
  ],
  ["TransformerDecoder.start: encoded should be an object, got undefined", () => writer.start(nothing)],
  [
    "TransformerDecoder.run: state should be an object, got undefined",
    () => writer.run(tokens, read, nothing),
  ],
  [
    "TransformerDecoder.run: encoded should be an object, got undefined",
    () => writer.run(tokens, nothing, writer.start(read)),
  ],
  [
    'TransformerDecoder.run: axis "batch" is 1 in tokens, but 2 in hiddens',
    () => writer.run(ids([[1]]), read, writer.start(read)),
  ],
  ["Transformer: encoder should be an object, got undefined", () => new Transformer(nothing, writer)],
  [
    "maskedCrossEntropy: labelSmoothing should be a number in [0, 1), got 1",
    () => new Transformer(reader, writer, { labelSmoothing: 1 }).loss([{ source: [4], target: [4] }]),
  ],
  ["pairBatch: expected at least one pair, got none", () => transformer.loss([])],
  ["pairBatch: pairs should be a list, got undefined", () => transformer.loss(nothing)],
  [
    "pairBatch: pairs[0].target should be a list, got undefined",
    () => transformer.loss([{ source: [4] } as never]),
  ],
  ["Transformer.run: batch should be an object, got undefined", () => transformer.run(nothing)],
];

export const gptRefusals: Refusal[] = [
  ["Gpt: config should be an object, got undefined", () => new Gpt(nothing, random)],
  [
    "Gpt: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new Gpt({ ...stack, maxTime: 3 }, nothing),
  ],
  ["Gpt: maxTime should be a whole number ≥ 1, got undefined", () => new Gpt(stack as never, random)],
  [
    "Gpt: numLayers should be a whole number ≥ 1, got 1.5",
    () => new Gpt({ ...stack, maxTime: 3, numLayers: 1.5 }, random),
  ],
  [
    "Gpt.run: tokens should have 2 axes [batch, time], got 1 [1]",
    () => gpt.run(tf.tensor1d([1], "int32") as never),
  ],
  ["Embedding.apply: tokens should be int32, got float32", () => gpt.run(tf.tensor2d([[1]]))],
  ["LearnedPositions.apply: there are 3 positions, got 4 tokens", () => gpt.run(ids([[1, 2, 3, 4]]))],
  [
    'EncoderLayer.run: axis "batch" is 1 in inputs, but 2 in past.keys',
    () => gpt.run(ids([[1]]), gpt.run(tokens).state),
  ],
  ["Gpt.run: state.past should be a list, got undefined", () => gpt.run(ids([[1]]), tokens as never)],
  ["Gpt.loss: sequences should be a list, got undefined", () => gpt.loss(nothing)],
  ["Gpt.loss: expected at least one sequence of two tokens, got none", () => gpt.loss([[4], [5]])],
  ["Gpt.loss: sequences[0] should be a list, got 4", () => gpt.loss([4, 5] as never)],
  ["maskedCrossEntropy: targets should be ids in [0, 6), got 6", () => gpt.loss([[4, 6]])],
  [
    "TransformerEncoder: numLayers should be a whole number ≥ 1, got 0",
    () => new TransformerEncoder({ ...small.stack, numLayers: 0 }, random),
  ],
  [
    "TransformerEncoder: dModel should be a whole number ≥ 1, got NaN",
    () => new TransformerEncoder({ ...small.stack, dModel: NaN }, random),
  ],
  [
    "TransformerEncoder: vocabSize should be a whole number ≥ 1, got 0",
    () => new TransformerEncoder({ ...small.stack, vocabSize: 0 }, random),
  ],
  [
    "Embedding.apply: tokens should be ids in [0, 5), got 9",
    () => new TransformerEncoder(small.stack, random).run(ids([[9]]), ints(1, 1)),
  ],
  [
    "TransformerDecoder: 3 heads do not divide dModel 4",
    () => new TransformerDecoder({ ...small.stack, numHeads: 3 }, random),
  ],
  ["Gpt: maxTime should be a whole number ≥ 1, got 0", () => new Gpt({ ...small.stack, maxTime: 0 }, random)],

  [
    "TransformerDecoder.run: state.past should be a list, got undefined",
    () => writer.run(tokens, read, { source: [] } as never),
  ],
  [
    "TransformerDecoder.run: state.source should be a list, got undefined",
    () => writer.run(tokens, read, { past: [] } as never),
  ],
  ["Gpt.run: state.past[0] should be an object, got undefined", () => gpt.run(tokens, { past: [nothing] })],
  [
    "Gpt.run: state.past should have 0 or 1 layers, got 2; it is of another model",
    () => gpt.run(tokens, { past: [gpt.run(tokens).state.past[0]!, gpt.run(tokens).state.past[0]!] }),
  ],
];
