// %% [markdown]
// # 01 Recurrent networks: one rule, applied again and again
//
// A sentence may have three words or three hundred. A network has a fixed number of weights.
// **How can it read a sequence of any length, and how does it learn from something that happened long ago?**
//
// You will write a recurrent cell in three lines, work out its gradient by hand, check it against two other ways of
// finding it, and watch gradients vanish and explode. Then you will mend the explosion with one line: clipping.

// %% [markdown]
// **You need** notebook 00 (tensors, shapes, plots), matrix products and the chain rule.
// The whole notebook takes about a minute on two cores; the two trainings take 5 to 15 seconds each.

// %%
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import { Linear } from "../lib/linear";
import { liveTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import { collectParameters, countParameters } from "../lib/parameters";
import { curveFamily, curvePlot, lossCurve, recurrentDiagram } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { Rnn, rnnStep, type RnnWeights } from "../lib/rnn";
import { tf } from "../lib/tf";
import { train, type TrainResult } from "../lib/training";

const startedMs = performance.now();

// %% [markdown]
// ## A sequence is not a vector
//
// The parts of a sequence come in an order, and there may be any number of them. Three shapes of task:
//
// | shape | reads | writes | example |
// |---|---|---|---|
// | many to one | $T$ tokens | one answer | a mail → spam or not |
// | one to many | one thing | $T$ tokens | a picture → its caption |
// | many to many | $T$ tokens | an answer at each of them | words → their parts of speech |
//
// A fourth, many to many with *different* lengths (translation), is built of the first two. That is notebook 04.

// %% [markdown]
// ## The idea: a state that is carried along
//
// A loop over an array carries a variable along: `sum = sum + x`. A recurrent network carries a **vector**, the hidden
// state $h_t$. At each time step $t$ the same rule makes the new state from what is read now and from the state before:
//
// $$h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$$
//
// | symbol | what it is | shape | in code |
// |---|---|---|---|
// | $x_t$ | what step $t$ reads, such as a letter | [batch, input] | `input` |
// | $h_t$ | the state after step $t$; $h_0 = 0$ | [batch, hidden] | `hidden` |
// | $W_x$ | from the input to the state | [input, hidden] | `inputToHidden` |
// | $W_h$ | from the state to the next one | [hidden, hidden] | `hiddenToHidden` |
// | $b$ | the bias | [hidden] | `bias` |
//
// (Elman 1990, figure 2.) The weights have no $t$: it is the same cell every time.

// %% [markdown]
// ### In code
//
// Three lines. The batch comes first in every shape of this course, so all sequences of a batch step together.

// %%
function rnnCell(
  input: tf.Tensor2D,
  hidden: tf.Tensor2D,
  weights: RnnWeights,
): tf.Tensor2D {
  const fromInput = input.matMul(weights.inputToHidden); // [batch, hidden]
  const fromHidden = hidden.matMul(weights.hiddenToHidden); // [batch, hidden]
  return fromInput.add(fromHidden).add<tf.Tensor2D>(weights.bias).tanh();
}

// %% [markdown]
// ### On numbers small enough to check by hand
//
// One unit with $W_x = 1$, $W_h = 0.5$, $b = 0$. It reads 1, and then nothing but zeros.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "The 1 is read at the first step. What is left of it in the state after four steps: all, half, or about a tenth?",
  "About a tenth. Each step halves the state at least: $\\tanh(1) = 0.762$, then $\\tanh(0.5 · 0.762) = 0.363$, " +
    "$0.180$, $0.090$. Keep that in mind; the whole second half of this notebook is about it.",
);

// %%
const tiny: RnnWeights = {
  inputToHidden: tf.tensor2d([[1]]),
  hiddenToHidden: tf.tensor2d([[0.5]]),
  bias: tf.tensor1d([0]),
};
let fading = tf.zeros<tf.Rank.R2>([1, 1]);
const fadingStates = [1, 0, 0, 0].map((x) => {
  fading = rnnCell(tf.tensor2d([[x]]), fading, tiny);
  return Number(fading.dataSync()[0]!.toFixed(3));
});
fadingStates;

// %% [markdown]
// ## Unrolling
//
// Written out step by step, the loop becomes an ordinary deep network: as many layers as there are time steps, all with
// the *same* weights. Here is one at work, with 3 hidden units and random weights. It reads a greeting, syllable by
// syllable; each syllable is a one-hot vector, 1 at its own place and 0 elsewhere.

