import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { dotScore, generalScore } from "../../lib/attention-scores";
import { attend } from "../../lib/attention";
import { countParameters } from "../../lib/parameters";
import { randomGenerator } from "../../lib/random";
import { SCORE_NAMES, ScoreLayer, type ScoreConfig } from "../../lib/score-layer";
import { expectClose, newTensors, normal, numbers, summed } from "./tensors";

const layerOf = (config: Partial<ScoreConfig>) =>
  new ScoreLayer({ score: "dot", querySize: 3, keySize: 3, ...config }, randomGenerator(1));
const queries = normal<tf.Rank.R3>([2, 4, 3], 1);
const keys = normal<tf.Rank.R3>([2, 5, 3], 2);

describe("ScoreLayer", () => {
  test.each(SCORE_NAMES)("%s scores every source position for every decoder step", (score) => {
    const layer = layerOf({ score });
    expect(layer.apply(queries, keys).shape).toEqual([2, 4, 5]);
    expect(newTensors(() => layer.apply(queries, keys))).toBe(1);
  });

  test.each(SCORE_NAMES)("the loss reaches every parameter of %s through the softmax", (score) => {
    const layer = layerOf({ score, maxSource: 5 });
    const parameters = Object.values(layer.parameters);
    const loss = () => summed([attend(layer.apply(queries, keys), keys).context]);
    const grads = parameters.length === 0 ? {} : tf.variableGrads(loss, parameters).grads;
    expect(Object.values(grads)).toHaveLength(parameters.length);
    expect(Object.values(grads).every((grad) => numbers(grad).some((number) => number !== 0))).toBe(true);
  });

  test("learns as many numbers as its score's equation has", () => {
    const sizes = SCORE_NAMES.map((score) => countParameters(layerOf({ score, maxSource: 7 })));
    expect(sizes).toEqual([0, 0, 3 * 3, 3 * 3 + 3 * 3 + 3, 3 * 7]);
  });

  test("concat may have more layers, each with a matrix that the loss reaches", () => {
    const deep = layerOf({ score: "concat", numScoreLayers: 3 });
    expect(countParameters(deep)).toBe(21 + 2 * 3 * 3);
    const loss = () => summed([attend(deep.apply(queries, keys), keys).context]);
    const { grads } = tf.variableGrads(loss, Object.values(deep.parameters));
    expect(Object.values(grads).every((grad) => numbers(grad).some((number) => number !== 0))).toBe(true);
    expect(() => layerOf({ score: "concat", numScoreLayers: 0 })).toThrow(
      "ScoreLayer: numScoreLayers should be a whole number ≥ 1, got 0",
    );
  });

  test("dot and general are those of the equations", () => {
    expectClose(layerOf({ score: "dot" }).apply(queries, keys), dotScore(queries, keys), 0);
    const general = layerOf({ score: "general" });
    const weight = general.parameters["weight"] as tf.Variable<tf.Rank.R2>;
    expectClose(general.apply(queries, keys), generalScore(queries, keys, weight), 0);
  });

  test("general and concat take keys of another width", () => {
    const wide = normal<tf.Rank.R3>([2, 5, 7], 3);
    expect(layerOf({ score: "general", keySize: 7 }).apply(queries, wide).shape).toEqual([2, 4, 5]);
    expect(layerOf({ score: "concat", keySize: 7 }).apply(queries, wide).shape).toEqual([2, 4, 5]);
  });

  test("refuses an unknown score by listing the known ones", () => {
    expect(() => layerOf({ score: "bilinear" as never })).toThrow(
      'ScoreLayer: score should be one of dot, scaledDot, general, concat, location, got "bilinear"',
    );
  });

  test("refuses dot with unequal widths, and sizes that are no whole number ≥ 1", () => {
    expect(() => layerOf({ score: "scaledDot", keySize: 4 })).toThrow(
      "ScoreLayer: scaledDot needs query and keys of one width, got querySize 3 and keySize 4",
    );
    expect(() => layerOf({ querySize: 0 })).toThrow(
      "ScoreLayer: querySize should be a whole number ≥ 1, got 0",
    );
    expect(() => layerOf({ keySize: NaN })).toThrow(
      "ScoreLayer: keySize should be a whole number ≥ 1, got NaN",
    );
    expect(() => layerOf({ maxSource: Infinity })).toThrow(
      "ScoreLayer: maxSource should be a whole number ≥ 1, got Infinity",
    );
  });

  test("the location score says how many positions it knows", () => {
    expect(() => layerOf({ score: "location", maxSource: 4 }).apply(queries, keys)).toThrow(
      "ScoreLayer.apply: the location score knows 4 positions, got 5",
    );
  });
});
