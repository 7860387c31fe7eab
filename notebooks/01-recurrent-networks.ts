// %% [markdown]
// # 01 Recurrent networks: one rule, applied again and again
//
// A sentence may have three words or three hundred. A network has a fixed number of weights.
// **How can it read a sequence of any length, and how does it learn from something that happened long ago?**
//
// ![Lines of the gradient length against distance, one for each strength of the recurrent weights: most fall to nothing or rise without end, one stays between](pictures/01-gradients.svg)
//
// You will write a recurrent cell in three lines, work out its gradient by hand, check it against two other ways of
// finding it, and watch gradients vanish and explode. Then you will mend the explosion with one line: clipping.

// %% [markdown]
// **You need** notebook 00 (tensors, shapes, plots), matrix products and the chain rule.
// The whole notebook takes about a minute on two cores; the two trainings take 10 to 25 seconds each.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the lesson's parts from lib, the seed, and the recorded runs
import { recordedRuns, runSeed } from "../lib/experiment";
import { differenceInterval, intervalText } from "../lib/intervals";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import { Linear } from "../lib/linear";
import { liveTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import { collectParameters, countParameters } from "../lib/parameters";
import {
  comparisonPlot,
  curveFamily,
  curvePlot,
  lossCurve,
  recurrentDiagram,
  runsPlot,
} from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { Rnn, rnnStep, type RnnWeights } from "../lib/rnn";
import { tf } from "../lib/tf";
import { train, type TrainResult } from "../lib/training";

const startedMs = performance.now();
// the seed is 1; try another: first numbers and batches of the training change with it
const seed = runSeed();
const recorded = recordedRuns("01-recurrent-networks");

// %% [markdown]
// ## A sequence is not a vector
//
// The parts of a sequence come in an order, and there may be any number of them. Four shapes of task:
//
// | shape | reads | writes | example |
// |---|---|---|---|
// | one to one | one thing | one answer | a picture → cat or dog: no sequence, no need for what follows |
// | many to one | $T$ tokens | one answer | a mail → spam or not |
// | one to many | one thing | $T$ tokens | a picture → its caption |
// | many to many | $T$ tokens | an answer at each of them | words → their parts of speech |
//
// A fifth, many to many with *different* lengths (translation), is built of many to one and one to many. That is notebook 04.

// %% [markdown]
// ## The idea: a state that is carried along
//
// A loop over an array carries a variable along: `sum = sum + x`. A recurrent network carries a **vector**, the hidden
// state $h_t$. At each **time step** (시점) $t$ the same rule makes the new state from what is read now and from the state before:
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
// Three lines. The **batch** (배치) comes first in every shape of this course, so all sequences of a batch step together.

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
await predict({
  question:
    "The 1 is read at the first step. What is left of it in the state after four steps?",
  choices: ["nearly all of it", "about a half", "about a tenth"],
  right: 2,
  answer:
    "Each step halves the state at least: $\\tanh(1) = 0.762$, then $\\tanh(0.5 · 0.762) " +
    "= 0.363$, $0.180$, $0.090$. Keep that in mind; the whole second half of this " +
    "notebook is about it.",
});

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

// %% {"jupyter": {"source_hidden": true}}
// Helper: letters as one-hot vectors, and a reader with random weights
const syllables = [..."안녕하세요"];
const reader = new Rnn({ inputSize: 5, hiddenSize: 3 }, randomGenerator("01/reader"))
  .weights;
const oneHot = (ids: readonly number[], depth: number) =>
  ids.map(
    (id) => tf.oneHot(tf.tensor1d([id], "int32"), depth).cast("float32") as tf.Tensor2D,
  );

// %%
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

// %% {"jupyter": {"source_hidden": true}}
// Diagram: the cell unrolled over five syllables
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
// ## From state to word
//
// A state is a list of numbers. To say a word, the network needs one number for each word that it knows, a **score** (also
// *logit*). An output layer makes them, the same at every step:
//
// $$y_t = h_t W_y + b_y \qquad p_t = \mathrm{softmax}(y_t), \quad p_{t,i} = \frac{e^{y_{t,i}}}{\sum_j e^{y_{t,j}}}$$
//
// **Softmax** (소프트맥스) turns scores into probabilities: none is negative, and they sum to 1. If the right word is $r$, the loss of this
// step is its **surprise** (놀람도), $-\ln p_{t,r}$: 0 if the network was certain of it, large if it had ruled it out. It is counted in
// *nats*. The mean of the surprises is the **cross-entropy** (교차 엔트로피) that almost every model of this course is
// trained on.

// %% [markdown]
// One step by hand: two units, three words, $b_y = 0$.

// %%
const words = ["cat", "dog", "fish"];
const state = [0.5, -1];
const toWords = [
  [2, 0, -2], // from unit 1 to each word
  [0, -1, 1], // from unit 2
];
const wordScores = words.map(
  (_, i) => state[0]! * toWords[0]![i]! + state[1]! * toWords[1]![i]!,
);
const exps = wordScores.map((score) => Math.exp(score));
const total = exps.reduce((sum, x) => sum + x, 0);
const probabilities = exps.map((x) => x / total);

// %% {"jupyter": {"source_hidden": true}}
// Table: score, probability and surprise of each word
table(
  words.map((word, i) => ({
    word,
    score: wordScores[i],
    "e^score": exps[i]!.toFixed(3),
    probability: probabilities[i]!.toFixed(3),
    "surprise if it is right (nats)": (-Math.log(probabilities[i]!)).toFixed(2),
  })),
);

// %% {"jupyter": {"source_hidden": true}}
// Plot: the three probabilities
show(
  comparisonPlot({
    title: "Two words share the network's belief, the third would be a surprise",
    valueTitle: "probability of the next word",
    format: ".3f",
    domain: [0, 1],
    rows: words.map((name, i) => ({ name, value: probabilities[i]! })),
  }),
);

// %% [markdown]
// Equal scores get equal probabilities, and a score that is 3 lower gets $e^{-3}$, a twentieth, of the probability. A network that knows
// nothing gives each of the three a third: a surprise of $\ln 3$.
// <!-- by hand: 3 -->
//
// The other shapes of task are the same cell, asked at other places. *Many to many* answers at every step. *One to many*
// reads one thing at the first step, and then **its own last word**: that is how a caption is written, one word after the
// other, and how every **language model** (언어 모델) of this course will write.

// %%
const wordLayer = new Linear(
  { inputSize: 3, outputSize: 5 },
  randomGenerator("01/words"),
);
function writeFrom(first: number, length: number) {
  const read = [first];
  let hidden = tf.zeros<tf.Rank.R2>([1, 3]);
  const states = Array.from({ length }, () => {
    hidden = rnnCell(oneHot([read.at(-1)!], 5)[0]!, hidden, reader);
    // the most likely word is read next
    read.push(wordLayer.apply(hidden).argMax(1).dataSync()[0]!);
    return numbersOf(hidden);
  });
  return { read: read.slice(0, length), wrote: read.slice(1), states };
}
const caption = writeFrom(0, 5);

// %% {"jupyter": {"source_hidden": true}}
// Diagrams: one to many, and many to many
show(
  recurrentDiagram({
    title:
      "One to many: from the second step on it reads what it has just written " +
      "(untrained: it babbles)",
    steps: caption.states.map((state, t) => ({
      read: syllables[caption.read[t]!]!,
      state,
      wrote: syllables[caption.wrote[t]!]!,
    })),
  }),
);
show(
  recurrentDiagram({
    title: "Many to many: asked at every step",
    steps: syllables.map((read, t) => ({
      read,
      state: numbersOf(greetingStates[t + 1]!),
      wrote: `y${"₁₂₃₄₅"[t]}`,
    })),
  }),
);

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question: "We shuffle the syllables: 요세하녕안. Is the last state the same?",
  choices: [
    "no: it depends on the order",
    "yes: the syllables are the same",
    "yes, but for rounding",
  ],
  right: 0,
  answer:
    "A sum of one-hot vectors would be the same; the state is not, because what was " +
    "read early has gone through $W_h$ and tanh more often. That is how a recurrent " +
    "network knows about order.",
});