// %%
const syllables = [..."안녕하세요"];
const reader = new Rnn({ inputSize: 5, hiddenSize: 3 }, randomGenerator("01/reader"))
  .weights;
const oneHot = (ids: readonly number[], depth: number) =>
  ids.map(
    (id) => tf.oneHot(tf.tensor1d([id], "int32"), depth).cast("float32") as tf.Tensor2D,
  );

function runCell(inputs: readonly tf.Tensor2D[], weights: RnnWeights): tf.Tensor2D[] {
  const hiddenSize = weights.bias.shape[0];
  const states = [tf.zeros<tf.Rank.R2>([inputs[0]!.shape[0], hiddenSize])]; // h_0
  for (const input of inputs)
    states.push(rnnCell(input, states[states.length - 1]!, weights));
  return states; // h_0 … h_T, each [batch, hidden]
}

// %%
const greeting = oneHot([0, 1, 2, 3, 4], 5);
const greetingStates = runCell(greeting, reader);
const numbersOf = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());
show(
  recurrentDiagram({
    title: "Many to one: five steps, one cell, the same weights every time",
    labels: { input: "W_x [5, 3]", hidden: "W_h [3, 3]" },
    steps: syllables.map((read, t) => ({
      read,
      state: numbersOf(greetingStates[t + 1]!),
      ...(t === 4 && { wrote: "answer" }),
    })),
  }),
);

// %% [markdown]
// The other two shapes are the same cell, asked at other places: *one to many* reads at the first step alone, *many to
// many* is asked at every step.

// %%
const silence = tf.zeros<tf.Rank.R2>([1, 5]);
const captionStates = runCell([greeting[0]!, silence, silence, silence, silence], reader);
const shapes = [
  { title: "One to many", states: captionStates, reads: (t: number) => t === 0 },
  { title: "Many to many", states: greetingStates, reads: () => true },
];
for (const { title, states, reads } of shapes) {
  const steps = syllables.map((syllable, t) => ({
    state: numbersOf(states[t + 1]!),
    wrote: `y${"₁₂₃₄₅"[t]}`,
    ...(reads(t) && { read: syllable }),
  }));
  show(recurrentDiagram({ title: `${title}: the same cell, asked at every step`, steps }));
}

// %% {"jupyter": {"source_hidden": true}}
predict(
  "We shuffle the syllables: 요세하녕안. Is the last state the same?",
  "No. A sum of one-hot vectors would be the same; the state is not, because what was read early has gone through " +
    "$W_h$ and tanh more often. That is how a recurrent network knows about order.",
);

// %%
const shuffledStates = runCell(oneHot([4, 3, 2, 1, 0], 5), reader);
table([
  {
    reads: "안녕하세요",
    "last state": numbersOf(greetingStates[5]!)
      .map((x) => x.toFixed(3))
      .join("  "),
  },
  {
    reads: "요세하녕안",
    "last state": numbersOf(shuffledStates[5]!)
      .map((x) => x.toFixed(3))
      .join("  "),
  },
]);

// %% [markdown]
// ### How many weights?
//
// A plain layer that reads all $T$ vectors at once needs a weight for every place in the sequence, and a new layer for
// every length. The recurrent cell has the same 27 for any length.

// %%
const weightsFor = (timeSteps: number) => ({
  layer: timeSteps * 5 * 3 + 3,
  cell: 5 * 3 + 3 * 3 + 3,
});
const lengths = [1, 2, 5, 10, 20, 50, 100];
show(
  curvePlot({
    title: `At ${lengths[6]} steps a plain layer needs ${weightsFor(100).layer} weights, the cell still ${weightsFor(100).cell}`,
    series: (["layer", "cell"] as const).map((name) => ({
      name: name === "layer" ? "one layer over all steps" : "recurrent cell",
      x: lengths,
      y: lengths.map((timeSteps) => weightsFor(timeSteps)[name]),
    })),
    xTitle: "sequence length (time steps)",
    yTitle: "weights",
    xScale: "log",
    yScale: "log",
  }),
);

