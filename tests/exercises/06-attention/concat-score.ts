/** The checks of `concatScore`. */
import { concatScore } from "../../../lib/attention-scores";
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, type Draw } from "../../../tools/exercises/draw";
import { likePyTorch } from "../../../tools/exercises/pytorch";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import { oneStep, withoutTarget, scoreInputs } from "./inputs";
import * as variants from "../../mutants/06-attention/concat-score";

const concatInputs = (
  draw: Draw,
  batch: number,
  source: number,
  hidden: number,
  keyHidden: number,
  scoreHidden = 3,
) =>
  [
    draw.normal(batch, hidden),
    draw.normal(batch, source, keyHidden),
    {
      queryWeight: draw.normal(hidden, scoreHidden),
      keyWeight: draw.normal(keyHidden, scoreHidden),
      vector: draw.normal(scoreHidden),
    },
  ] as const;

export const concatScoreTask: Task = {
  name: "concatScore",
  reference: concatScore,
  ...variants,
  cases: [
    likePyTorch("gives PyTorch's scores and its gradients", {
      points: 2,
      given: oneStep("concat").map((example) => {
        const { query, value, gradients } = withoutTarget(example);
        const { keys, queryWeight, keyWeight, vector } = example.inputs as Record<
          string,
          (typeof example.inputs)[string]
        >;
        return {
          call: call(query, keys!, { queryWeight: queryWeight!, keyWeight: keyWeight!, vector: vector! }),
          value,
          gradients: {
            ...gradients,
            "2.queryWeight": example.gradients["queryWeight"]!,
            "2.keyWeight": example.gradients["keyWeight"]!,
            "2.vector": example.gradients["vector"]!,
          },
        };
      }),
    }),
    likeReference("takes a query and keys of different widths", {
      points: 1,
      calls: (draw) => [call(...concatInputs(draw, 2, 4, 3, 5)), call(...concatInputs(draw, 3, 3, 6, 1, 2))],
    }),
    holds("permuting the source positions permutes the scores", {
      points: 1,
      likely: "source positions are mixed with each other",
      calls: (draw) => {
        const [query, keys, weights] = concatInputs(draw, 1, 3, 2, 2);
        const [first, second, third] = [0, 1, 2].map((s) => keys.$tensor.values.slice(2 * s, 2 * s + 2));
        const turned = floats([...third!, ...first!, ...second!].map(Number), [1, 3, 2]);
        return [call(query, keys, weights), call(query, turned, weights)];
      },
      property: ([before, after]) => {
        const [a, b, c] = numbers(tensor(before));
        return close(numbers(tensor(after)), [c!, a!, b!])
          ? undefined
          : "the scores did not move with their keys";
      },
    }),
    likeReference("scores sequences that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        scoreInputs(draw, (batch, source, hidden) => call(...concatInputs(draw, batch, source, hidden, 4))),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(...concatInputs(draw, 2, 4, 3, 5)),
    }),
  ],
};
