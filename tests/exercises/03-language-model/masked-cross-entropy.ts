/** The checks of `maskedCrossEntropy`. */
import { maskedCrossEntropy } from "../../../lib/losses";
import { tf } from "../../../lib/tf";
import { call, callWithGradients, holds, leaksNothing, likeReference } from "../../../tools/exercises/case";
import { show } from "../../../tools/exercises/compare";
import { floats, ints, maskOf, type Draw } from "../../../tools/exercises/draw";
import { likePyTorch, pytorchExamples } from "../../../tools/exercises/pytorch";
import type { Task } from "../../../tools/exercises/sheet";
import { close, numbers, tensor } from "../../../tools/exercises/values";
import * as variants from "../../mutants/03-language-model/masked-cross-entropy";

const given = (draw: Draw, lengths: number[], time: number, vocab: number) =>
  [
    draw.normal(lengths.length, time, vocab),
    draw.ids(vocab, lengths.length, time),
    maskOf(lengths, time),
  ] as const;

export const maskedCrossEntropyTask: Task = {
  name: "maskedCrossEntropy",
  reference: (logits: tf.Tensor3D, targets: tf.Tensor2D, mask: tf.Tensor2D) =>
    maskedCrossEntropy(logits, targets, mask),
  ...variants,
  cases: [
    holds("a model that finds all of 4 tokens alike loses ln 4 = 1.386 nats a token", {
      points: 1,
      calls: () => call(floats([0, 0, 0, 0, 0, 0, 0, 0], [1, 2, 4]), ints([[3, 0]]), ints([[1, 1]])),
      property: ([value]) => {
        const { shape } = tensor(value);
        const [loss] = numbers(tensor(value));
        if (loss === undefined) return "the result is no tensor";
        if (shape.length > 0) return `the shape is [${shape.join(", ")}], expected one number, []`;
        return close([loss], [Math.log(4)]) ? undefined : `the loss is ${loss.toPrecision(4)}`;
      },
    }),
    likePyTorch("gives PyTorch's loss, and its gradient to the logits", {
      points: 2,
      given: pytorchExamples("losses")
        .filter(({ options }) => options["labelSmoothing"] === 0)
        .map(({ inputs, outputs, gradients }) => ({
          call: call(inputs["logits"]!, inputs["targets"]!, inputs["mask"]!),
          value: outputs["loss"]!,
          gradients: { "0": gradients["logits"]! },
        })),
    }),
    holds("what stands at padding changes nothing", {
      points: 1,
      calls: (draw) => {
        const [logits, targets, mask] = given(draw, [2, 1], 3, 4);
        const other = logits.$tensor.values.map((x, k) =>
          [2, 4, 5].includes(Math.floor(k / 4)) ? 30 * (k % 4) : Number(x),
        );
        return [call(logits, targets, mask), call(floats(other, [2, 3, 4]), targets, mask)];
      },
      property: ([before, after]) => {
        const [a, b] = [before, after].map((value) => numbers(tensor(value)));
        if (a!.length !== 1 || a![0] === 0) return `the loss is ${show(before)}, expected a number above 0`;
        return close(b!, a!)
          ? undefined
          : `the loss went from ${a![0]!.toPrecision(4)} to ${b![0]!.toPrecision(4)}`;
      },
    }),
    likeReference("logits of 1000 give no Infinity and no NaN", {
      points: 1,
      likely: "you take the logarithm of a softmax; use tf.logSoftmax",
      calls: () => callWithGradients(["0"], floats([[[1000, 0, 0]]]), ints([[1]]), ints([[1]])),
    }),
    likeReference("a batch in which no token counts has a loss of 0, not NaN", {
      points: 1,
      needsValues: true,
      likely: "you divide by a count of 0",
      calls: (draw) => call(...given(draw, [0, 0], 2, 3)),
    }),
    likeReference("judges texts that nobody has seen", {
      points: 1,
      hidden: true,
      calls: (draw) => call(...given(draw, [5, draw.integer(1, 4), 3], 5, 8)),
    }),
    leaksNothing("leaves no tensors behind", {
      points: 1,
      calls: (draw) => call(...given(draw, [2, 1], 2, 3)),
    }),
  ],
};