// %% [markdown]
// ## Your turn
//
// The sheet [exercises/01-recurrent-networks.ipynb](../exercises/01-recurrent-networks.ipynb) asks for the cell, for
// the loop and for what follows now. Do the first task before you read on: 10 minutes, easy.

// %% [markdown]
// ## Back-propagation through time
//
// How does the loss at the end change if a weight changes? A weight is used at every step, so its gradient is a **sum**
// over steps. Write $\ell$ for the loss, and $\delta_t$ for its gradient just before the tanh of step $t$:
//
// $$\delta_t = \frac{\partial \ell}{\partial h_t} \odot (1 - h_t^2) \qquad
// \frac{\partial \ell}{\partial h_{t-1}} = \delta_t W_h^\top$$
//
// $$\frac{\partial \ell}{\partial W_x} = \sum_t x_t^\top \delta_t \qquad
// \frac{\partial \ell}{\partial W_h} = \sum_t h_{t-1}^\top \delta_t \qquad
// \frac{\partial \ell}{\partial b} = \sum_t \delta_t$$
//
// ($\odot$ multiplies element by element; $1 - h^2$ is the slope of tanh. Werbos 1990.) Start at the last step,
// walk back.

// %%
function backThroughTime(
  inputs: readonly tf.Tensor2D[],
  states: readonly tf.Tensor2D[],
  lossToLast: tf.Tensor2D, // ∂ℓ/∂h_T
  { hiddenToHidden }: RnnWeights,
) {
  const deltas: tf.Tensor2D[] = [];
  const toStates = [lossToLast]; // ∂ℓ/∂h_T, then ∂ℓ/∂h_{T−1}, …
  for (let t = inputs.length; t > 0; t--) {
    const slope = tf.sub(1, states[t]!.square());
    deltas[t] = toStates[0]!.mul(slope); // [batch, hidden]
    toStates.unshift(deltas[t]!.matMul(hiddenToHidden, false, true) as tf.Tensor2D);
  }
  const sumOver = (left: readonly tf.Tensor2D[]) =>
    tf.addN(left.map((x, t) => x.matMul(deltas[t + 1]!, true, false))) as tf.Tensor2D;
  return {
    toStates, // ∂ℓ/∂h_0 … ∂ℓ/∂h_T
    inputToHidden: sumOver(inputs),
    hiddenToHidden: sumOver(states.slice(0, -1)),
    bias: tf.addN(deltas.slice(1)).sum(0),
  };
}

// %% [markdown]
// For the loss take half the squared distance of the last state from some target, $\ell = \frac12 \lVert h_T -
// y\rVert^2$. Its gradient at $h_T$ is simply $h_T - y$.

// %%
const wanted = tf.tensor2d([[0.5, -0.5, 0.5]]);
const lossOf = (inputToHidden: tf.Tensor, hiddenToHidden: tf.Tensor, bias: tf.Tensor) => {
  const weights = { inputToHidden, hiddenToHidden, bias } as RnnWeights;
  const last = runCell(greeting, weights)[5]!;
  return last.sub(wanted).square().sum().div(2) as tf.Scalar;
};
const byHand = backThroughTime(
  greeting,
  greetingStates,
  greetingStates[5]!.sub(wanted),
  reader,
);
show(
  recurrentDiagram({
    title:
      "The gradient travels back through the same cells (orange: its length on the way)",
    steps: syllables.map((read, t) => ({ read, state: numbersOf(greetingStates[t + 1]!) })),
    gradients: byHand.toStates.slice(1).map((gradient) => gradient.norm().dataSync()[0]!),
  }),
);

// %% [markdown]
// ### Is it right? Two other ways to find it
//
// **Autodiff**: TensorFlow.js records what you compute and applies the chain rule by itself (`tf.grads`).
// **Finite differences**: change one weight by a little $\varepsilon$ both ways and see what the loss does:
// $(\ell(w + \varepsilon) - \ell(w - \varepsilon)) / 2\varepsilon$. It knows nothing of the chain rule, so it cannot
// make the same mistake.

// %%
const parts = ["inputToHidden", "hiddenToHidden", "bias"] as const;
const byAutodiff = tf.grads(lossOf)(parts.map((name) => reader[name]));

