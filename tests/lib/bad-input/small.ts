/** The smallest layers and models that a bad call can be made on. */
import { Embedding } from "../../../lib/embedding";
import { Gru } from "../../../lib/gru";
import { Linear } from "../../../lib/linear";
import { Lstm } from "../../../lib/lstm";
import { MultiHeadAttention } from "../../../lib/multi-head-attention";
import { randomGenerator } from "../../../lib/random";
import { Rnn } from "../../../lib/rnn";
import { Decoder } from "../../../lib/decoder";
import { Encoder } from "../../../lib/encoder";
import { Seq2Seq } from "../../../lib/seq2seq";
import { Gpt } from "../../../lib/gpt";
import { Transformer, TransformerDecoder, TransformerEncoder } from "../../../lib/transformer";

const random = randomGenerator(1);
export const stack = { vocabSize: 5, dModel: 4, numHeads: 2, numLayers: 1 };
export const sizes = { vocabSize: 5, embeddingSize: 2, hiddenSize: 4 };

export const embedding = () => new Embedding({ vocabSize: 3, embeddingSize: 2 }, random);
export const linear = () => new Linear({ inputSize: 2, outputSize: 2 }, random);
export const rnn = () => new Rnn({ inputSize: 2, hiddenSize: 3 }, random);
export const lstm = () => new Lstm({ inputSize: 2, hiddenSize: 3 }, random);
export const gru = () => new Gru({ inputSize: 2, hiddenSize: 3 }, random);
export const heads = () => new MultiHeadAttention({ dModel: 4, numHeads: 2 }, random);
export const encoder = () => new TransformerEncoder(stack, random);
export const transformer = () => new Transformer(encoder(), new TransformerDecoder(stack, random));
export const gpt = () => new Gpt({ ...stack, maxTime: 3 }, random);
export const seq2seq = () =>
  new Seq2Seq(new Encoder(sizes, random), new Decoder({ ...sizes, encoderSize: 4 }, random));
