/** Attention, its masks and heads: calls that must be refused, and the words of each refusal. */
import { attend, causalMask, combineMasks, scaledDotProductAttention } from "../../../lib/attention";
import { MultiHeadAttention } from "../../../lib/multi-head-attention";
import { randomGenerator } from "../../../lib/random";
import { tf } from "../../../lib/tf";
import { ids } from "../tensors";
import { ints, list, nothing, ones, type Refusal } from "./refusal";
import * as small from "./small";

const random = randomGenerator(1);
const query = tf.ones<tf.Rank.R2>([2, 4]);
const [queries, keys] = [tf.ones<tf.Rank.R3>([2, 3, 4]), tf.ones<tf.Rank.R3>([2, 5, 4])];
const heads = new MultiHeadAttention({ dModel: 4, numHeads: 2 }, random);

export const attentionRefusals: Refusal[] = [
  ["attend: scores should be a tensor [batch, target, source], got undefined", () => attend(nothing, keys)],
  [
    "attend: values should be a tensor [batch, source, dValue], got undefined",
    () => attend(ones(2, 5), nothing),
  ],
  [
    "attend: scores should have 3 axes [batch, target, source], got 4 [2, 1, 1, 5]",
    () => attend(ones(2, 1, 1, 5), keys),
  ],
  ['attend: axis "source" is 4 in scores, but 5 in values', () => attend(ones(2, 4), keys)],
  [
    "attend: mask should have 2 axes [batch, source], got 3 [2, 1, 5]",
    () => attend(ones(2, 5), keys, ones(2, 1, 5)),
  ],
  ['attend: axis "batch" is 2 in scores, but 1 in mask', () => attend(ones(2, 5), keys, ones(1, 5))],
  ["attend: mask should be a tensor [batch, source], got a list of 2", () => attend(ones(2, 5), keys, list)],
  [
    'attend: scores should be float32, got int32; .cast("float32") makes it so',
    () =>
      attend(
        ids([
          [1, 2, 3, 4, 5],
          [1, 2, 3, 4, 5],
        ]),
        keys,
      ),
  ],
  [
    "scaledDotProductAttention: values should be a tensor [batch, key, dValue], got undefined",
    () => scaledDotProductAttention(queries, keys, nothing),
  ],
  [
    'scaledDotProductAttention: axis "key" is 5 in keys, but 3 in values',
    () => scaledDotProductAttention(queries, keys, queries),
  ],
  [
    "scaledDotProductAttention: mask should have 3 axes [batch, query, key], got 2 [3, 5]",
    () => scaledDotProductAttention(queries, keys, keys, { mask: ones(3, 5) }),
  ],
  [
    'scaledDotProductAttention: queries has no "batch": the axis is empty',
    () => scaledDotProductAttention(tf.zeros([0, 3, 4]), tf.zeros([0, 5, 4]), tf.zeros([0, 5, 4])),
  ],
  [
    "scaledDotProductAttention: causal needs a key for each query, got 5 queries and 3 keys",
    () => scaledDotProductAttention(keys, queries, queries, { causal: true }),
  ],
];

export const maskRefusals: Refusal[] = [
  ["causalMask: time should be a whole number ≥ 1, got undefined", () => causalMask(nothing)],
  ["causalMask: time should be a whole number ≥ 1, got NaN", () => causalMask(NaN)],
  [
    "causalMask: time should be a whole number ≥ 1, got a tensor [2, 3, 4]",
    () => causalMask(queries as never),
  ],
  ["causalMask: past should be a whole number ≥ 0, got 0.5", () => causalMask(2, 0.5)],
  ["combineMasks: masks should be an object, got undefined", () => combineMasks(nothing)],
  ["combineMasks: expected at least one mask, got none", () => combineMasks({})],
  ["combineMasks: masks should be an object, got a list of 1", () => combineMasks([ones(2, 3)] as never)],
  [
    'combineMasks: axis "key" is 4 in padding, but 3 in causal',
    () => combineMasks({ padding: ones(2, 4), causal: ones(3, 3) }),
  ],
  [
    "combineMasks: padding should have 2 axes [batch, key], got 3 [2, 1, 4]",
    () => combineMasks({ padding: ones(2, 1, 4) }),
  ],
];