function byDifference(part: number, index: number, epsilon: number): number {
  const lossAt = (change: number): number =>
    tf.tidy(() => {
      const weights = parts.map((name) => reader[name] as tf.Tensor);
      const numbers = weights[part]!.dataSync().slice();
      numbers[index]! += change;
      weights[part] = tf.tensor(numbers, weights[part]!.shape);
      return lossOf(weights[0]!, weights[1]!, weights[2]!).dataSync()[0]!;
    });
  return (lossAt(epsilon) - lossAt(-epsilon)) / (2 * epsilon);
}

// %%
const allByHand = parts.map((name) => numbersOf(byHand[name]));
table(
  [0, 1, 2, 3].map((index) => ({
    weight: `W_h[${Math.floor(index / 3)}, ${index % 3}]`,
    "by hand": allByHand[1]![index]!.toFixed(6),
    autodiff: numbersOf(byAutodiff[1]!)[index]!.toFixed(6),
    "finite difference, ε = 0.01": byDifference(1, index, 0.01).toFixed(6),
  })),
  "The first weights of W_h, three ways",
);
const largestGap = Math.max(
  ...parts.flatMap((_, part) =>
    numbersOf(byAutodiff[part]!).map((x, index) => Math.abs(x - allByHand[part]![index]!)),
  ),
);
band({
  name: "largest gap between by hand and autodiff",
  value: largestGap,
  low: 0,
  high: 1e-6,
});

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Finite differences are exact in the limit ε → 0. So is ε = 0.000001 better than ε = 0.01?",
  "No, it is far worse! The numbers of a tensor have about 7 digits (float32). The two losses then agree in all but " +
    "the last digit, and their difference is mostly rounding. Too large an ε is wrong because the loss is curved, too " +
    "small a one because digits end. A gradient check must know both.",
);

// %%
const epsilons = Array.from({ length: 25 }, (_, i) => 10 ** (-6 + i / 4));
const meanError = (epsilon: number): number => {
  const gaps = allByHand[1]!.map((right, index) =>
    Math.abs(byDifference(1, index, epsilon) - right),
  );
  return Math.max(1e-9, gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length);
};
const errors = epsilons.map(meanError);
const best = errors.indexOf(Math.min(...errors));
show(
  curvePlot({
    title: `The best step is ε = ${epsilons[best]!.toPrecision(1)}: below it rounding wins, above it curvature`,
    series: [{ name: "mean error over W_h", x: epsilons, y: errors }],
    xTitle: "step ε",
    yTitle: "error of the finite difference",
    xScale: "log",
    yScale: "log",
  }),
);
band({
  name: "error of the best finite difference",
  value: errors[best]!,
  low: 0,
  high: 1e-4,
});

// %% [markdown]
// All three agree, so from here on autodiff may do the work. The lib's `Rnn` runs the very equations above with all
// steps of $x_t W_x$ in one product; a test proves it equal to the cell.

// %%
const ours = runCell(greeting, reader);
const libs = greeting.reduce<tf.Tensor2D>((h, x) => rnnStep(x, h, reader), ours[0]!);
const gapToLib = ours[5]!.sub(libs).abs().max().dataSync()[0]!;
band({
  name: "largest gap between our cell and the lib's",
  value: gapToLib,
  low: 0,
  high: 1e-6,
});

// %% [markdown]
// ## How far does a gradient reach?
//
// Look at the walk back once more. Each step multiplies the gradient by $W_h^\top$ and by slopes of tanh, which are at
// most 1. After $k$ steps there are $k$ such factors (Pascanu et al. 2013, §2.1, eq. 5):
//
// $$\frac{\partial h_T}{\partial h_{T-k}} = \prod_{t=T-k+1}^{T} \mathrm{diag}(1 - h_t^2)\, W_h^\top$$
//
// How long a vector becomes at most under $W_h$ is its largest **singular value** $\gamma$. If $\gamma < 1$, the gradient
// shrinks at least as fast as $\gamma^k$: it must **vanish**. If $\gamma > 1$, it *may* **explode**.

// %% {"jupyter": {"source_hidden": true}}
// by hand: 117
predict(
  "Let the gradient shrink by a factor of only 0.9 a step. How much of it is left 50 steps back?",
  "$0.9^{50} = 0.005$. And with a factor of 1.1 it is 117 times as long as at the start. " +
    "Unless the factor is exactly 1, a power goes to nothing or to infinity.",
);