// %%
const shuffledStates = runCell(oneHot([4, 3, 2, 1, 0], 5), reader);

// %% {"jupyter": {"source_hidden": true}}
// Table: the last state, read in two orders
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

// %% {"jupyter": {"source_hidden": true}}
// Plot: weights against sequence length
const lengths = [1, 2, 5, 10, 20, 50, 100];
show(
  curvePlot({
    title:
      `At ${lengths[6]} steps a plain layer needs ${weightsFor(100).layer} ` +
      `weights, the cell still ${weightsFor(100).cell}`,
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
const lossOf = (
  inputToHidden: tf.Tensor,
  hiddenToHidden: tf.Tensor,
  bias: tf.Tensor,
) => {
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

// %% {"jupyter": {"source_hidden": true}}
// Diagram: the gradient on its way back
show(
  recurrentDiagram({
    title:
      "The gradient travels back through the same cells (orange: its length on " +
      "the way)",
    steps: syllables.map((read, t) => ({
      read,
      state: numbersOf(greetingStates[t + 1]!),
    })),
    gradients: byHand.toStates
      .slice(1)
      .map((gradient) => gradient.norm().dataSync()[0]!),
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

// %% {"jupyter": {"source_hidden": true}}
// Table: the first weights of W_h, three ways; then the band
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
    numbersOf(byAutodiff[part]!).map((x, index) =>
      Math.abs(x - allByHand[part]![index]!),
    ),
  ),
);
band({
  name: "largest gap between by hand and autodiff",
  value: largestGap,
  low: 0,
  high: 1e-6,
});

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "Finite differences are exact in the limit ε → 0. How does ε = 0.000001 compare " +
    "with ε = 0.01?",
  choices: [
    "better: it is nearer to the limit",
    "worse: something else gets in the way",
    "the same: both are small enough",
  ],
  right: 1,
  answer:
    "The numbers of a tensor have about 7 digits (float32). With the tiny ε the two " +
    "losses agree in all but the last digit, and their difference is mostly rounding. " +
    "Too large an ε is wrong because the loss is curved, too small a one because digits " +
    "end. A gradient check must know both.",
});

// %% {"jupyter": {"source_hidden": true}}
// Plot: error of the finite difference against its step
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
    title:
      `The best step is ε = ${epsilons[best]!.toPrecision(1)}: below it rounding ` +
      "wins, above it curvature",
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

// %% {"jupyter": {"source_hidden": true}}
// Band: our cell against the lib's
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
// $$\frac{\partial \ell}{\partial h_{T-k}} = \frac{\partial \ell}{\partial h_T}\;
// \mathrm{diag}(1 - h_T^2)\, W_h^\top\;\mathrm{diag}(1 - h_{T-1}^2)\, W_h^\top \cdots \mathrm{diag}(1 - h_{T-k+1}^2)\, W_h^\top$$
//
// (Matrices do not commute: the last step stands first.) By what factor can $W_h$ lengthen a vector at most? That is its largest
// **singular value** $\gamma$. If $\gamma < 1$, the gradient shrinks at least as fast as $\gamma^k$: it must **vanish** (기울기
// 소실). If $\gamma > 1$, it *may* **explode** (기울기 폭발).
//
// Why care? What a network should do now may depend on something that it read long ago: "The *keys* that I left in the
// kitchen this morning … *are* gone." That is a **long-term dependency** (장기 의존성). It is learnt through the gradient that arrives back
// there, or not at all.

// %% {"jupyter": {"source_hidden": true}}
await predict({
  // by hand: 117
  question:
    "Let the gradient shrink by a factor of only 0.9 a step. How much of it is left 50 " +
    "steps back?",
  choices: [
    "about a half",
    "about a tenth",
    "about a fiftieth",
    "less than a hundredth",
  ],
  right: 3,
  answer:
    "$0.9^{50} = 0.005$. And with a factor of 1.1 it is 117 times as long as at the " +
    "start. Unless the factor is exactly 1, a power goes to nothing or to infinity.",
});

// %% [markdown]
// Measured: 32 units, 60 steps of random letters, and a $W_h$ whose singular values are *all* $\gamma$ (a random rotation,
// times $\gamma$). Move the slider.

// %% {"jupyter": {"source_hidden": true}}
// Helper: a random rotation, scaled by γ
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

// %%
function gradientLengths(
  weights: RnnWeights,
  inputs: readonly tf.Tensor2D[],
): number[] {
  return tf.tidy(() => {
    const states = runCell(inputs, weights);
    // a gradient of length 1 to start with
    const start = tf.onesLike(states[0]!).div(Math.sqrt(weights.bias.shape[0]));
    const { toStates } = backThroughTime(inputs, states, start as tf.Tensor2D, weights);
    const lengths = tf.stack(
      toStates.map((gradient) => gradient.norm("euclidean", 1).mean()),
    );
    return numbersOf(lengths).reverse(); // by distance from the loss: 0, 1, 2, …
  });
}

// %% {"jupyter": {"source_hidden": true}}
// Data: 60 steps of letters, and a fresh cell
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

// %%
const gammas = Array.from({ length: 13 }, (_, i) => Number((0.6 + 0.2 * i).toFixed(1)));
const flows = gammas.map((gamma) =>
  gradientLengths({ ...fresh, hiddenToHidden: rotation(32, gamma) }, letters),
);
const distances = flows[0]!.map((_, distance) => distance);

// %% {"jupyter": {"source_hidden": true}, "picture": "01-gradients"}
// Plot: gradient length against distance, for each γ
show(
  curveFamily({
    title:
      "The gradient vanishes up to γ = 1 and explodes from γ = 1.4 on: the calm " +
      "between is narrow",
    knob: { title: "γ, singular values of W_h", values: gammas },
    start: 0.8,
    x: distances,
    y: flows,
    xTitle: "distance back from the loss (time steps)",
    yTitle: "length of the gradient",
    yScale: "log",
  }),
);

// %% {"jupyter": {"source_hidden": true}}
// Table: by what factor the gradient changes at each step; then the bands
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
band({
  name: "factor a step at γ = 0.8",
  value: factorOf(flows[1]!),
  low: 0.5,
  high: 0.8,
});
band({
  name: "factor a step at γ = 3",
  value: factorOf(flows[12]!),
  low: 1.05,
  high: 3,
});

// %% [markdown]
// The slopes of tanh eat a part of it: at $\gamma = 1$ the gradient still vanishes, at $\gamma = 1.2$ the two nearly
// balance for this input. That is a knife's edge, and training moves $W_h$ at every step. With $\gamma = 3$ many units
// are saturated, and the gradient explodes all the same. **Vanishing** means that nothing is learnt from far back.
// **Exploding** means that a step of training may be far too long. The second has a simple cure.

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

// %% {"jupyter": {"source_hidden": true}}
// Plot: the loss against the weight, three sequence lengths
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
// same with two **parameters** (매개변수).) Suppose that training arrives at the cliff's edge and takes one step, with a **learning rate** (학습률)
// $\eta = 0.05$:

// %% {"jupyter": {"source_hidden": true}}
// Helper: the slope, and the steepest place of the loss
const slopeOf = (weight: number): number =>
  (cliffLoss(weight + 1e-6, 100) - cliffLoss(weight - 1e-6, 100)) / 2e-6;
const fineAxis = Array.from({ length: 20_001 }, (_, i) => 1.1 + (i * 0.4) / 20_000);
const edge = fineAxis.reduce((steepest, weight) =>
  Math.abs(slopeOf(weight)) > Math.abs(slopeOf(steepest)) ? weight : steepest,
);

// %%
const clipped = (gradient: number, clipNorm: number): number =>
  gradient * Math.min(1, clipNorm / Math.abs(gradient));
const jump = {
  plain: -0.05 * slopeOf(edge),
  clipped: -0.05 * clipped(slopeOf(edge), 1),
};

// %% {"jupyter": {"source_hidden": true}}
// Table: where the two steps land
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
// The task: at every step say the letter that was read **eight steps ago**. Many to many, with a known answer, and the
// state must carry something. Letters are drawn from five, so a blind guess costs $\ln 5 = 1.609$ nats a letter. For the first
// eight steps there is no right answer yet: a **mask** (마스크) is 1 where a letter counts and 0 where not, and the mean is taken
// over the ones.

// %%
const delay = 8;
const seeded = (what: string) => randomGenerator(`01/${what}/${seed}`);
class Echo {
  readonly cell = new Rnn({ inputSize: 5, hiddenSize: 48 }, seeded("echo"));
  readonly output = new Linear({ inputSize: 48, outputSize: 5 }, seeded("output"));
  readonly parameters = collectParameters({ cell: this.cell, output: this.output });

  /** From letters [batch][time] to scores of each letter [batch, time, 5]. */
  logits(letters: readonly (readonly number[])[]): tf.Tensor3D {
    const rows = letters.map((row) => [...row]);
    const ids = tf.tensor2d(rows, undefined, "int32");
    const { hiddens } = this.cell.run(tf.oneHot(ids, 5).cast("float32") as tf.Tensor3D);
    return this.output.apply(hiddens);
  }

  loss(letters: readonly (readonly number[])[]): tf.Scalar {
    return tf.tidy(() => {
      const before = letters.map((row) =>
        row.map((_, t) => row[Math.max(0, t - delay)]!),
      );
      const counts = letters.map((row) => row.map((_, t) => Number(t >= delay)));
      const [targets, mask] = [before, counts].map((rows) =>
        tf.tensor2d(rows, undefined, "int32"),
      );
      return maskedCrossEntropy(this.logits(letters), targets!, mask!);
    });
  }
}

// %% [markdown]
// Plain gradient descent, from the lib's usual start, with a learning rate of 1, which is bold. Twice the same first numbers and the same
// batches; the second time a gradient longer than 2 is shortened to 2.

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "Without clipping this training goes off the road. Does it find back by itself?",
  choices: [
    "no: hardly any gradient is left to steer by",
    "yes: a high loss has a large gradient",
    "yes: later batches pull it back",
  ],
  right: 0,
  answer:
    "Look at the slopes of tanh, $1 - h^2$. Large weights push every unit to −1 or 1, " +
    "where the slope is nearly 0: then hardly any gradient reaches $W_h$ through time, " +
    "and the output layer alone cannot echo anything. The table after the plots has the " +
    "slopes.",
});

// %% {"jupyter": {"source_hidden": true}}
// Helper: batches of random letters
const numSteps = isSmoke() ? 12 : 500;
const randomLetters = (random = randomGenerator("01/batches"), batch = 16) =>
  Array.from({ length: batch }, () =>
    Array.from({ length: 40 }, () => random.integer(5)),
  );

// %%
async function trainEcho(title: string, { rate = 1, clipNorm = Infinity } = {}) {
  const model = new Echo();
  const baselines = [{ name: "blind guess", lossNats: Math.log(5) }];
  const result: TrainResult = await train(
    model,
    (random) => Array.from({ length: numSteps }, () => randomLetters(random)),
    {
      epochs: 1,
      seed,
      optimizer: tf.train.sgd(rate),
      reporter: liveTraining({ title, baselines }),
      ...(clipNorm < Infinity && { clipNorm }),
    },
  );
  return { model, result };
}
const unclipped = await trainEcho("Echo, without clipping");

// %%
const tame = await trainEcho("Echo, gradients clipped at 2", { clipNorm: 2 });
console.log(`${countParameters(tame.model)} weights`);

// %% {"jupyter": {"source_hidden": true}}
// Helpers: losses and gradient lengths of a run, and how it ends
const runs = { "without clipping": unclipped, "clipped at 2": tame };
type Run = typeof tame;
const lossesOf = ({ result }: Run) => result.steps.map(({ lossNats }) => lossNats);
const lengthsOf = ({ result }: Run) =>
  result.steps.map(({ gradientNorm }) => Math.max(gradientNorm, 1e-9));
const meanOf = (numbers: readonly number[]) =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
/** Over the last tenth of the steps, in nats. */
const lossAtEnd = (run: Run) => meanOf(lossesOf(run).slice(-Math.ceil(numSteps / 10)));
const isRuined = (run: Run) => lossAtEnd(run) > 1.2 * Math.log(5);
const steps = tame.result.steps.map(({ step }) => step);
/** The last step whose loss is below a blind guess. */
const lastGood = (run: Run) =>
  Math.max(0, ...steps.filter((step) => lossesOf(run)[step - 1]! < Math.log(5)));
const fate = isRuined(unclipped)
  ? `is below a blind guess for the last time at step ${lastGood(unclipped)}, and ` +
    `ends at ${lossAtEnd(unclipped).toFixed(1)}`
  : `ends at ${lossAtEnd(unclipped).toFixed(2)}`;

// %% {"jupyter": {"source_hidden": true}}
// Plot: the loss, without clipping and with it
show(
  lossCurve({
    title:
      `Without clipping the loss ${fate}; clipped it ends at ` +
      `${lossAtEnd(tame).toFixed(2)}`,
    series: Object.entries(runs).map(([name, run]) => ({
      name,
      steps,
      lossNats: lossesOf(run),
    })),
    log: true,
    baselines: [{ name: "blind guess", lossNats: Math.log(5) }],
  }),
);

// %% [markdown]
// ### What happened, step by step
//
// Every step reports the length of its gradient before clipping. Look at the steps around the ruin.

// %% {"jupyter": {"source_hidden": true}}
// Plot: loss and gradient length around the turn
const turn = Math.max(16, Math.min(numSteps - 20, lastGood(unclipped)));
const near = steps.slice(Math.max(0, turn - 16), turn + 20);
const nearOf = (numbers: readonly number[]) =>
  near.map((step) => Math.max(1e-3, numbers[step - 1]!));
show(
  curvePlot({
    title:
      `Around step ${turn}: the gradient grows, each step leads to a worse place, ` +
      "and the loss climbs",
    series: [
      { name: "loss (nats)", x: near, y: nearOf(lossesOf(unclipped)) },
      { name: "length of the gradient", x: near, y: nearOf(lengthsOf(unclipped)) },
    ],
    xTitle: "training step, without clipping",
    yTitle: "loss, length",
    yScale: "log",
    baselines: [
      { name: "blind guess", value: Math.log(5) },
      { name: "clipNorm 2", value: 2 },
    ],
  }),
);

// %% {"jupyter": {"source_hidden": true}}
// Table: gradients, loss, right letters and slope of tanh, two trainings
const tests = randomLetters(randomGenerator("01/test"), isSmoke() ? 20 : 200);
function echoAccuracy(model: Echo): number {
  const said = tf.tidy(() => model.logits(tests).argMax(2).arraySync() as number[][]);
  const isRight = said.flatMap((row, i) =>
    row.slice(delay).map((letter, t) => letter === tests[i]![t]),
  );
  return isRight.filter(Boolean).length / isRight.length;
}
/** The mean of 1 − h² over all units and steps: what tanh lets a gradient keep. */
const meanSlope = ({ cell }: Echo): number =>
  tf.tidy(() => {
    const ids = tf.tensor2d(tests.slice(0, 16), undefined, "int32");
    const { hiddens } = cell.run(tf.oneHot(ids, 5).cast("float32") as tf.Tensor3D);
    return tf.sub(1, hiddens.square()).mean().dataSync()[0]!;
  });
const outcome = Object.entries(runs).map(([name, run]) => ({
  training: name,
  "gradients longer than 2": lengthsOf(run).filter((length) => length > 2).length,
  "longest gradient": Math.max(...lengthsOf(run)),
  "loss at the end (nats)": lossAtEnd(run),
  "right letters": echoAccuracy(run.model),
  "mean slope of tanh": meanSlope(run.model),
}));
table(
  [
    ...outcome,
    {
      training: "none (as it starts)",
      "loss at the end (nats)": Math.log(5),
      "right letters": 0.2,
      "mean slope of tanh": meanSlope(new Echo()),
    },
  ],
  `${numSteps} steps, the same first numbers and batches`,
);

// %% [markdown]
// So it does not begin with one mad step, as on the cliff above. It begins as a slide: at a learning rate of 1 a gradient of length 2
// moves the weights by 2, to a place that is worse and steeper, and the next step goes farther. Some ten steps later it explodes in
// earnest: see the longest gradient in the table. And why does it not come back? Look at the last column. The units sit at −1 and
// 1, where tanh is flat, and hardly any gradient gets through time to move them.
//
// Clipping at 2 shortens only a few gradients of the whole training, those at the edge of such a slide; for the rest it does
// nothing.
//
// ### Is that luck? And would a smaller learning rate do as well?
//
// `npm run experiment -- 01` ran this notebook under five seeds, and a third training with half the learning rate and no clipping.

// %% {"jupyter": {"source_hidden": true}}
// Recorded runs: five seeds, and a training at half the rate
for (const [name, run] of Object.entries(runs))
  recorded.keep(`${name}: loss`, lossAtEnd(run));
for (const [name, run] of Object.entries(runs))
  recorded.keep(`${name}: ruined`, Number(isRuined(run)));
await recorded.only("half the rate", async () => {
  const slow = await trainEcho("Echo, half the rate", { rate: 0.5 });
  return {
    "half the rate: loss": lossAtEnd(slow),
    "half the rate: ruined": Number(isRuined(slow)),
  };
});
const ways = [...Object.keys(runs), "half the rate"];
const numRuined = (name: string) =>
  recorded.values(`${name}: ruined`).reduce((sum, ruined) => sum + ruined, 0);
const slower = differenceInterval(
  recorded.values("half the rate: loss"),
  recorded.values("clipped at 2: loss"),
);

// %% {"jupyter": {"source_hidden": true}}
// Plot: the loss at the end among the recorded runs; then the bands
show(
  runsPlot({
    title:
      `Of ${recorded.count} trainings without clipping ` +
      `${numRuined("without clipping")} are ruined, with clipping ` +
      `${numRuined("clipped at 2")}, at half the rate ${numRuined("half the rate")}`,
    valueTitle: "loss at the end (nats)",
    format: ".2f",
    rows: ways.map((name) => ({
      name,
      recorded: recorded.values(`${name}: loss`),
      ...(name in runs && { yours: lossAtEnd(runs[name as keyof typeof runs]) }),
    })),
    baselines: [{ name: "blind guess", value: Math.log(5) }],
  }),
);
console.log(
  "Loss at the end, half the rate minus clipping: " +
    `${intervalText(slower, { decimals: 2, unit: " nats" })}`,
);
band({ name: "loss (nats), clipped", value: lossAtEnd(tame), low: 0.4, high: 1.2 });
band({
  name: "right letters, clipped",
  value: echoAccuracy(tame.model),
  low: 0.5,
  high: 1,
});

// %% [markdown]
// So clipping saves every one of these trainings, and half the learning rate saves them too, without clipping anything. The cause is
// the product of the two: how long the gradient is, times how boldly it is followed. On this small task the smaller rate even ends a
// little lower, see the interval above. Clipping has one advantage that needs no experiment: it acts only on the steps that are too long, and so
// leaves you free to choose the rate for all the others.

// %% [markdown]
// The trained network at work on letters it has not seen: above each state what it says, which should be what stood
// *eight places to the left* below.

// %% {"jupyter": {"source_hidden": true}}
// Diagram: the trained network at work on unseen letters
const sample = tests[0]!.slice(0, 14);
const letterOf = (id: number): string => "abcde"[id]!;
const echoed = tf.tidy(() => numbersOf(tame.model.logits([sample]).argMax(2)));
const echoStates = runCell(oneHot(sample, 5), tame.model.cell.weights).slice(1);
show(
  recurrentDiagram({
    title:
      `Read ${sample.map(letterOf).join("")}, said after eight steps ` +
      `${echoed.slice(delay).map(letterOf).join("")} (first 6 of 48 units)`,
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

// %% {"jupyter": {"source_hidden": true}}
// Measure: how far the gradient reaches, before and after training
const echoInputs = Array.from({ length: 40 }, (_, t) =>
  tf.concat(
    oneHot(
      tests.slice(0, 16).map((row) => row[t]!),
      5,
    ),
    0,
  ),
);
const reach = {
  "as it started": new Echo().cell.weights,
  "trained with clipping": tame.model.cell.weights,
};
const reachLengths = Object.entries(reach).map(([name, weights]) => ({
  name,
  y: gradientLengths(weights, echoInputs).map((length) => Math.max(length, 1e-12)),
}));
const stepsTo = (share: number, { y }: { y: number[] }): number =>
  y.findIndex((length) => length < share);
const [startReach, trainedReach] = reachLengths.map((lengths) =>
  stepsTo(0.01, lengths),
);

// %% {"jupyter": {"source_hidden": true}}
// Plot: gradient length against distance, before and after training
show(
  curvePlot({
    title:
      `1 % of the gradient is left ${startReach} steps back at the start, ` +
      `${trainedReach} steps back after training`,
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
band({ name: "steps back until 1 % is left", value: trainedReach!, low: 8, high: 40 });

// %% [markdown]
// Training has stretched its reach, but only as far as this echo asks. Clipping mends what explodes. It cannot bring back what
// has vanished: a gradient that is a billionth as long as those of nearer steps drowns in them, however you scale the sum.
// Learning over *long* distances needs another cell. That is notebook 02.

// %% [markdown]
// ## For the peer session
//
// 1. Why is the gradient of $W_h$ a sum over time steps? What would change if every step had weights of its own?
// 2. Somebody clips each number of the gradient to [−1, 1] instead of shortening the whole vector. What differs?
// 3. Is the loop over time steps the slow part, or what happens inside it? Could `map` replace it? Could the GPU?
// 4. **Back-propagation** (역전파) cut off after a number of steps (truncated BPTT) is common. What can such a training never learn?
// 5. One step by hand: the state is zero everywhere. What does the network say, and how surprised is it by the right word?
// 6. Somebody's gradient check fails with ε = 0.0000001. Is the gradient wrong?

// %% {"jupyter": {"source_hidden": true}}
// How long this notebook took
console.log(
  `This notebook took ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`,
);

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
