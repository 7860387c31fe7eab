/** The checks of `attend`. */
import { attend, type Attention } from "../../../lib/attention";
import { tf } from "../../../lib/tf";
import { call, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { floats, ints, maskOf } from "../../../tools/exercises/draw";
import { likePyTorch, pytorchExamples, reshaped } from "../../../tools/exercises/pytorch";
import type { Task } from "../../../tools/exercises/sheet";
import { close, rows, sum, tensor } from "../../../tools/exercises/values";
import { sizes, scoreInputs } from "./inputs";
import * as variants from "../../mutants/06-attention/attend";

export const attendTask: Task = {
  name: "attend",
  reference: (scores: tf.Tensor2D, values: tf.Tensor3D, mask?: tf.Tensor2D): Attention<tf.Tensor2D> =>
    attend(scores, values, mask),
  ...variants,
  cases: [
    holds("the weights of every sequence sum to 1 over its source", {
      points: 1,
      calls: (draw) =>
        sizes.map(([batch, source, width]) =>
          call(draw.normal(batch, source), draw.normal(batch, source, width)),
        ),
      likely: "softmax runs over another axis",
      property: (values) => {
        const totals = values.flatMap((value) => rows(tensor(value, "weights")).map(sum));
        const wrong = totals.find((total) => !close([total], [1]));
        return wrong === undefined ? undefined : `a row sums to ${wrong.toPrecision(4)}`;
      },
    }),
    likePyTorch("gives PyTorch's weights and context, and its gradients to scores and values", {
      points: 2,
      given: pytorchExamples("attention")
        .filter(({ name, inputs }) => !name.startsWith("pairs") && inputs["scores"]!.$tensor.shape[1] === 1)
        .map(({ inputs, outputs, gradients }) => {
          const [batch, , source] = inputs["scores"]!.$tensor.shape as [number, number, number];
          const width = inputs["values"]!.$tensor.shape[2]!;
          const mask = inputs["mask"] ? [inputs["mask"]] : [];
          return {
            call: call(reshaped(inputs["scores"]!, batch, source), inputs["values"]!, ...mask),
            value: {
              weights: reshaped(outputs["weights"]!, batch, source),
              context: reshaped(outputs["context"]!, batch, width),
            },
            gradients: { "0": reshaped(gradients["scores"]!, batch, source), "1": gradients["values"]! },
          };
        }),
    }),
    holds("a padded position gets a weight of exactly 0, and the others still sum to 1", {
      points: 1,
      calls: (draw) => call(draw.normal(3, 4), draw.normal(3, 4, 2), maskOf([4, 2, 1])),
      property: ([value]) => {
        const weights = rows(tensor(value, "weights"));
        const padded = weights.flatMap((row, i) => row.slice([4, 2, 1][i]));
        if (padded.some((weight) => weight !== 0))
          return `a padded position has a weight of ${Math.max(...padded)}`;
        const wrong = weights.map(sum).find((total) => !close([total], [1]));
        return wrong === undefined
          ? undefined
          : `the weights of the real positions sum to ${wrong.toPrecision(4)}`;
      },
    }),
    likeReference("one more padded position changes nothing, whatever stands there", {
      points: 1,
      calls: (draw) => {
        const [scores, values] = [draw.normal(1, 3), draw.normal(1, 3, 2)];
        const more = (data: typeof scores, shape: number[], ...last: number[]) =>
          floats([...data.$tensor.values.map(Number), ...last], shape);
        return [
          call(scores, values),
          call(more(scores, [1, 4], 50), more(values, [1, 4, 2], 9, -9), ints([[1, 1, 1, 0]])),
        ];
      },
    }),
    likeReference("scores of 1000 give no NaN", {
      points: 1,
      likely: "you compute e to the power of a score; subtract the row's largest first, or use tf.softmax",
      calls: (draw) => [
        call(floats([[1000, 999, 0]]), draw.normal(1, 3, 2)),
        call(floats([[1000, 999, 0], [-1000, -1001, -1002]]), draw.normal(2, 3, 2)), // prettier-ignore
      ],
    }),
    likeReference("a sequence that is all padding gets weights and context of 0, not NaN", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3), draw.normal(2, 3, 2), maskOf([2, 0], 3)),
    }),
    likeReference("reads sequences that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) =>
        scoreInputs(draw, (batch, source, width) =>
          call(
            draw.normal(batch, source),
            draw.normal(batch, source, width),
            maskOf(
              Array.from({ length: batch }, (_, i) => i + 1),
              source,
            ),
          ),
        ),
    }),
    leaksNothing("leaves no tensors behind but its two", {
      points: 1,
      calls: (draw) => call(draw.normal(2, 3), draw.normal(2, 3, 2), maskOf([3, 1])),
    }),
  ],
};