// %% [markdown]
// Measured: 32 units, 60 steps of random letters, and a $W_h$ whose singular values are *all* $\gamma$ (a random rotation,
// times $\gamma$). Move the slider.

// %%
function rotation(size: number, scale: number): tf.Tensor2D {
  const random = tf.randomNormal(
    [size, size],
    0,
    1,
    "float32",
    randomGenerator("01/rotation").seed(),
  );
  return tf.linalg.qr(random)[0].mul(scale);
}

function gradientLengths(weights: RnnWeights, inputs: readonly tf.Tensor2D[]): number[] {
  return tf.tidy(() => {
    const states = runCell(inputs, weights);
    const start = tf.onesLike(states[0]!).div(Math.sqrt(weights.bias.shape[0])); // length 1
    const { toStates } = backThroughTime(inputs, states, start as tf.Tensor2D, weights);
    const lengths = tf.stack(
      toStates.map((gradient) => gradient.norm("euclidean", 1).mean()),
    );
    return numbersOf(lengths).reverse(); // by distance from the loss: 0, 1, 2, …
  });
}

// %%
const random = randomGenerator("01/letters");
const letters = Array.from({ length: isSmoke() ? 15 : 60 }, () =>
  tf.concat(
    oneHot(
      Array.from({ length: 16 }, () => random.integer(5)),
      5,
    ),
    0,
  ),
); // 60 steps, each [16, 5]
const fresh = new Rnn({ inputSize: 5, hiddenSize: 32 }, randomGenerator("01/fresh"))
  .weights;
const gammas = Array.from({ length: 13 }, (_, i) => Number((0.6 + 0.2 * i).toFixed(1)));
const flows = gammas.map((gamma) =>
  gradientLengths({ ...fresh, hiddenToHidden: rotation(32, gamma) }, letters),
);
const distances = flows[0]!.map((_, distance) => distance);
show(
  curveFamily({
    title:
      "The gradient vanishes up to γ = 1 and explodes from γ = 1.4 on: the calm between is narrow",
    knob: { title: "γ, singular values of W_h", values: gammas },
    start: 0.8,
    x: distances,
    y: flows,
    xTitle: "distance back from the loss (time steps)",
    yTitle: "length of the gradient",
    yScale: "log",
  }),
);

// %%
const factorOf = (lengths: readonly number[]): number =>
  lengths[lengths.length - 1]! ** (1 / (lengths.length - 1));
table(
  [0.6, 0.8, 1, 1.2, 2, 3].map((gamma) => {
    const lengths = flows[gammas.indexOf(gamma)]!;
    return {
      γ: gamma,
      "factor a step, measured": factorOf(lengths),
      "length at the end": lengths[lengths.length - 1]!.toExponential(1),
    };
  }),
  "Without tanh the factor would be γ itself",
);
band({ name: "factor a step at γ = 0.8", value: factorOf(flows[1]!), low: 0.5, high: 0.8 });
band({ name: "factor a step at γ = 3", value: factorOf(flows[12]!), low: 1.05, high: 3 });

// %% [markdown]
// The slopes of tanh eat a part of it: at $\gamma = 1$ the gradient still vanishes, at $\gamma = 1.2$ the two nearly
// balance for this input. That is a knife's edge, and training moves $W_h$ at every step. With $\gamma = 3$ many units
// are saturated, and the gradient explodes all the same. **Vanishing** means that nothing is learnt from far back.
// **Exploding** means that one unlucky step throws all weights away. The second has a simple cure.

// %% [markdown]
// ## Why it explodes: a cliff
//
// The smallest network there is: one unit, no input, $h_t = \tanh(w\,h_{t-1} - 0.1)$ from $h_0 = 0.5$. Its loss after
// $T$ steps is $(h_T - 0.7)^2$. How does it depend on the only weight?

// %%
const cliffLoss = (weight: number, timeSteps: number): number => {
  let hidden = 0.5;
  for (let t = 0; t < timeSteps; t++) hidden = Math.tanh(weight * hidden - 0.1);
  return (hidden - 0.7) ** 2;
};
const weightAxis = Array.from({ length: 281 }, (_, i) => 0.8 + i / 200);
show(
  curvePlot({
    title: "The longer the sequence, the steeper the cliff in the loss",
    series: [5, 20, 100].map((timeSteps) => ({
      name: `T = ${timeSteps}`,
      x: weightAxis,
      y: weightAxis.map((weight) => cliffLoss(weight, timeSteps)),
    })),
    xTitle: "weight w",
    yTitle: "loss",
  }),
);

