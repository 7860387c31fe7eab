import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tf } from "../../lib/tf";
import { bitsPerCharacter, maskedCrossEntropy, perplexity } from "../../lib/losses";
import { expectPyTorch, noParameters, referenceCases } from "./reference";
import { expectClose, expectGradient, ids, maskOf, newTensors, normal, numbers } from "./tensors";

interface Given {
  readonly logits: tf.Tensor3D;
  readonly targets: tf.Tensor2D;
  readonly mask: tf.Tensor2D;
}

describe("maskedCrossEntropy", () => {
  test("a model that knows nothing is surprised by ln V nats", () => {
    const loss = maskedCrossEntropy(tf.zeros([2, 3, 5]), ids([[0, 1, 2], [3, 4, 0]]), maskOf([3, 3])); // prettier-ignore
    expect(numbers(loss)[0]).toBeCloseTo(Math.log(5), 6);
  });

  test("odds of 3 : 1 for the right token cost ln 4/3", () => {
    const loss = maskedCrossEntropy(tf.tensor3d([[[0, Math.log(3)]]]), ids([[1]]), ids([[1]]));
    expect(numbers(loss)[0]).toBeCloseTo(Math.log(4 / 3), 6);
  });

  test.each(referenceCases("losses"))("gives PyTorch's values and gradients: $name", (reference) => {
    expectPyTorch(reference, noParameters, ({ logits, targets, mask }: Given) => ({
      loss: maskedCrossEntropy(logits, targets, mask, reference.options),
    }));
  });

  test("the mean is over the tokens that count, not over all positions", () => {
    const logits = normal<tf.Rank.R3>([1, 4, 3], 1);
    const short = maskedCrossEntropy(logits.slice([0, 0, 0], [1, 2, 3]), ids([[1, 2]]), maskOf([2]));
    const padded = maskedCrossEntropy(logits, ids([[1, 2, 0, 0]]), maskOf([2], 4));
    expectClose(padded, short, 1e-6);
  });

  test("no gradient reaches a padded position", () => {
    const gradient = tf.grad((z) => maskedCrossEntropy(z as tf.Tensor3D, ids([[1, 0]]), ids([[1, 0]])));
    expect(numbers(gradient(normal<tf.Rank.R3>([1, 2, 3], 1))).slice(3)).toEqual([0, 0, 0]);
  });

  test.each([NaN, Infinity, -Infinity])(
    "a padded logit of %d changes neither the loss nor a gradient",
    (odd) => {
      const logits = normal<tf.Rank.R3>([1, 2, 3], 1);
      const spoilt = tf.concat([logits.slice([0, 0], [1, 1]), tf.fill([1, 1, 3], odd)], 1);
      [{}, { labelSmoothing: 0.2 }].forEach((options) => {
        const loss = (z: tf.Tensor) =>
          maskedCrossEntropy(z as tf.Tensor3D, ids([[1, 0]]), ids([[1, 0]]), options);
        expectClose(loss(spoilt), loss(logits), 0);
        expectClose(tf.grad(loss)(spoilt), tf.grad(loss)(logits), 0);
      });
    },
  );

  test("is 0, never NaN, if no token counts", () => {
    const nothing = (z: tf.Tensor) => maskedCrossEntropy(z as tf.Tensor3D, ids([[1, 0]]), ids([[0, 0]]));
    const logits = normal<tf.Rank.R3>([1, 2, 3], 1);
    expect(numbers(nothing(logits))).toEqual([0]);
    expect(numbers(tf.grad(nothing)(logits))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("the order of a batch does not matter", () => {
    const logits = normal<tf.Rank.R3>([2, 2, 3], 1);
    const straight = maskedCrossEntropy(logits, ids([[1, 2], [0, 0]]), maskOf([2, 1])); // prettier-ignore
    const swapped = maskedCrossEntropy(logits.reverse(0), ids([[0, 0], [1, 2]]), maskOf([1, 2])); // prettier-ignore
    expectClose(swapped, straight, 1e-6);
  });

  test("large logits stay finite", () => {
    const loss = maskedCrossEntropy(tf.tensor3d([[[1e4, -1e4]]]), ids([[1]]), ids([[1]]));
    expect(numbers(loss)).toEqual([2e4]);
  });

  test("with label smoothing a model that is sure of the right token still pays", () => {
    const sure = tf.tensor3d([[[0, 100]]]);
    const loss = maskedCrossEntropy(sure, ids([[1]]), ids([[1]]), { labelSmoothing: 0.1 });
    expect(numbers(loss)[0]).toBeCloseTo((0.1 / 2) * 100, 4);
  });

  test("has the slopes that small steps show", () => {
    const logits = normal<tf.Rank.R3>([2, 2, 3], 1);
    const loss = (z: tf.Tensor3D) =>
      maskedCrossEntropy(z, ids([[1, 2], [0, 0]]), maskOf([2, 1]), { labelSmoothing: 0.2 }); // prettier-ignore
    expectGradient(loss, logits);
  });

  test("leaves one tensor, and after a gradient one more", () => {
    const [logits, targets, mask] = [normal<tf.Rank.R3>([1, 2, 3], 1), ids([[1, 0]]), maskOf([2])];
    expect(newTensors(() => maskedCrossEntropy(logits, targets, mask))).toBe(1);
    expect(newTensors(() => maskedCrossEntropy(logits, targets, mask, { labelSmoothing: 0.1 }))).toBe(1);
    const slope = tf.grad((z) => maskedCrossEntropy(z as tf.Tensor3D, targets, mask));
    expect(newTensors(() => slope(logits))).toBe(1);
  });

  test("names a target outside the vocabulary, even under the mask", () => {
    const withTarget = (id: number) => () =>
      maskedCrossEntropy(tf.ones([1, 2, 3]), ids([[0, id]]), ids([[1, 0]]));
    expect(withTarget(3)).toThrow(
      new RangeError("maskedCrossEntropy: targets should be ids in [0, 3), got 3"),
    );
    expect(withTarget(-1)).toThrow("maskedCrossEntropy: targets should be ids in [0, 3), got -1");
  });

  test("names what does not fit", () => {
    const [logits, targets, mask] = [tf.ones<tf.Rank.R3>([2, 3, 4]), ids([[0, 0, 0], [0, 0, 0]]), maskOf([3, 1])]; // prettier-ignore
    expect(() =>
      maskedCrossEntropy(
        logits,
        ids([
          [0, 0],
          [0, 0],
        ]),
        mask,
      ),
    ).toThrow(
      // prettier-ignore
      'maskedCrossEntropy: axis "time" is 3 in logits, but 2 in targets',
    );
    expect(() => maskedCrossEntropy(logits, targets, maskOf([3]))).toThrow(
      'maskedCrossEntropy: axis "batch" is 2 in logits, but 1 in mask',
    );
    expect(() => maskedCrossEntropy(tf.ones([2, 3]) as never, targets, mask)).toThrow(
      "maskedCrossEntropy: logits should have 3 axes [batch, time, vocab], got 2 [2, 3]",
    );
    expect(() => maskedCrossEntropy(logits, tf.zeros([2, 3]), mask)).toThrow(
      "maskedCrossEntropy: targets should be int32, got float32",
    );
  });

  test("refuses a label smoothing outside [0, 1)", () => {
    const smoothed = (labelSmoothing: number) => () =>
      maskedCrossEntropy(tf.ones([1, 1, 2]), ids([[0]]), ids([[1]]), { labelSmoothing });
    expect(smoothed(1)).toThrow("maskedCrossEntropy: labelSmoothing should be a number in [0, 1), got 1");
    expect(smoothed(-0.1)).toThrow("got -0.1");
    expect(smoothed(NaN)).toThrow("got NaN");
  });
});

describe("perplexity", () => {
  test("is exp of the loss", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 20, noNaN: true }), (lossNats) => {
        expect(perplexity(lossNats)).toBe(Math.exp(lossNats));
      }),
    );
  });

  test("is V for a model that knows nothing", () => {
    expect(perplexity(Math.log(50))).toBeCloseTo(50, 10);
  });

  test("refuses what is not a number ≥ 0", () => {
    expect(() => perplexity(-1)).toThrow("perplexity: lossNats should be a number ≥ 0, got -1");
    expect(() => perplexity(NaN)).toThrow("got NaN");
  });
});

describe("bitsPerCharacter", () => {
  test("is the loss in bits if the tokens are characters", () => {
    expect(bitsPerCharacter(Math.log(8))).toBeCloseTo(3, 12);
  });

  test("spreads a token's bits over its characters", () => {
    expect(bitsPerCharacter(Math.log(256), 1 / 4)).toBeCloseTo(2, 12);
  });

  test("refuses what is out of range", () => {
    expect(() => bitsPerCharacter(NaN)).toThrow("bitsPerCharacter: lossNats should be a number ≥ 0, got NaN");
    expect(() => bitsPerCharacter(1, 0)).toThrow(
      "bitsPerCharacter: tokensPerCharacter should be a number > 0, got 0",
    );
    expect(() => bitsPerCharacter(1, Infinity)).toThrow("got Infinity");
  });
});
