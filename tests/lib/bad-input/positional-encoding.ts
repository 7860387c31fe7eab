/** Positional encodings and parameters: calls that must be refused, and the words of each refusal. */
import {
  collectParameters,
  countParameters,
  disposeParameters,
  uniformParameter,
  zeroParameter,
} from "../../../lib/parameters";
import { LearnedPositions, sinusoidalEncoding } from "../../../lib/positional-encoding";
import { randomGenerator } from "../../../lib/random";
import { nothing, type Refusal } from "./refusal";

const random = randomGenerator(1);
const positions = new LearnedPositions({ maxTime: 4, dModel: 2 }, random);

export const positionRefusals: Refusal[] = [
  ["sinusoidalEncoding: time should be a whole number ≥ 1, got 0", () => sinusoidalEncoding(0, 4)],
  [
    "sinusoidalEncoding: dModel should be a whole number ≥ 1, got undefined",
    () => sinusoidalEncoding(2, nothing),
  ],
  [
    "LearnedPositions: config should be an object, got undefined",
    () => new LearnedPositions(nothing, random),
  ],
  [
    "LearnedPositions: maxTime should be a whole number ≥ 1, got Infinity",
    () => new LearnedPositions({ maxTime: Infinity, dModel: 2 }, random),
  ],
  ["LearnedPositions.apply: there are 4 positions, got 5 tokens", () => positions.apply(5)],
  ["LearnedPositions.apply: start should be a whole number ≥ 0, got NaN", () => positions.apply(1, NaN)],
  ["LearnedPositions.apply: start should be a whole number ≥ 0, got -1", () => positions.apply(1, -1)],
];

export const parameterRefusals: Refusal[] = [
  [
    "uniformParameter: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => uniformParameter([1], 1, nothing),
  ],
  ["uniformParameter: limit should be a number > 0, got NaN", () => uniformParameter([1], NaN, random)],
  ["uniformParameter: shape should be a list, got undefined", () => uniformParameter(nothing, 1, random)],
  ["zeroParameter: shape should be a list, got 3", () => zeroParameter(3 as never)],
  ["uniformParameter: limit should be a number > 0, got 0", () => uniformParameter([2], 0, random)],
  [
    "uniformParameter: limit should be a number > 0, got Infinity",
    () => uniformParameter([2], Infinity, random),
  ],
  ["uniformParameter: shape[0] should be a whole number ≥ 1, got 0", () => uniformParameter([0], 1, random)],
  ["zeroParameter: shape[0] should be a whole number ≥ 1, got -1", () => zeroParameter([-1])],
  [
    "sinusoidalEncoding: dModel should be a whole number ≥ 1, got Infinity",
    () => sinusoidalEncoding(2, Infinity),
  ],
  [
    "LearnedPositions: maxTime should be a whole number ≥ 1, got 0",
    () => new LearnedPositions({ maxTime: 0, dModel: 2 }, random),
  ],
  [
    "LearnedPositions: dModel should be a whole number ≥ 1, got NaN",
    () => new LearnedPositions({ maxTime: 2, dModel: NaN }, random),
  ],
  [
    "LearnedPositions.apply: there are 2 positions, got 3 tokens",
    () => new LearnedPositions({ maxTime: 2, dModel: 2 }, random).apply(3),
  ],
  [
    "LearnedPositions.apply: time should be a whole number ≥ 1, got 0",
    () => new LearnedPositions({ maxTime: 2, dModel: 2 }, random).apply(0),
  ],

  ["countParameters: model should be an object, got undefined", () => countParameters(nothing)],
  [
    "disposeParameters: model.parameters should be an object, got undefined",
    () => disposeParameters({} as never),
  ],
  ["collectParameters: parts should be an object, got undefined", () => collectParameters(nothing)],
];