// %% [markdown]
// To the left of the cliff the state ends below zero, to its right above. (Pascanu et al. 2013, §2.3, figure 6, show the
// same with two parameters.) Suppose that training arrives at the cliff's edge and takes one step, with a learning rate
// $\eta = 0.05$:

// %%
const slopeOf = (weight: number): number =>
  (cliffLoss(weight + 1e-6, 100) - cliffLoss(weight - 1e-6, 100)) / 2e-6;
const fineAxis = Array.from({ length: 20_001 }, (_, i) => 1.1 + (i * 0.4) / 20_000);
const edge = fineAxis.reduce((steepest, weight) =>
  Math.abs(slopeOf(weight)) > Math.abs(slopeOf(steepest)) ? weight : steepest,
);
const clipped = (gradient: number, clipNorm: number): number =>
  gradient * Math.min(1, clipNorm / Math.abs(gradient));
const jump = { plain: -0.05 * slopeOf(edge), clipped: -0.05 * clipped(slopeOf(edge), 1) };
table(
  Object.entries(jump).map(([step, change]) => ({
    step,
    from: edge.toFixed(4),
    "slope at the edge": slopeOf(edge).toFixed(0),
    "lands at w =": (edge + change).toFixed(2),
  })),
);

// %% [markdown]
// The plain step is thrown off the map. The **clipped** step keeps the gradient's direction and shortens it to a length
// that we choose (Pascanu et al. 2013, §3.2, algorithm 1):
//
// $$g \leftarrow g \cdot \min\left(1, \frac{\theta}{\lVert g \rVert}\right)$$
//
// $g$ is the gradient over *all* weights in one vector, $\theta$ the threshold; `train` calls it `clipNorm`.

// %% [markdown]
// ## Train it: an echo
//
// The task: at every step say the letter that was read **four steps ago**. Many to many, with a known answer, and the
// state must carry something. Letters are drawn from five, so a blind guess costs $\ln 5 = 1.609$ nats a letter.
// (*Nats*: the loss is $-\ln$ of the probability that the model gave to the right letter.)

// %%
const delay = 4;
class Echo {
  readonly cell = new Rnn({ inputSize: 5, hiddenSize: 48 }, randomGenerator("01/echo"));
  readonly output = new Linear(
    { inputSize: 48, outputSize: 5 },
    randomGenerator("01/output"),
  );
  readonly parameters = collectParameters({ cell: this.cell, output: this.output });

  /** From letters [batch][time] to scores of each letter [batch, time, 5]. */
  logits(letters: readonly (readonly number[])[]): tf.Tensor3D {
    const ids = tf.tensor2d(
      letters.map((row) => [...row]),
      undefined,
      "int32",
    );
    const { hiddens } = this.cell.run(tf.oneHot(ids, 5).cast("float32") as tf.Tensor3D);
    return this.output.apply(hiddens);
  }

  loss(letters: readonly (readonly number[])[]): tf.Scalar {
    return tf.tidy(() => {
      const shifted = letters.map((row) => row.map((_, t) => row[Math.max(0, t - delay)]!));
      const counts = letters.map((row) => row.map((_, t) => Number(t >= delay))); // no echo yet before
      const [targets, mask] = [shifted, counts].map((rows) =>
        tf.tensor2d(rows, undefined, "int32"),
      );
      return maskedCrossEntropy(this.logits(letters), targets!, mask!);
    });
  }
}

// %% [markdown]
// To *see* an explosion within seconds we start with a $W_h$ three times as large as usual. In long trainings it grows
// there by itself. Plain gradient descent, learning rate 1, twice the same but for the clipping.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Without clipping, one exploded step throws the weights far away. Does the loss come back down to the blind guess of 1.6 nats?",
  "No. Huge weights saturate every tanh, so the slopes $1 - h^2$ are nearly 0 and there is no gradient that leads " +
    "back: the model is confidently wrong, many times worse than a blind guess. One step has ruined it for good.",
);

