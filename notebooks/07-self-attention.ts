// %% [markdown]
// # 07 Self-attention: a sequence asks itself
//
// In notebook 06 the *decoder* asked the *encoder's* states where to look, and an LSTM still had to read and write one
// step after the other. **Can the tokens of one sequence ask each other, all at once, with no recurrence at all?**
//
// You will make queries, keys and values from one embedding, measure why scores are divided by $\sqrt{d_k}$, watch
// what masks, heads and positions do, and train one attention head to reverse a sequence, by looking in a mirror.

// %% [markdown]
// **You need** notebook [06](06-attention.ipynb) (scores, softmax, context). The whole notebook takes about a minute on two cores; the
// two trainings take 10 to 20 seconds each.
//
// **Your turn:** the exercises are in [exercises/07-self-attention.ipynb](../exercises/07-self-attention.ipynb): scaled
// dot-product attention, the causal mask, several heads, and the positional encoding.

// %%
import { load as loadTranslations } from "../datasets/korean-english/korean-english";
import { load as loadReverse } from "../datasets/reverse/reverse";
import { MultiHeadAttention } from "../lib/multi-head-attention";
import { scaledDotProductAttention, type AttentionOptions } from "../lib/attention";
import { bucketBatches, padSequences, type EncodedPair } from "../lib/batches";
import { Embedding } from "../lib/embedding";
import { Linear } from "../lib/linear";
import { liveTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import { Lstm } from "../lib/lstm";
import {
  alignmentErrorRate,
  attentionEntropy,
  exactMatch,
  strongestLinks,
  tokenAccuracy,
} from "../lib/metrics";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import { collectParameters, countParameters, type Parameters } from "../lib/parameters";
import { alignmentPlot, curvePlot, gatePlot, headsPlot, matrixDiagram } from "../lib/plots";
import { sinusoidalEncoding } from "../lib/positional-encoding";
import { randomGenerator, type RandomGenerator } from "../lib/random";
import { tf } from "../lib/tf";
import { train } from "../lib/training";
import { Vocabulary } from "../lib/vocabulary";
import * as danfo from "danfojs-node"; // after lib/tf, which quiets the TensorFlow that danfo loads too

// %% [markdown]
// ## The same three parts, from one sequence
//
// | | in notebook 06 | here |
// |---|---|---|
// | **query**: what is looked for | the decoder's state $s_t$ | $q_t = x_t W^Q$ |
// | **key**: what it is compared to | the encoder's state $h_s$ | $k_s = x_s W^K$ |
// | **value**: what is taken home | the encoder's state $h_s$, once more | $v_s = x_s W^V$ |
// | score | $s_t \cdot h_s$ | $q_t \cdot k_s / \sqrt{d_k}$ |
// | weights, average | $\alpha_t = \mathrm{softmax}(e_t)$, $\sum_s \alpha_{ts} h_s$ | the same, with $v_s$ |
//
// In 06 one vector $h_s$ had two jobs: to be *found* and to be *taken*. And asking was another network's job. Now one
// embedding $x$ plays all three roles, and three learnt matrices give it a different face for each.

// %% [markdown]
// ### One query first, by hand
//
// Three tokens, two dimensions. $W^K$ swaps the two axes, $W^V$ doubles the second. So token 1 *asks* for axis 1 and
// *answers* to axis 2.

// %%
const x = [
  [1, 0],
  [0, 1],
  [1, 1],
]; // [token, dModel]
const toQuery = [
  [1, 0],
  [0, 1],
];
const toKey = [
  [0, 1],
  [1, 0],
];
const toValue = [
  [1, 0],
  [0, 2],
]; // W^Q, W^K and W^V, [dModel, dKey] or [dModel, dValue]

// %%
const dotOf = (a: number[], b: number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const times = (row: number[], matrix: number[][]): number[] =>
  matrix[0]!.map((_, column) =>
    dotOf(
      row,
      matrix.map((line) => line[column]!),
    ),
  );
const softmaxOf = (row: number[]): number[] => {
  const powers = row.map(Math.exp);
  return powers.map((power) => power / powers.reduce((sum, value) => sum + value, 0));
};

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Token 1 is (1, 0). Which token gets the least of its attention?",
  "Token 1 itself: it asks with $(1, 0)$, but its own key is $(0, 1)$, so its score is 0. What a token looks for and what " +
    "it offers are different things; with one vector for both, every token would like itself best.",
);

// %%
const query1 = times(x[0]!, toQuery);
const scores1 = x.map((token) => dotOf(query1, times(token, toKey)) / Math.sqrt(2));
const weights1 = softmaxOf(scores1);
const output1 = [0, 1].map((axis) =>
  x.reduce((sum, token, s) => sum + weights1[s]! * times(token, toValue)[axis]!, 0),
);
const round = (values: number[]): number[] =>
  values.map((value) => Number(value.toFixed(3)));
console.log({ scores: round(scores1), weights: round(weights1), output: round(output1) });

// %% [markdown]
// Check one: the scores are $0$, $1/\sqrt 2$ and $1/\sqrt 2$; $e^{0.707} = 2.028$; so the first weight is
// $1 / (1 + 2 · 2.028) = 0.198$.
//
// ### All queries at once, as matrices
//
// $$\mathrm{Attention}(Q, K, V) = \mathrm{softmax}\!\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V
// \qquad Q = X W^Q,\; K = X W^K,\; V = X W^V$$
//
// (Vaswani et al. 2017, §3.2.1, eq. 1.) Row $t$ of $Q K^\top$ holds the scores of query $t$: the loop over queries is
// gone. Nothing in row $t$ waits for row $t - 1$.

// %%
const stack = (rows: number[][]): tf.Tensor3D => tf.tensor3d([rows]); // a batch of one
const [Q, K, V] = [toQuery, toKey, toValue].map((matrix) =>
  x.map((row) => times(row, matrix)),
) as [number[][], number[][], number[][]];
const all = scaledDotProductAttention(stack(Q), stack(K), stack(V));
const allWeights = all.weights.arraySync()[0]!;
const allOutput = all.output.arraySync()[0]!;
console.log("row 1 is what the hand came to:", round(allWeights[0]!), round(allOutput[0]!));

// %%
const names = ["x₁", "x₂", "x₃"];
const transposed = [0, 1].map((axis) => K.map((row) => row[axis]!));
show(
  matrixDiagram({
    title: "Each row of the result is one token's average of all values",
    matrices: [
      { name: "Q", values: Q, rows: names },
      { name: "Kᵀ", values: transposed, sign: "·" },
      {
        name: "Q Kᵀ / √2",
        sign: "/√2 =",
        values: Q.map((q) => K.map((k) => dotOf(q, k) / Math.SQRT2)),
      },
      { name: "α", values: allWeights, sign: "softmax →" },
      { name: "V", values: V, sign: "·" },
      { name: "output", values: allOutput, sign: "=" },
    ],
  }),
);

// %% [markdown]
// ### Which sizes must agree?
//
// Three rules, and the library says so when one is broken: there are as many keys as values ($S$); a query is as wide
// as a key ($d_k$), since they meet in a dot product; the output is as wide as a *value* ($d_v$), since it is an average
// of values, and there is one for each query. $d_v$ need not be $d_k$.

// %%
function tryShapes(queries: number[], keys: number[], values: number[]) {
  const said = (() => {
    try {
      const tensors = [queries, keys, values].map((shape) => tf.ones<tf.Rank.R3>([1, ...shape] as never));
      const { output } = scaledDotProductAttention(tensors[0]!, tensors[1]!, tensors[2]!);
      return `output [${output.shape.slice(1).join(", ")}]`;
    } catch (error) {
      return (error as Error).message;
    }
  })(); // prettier-ignore
  const text = (shape: number[]) => `[${shape.join(", ")}]`;
  return { Q: text(queries), K: text(keys), V: text(values), said };
}
table(
  [
    tryShapes([4, 8], [6, 8], [6, 8]),
    tryShapes([4, 8], [6, 8], [6, 3]),
    tryShapes([4, 8], [6, 8], [5, 8]),
    tryShapes([4, 8], [6, 7], [6, 8]),
  ],
  "Shapes without the batch axis: [query, dKey], [key, dKey], [key, dValue]",
);

// %% [markdown]
// ## Why divide by √d_k?
//
// Let the numbers of $q$ and $k$ have mean 0 and variance 1. Then $q \cdot k$ is a sum of $d_k$ products: its variance
// is $d_k$, so scores of wide keys lie far apart, and softmax turns them into "all on one". Where softmax is certain, it
// has no slope: the trace of its Jacobian, $\sum_s p_s (1 - p_s)$, goes to 0, and with it every gradient that would
// move the look (Vaswani et al. 2017, §3.2.1 and footnote 4).
//
// First, is that trace right? Ask autodiff, on one row.

// %%
const someScores = tf.tensor1d([2, 0, 1, -1]);
const shares = tf.softmax(someScores).arraySync();
const diagonal = shares.map((_, s) => {
  const slope = tf.grad((scores) => tf.softmax(scores).gather([s]).sum())(someScores);
  return slope.arraySync() as number[];
});
const traceByAutodiff = diagonal.reduce((sum, row, s) => sum + row[s]!, 0);
const jacobianTrace = (row: number[]): number =>
  row.reduce((sum, share) => sum + share * (1 - share), 0);
console.log(round([traceByAutodiff, jacobianTrace(shares)]));

// %% {"jupyter": {"source_hidden": true}}
predict(
  "32 keys of width 512, no division: what share does the strongest key get, on average? And divided by 512 instead of √512?",
  "Undivided, more than nine tenths: which key wins is decided before anything is learnt. Divided by $d_k$ the scores are " +
    "all near 0 and every key gets about $1/32$: the other extreme. Only $\\sqrt{d_k}$ keeps the look the same at every width.",
);

// %%
const numKeys = 32;
const numQueries = isSmoke() ? 20 : 400;
const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function measure(dKey: number, divisor: number) {
  return tf.tidy(() => {
    const queries = tf.randomNormal<tf.Rank.R3>([numQueries, 1, dKey], 0, 1, "float32", 71);
    const keys = tf.randomNormal<tf.Rank.R3>(
      [numQueries, numKeys, dKey],
      0,
      1,
      "float32",
      72,
    );
    const scores = tf
      .matMul(queries, keys, false, true)
      .div(divisor)
      .squeeze<tf.Tensor2D>([1]);
    const rows = tf.softmax(scores).arraySync();
    return {
      variance: tf.moments(scores).variance.dataSync()[0]!,
      "entropy (nats)": mean(rows.map(attentionEntropy)),
      "largest probability": mean(rows.map((row) => Math.max(...row))),
      "Jacobian trace": mean(rows.map(jacobianTrace)),
    };
  });
}

// %%
const widths = [4, 8, 16, 32, 64, 128, 256, 512];
const divisors = {
  "q·k": () => 1,
  "q·k / √d_k": (dKey: number) => Math.sqrt(dKey),
  "q·k / d_k": (dKey: number) => dKey,
};
const measured = Object.entries(divisors).flatMap(([score, divisor]) =>
  widths.map((dKey) => ({ score, "d_k": dKey, ...measure(dKey, divisor(dKey)) })),
); // prettier-ignore
table(
  new danfo.DataFrame(measured),
  `Softmax over ${numKeys} keys of normal numbers, mean of ${numQueries} queries`,
);

// %%
const curvesOf = (name: "variance" | "entropy (nats)" | "Jacobian trace") =>
  Object.keys(divisors).map((score) => ({
    name: score,
    x: widths,
    y: measured.filter((row) => row.score === score).map((row) => row[name]),
  }));
const at512 = (score: string) =>
  measured.find((row) => row.score === score && row["d_k"] === 512)!;
show(
  curvePlot({
    title: `At d_k = 512 an undivided score leaves ${((100 * at512("q·k")["Jacobian trace"]) / at512("q·k / √d_k")["Jacobian trace"]).toFixed(0)} % of the slope that a divided one has`,
    xTitle: "width of a key, d_k",
    yTitle: "trace of softmax's Jacobian",
    xScale: "log",
    yDomain: [0, 1],
    format: ".3f",
    series: curvesOf("Jacobian trace"),
  }),
);

// %%
show(
  curvePlot({
    title: "Divided by √d_k, attention starts equally spread at every width",
    xTitle: "width of a key, d_k",
    yTitle: "entropy of the weights (nats)",
    xScale: "log",
    yDomain: [0, 4],
    format: ".2f",
    series: curvesOf("entropy (nats)"),
    baselines: [
      { name: `the same weight for all: ln ${numKeys}`, value: Math.log(numKeys) },
    ],
  }),
);

// %%
const ratios = widths.map((dKey, i) => curvesOf("variance")[0]!.y[i]! / dKey);
const scaledVariances = curvesOf("variance")[1]!.y;
band({
  name: "least variance of q·k, over d_k",
  value: Math.min(...ratios),
  low: 0.9,
  high: 1.1,
});
band({
  name: "greatest variance of q·k, over d_k",
  value: Math.max(...ratios),
  low: 0.9,
  high: 1.1,
});
band({
  name: "greatest variance of q·k / √d_k",
  value: Math.max(...scaledVariances),
  low: 0.9,
  high: 1.1,
});
band({
  name: "Jacobian trace at d_k = 512, undivided",
  value: at512("q·k")["Jacobian trace"],
  low: 0,
  high: 0.2,
});
band({
  name: "Jacobian trace at d_k = 512, divided by √d_k",
  value: at512("q·k / √d_k")["Jacobian trace"],
  low: 0.8,
  high: 1,
}); // prettier-ignore

// %% [markdown]
// ## Masks: who may look at whom
//
// A mask is 1 where one may look. The **padding mask** hides places where no token stands, as in 06. The **causal mask**
// hides the future: a language model that may look at the next token has nothing left to predict. Query $t$ may look at
// keys $s \le t$ (Vaswani et al. 2017, §3.2.3).
//
// A real sentence with fresh, untrained matrices, padded by two, under both masks:

// %%
const sentence =
  loadTranslations({ split: "test", limit: 100 }).find(
    ({ source }) => source.length === 6,
  ) ?? loadTranslations({ split: "test", limit: 1 })[0]!;
const tokens = [...sentence.source, "<pad>", "<pad>"];
const dModel = 16;
const random07 = randomGenerator("07/masks");
const vectors = tf.randomNormal<tf.Rank.R3>(
  [1, tokens.length, dModel],
  0,
  1,
  "float32",
  random07.seed(),
);
const faces = ["queries", "keys", "values"].map(() =>
  new Linear({ inputSize: dModel, outputSize: dModel, usesBias: false }, random07),
) as [Linear, Linear, Linear]; // prettier-ignore
const isToken = tokens.map((token) => (token === "<pad>" ? 0 : 1));
const padding = tf.tensor3d([tokens.map(() => isToken)], undefined, "int32"); // [batch, query, key]

function attendUnder(inputs: tf.Tensor3D, options: AttentionOptions) {
  const [queries, keys, values] = faces.map((face) => face.apply(inputs)) as [
    tf.Tensor3D,
    tf.Tensor3D,
    tf.Tensor3D,
  ];
  return scaledDotProductAttention(queries, keys, values, options);
}

// %%
const masked = attendUnder(vectors, { mask: padding, causal: true });
show(
  alignmentPlot({
    source: tokens,
    target: tokens,
    weights: masked.weights.arraySync()[0]!,
    sourceMask: isToken,
    causal: true,
    title: "Grey is padding, violet is the future: both get exactly 0",
    sourceTitle: "key",
    targetTitle: "query",
  }),
);

// %% [markdown]
// Does a mask really keep the future out? Change one token and see which outputs move. Row: the output at a place;
// column: the token that was changed.

// %%
function influence(options: AttentionOptions): number[][] {
  return tf.tidy(() => {
    const before = attendUnder(vectors, options).output;
    const moves = sentence.source.map((_, changedAt) => {
      const bump = tf
        .oneHot([changedAt], tokens.length, 1, 0, "float32")
        .reshape([1, -1, 1]);
      const after = attendUnder(vectors.add(bump), options).output;
      return (after.sub(before).norm("euclidean", 2).arraySync() as number[][])[0]!;
    }); // [changed token, output]
    return sentence.source.map((_, output) => moves.map((move) => move[output]!));
  });
}
const causalInfluence = influence({ causal: true });
const fullInfluence = influence({});
const leaks = causalInfluence.flatMap((row, output) => row.filter((_, s) => s > output));
console.log(`the most that a future token moves an output: ${Math.max(...leaks)}`);
band({
  name: "influence of the future under a causal mask",
  value: Math.max(...leaks),
  low: 0,
  high: 0,
});

// %%
const largest = Math.max(...fullInfluence.flat(), ...causalInfluence.flat());
const toShares = (grid: number[][]) =>
  grid.map((row) => row.map((value) => value / largest));
show(
  headsPlot({
    title:
      "How much a changed token (column) moves an output (row): layer 1 without a mask, layer 2 with the causal one",
    queries: sentence.source,
    keys: sentence.source,
    weights: [[toShares(fullInfluence)], [toShares(causalInfluence)]],
  }),
);

// %% [markdown]
// ## Several heads
//
// One head makes one average: it cannot look at the verb *and* at its object. So the width $d_{model}$ is cut into $h$
// parts of width $d_k = d_v = d_{model} / h$, each attends by itself, and $W^O$ joins what they found:
//
// $$\mathrm{head}_i = \mathrm{Attention}(X W^Q_i, X W^K_i, X W^V_i) \qquad
// \mathrm{output} = [\mathrm{head}_1 ; … ; \mathrm{head}_h]\, W^O$$
//
// (Vaswani et al. 2017, §3.2.2.)

// %% {"jupyter": {"source_hidden": true}}
predict(
  "dModel stays 64. Does a layer of 8 heads have more parameters than one of 1 head?",
  "No, exactly as many: 8 matrices of 64 × 8 side by side are one of 64 × 64. More heads are narrower heads.",
);

// %%
const headCounts = [1, 2, 4, 8];
table(
  headCounts.map((numHeads) => {
    const layer = new MultiHeadAttention({ dModel: 64, numHeads }, randomGenerator(7));
    const { output, weights } = layer.run(tf.ones([1, 5, 64]), tf.ones([1, 5, 64]));
    return {
      heads: numHeads,
      "width of a head": 64 / numHeads,
      parameters: countParameters(layer),
      weights: `[${weights.shape.join(", ")}]`,
      output: `[${output.shape.join(", ")}]`,
    };
  }),
  "[batch, head, query, key] and [batch, query, dModel]",
);

// %% [markdown]
// The layer runs all heads in one matrix product. Is it what the equation says? Cut its matrices by hand, run
// `scaledDotProductAttention` once a head, join, and compare.

// %%
const twoHeads = new MultiHeadAttention(
  { dModel, numHeads: 2 },
  randomGenerator("07/heads"),
);
const part = (name: string, start: number, width: number): tf.Tensor2D =>
  twoHeads.parameters[`${name}.inputToOutput`]!.slice(
    [0, start],
    [dModel, width],
  ) as tf.Tensor2D;
const dHead = dModel / 2;
const byHand = tf.tidy(() => {
  const input = vectors.squeeze<tf.Tensor2D>([0]);
  const heads = [0, 1].map((head) => {
    const face = (name: string, start: number) =>
      input.matMul(part(name, start, dHead)).expandDims<tf.Tensor3D>(0);
    return scaledDotProductAttention(
      face("queries", head * dHead),
      face("keysValues", head * dHead), // W^K of all heads first, then W^V
      face("keysValues", dModel + head * dHead),
    ).output.squeeze<tf.Tensor2D>([0]);
  });
  return tf.concat(heads, 1).matMul(part("output", 0, dModel));
});
const atOnce = twoHeads.run(vectors, vectors).output.squeeze<tf.Tensor2D>([0]);
const difference = byHand.sub(atOnce).abs().max().dataSync()[0]!;
console.log(`largest difference: ${difference.toExponential(1)}`);
band({
  name: "two heads by hand and at once differ by",
  value: difference,
  low: 0,
  high: 1e-5,
});

// %% [markdown]
// ## Attention sees a set, not a sequence
//
// Nothing in the equation says which token stands where. Permute the tokens, and the outputs are the same, permuted:
// attention is **permutation equivariant**. "The dog bites the man" and "the man bites the dog" would give the same five
// vectors.

// %%
const order = [3, 0, 5, 1, 4, 2, 6, 7];
const reorder = (tensor: tf.Tensor3D): tf.Tensor3D =>
  tensor.gather(order, 1) as tf.Tensor3D;
const positions = sinusoidalEncoding(tokens.length, dModel).expandDims<tf.Tensor3D>(0);
const gapOf = (a: tf.Tensor, b: tf.Tensor): number => a.sub(b).abs().max().dataSync()[0]!;
const alone = gapOf(
  reorder(attendUnder(vectors, {}).output),
  attendUnder(reorder(vectors), {}).output,
);
const placed = gapOf(
  reorder(attendUnder(vectors.add(positions), {}).output),
  attendUnder(reorder(vectors).add(positions), {}).output,
);
console.log({ "without positions": alone, "with positions": placed });
band({
  name: "permuted, without positions, the outputs differ by",
  value: alone,
  low: 0,
  high: 1e-5,
});
band({
  name: "permuted, with positions, the outputs differ by",
  value: placed,
  low: 0.01,
  high: 10,
});

// %% [markdown]
// So the place is *added* to the token: a pattern of waves, one pair of columns for each speed (Vaswani et al. 2017,
// §3.5):
//
// $$PE_{t,2i} = \sin\!\big(t / 10000^{2i/d}\big) \qquad PE_{t,2i+1} = \cos\!\big(t / 10000^{2i/d}\big)$$

// %%
const encoding = sinusoidalEncoding(50, 32).arraySync();
show(
  gatePlot({
    tokens: encoding.slice(0, 24).map((_, t) => String(t)),
    gates: { "PE, fast waves on top": encoding.slice(0, 24) },
    title:
      "Every place has its own pattern: fast waves tell neighbours apart, slow ones far places",
  }),
);

// %% [markdown]
// Why waves? $\sin$ and $\cos$ of $t + k$ are a *rotation* of those of $t$ by an angle that hangs on $k$ alone. So one
// matrix can ask "k places back" from anywhere, and the dot product of two places depends only on their distance:

// %%
const offsets = Array.from({ length: 21 }, (_, k) => k);
show(
  curvePlot({
    title:
      "The dot product of two places depends on their distance, not on where they stand",
    xTitle: "distance k",
    yTitle: "PE(t) · PE(t + k)",
    format: ".2f",
    series: [0, 10, 25].map((t) => ({
      name: `t = ${t}`,
      x: offsets,
      y: offsets.map((k) => dotOf(encoding[t]!, encoding[t + k]!)),
    })),
  }),
);

// %% [markdown]
// ## Train it: one head, a mirror
//
// The task: read 12 letters and write them in reverse, **each output by itself**, in one step. Output $t$ must copy the
// letter at place $11 - t$. There is no recurrence, no second layer and no feed-forward part: only one head. If it can
// do that, its map must be the other diagonal.

// %%
const letterData = (split: "train" | "validation" | "test", limit: number) =>
  loadReverse({ split, limit: isSmoke() ? 64 : limit, minLength: 12, maxLength: 12 });
const test = letterData("test", 1_000);
const letters = Vocabulary.fromTokens(
  letterData("train", 8_000).flatMap(({ source }) => source),
);
const encodeLetters = (pairs: typeof test): EncodedPair[] =>
  pairs.map(({ source, target }) => ({
    source: letters.encode(source),
    target: letters.encode(target),
  }));
const trainingPairs = encodeLetters(letterData("train", 8_000));
const validationPairs = encodeLetters(letterData("validation", 200));
const testPairs = encodeLetters(test);

// %%
class OneHead {
  readonly parameters: Parameters;
  readonly embedding: Embedding;
  readonly queries: Linear;
  readonly keys: Linear;
  readonly values: Linear;
  readonly output: Linear;

  constructor(
    readonly knowsPlaces: boolean,
    random: RandomGenerator,
    width = 32,
  ) {
    const square = { inputSize: width, outputSize: width, usesBias: false };
    this.embedding = new Embedding({ vocabSize: letters.size, embeddingSize: width }, random);
    this.queries = new Linear(square, random);
    this.keys = new Linear(square, random);
    this.values = new Linear(square, random);
    this.output = new Linear({ inputSize: width, outputSize: letters.size }, random);
    const { embedding, queries, keys, values, output } = this;
    this.parameters = collectParameters({ embedding, queries, keys, values, output });
  }

  run(sources: number[][]) {
    const embedded = this.embedding.apply(padSequences(sources)); // [batch, time, dModel]
    const [, time, width] = embedded.shape;
    const inputs = this.knowsPlaces
      ? embedded.add<tf.Tensor3D>(sinusoidalEncoding(time, width))
      : embedded;
    const [q, k, v] = [this.queries, this.keys, this.values].map((face) => face.apply(inputs)) as [
      tf.Tensor3D,
      tf.Tensor3D,
      tf.Tensor3D,
    ];
    const { output, weights } = scaledDotProductAttention(q, k, v);
    return { logits: this.output.apply(output), weights };
  }

  loss(pairs: readonly EncodedPair[]): tf.Scalar {
    return tf.tidy(() => {
      const { logits } = this.run(pairs.map(({ source }) => [...source]));
      const targets = padSequences(pairs.map(({ target }) => target));
      return maskedCrossEntropy(logits, targets, tf.onesLike(targets));
    });
  }
} // prettier-ignore

// %%
const answers = (model: OneHead, pairs: EncodedPair[]): number[][] =>
  tf.tidy(() => model.run(pairs.map(({ source }) => [...source])).logits.argMax(2).arraySync()) as number[][]; // prettier-ignore
function evaluate(model: OneHead, pairs: EncodedPair[]) {
  const right = pairs.map(({ target }) => target);
  const said = answers(model, pairs);
  return { token: tokenAccuracy(said, right), whole: exactMatch(said, right) };
}

async function fit(model: OneHead, title: string): Promise<void> {
  const lengthOf = ({ source }: EncodedPair) => source.length;
  const epochs = isSmoke() ? 1 : 6;
  const numSteps = epochs * Math.ceil(trainingPairs.length / 64);
  await train(model, (random) => bucketBatches(trainingPairs, { batchSize: 64, lengthOf, random }), {
    epochs,
    learningRate: (step) => 0.01 * Math.max(0.02, 1 - step / numSteps),
    clipNorm: 1,
    seed: 7,
    validate: () => ({
      lossNats: { validation: tf.tidy(() => model.loss(validationPairs).dataSync()[0]!) },
      scores: { "exact match": evaluate(model, validationPairs).whole },
    }),
    reporter: liveTraining({
      title,
      baselines: [{ name: "a guess among 10 letters", lossNats: Math.log(10) }],
    }),
  });
} // prettier-ignore

// %% [markdown]
// (There is no teacher forcing here, and no free running: the outputs do not read each other.) 10 to 20 seconds.

// %%
const mirror = new OneHead(true, randomGenerator("07/mirror"));
console.log(`${countParameters(mirror)} parameters`);
await fit(mirror, "one head with positions");

// %%
const mirrored = evaluate(mirror, testPairs);
const maps = tf.tidy(() =>
  mirror.run(testPairs.map(({ source }) => [...source])).weights.arraySync(),
);
const mirrorError = alignmentErrorRate(
  maps.map(strongestLinks),
  test.map(({ alignment }) => alignment),
);
console.log({ ...mirrored, "alignment error rate": mirrorError });
band({
  name: "reverse, exact match with one head",
  value: mirrored.whole,
  low: 1,
  high: 1,
});
band({ name: "reverse, alignment error rate", value: mirrorError, low: 0, high: 0.001 });

// %%
show(
  alignmentPlot({
    source: test[0]!.source,
    target: test[0]!.target,
    weights: maps[0]!,
    gold: test[0]!.alignment,
    title: `One head has found the mirror: ${(100 * mirrored.whole).toFixed(1)} % of 1,000 unseen sequences`,
    alignmentErrorRate: mirrorError,
    entropyNats: mean(maps.flat().map(attentionEntropy)),
    sourceTitle: "key: the letter read",
    targetTitle: "query: the letter written",
  }),
);

// %% {"jupyter": {"source_hidden": true}}
predict(
  "The same model without the positional encoding, trained in the same way: what share of the letters will it get right?",
  "About a quarter, as many as one gets by naming the letter that occurs most often. Every output is an average that does " +
    "not know its place: all it can say is which letters occur, and that its own letter is not the one it is asked for, since " +
    "that stands at another place. Not one sequence is right.",
);

// %%
const blind = new OneHead(false, randomGenerator("07/mirror"));
await fit(blind, "one head without positions");

// %%
const blindly = evaluate(blind, testPairs);
const guess = tokenAccuracy(
  test.map(({ source }) => source),
  test.map(({ target }) => target),
);
/** For each output: the letter that occurs most often among all the others of the source. */
const commonest = ({ source }: (typeof test)[number]): string[] =>
  source.map((_, t) => {
    const others = source.filter((_, s) => s !== t);
    const countOf = (letter: string) => others.filter((other) => other === letter).length;
    return others.reduce((a, b) => (countOf(b) > countOf(a) ? b : a));
  });
const withoutPlaces = tokenAccuracy(
  test.map(commonest),
  test.map(({ target }) => target),
);
table([
  { model: "one head with positions", ...mirrored },
  { model: "one head without positions", ...blindly },
  { model: "baseline: copy the source as it is", token: guess, whole: 0 },
  {
    model: "baseline: for each place, the letter most frequent at all the others",
    token: withoutPlaces,
    whole: 0,
  },
  { model: "baseline: one letter of ten", token: 0.1, whole: 1e-12 },
]);
band({
  name: "reverse without positions, exact match",
  value: blindly.whole,
  low: 0,
  high: 0.01,
});
band({
  name: "reverse without positions, letters right beyond the best guess without places",
  value: blindly.token - withoutPlaces,
  low: -0.02,
  high: 0.02,
});

// %% [markdown]
// ## What it costs, and how far information travels
//
// | layer | multiplications | steps that wait for each other | longest way between two tokens |
// |---|---|---|---|
// | self-attention | $n^2 · d$ | 1 | 1 |
// | recurrent | $n · d^2$ | $n$ | $n$ |
//
// (Vaswani et al. 2017, §4, table 1.) First the way: how much of a gradient at the last output reaches the input $k$
// places before, in layers that nobody has trained?

// %%
const pathLength = isSmoke() ? 12 : 60;
const width = 64;
const recurrent = new Lstm(
  { inputSize: width, hiddenSize: width },
  randomGenerator("07/lstm"),
);
const attention = new MultiHeadAttention(
  { dModel: width, numHeads: 4 },
  randomGenerator("07/attention"),
);
const layers: Record<string, (inputs: tf.Tensor3D) => tf.Tensor3D> = {
  LSTM: (inputs) => recurrent.run(inputs).hiddens,
  "self-attention": (inputs) => attention.run(inputs, inputs).output,
};

function reach(layer: (inputs: tf.Tensor3D) => tf.Tensor3D): number[] {
  return tf.tidy(() => {
    const inputs = tf.randomNormal<tf.Rank.R3>([16, pathLength, width], 0, 1, "float32", 75);
    const atTheEnd = (given: tf.Tensor) =>
      layer(given as tf.Tensor3D).slice([0, pathLength - 1], [16, 1]).sum();
    const norms = tf.grad(atTheEnd)(inputs).norm("euclidean", 2).mean(0).arraySync() as number[];
    return norms.reverse(); // [distance from the last place]
  });
} // prettier-ignore

// %%
const reached = Object.entries(layers).map(([name, layer]) => ({ name, y: reach(layer) }));
const far = pathLength - 1;
const [byLstm, byAttention] = reached.map(({ y }) => y[far]!) as [number, number];
show(
  curvePlot({
    title: `${far} places away, self-attention passes on ${Number((byAttention / byLstm).toPrecision(2)).toLocaleString("en")} times as much gradient`,
    xTitle: "distance k (tokens)",
    yTitle: "gradient at the input k places before",
    yScale: "log",
    format: ".1e",
    series: reached.map(({ name, y }) => ({ name, x: y.map((_, k) => k), y })),
  }),
);
band({
  name: "gradient 59 places away, self-attention over LSTM",
  value: byAttention / byLstm,
  low: 1000,
  high: 1e12,
});

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Width 64, sequences of 16 to 1,024 tokens: which layer takes longer, and does that change with the length?",
  "On short sequences they are about even here; on long ones it is attention, whose time grows with the square of the " +
    "length, in our run tenfold at 1,024 tokens. The LSTM's steps wait for each other, but on one core everything waits " +
    "for everything, and the library makes one call of all the steps. On a graphics card, which does thousands of " +
    "things at a time, the waiting is what makes recurrent networks slow (Vaswani et al. 2017, §1).",
);

