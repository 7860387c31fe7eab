/** Decoding: calls that must be refused, and the words of each refusal. */
import { beamSearch } from "../../../lib/beam-search";
import { greedyDecode, teacherForcedDecode } from "../../../lib/decoding";
import { randomGenerator } from "../../../lib/random";
import { Decoder } from "../../../lib/decoder";
import { Encoder } from "../../../lib/encoder";
import { Seq2Seq } from "../../../lib/seq2seq";
import { nothing, type Refusal } from "./refusal";
import * as small from "./small";

const random = randomGenerator(1);
const size = { vocabSize: 6, embeddingSize: 3, hiddenSize: 4 };
const model = new Seq2Seq(new Encoder(size, random), new Decoder({ ...size, encoderSize: 4 }, random));

export const decodingRefusals: Refusal[] = [
  ["greedyDecode: options should be an object, got undefined", () => greedyDecode(model, [[4]], nothing)],
  [
    "greedyDecode: maxTime should be a whole number ≥ 1, got 0",
    () => greedyDecode(model, [[4]], { maxTime: 0 }),
  ],
  [
    "greedyDecode: model should be an object, got undefined",
    () => greedyDecode(nothing, [[4]], { maxTime: 1 }),
  ],
  [
    "greedyDecode: model.encoder.run should be a function, got undefined",
    () => greedyDecode(model.decoder as never, [[4]], { maxTime: 1 }),
  ],
  ["greedyDecode: expected at least one source, got none", () => greedyDecode(model, [], { maxTime: 1 })],
  [
    "greedyDecode: sources[0] should be a list, got 4",
    () => greedyDecode(model, [4] as never, { maxTime: 1 }),
  ],
  [
    "greedyDecode: an id of sources[0] should be a whole number ≥ 0, got NaN at position 0",
    () => greedyDecode(model, [[NaN]], { maxTime: 1 }),
  ],
  [
    "Embedding.apply: tokens should be ids in [0, 6), got 6",
    () => greedyDecode(model, [[6]], { maxTime: 1 }),
  ],
  [
    "teacherForcedDecode: model.run should be a function, got undefined",
    () => teacherForcedDecode(nothing, [{ source: [4], target: [4] }]),
  ],
  ["teacherForcedDecode: expected at least one pair, got none", () => teacherForcedDecode(model, [])],
  [
    "teacherForcedDecode: pairs[0].source should be a list, got undefined",
    () => teacherForcedDecode(model, [{ target: [4] } as never]),
  ],
  ["beamSearch: options should be an object, got undefined", () => beamSearch(model, [[4]], nothing)],
  [
    "beamSearch: width should be a whole number ≥ 1, got 0",
    () => beamSearch(model, [[4]], { width: 0, maxTime: 1 }),
  ],
  [
    "beamSearch: maxTime should be a whole number ≥ 1, got Infinity",
    () => beamSearch(model, [[4]], { width: 1, maxTime: Infinity }),
  ],
  [
    "beamSearch: lengthPenalty should be a number ≥ 0, got NaN",
    () => beamSearch(model, [[4]], { width: 1, maxTime: 1, lengthPenalty: NaN }),
  ],
  [
    "beamSearch: sources should be a list, got undefined",
    () => beamSearch(model, nothing, { width: 1, maxTime: 1 }),
  ],
  [
    "beamSearch: an id of sources[1] should be a whole number ≥ 0, got 0.5 at position 0",
    () => beamSearch(model, [[4], [0.5]], { width: 1, maxTime: 1 }),
  ],
  [
    "beamSearch: expected at least one source, got none",
    () => beamSearch(small.seq2seq(), [], { width: 2, maxTime: 3 }),
  ],
  [
    "beamSearch: maxTime should be a whole number ≥ 1, got NaN",
    () => beamSearch(small.seq2seq(), [[1]], { width: 2, maxTime: NaN }),
  ],
];