export const headRefusals: Refusal[] = [
  [
    "MultiHeadAttention: config should be an object, got undefined",
    () => new MultiHeadAttention(nothing, random),
  ],
  [
    "MultiHeadAttention: random should be a source of random numbers, such as randomGenerator(1), got undefined",
    () => new MultiHeadAttention({ dModel: 4, numHeads: 2 }, nothing),
  ],
  [
    "MultiHeadAttention: numHeads should be a whole number ≥ 1, got undefined",
    () => new MultiHeadAttention({ dModel: 4 } as never, random),
  ],
  [
    "MultiHeadAttention: 3 heads do not divide dModel 4",
    () => new MultiHeadAttention({ dModel: 4, numHeads: 3 }, random),
  ],
  [
    "MultiHeadAttention.offer: memory should be a tensor [batch, key, dModel], got undefined",
    () => heads.run(queries, nothing),
  ],
  [
    'MultiHeadAttention.offer: axis "dModel" is 4 in the layer, but 3 in memory',
    () => heads.run(queries, ones(2, 5, 3)),
  ],
  [
    "MultiHeadAttention.look: inputs should have 3 axes [batch, query, dModel], got 2 [2, 4]",
    () => heads.run(query as never, keys),
  ],
  [
    'MultiHeadAttention.look: axis "batch" is 2 in inputs, but 1 in keys',
    () => heads.run(queries, ones(1, 5, 4)),
  ],
  [
    "MultiHeadAttention: mask should be [batch, query, key] = [2, 3, 5], got a tensor [3, 5]",
    () => heads.run(queries, keys, { mask: ones(3, 5) }),
  ],
  [
    "MultiHeadAttention: mask should be [batch, query, key] = [2, 3, 5], got a tensor [2, 3, 4]",
    () => heads.run(queries, keys, { mask: ones(2, 3, 4) }),
  ],
  [
    "MultiHeadAttention: mask should be [batch, query, key] = [2, 3, 5], got a list of 2",
    () => heads.run(queries, keys, { mask: list }),
  ],
  [
    'MultiHeadAttention: mask should be [batch, query, key] = [2, 3, 5], got "causal"',
    () => heads.run(queries, keys, { mask: "causal" as never }),
  ],
  [
    "MultiHeadAttention.look: keysValues should be an object, got undefined",
    () => heads.look(queries, nothing),
  ],
  [
    'MultiHeadAttention.look: axis "head" is 2 in the layer, but 1 in keys',
    () => heads.look(queries, { keys: ones(2, 1, 5, 2), values: ones(2, 1, 5, 2) }),
  ],
  [
    'MultiHeadAttention.look: axis "dHead" is 2 in the layer, but 3 in keys',
    () => heads.look(queries, { keys: ones(2, 2, 5, 3), values: ones(2, 2, 5, 3) }),
  ],
  [
    "MultiHeadAttention.offer: memory should be a tensor [batch, key, dModel], got a list of 2",
    () => heads.offer(list),
  ],
  [
    'attend: axis "target" is 3 in scores, but 1 in mask',
    () => attend(ones(1, 3, 2), ones(1, 2, 2), ints(1, 1, 2)),
  ],
  ['attend: scores has no "source": the axis is empty', () => attend(ones(1, 0), ones(1, 0, 2))],
  [
    "scaledDotProductAttention: queries should have 3 axes [batch, query, dKey], got 2 [1, 2]",
    () => scaledDotProductAttention(ones(1, 2), ones(1, 2, 2), ones(1, 2, 2)),
  ],
  [
    'scaledDotProductAttention: axis "dKey" is 3 in queries, but 2 in keys',
    () => scaledDotProductAttention(ones(1, 1, 3), ones(1, 2, 2), ones(1, 2, 2)),
  ],
  [
    'scaledDotProductAttention: axis "query" is 1 in queries, but 2 in mask',
    () => scaledDotProductAttention(ones(1, 1, 2), ones(1, 2, 2), ones(1, 2, 2), { mask: ints(1, 2, 2) }),
  ],
  [
    "scaledDotProductAttention: causal needs a key for each query, got 2 queries and 1 keys",
    () => scaledDotProductAttention(ones(1, 2, 2), ones(1, 1, 2), ones(1, 1, 2), { causal: true }),
  ],
  ["causalMask: time should be a whole number ≥ 1, got 0", () => causalMask(0)],
  ["causalMask: time should be a whole number ≥ 1, got Infinity", () => causalMask(Infinity)],
  ["causalMask: past should be a whole number ≥ 0, got -1", () => causalMask(2, -1)],
  ["causalMask: past should be a whole number ≥ 0, got NaN", () => causalMask(2, NaN)],
  [
    "MultiHeadAttention: dModel should be a whole number ≥ 1, got 0",
    () => new MultiHeadAttention({ dModel: 0, numHeads: 1 }, random),
  ],
  [
    "MultiHeadAttention: numHeads should be a whole number ≥ 1, got NaN",
    () => new MultiHeadAttention({ dModel: 4, numHeads: NaN }, random),
  ],
  [
    'MultiHeadAttention.look: axis "dModel" is 4 in the layer, but 3 in inputs',
    () => small.heads().run(ones(1, 2, 3), ones(1, 2, 4)),
  ],
  [
    "MultiHeadAttention: mask should be [batch, query, key] = [1, 2, 2], got a tensor [1, 2, 3]",
    () => small.heads().run(ones(1, 2, 4), ones(1, 2, 4), { mask: ints(1, 2, 3) }),
  ],
];