// %%
const numSteps = isSmoke() ? 8 : 400;
const randomLetters = (random = randomGenerator("01/batches"), batch = 16) =>
  Array.from({ length: batch }, () => Array.from({ length: 40 }, () => random.integer(5)));

async function trainEcho(
  title: string,
  clipNorm?: number,
): Promise<{ model: Echo; result: TrainResult }> {
  const model = new Echo();
  const hiddenToHidden = model.cell.parameters["hiddenToHidden"]!;
  hiddenToHidden.assign(hiddenToHidden.mul(3));
  const baselines = [{ name: "blind guess", lossNats: Math.log(5) }];
  const result = await train(
    model,
    (random) => Array.from({ length: numSteps }, () => randomLetters(random)),
    {
      epochs: 1,
      seed: 1,
      optimizer: tf.train.sgd(1),
      reporter: liveTraining({ title, baselines }),
      ...(clipNorm !== undefined && { clipNorm }),
    },
  );
  return { model, result };
}
const exploded = await trainEcho("Echo, without clipping");

// %% [markdown]
// 5 to 15 seconds each. And with gradients shortened to length 0.25:

// %%
const tamed = await trainEcho("Echo, gradients clipped at 0.25", 0.25);
console.log(`${countParameters(tamed.model)} weights`);

// %%
const runs = { "without clipping": exploded, "clipped at 0.25": tamed };
const lossAtEnd = ({ result }: typeof tamed): number => {
  const last = result.steps.slice(-Math.ceil(numSteps / 10));
  return last.reduce((sum, { lossNats }) => sum + lossNats, 0) / last.length;
};
const steps = tamed.result.steps.map(({ step }) => step);
show(
  lossCurve({
    title: `Clipped the loss falls to ${lossAtEnd(tamed).toFixed(3)} nats, unclipped it ends at ${lossAtEnd(exploded).toFixed(1)}: worse than a blind guess`,
    series: Object.entries(runs).map(([name, { result }]) => ({
      name,
      steps,
      lossNats: result.steps.map(({ lossNats }) => lossNats),
    })),
    log: true,
    baselines: [{ name: "blind guess", lossNats: Math.log(5) }],
  }),
);

// %%
const tests = randomLetters(randomGenerator("01/test"), isSmoke() ? 20 : 200);
function echoAccuracy(model: Echo): number {
  const said = tf.tidy(() => model.logits(tests).argMax(2).arraySync() as number[][]);
  const isRight = said.flatMap((row, i) =>
    row.slice(delay).map((letter, t) => letter === tests[i]![t]),
  );
  return isRight.filter(Boolean).length / isRight.length;
}
const accuracy = {
  exploded: echoAccuracy(exploded.model),
  tamed: echoAccuracy(tamed.model),
};
table([
  { training: "blind guess", "right letters": 0.2 },
  { training: "without clipping", "right letters": accuracy.exploded },
  { training: "clipped at 0.25", "right letters": accuracy.tamed },
]);
band({ name: "right letters, clipped", value: accuracy.tamed, low: 0.9, high: 1 });
band({
  name: "right letters, without clipping",
  value: accuracy.exploded,
  low: 0.1,
  high: 0.5,
});
band({
  name: "final loss (nats) without clipping",
  value: lossAtEnd(exploded),
  low: Math.log(5),
  high: 1e4,
});

// %% [markdown]
// Why did it happen? Every step reports the length of its gradient before clipping.

// %%
const lengthsOf = ({ result }: typeof tamed) =>
  result.steps.map(({ gradientNorm }) => Math.max(gradientNorm, 1e-9));
const longest = Math.max(...lengthsOf(exploded));
show(
  curvePlot({
    title: `Without clipping the longest gradient is ${longest.toFixed(0)}, at a learning rate of 1`,
    series: Object.entries(runs).map(([name, run]) => ({
      name,
      x: steps,
      y: lengthsOf(run),
    })),
    xTitle: "training step",
    yTitle: "length of the gradient before clipping",
    yScale: "log",
    baselines: [{ name: "clipNorm 0.25", value: 0.25 }],
  }),
);

// %% [markdown]
// The trained network at work on letters it has not seen: above each state what it says, which should be what stood
// *four places to the left* below.

