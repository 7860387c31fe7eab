/** Attention scores: calls that must be refused, and the words of each refusal. */
import {
  concatScore,
  dotScore,
  generalScore,
  locationScore,
  scaledDotScore,
} from "../../../lib/attention-scores";
import { randomGenerator } from "../../../lib/random";
import { ScoreLayer } from "../../../lib/score-layer";
import { tf } from "../../../lib/tf";
import { list, nothing, ones, type Refusal } from "./refusal";

const random = randomGenerator(1);
const query = tf.ones<tf.Rank.R2>([2, 4]);
const [queries, keys] = [tf.ones<tf.Rank.R3>([2, 3, 4]), tf.ones<tf.Rank.R3>([2, 5, 4])];
const widths = { querySize: 4, keySize: 4 };

export const scoreRefusals: Refusal[] = [
  ["dotScore: query should be a tensor [batch, hidden], got undefined", () => dotScore(nothing, keys)],
  [
    "dotScore: keys should be a tensor [batch, source, hidden], got undefined",
    () => dotScore(query, nothing),
  ],
  ["dotScore: query should be a tensor [batch, hidden], got a list of 2", () => dotScore(list, keys)],
  ['dotScore: axis "hidden" is 3 in query, but 4 in keys', () => dotScore(ones(2, 3), keys)],
  ['dotScore: axis "batch" is 1 in query, but 2 in keys', () => dotScore(ones(1, 4), keys)],
  [
    "scaledDotScore: keys should have 3 axes [batch, source, hidden], got 2 [5, 4]",
    () => scaledDotScore(query, ones(5, 4)),
  ],
  [
    'scaledDotScore: keys has no "source": the axis is empty',
    () => scaledDotScore(query, tf.zeros([2, 0, 4])),
  ],
  [
    "generalScore: weight should be a tensor [hidden, keyHidden], got undefined",
    () => generalScore(query, keys, nothing),
  ],
  [
    'generalScore: axis "keyHidden" is 4 in keys, but 3 in weight',
    () => generalScore(query, keys, ones(4, 3)),
  ],
  ["concatScore: weights should be an object, got undefined", () => concatScore(query, keys, nothing)],
  [
    "concatScore: vector should be a tensor [scoreHidden], got undefined",
    () => concatScore(query, keys, { queryWeight: ones(4, 6), keyWeight: ones(4, 6) } as never),
  ],
  [
    'concatScore: axis "scoreHidden" is 6 in queryWeight, but 5 in keyWeight',
    () => concatScore(query, keys, { queryWeight: ones(4, 6), keyWeight: ones(4, 5), vector: ones(6) }),
  ],
  [
    "locationScore: query should be a tensor [batch, hidden], got undefined",
    () => locationScore(nothing, ones(4, 5)),
  ],
  ['locationScore: axis "hidden" is 4 in query, but 3 in weight', () => locationScore(query, ones(3, 5))],
  [
    'ScoreLayer: score should be one of dot, scaledDot, general, concat, location, got "cosine"',
    () => new ScoreLayer({ score: "cosine" as never, ...widths }, random),
  ],
  [
    "ScoreLayer: score should be one of dot, scaledDot, general, concat, location, got undefined",
    () => new ScoreLayer(widths as never, random),
  ],
  ["ScoreLayer: config should be an object, got undefined", () => new ScoreLayer(nothing, random)],
  [
    "ScoreLayer: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new ScoreLayer({ score: "general", ...widths }, nothing),
  ],
  [
    "ScoreLayer: keySize should be a whole number ≥ 1, got NaN",
    () => new ScoreLayer({ score: "general", querySize: 4, keySize: NaN }, random),
  ],
  [
    "ScoreLayer: dot needs query and keys of one width, got querySize 4 and keySize 3",
    () => new ScoreLayer({ score: "dot", querySize: 4, keySize: 3 }, random),
  ],
  [
    "ScoreLayer.apply: the location score knows 4 positions, got 5",
    () => new ScoreLayer({ score: "location", ...widths, maxSource: 4 }, random).apply(queries, keys),
  ],
  [
    "ScoreLayer.apply: keys should be a tensor [batch, source, keyHidden], got undefined",
    () => new ScoreLayer({ score: "location", ...widths }, random).apply(queries, nothing),
  ],
  ["dotScore: query should have 2 axes [batch, hidden], got 1 [2]", () => dotScore(ones(2), ones(1, 2, 2))],
  ['dotScore: keys has no "source": the axis is empty', () => dotScore(ones(1, 2), ones(1, 0, 2))],
  [
    'scaledDotScore: axis "hidden" is 3 in query, but 2 in keys',
    () => scaledDotScore(ones(1, 3), ones(1, 2, 2)),
  ],
  [
    'generalScore: axis "hidden" is 3 in query, but 2 in weight',
    () => generalScore(ones(1, 3), ones(1, 2, 2), ones(2, 2)),
  ],
  [
    "generalScore: weight should have 2 axes [hidden, keyHidden], got 1 [2]",
    () => generalScore(ones(1, 2), ones(1, 2, 2), ones(2)),
  ],
  [
    'concatScore: axis "hidden" is 2 in query, but 3 in queryWeight',
    () =>
      concatScore(ones(1, 2), ones(1, 2, 2), {
        queryWeight: ones(3, 1),
        keyWeight: ones(2, 1),
        vector: ones(1),
      }),
  ],
  [
    'concatScore: axis "keyHidden" is 2 in keys, but 3 in keyWeight',
    () =>
      concatScore(ones(1, 2), ones(1, 2, 2), {
        queryWeight: ones(2, 1),
        keyWeight: ones(3, 1),
        vector: ones(1),
      }),
  ],
  [
    "locationScore: weight should have 2 axes [hidden, source], got 1 [2]",
    () => locationScore(ones(1, 2), ones(2)),
  ],
  [
    'ScoreLayer: score should be one of dot, scaledDot, general, concat, location, got "cosine"',
    () => new ScoreLayer({ score: "cosine" as never, querySize: 2, keySize: 2 }, random),
  ],
  [
    "ScoreLayer: dot needs query and keys of one width, got querySize 2 and keySize 3",
    () => new ScoreLayer({ score: "dot", querySize: 2, keySize: 3 }, random),
  ],
  [
    "ScoreLayer: querySize should be a whole number ≥ 1, got 0",
    () => new ScoreLayer({ score: "general", querySize: 0, keySize: 3 }, random),
  ],
  [
    "ScoreLayer: maxSource should be a whole number ≥ 1, got 0",
    () => new ScoreLayer({ score: "location", querySize: 2, keySize: 2, maxSource: 0 }, random),
  ],
  [
    "ScoreLayer.apply: the location score knows 1 positions, got 2",
    () =>
      new ScoreLayer({ score: "location", querySize: 2, keySize: 2, maxSource: 1 }, random).apply(
        ones(1, 1, 2),
        ones(1, 2, 2),
      ),
  ],
];