// %%
const lengths = isSmoke() ? [8, 16] : [16, 32, 64, 128, 256, 512, 1024];
function milliseconds(layer: (inputs: tf.Tensor3D) => tf.Tensor3D, time: number): number {
  const inputs = tf.randomNormal<tf.Rank.R3>([8, time, width], 0, 1, "float32", 76);
  const loss = (given: tf.Tensor) =>
    layer(given as tf.Tensor3D)
      .square()
      .mean();
  const started = performance.now();
  tf.tidy(() => void tf.grad(loss)(inputs).dataSync());
  const elapsed = performance.now() - started;
  inputs.dispose();
  return elapsed;
}
// The best of several rounds: whatever else the machine does can only add to a time.
const cost = Object.keys(layers).map((name) => ({
  name,
  x: lengths,
  y: lengths.map(() => Infinity),
}));
for (let round = 0; round < (isSmoke() ? 1 : 7); round++)
  cost.forEach(({ name, y }) =>
    lengths.forEach(
      (time, i) => (y[i] = Math.min(y[i]!, milliseconds(layers[name]!, time))),
    ),
  );

// %%
const ratioAt = (index: number): number => cost[0]!.y.at(index)! / cost[1]!.y.at(index)!;
const inTimes = (factor: number): string => `${factor.toFixed(1)} times`;
show(
  curvePlot({
    title: `At ${lengths[0]} tokens the LSTM takes ${inTimes(ratioAt(0))} as long as self-attention, at ${lengths.at(-1)} tokens ${inTimes(ratioAt(-1))}`,
    xTitle: "sequence length (tokens)",
    yTitle: "forward and backward, 8 sequences (ms, best of 7)",
    xScale: "log",
    yScale: "log",
    series: cost,
  }),
);
band({
  name: "time of the LSTM over self-attention's at 16 tokens",
  value: ratioAt(0),
  low: 0.3,
  high: 4,
});
band({
  name: "time of the LSTM over self-attention's at 1,024 tokens",
  value: ratioAt(-1),
  low: 0.02,
  high: 0.6,
});

