/** Losses: calls that must be refused, and the words of each refusal. */
import { bitsPerCharacter, maskedCrossEntropy, perplexity } from "../../../lib/losses";
import { tf } from "../../../lib/tf";
import { ids } from "../tensors";
import { ints, list, nothing, ones, type Refusal } from "./refusal";

const logits = tf.ones<tf.Rank.R3>([1, 2, 4]);
const [targets, mask] = [ids([[1, 3]]), ids([[1, 1]])];

export const lossRefusals: Refusal[] = [
  [
    "maskedCrossEntropy: logits should be a tensor [batch, time, vocab], got undefined",
    () => maskedCrossEntropy(nothing, targets, mask),
  ],
  [
    "maskedCrossEntropy: targets should be a tensor [batch, time], got undefined",
    () => maskedCrossEntropy(logits, nothing, mask),
  ],
  [
    "maskedCrossEntropy: mask should be a tensor [batch, time], got undefined",
    () => maskedCrossEntropy(logits, targets, nothing),
  ],
  [
    "maskedCrossEntropy: targets should be a tensor [batch, time], got a list of 2",
    () => maskedCrossEntropy(logits, list, mask),
  ],
  [
    "maskedCrossEntropy: logits should have 3 axes [batch, time, vocab], got 2 [2, 4]",
    () => maskedCrossEntropy(tf.ones([2, 4]) as never, targets, mask),
  ],
  [
    'maskedCrossEntropy: axis "time" is 2 in logits, but 1 in targets',
    () => maskedCrossEntropy(logits, ids([[1]]), mask),
  ],
  [
    'maskedCrossEntropy: axis "time" is 2 in logits, but 1 in mask',
    () => maskedCrossEntropy(logits, targets, ids([[1]])),
  ],
  [
    "maskedCrossEntropy: targets should be int32, got float32",
    () => maskedCrossEntropy(logits, tf.ones([1, 2]), mask),
  ],
  [
    'maskedCrossEntropy: logits should be float32, got int32; .cast("float32") makes it so',
    () => maskedCrossEntropy(tf.ones([1, 2, 4], "int32"), targets, mask),
  ],
  [
    "maskedCrossEntropy: targets should be ids in [0, 4), got 4",
    () => maskedCrossEntropy(logits, ids([[1, 4]]), mask),
  ],
  [
    "maskedCrossEntropy: targets should be ids in [0, 4), got -1",
    () => maskedCrossEntropy(logits, ids([[1, -1]]), mask),
  ],
  [
    'maskedCrossEntropy: logits has no "batch": the axis is empty',
    () => maskedCrossEntropy(tf.zeros([0, 2, 4]), targets, mask),
  ],
  [
    "maskedCrossEntropy: labelSmoothing should be a number in [0, 1), got NaN",
    () => maskedCrossEntropy(logits, targets, mask, { labelSmoothing: NaN }),
  ],
  [
    'maskedCrossEntropy: labelSmoothing should be a number in [0, 1), got "0.1"',
    () => maskedCrossEntropy(logits, targets, mask, { labelSmoothing: "0.1" as never }),
  ],
  ["perplexity: lossNats should be a number ≥ 0, got undefined", () => perplexity(nothing)],
  ["perplexity: lossNats should be a number ≥ 0, got -1", () => perplexity(-1)],
  [
    "perplexity: lossNats should be a number ≥ 0, got a tensor of one number",
    () => perplexity(tf.scalar(1) as never),
  ],
  ["bitsPerCharacter: lossNats should be a number ≥ 0, got NaN", () => bitsPerCharacter(NaN)],
  [
    "bitsPerCharacter: tokensPerCharacter should be a number > 0, got Infinity",
    () => bitsPerCharacter(1, Infinity),
  ],
  ["bitsPerCharacter: tokensPerCharacter should be a number > 0, got 0", () => bitsPerCharacter(1, 0)],
  [
    "maskedCrossEntropy: targets should be ids in [0, 3), got 3",
    () => maskedCrossEntropy(ones(1, 1, 3), ids([[3]]), ints(1, 1)),
  ],
  ["perplexity: lossNats should be a number ≥ 0, got NaN", () => perplexity(NaN)],
];
