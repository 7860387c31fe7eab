import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { attend, causalMask, combineMasks } from "../../lib/attention";
import { ShapeError } from "../../lib/shapes";
import { expectPyTorch, noParameters, referenceCases } from "./reference";
import { expectClose, expectGradient, ids, maskOf, newTensors, normal, numbers, summed } from "./tensors";

/** Scores, values and a mask of any small shape. */
const examples = fc
  .tuple(fc.nat({ max: 2 }), fc.nat({ max: 3 }), fc.nat({ max: 4 }), fc.nat(), fc.nat())
  .map(([batch, target, source, seed, maskSeed]) => {
    const shape: [number, number, number] = [batch + 1, target + 1, source + 1];
    const mask = tf.randomUniform<tf.Rank.R3>(shape, 0, 1, "float32", maskSeed).greater(0.4).cast("int32");
    return {
      scores: normal<tf.Rank.R3>(shape, seed).mul<tf.Tensor3D>(3),
      values: normal<tf.Rank.R3>([batch + 1, source + 1, 2], seed + 1),
      mask: mask as tf.Tensor3D,
    };
  });

interface Given {
  readonly scores: tf.Tensor3D;
  readonly values: tf.Tensor3D;
  readonly mask?: tf.Tensor2D;
}

describe("attend", () => {
  test("weights scores of 0 and ln 3 as 1 : 3", () => {
    const values = tf.tensor3d([[[0], [4]]]);
    const { weights, context } = attend(tf.tensor2d([[0, Math.log(3)]]), values);
    expectClose(weights, tf.tensor2d([[0.25, 0.75]]), 1e-6);
    expectClose(context, tf.tensor2d([[3]]), 1e-6);
  });

  test.each(referenceCases("attention"))("gives PyTorch's values and gradients: $name", (reference) => {
    expectPyTorch(reference, noParameters, ({ scores, values, mask }: Given) => ({
      ...attend(scores, values, mask),
    }));
  });

  test("weights sum to 1 over the allowed positions, or to 0 where nothing is allowed", () => {
    fc.assert(
      fc.property(examples, ({ scores, values, mask }) => {
        const { weights } = attend(scores, values, mask);
        expectClose(weights.sum(-1), mask.max(-1).cast("float32"), 1e-5);
      }),
    );
  });

  test("a masked position gets exactly 0, and neither its score nor its value gets a gradient", () => {
    fc.assert(
      fc.property(examples, ({ scores, values, mask }) => {
        const run = (e: tf.Tensor, v: tf.Tensor) => attend(e as tf.Tensor3D, v as tf.Tensor3D, mask);
        const { weights, context } = run(scores, values);
        const forbidden = tf.sub(1, mask);
        expect(numbers(weights.mul(forbidden)).every((weight) => weight === 0)).toBe(true);
        const loss = (e: tf.Tensor, v: tf.Tensor) => summed(Object.values(run(e, v)));
        const [toScores, toValues] = tf.grads(loss)([scores, values]) as [tf.Tensor, tf.Tensor];
        expect(numbers(toScores.mul(forbidden)).every((gradient) => gradient === 0)).toBe(true);
        const unseen = tf.sub(1, mask.max(1)).expandDims(2); // [batch, source, 1]: no query may look there
        expect(numbers(toValues.mul(unseen)).every((gradient) => gradient === 0)).toBe(true);
        expect([context, toScores, toValues].flatMap(numbers).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  test("a row whose mask forbids everything gives weights, context and gradients of exactly 0", () => {
    const nothing = ids([[0, 0]]);
    const [scores, values] = [tf.tensor2d([[5, -5]]), tf.tensor3d([[[1], [2]]])];
    const { weights, context } = attend(scores, values, nothing);
    expect([...numbers(weights), ...numbers(context)]).toEqual([0, 0, 0]);
    const loss = (e: tf.Tensor, v: tf.Tensor) =>
      summed(Object.values(attend(e as tf.Tensor2D, v as tf.Tensor3D, nothing)));
    expect(tf.grads(loss)([scores, values]).flatMap(numbers)).toEqual([0, 0, 0, 0]);
  });

  test("scores may be large without becoming NaN", () => {
    const { weights } = attend(tf.tensor2d([[1e4, -1e4, 1e4]]), tf.ones([1, 3, 1]), ids([[1, 1, 0]]));
    expect(numbers(weights)).toEqual([1, 0, 0]);
  });

  test("adding a number to all scores changes nothing", () => {
    const [scores, values] = [normal<tf.Rank.R2>([2, 4], 1), normal<tf.Rank.R3>([2, 4, 3], 2)];
    expectClose(attend(scores.add<tf.Tensor2D>(7), values).context, attend(scores, values).context, 1e-5);
  });

  test("appending padding changes nothing", () => {
    fc.assert(
      fc.property(examples, ({ scores, values, mask }) => {
        const [batch, target] = scores.shape;
        const wider = attend(
          tf.concat([scores, tf.fill<tf.Rank.R3>([batch, target, 2], 9)], 2),
          tf.concat([values, tf.fill<tf.Rank.R3>([batch, 2, 2], 9)], 1),
          tf.concat([mask, tf.zeros<tf.Rank.R3>([batch, target, 2], "int32")], 2),
        );
        expectClose(wider.context, attend(scores, values, mask).context, 1e-6);
      }),
    );
  });

  test("permuting scores, values and mask together changes no context", () => {
    fc.assert(
      fc.property(examples, ({ scores, values, mask }) => {
        const backwards = attend(scores.reverse(2), values.reverse(1), mask.reverse(2));
        expectClose(backwards.context, attend(scores, values, mask).context, 1e-5);
        expectClose(backwards.weights.reverse(2), attend(scores, values, mask).weights, 1e-6);
      }),
    );
  });

  test("the order of a batch does not matter", () => {
    fc.assert(
      fc.property(examples, ({ scores, values, mask }) => {
        const swapped = attend(scores.reverse(0), values.reverse(0), mask.reverse(0));
        expectClose(swapped.context.reverse(0), attend(scores, values, mask).context, 1e-6);
      }),
    );
  });

  test("one mask [batch, source] holds for every decoder step", () => {
    const [scores, values] = [normal<tf.Rank.R3>([2, 3, 4], 1), normal<tf.Rank.R3>([2, 4, 2], 2)];
    const mask = maskOf([4, 1]);
    const forEach = mask.reshape<tf.Tensor3D>([2, 1, 4]).tile<tf.Tensor3D>([1, 3, 1]);
    expectClose(attend(scores, values, mask).weights, attend(scores, values, forEach).weights, 0);
  });

  test("has the slopes that small steps show", () => {
    const [scores, values] = [normal<tf.Rank.R2>([2, 3], 1), normal<tf.Rank.R3>([2, 3, 2], 2)];
    const mask = maskOf([3, 2]);
    expectGradient((e: tf.Tensor2D) => summed(Object.values(attend(e, values, mask))), scores);
    expectGradient((v: tf.Tensor3D) => summed(Object.values(attend(scores, v, mask))), values);
  });

  test("leaves two tensors", () => {
    const [scores, values] = [normal<tf.Rank.R2>([2, 3], 1), normal<tf.Rank.R3>([2, 3, 2], 2)];
    const mask = maskOf([3, 2]);
    expect(newTensors(() => attend(scores, values, mask))).toBe(2);
    expect(newTensors(() => attend(scores, values))).toBe(2);
  });

  test("names what does not fit, and never broadcasts a mask in silence", () => {
    const [single, several] = [tf.ones<tf.Rank.R2>([2, 3]), tf.ones<tf.Rank.R3>([2, 4, 3])];
    const values = tf.ones<tf.Rank.R3>([2, 3, 5]);
    const mask = (...shape: number[]) => tf.ones<tf.Rank>(shape, "int32") as tf.Tensor2D;
    expect(() => attend(single, tf.ones([2, 4, 5]))).toThrow(
      'attend: axis "source" is 3 in scores, but 4 in values',
    );
    expect(() => attend(single, values, mask(1, 3))).toThrow(
      'attend: axis "batch" is 2 in scores, but 1 in mask',
    );
    expect(() => attend(several, values, mask(2, 1, 3))).toThrow(
      'attend: axis "target" is 4 in scores, but 1 in mask',
    );
    expect(() => attend(single, values, mask(2, 4, 3))).toThrow(
      "attend: mask should have 2 axes [batch, source], got 3 [2, 4, 3]",
    );
    expect(() => attend(tf.ones([3]) as never, values)).toThrow(ShapeError);
  });
});

describe("causalMask", () => {
  test("lets each position see itself and the past", () => {
    expect(causalMask(3).arraySync()).toEqual([
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ]);
    expect(causalMask(1).arraySync()).toEqual([[1]]);
    expect(causalMask(2).dtype).toBe("int32");
  });

  test("with a past every query also sees all that stood before it", () => {
    expect(causalMask(2, 1).arraySync()).toEqual([
      [1, 1, 0],
      [1, 1, 1],
    ]);
    expect(causalMask(1, 2).arraySync()).toEqual([[1, 1, 1]]);
  });

  test("leaves one tensor, and refuses a time that is no whole number ≥ 1", () => {
    expect(() => causalMask(2, -1)).toThrow("causalMask: past should be a whole number ≥ 0, got -1");
    expect(newTensors(() => causalMask(4))).toBe(1);
    expect(() => causalMask(0)).toThrow("causalMask: time should be a whole number ≥ 1, got 0");
    expect(() => causalMask(NaN)).toThrow("causalMask: time should be a whole number ≥ 1, got NaN");
  });
});

describe("combineMasks", () => {
  test("one may look where every mask allows it", () => {
    const both = combineMasks({ padding: maskOf([3, 1]), causal: causalMask(3) });
    expect(both.arraySync()).toEqual([
      [
        [1, 0, 0],
        [1, 1, 0],
        [1, 1, 1],
      ],
      [
        [1, 0, 0],
        [1, 0, 0],
        [1, 0, 0],
      ],
    ]);
    expect(both.dtype).toBe("int32");
  });

  test("an axis that no mask has is shared", () => {
    expect(combineMasks({ padding: maskOf([2, 1]) }).shape).toEqual([2, 1, 2]);
    expect(combineMasks({ causal: causalMask(3) }).shape).toEqual([1, 3, 3]);
  });

  test("leaves one tensor, and names what does not fit", () => {
    const [padding, causal] = [maskOf([3, 1]), causalMask(3)];
    expect(newTensors(() => combineMasks({ padding, causal }))).toBe(1);
    expect(() => combineMasks({})).toThrow("combineMasks: expected at least one mask, got none");
    expect(() => combineMasks({ padding, causal: causalMask(2) })).toThrow(
      'combineMasks: axis "key" is 3 in padding, but 2 in causal',
    );
  });
});