// %% [markdown]
// ## What is still missing
//
// One look is not enough for a sentence: who is "she", and what did she eat? Notebook 08 stacks such layers, with a
// feed-forward part, residual connections and normalisation between them, and puts a decoder beside them whose keys
// and values come from the encoder: the Transformer.

// %% [markdown]
// ## For the peer session
//
// 1. Why divide by $\sqrt{d_k}$, and not by $d_k$? Which column of the table decides?
// 2. Must $d_v$ equal $d_k$? Must there be as many queries as keys?
// 3. Could $W^Q (W^K)^\top$ be one matrix? What would you lose by that?
// 4. The causal mask is applied before softmax. What would leak if one set weights to 0 after it?
// 5. Two tokens are equal, "the … the". Without positions, how do their outputs differ?
// 6. Eight heads cost what one head costs. Why not 64 heads of width 1?

// %% [markdown]
// ## Sources
//
// - Vaswani et al. 2017, "Attention Is All You Need", §3.2 (eq. 1, footnote 4), §3.2.3, §3.5, §4 (table 1).
//   https://arxiv.org/abs/1706.03762
// - Luong, Pham & Manning 2015, §3.1, for the counterparts of queries, keys and values. https://arxiv.org/abs/1508.04025
// - Lee et al. 2019, "Set Transformer", for permutation equivariance. https://arxiv.org/abs/1810.00825
// - Alammar 2018, "The Illustrated Transformer": the same three roles, in pictures.
//   https://jalammar.github.io/illustrated-transformer/
//
// **Read next:** [08 The Transformer](08-transformer.ipynb), which builds all of Vaswani et al. 2017, §3.