// %%
const sample = tests[0]!.slice(0, 12);
const letterOf = (id: number): string => "abcde"[id]!;
const echoed = tf.tidy(() => numbersOf(tamed.model.logits([sample]).argMax(2)));
const echoStates = runCell(oneHot(sample, 5), tamed.model.cell.weights).slice(1);
show(
  recurrentDiagram({
    title: `Read ${sample.map(letterOf).join("")}, said after four steps ${echoed.slice(4).map(letterOf).join("")} (first 6 of 48 units)`,
    steps: sample.map((id, t) => ({
      read: letterOf(id),
      state: numbersOf(echoStates[t]!).slice(0, 6),
      ...(t >= delay && { wrote: letterOf(echoed[t]!) }),
    })),
  }),
);

// %% [markdown]
// ## What breaks
//
// How far does the gradient of the *trained* network reach?

// %%
const echoInputs = Array.from({ length: 40 }, (_, t) =>
  tf.concat(
    oneHot(
      tests.slice(0, 16).map((row) => row[t]!),
      5,
    ),
    0,
  ),
);
const started = new Echo();
const startedAt = started.cell.weights;
const reach = {
  "as the lib starts": startedAt,
  "as this training started, W_h × 3": {
    ...startedAt,
    hiddenToHidden: startedAt.hiddenToHidden.mul<tf.Tensor2D>(3),
  },
  "trained with clipping": tamed.model.cell.weights,
};
const reachLengths = Object.entries(reach).map(([name, weights]) => ({
  name,
  y: gradientLengths(weights, echoInputs).map((length) => Math.max(length, 1e-12)),
}));
const stepsTo = (share: number, { y }: { y: number[] }): number =>
  y.findIndex((length) => length < share);
const trainedReach = stepsTo(0.01, reachLengths[2]!);
show(
  curvePlot({
    title: `The trained network: less than 1 % of the gradient is left ${trainedReach} steps back`,
    series: reachLengths.map(({ name, y }) => ({
      name,
      x: y.map((_, distance) => distance),
      y,
    })),
    xTitle: "distance back from the loss (time steps)",
    yTitle: "length of the gradient",
    yScale: "log",
    baselines: [{ name: "1 % left", value: 0.01 }],
  }),
);
band({ name: "steps back until 1 % is left", value: trainedReach, low: 5, high: 40 });

// %% [markdown]
// It starts by exploding and ends by vanishing: an echo of four steps needs no more. Clipping mends what explodes. It
// cannot bring back what has vanished: a gradient of $10^{-9}$ teaches nothing, however you scale it, because it drowns in
// the gradients of nearer steps. Learning over *long* distances needs another cell. That is notebook
// 02.

// %% [markdown]
// ## For the peer session
//
// 1. Why is the gradient of $W_h$ a sum over time steps? What would change if every step had weights of its own?
// 2. Somebody clips each number of the gradient to [−1, 1] instead of shortening the whole vector. What differs?
// 3. Is the loop over time steps the slow part, or what happens inside it? Could `map` replace it? Could the GPU?
// 4. Back-propagation cut off after 20 steps (truncated BPTT) is common. What can such a training never learn?
// 5. Somebody's gradient check fails with ε = 0.0000001. Is the gradient wrong?

// %%
console.log(`This notebook took ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`);

// %% [markdown]
// ## Next
//
// The exercises: [exercises/01-recurrent-networks.ipynb](../exercises/01-recurrent-networks.ipynb). Then
// [notebook 02](02-lstm-and-gru.ipynb): a cell whose state is changed by adding.
//
// ## Sources
//
// - Elman 1990, "Finding Structure in Time", figure 2. https://doi.org/10.1207/s15516709cog1402_1
// - Werbos 1990, "Backpropagation Through Time: What It Does and How to Do It". https://doi.org/10.1109/5.58337
// - Bengio, Simard & Frasconi 1994, "Learning Long-Term Dependencies with Gradient Descent is Difficult".
//   https://doi.org/10.1109/72.279181
// - Pascanu, Mikolov & Bengio 2013, "On the difficulty of training recurrent neural networks", §2.1–2.3 (eq. 5, figure
//   6), §3.2 (algorithm 1). https://arxiv.org/abs/1211.5063
// - Goodfellow, Bengio & Courville 2016, "Deep Learning", §10.1–10.2. https://www.deeplearningbook.org
