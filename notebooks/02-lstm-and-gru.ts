// %% [markdown]
// # 02 LSTM and GRU: a state that is changed by adding
//
// The plain recurrent network multiplies its state by the same matrix again and again, and what it read long ago is
// gone. **What must a cell look like that can keep something for a hundred steps, and still change its mind?**
//
// You will write the LSTM and the GRU gate by gate, let them recall the first of 60 letters where a plain network cannot,
// look at the gates of one that can, and read Korean sentences in both directions.

// %% [markdown]
// **You need** notebook 01 (the recurrent cell, vanishing gradients, clipping).
// The whole notebook takes about 3 minutes on two cores: ten trainings of 5 to 60 seconds, each with a live curve. You may
// stop one with the ■ button: the model keeps what it has learnt so far.

// %%
import { load as loadFirstToken } from "../datasets/first-token/first-token";
import { load as loadKorean } from "../datasets/korean-english/korean-english";
import { bucketBatches, padSequences, paddingMask } from "../lib/batches";
import { Bidirectional } from "../lib/bidirectional";
import { Embedding } from "../lib/embedding";
import { Gru, gruStep, type GruWeights } from "../lib/gru";
import { Linear } from "../lib/linear";
import { liveTraining } from "../lib/live-training";
import { maskedCrossEntropy } from "../lib/losses";
import { Lstm, lstmStep, type LstmState, type LstmWeights } from "../lib/lstm";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import { collectParameters, countParameters } from "../lib/parameters";
import { cellDiagram, curveFamily, curvePlot, gatePlot, lossCurve } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { Rnn } from "../lib/rnn";
import { tf } from "../lib/tf";
import { train, type TrainResult } from "../lib/training";
import { Vocabulary } from "../lib/vocabulary";

const startedMs = performance.now();

// %% [markdown]
// ## Why the plain network forgets
//
// In notebook 01 the gradient at distance $k$ was a product of $k$ factors, each a matrix $W_h^\top$ and slopes of tanh.
// A product of many factors vanishes or explodes. What factor would do neither? Only **1**: if the new state is the
// *old state plus something*, then $\partial c_t / \partial c_{t-1} = 1$, however many steps.
//
// But a state that only adds can never forget. So let the network decide, at each step and for each unit, what share
// $f_t$ of the old state it keeps (Gers et al. 2000, §3):
//
// $$c_t = f_t \odot c_{t-1} + \text{something new}$$
//
// $f_t$ is a **gate**: a sigmoid, so a number between 0 (forget) and 1 (keep). Now the factor a step is $f_t$.

// %% {"jupyter": {"source_hidden": true}}
// by hand: 4.6
predict(
  "A gate keeps 90 % at each step. How much of the first state is left after 60 steps? And with a gate of 99 %?",
  "$0.9^{60} = 0.002$: practically nothing. $0.99^{60} = 0.55$: more than half. Remembering for long needs gates that are " +
    "*nearly closed to change*, and a sigmoid reaches 0.99 only where its input is 4.6 or more.",
);

// %%
const keeps = Array.from({ length: 26 }, (_, i) => Number((0.75 + i / 100).toFixed(2)));
const ages = Array.from({ length: 101 }, (_, k) => k);
const halfLife = (keep: number): number => Math.log(0.5) / Math.log(keep);
show(
  curveFamily({
    title: `A gate of 0.90 halves the memory every ${halfLife(0.9).toFixed(0)} steps, one of 0.99 every ${halfLife(0.99).toFixed(0)}`,
    knob: { title: "forget gate f", values: keeps },
    start: 0.99,
    x: ages,
    y: keeps.map((keep) => ages.map((age) => keep ** age)),
    xTitle: "steps since it was written",
    yTitle: "share of it that is left",
  }),
);

// %% [markdown]
// ## The LSTM, gate by gate
//
// *Long short-term memory* carries two vectors: the **cell state** $c_t$, its memory, and the **hidden state** $h_t$, what
// it shows of it. Three gates, all read off the input $x_t$ and the last hidden state $h_{t-1}$:
//
// | gate | equation | what it decides |
// |---|---|---|
// | forget gate | $f_t = \sigma(x_t W_{xf} + h_{t-1} W_{hf} + b_f)$ | how much of the memory stays |
// | input gate | $i_t = \sigma(x_t W_{xi} + h_{t-1} W_{hi} + b_i)$ | how much is written |
// | candidate | $g_t = \tanh(x_t W_{xg} + h_{t-1} W_{hg} + b_g)$ | what would be written |
// | output gate | $o_t = \sigma(x_t W_{xo} + h_{t-1} W_{ho} + b_o)$ | how much of the memory is shown |
//
// $$c_t = f_t \odot c_{t-1} + i_t \odot g_t \qquad h_t = o_t \odot \tanh(c_t)$$
//
// ($\sigma$ is the sigmoid, $\odot$ multiplies element by element, all vectors are [batch, hidden]. Hochreiter &
// Schmidhuber 1997, §4; the forget gate is from Gers et al. 2000, §3.)

// %% [markdown]
// In code the four matrices stand side by side in one of width 4 · hidden: one product instead of four. The columns are
// those of i, f, g and o.

// %%
function lstmGates(input: tf.Tensor2D, hidden: tf.Tensor2D, weights: LstmWeights) {
  const fromInput = input.matMul(weights.inputToGates);
  const fromHidden = hidden.matMul(weights.hiddenToGates);
  const gates = fromInput.add(fromHidden).add(weights.bias); // [batch, 4·hidden]
  const [i, f, g, o] = tf.split(gates, 4, 1) as tf.Tensor2D[];
  return {
    inputGate: i!.sigmoid(),
    forgetGate: f!.sigmoid(),
    candidate: g!.tanh(),
    outputGate: o!.sigmoid(),
  };
}

function lstmCell(input: tf.Tensor2D, state: LstmState, weights: LstmWeights): LstmState {
  const { inputGate, forgetGate, candidate, outputGate } = lstmGates(
    input,
    state.hidden,
    weights,
  );
  const cell = forgetGate.mul(state.cell).add<tf.Tensor2D>(inputGate.mul(candidate));
  return { cell, hidden: outputGate.mul<tf.Tensor2D>(cell.tanh()) };
}

// %% [markdown]
// ### A memory that you program by hand
//
// Before a network *learns* gates, set them yourself. One unit; its input is [value, write?]. We want: if *write?* is 1,
// forget the old and store the value; if it is 0, keep everything. Large weights make the gates snap open or shut.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "It writes 0.5 and then sees other values for 1,000 steps with write? = 0. What does its cell hold at the end?",
  "Nearly what it stored, $\\tanh(0.5) = 0.462$: each step keeps a share of $\\sigma(12) = 0.999994$, and " +
    "$0.999994^{1000} = 0.994$. The plain cell of notebook 01 lost nine tenths within four steps.",
);

// %%
const programmed: LstmWeights = {
  //                         i   f  g  o
  inputToGates: tf.tensor2d([
    [0, 0, 1, 0], // value: goes to the candidate
    [24, -24, 0, 0], // write?: opens the input gate, shuts the forget gate
  ]),
  hiddenToGates: tf.zeros([1, 4]),
  bias: tf.tensor1d([-12, 12, 0, 2]),
};
const emptyState = (): LstmState => ({ hidden: tf.zeros([1, 1]), cell: tf.zeros([1, 1]) });
const firstNumber = (tensor: tf.Tensor): number => tensor.dataSync()[0]!;

function unitAt(input: readonly number[], before: LstmState) {
  const x = tf.tensor2d([[...input]]);
  const gates = lstmGates(x, before.hidden, programmed);
  const after = lstmCell(x, before, programmed);
  const [inputGate, forgetGate, candidate, outputGate] = [
    gates.inputGate,
    gates.forgetGate,
    gates.candidate,
    gates.outputGate,
  ].map(firstNumber) as [number, number, number, number];
  const [cellBefore, cell, hidden] = [before.cell, after.cell, after.hidden].map(
    firstNumber,
  ) as [number, number, number];
  return {
    after,
    unit: { inputGate, forgetGate, candidate, outputGate, cellBefore, cell, hidden },
  };
}

// %%
const written = unitAt([0.5, 1], emptyState());
show(
  cellDiagram({
    title: "Write: the input gate is open, the candidate goes into the cell",
    unit: written.unit,
  }),
);
const held = unitAt([-0.9, 0], written.after);
show(
  cellDiagram({
    title: "Hold: the forget gate keeps all, the input gate shuts the new value out",
    unit: held.unit,
  }),
);

// %%
const noise = randomGenerator("02/noise");
let memory = held.after;
for (let t = 0; t < (isSmoke() ? 20 : 1000); t++) {
  memory = tf.tidy(() => lstmCell(tf.tensor2d([[noise.normal(), 0]]), memory, programmed));
}
console.log(
  `written ${Math.tanh(0.5).toFixed(3)}, after the noise the cell holds ${firstNumber(memory.cell).toFixed(3)}`,
);
band({
  name: "what the cell holds after 1,000 steps",
  value: firstNumber(memory.cell),
  low: 0.45,
  high: 0.47,
});

// %% [markdown]
// ## The GRU: two gates, no separate cell
//
// The *gated recurrent unit* has one state. One gate decides between old and new: what is not kept is written.
//
// | gate | equation | what it decides |
// |---|---|---|
// | reset gate | $r_t = \sigma(x_t W_{xr} + h_{t-1} W_{hr} + b_r)$ | whether the candidate sees the past |
// | update gate | $z_t = \sigma(x_t W_{xz} + h_{t-1} W_{hz} + b_z)$ | how much of the old state stays |
// | candidate | $n_t = \tanh(x_t W_{xn} + b_{xn} + r_t \odot (h_{t-1} W_{hn} + b_{hn}))$ | what would be written |
//
// $$h_t = z_t \odot h_{t-1} + (1 - z_t) \odot n_t$$
//
// (Cho et al. 2014, §2.3, eq. 5–8. They apply $r$ before the matrix product; this is the form of cuDNN and PyTorch.)

// %%
function gruCell(
  input: tf.Tensor2D,
  hidden: tf.Tensor2D,
  weights: GruWeights,
): tf.Tensor2D {
  const fromInput = input.matMul(weights.inputToGates).add(weights.inputBias); // [batch, 3·hidden]
  const fromHidden = hidden.matMul(weights.hiddenToGates).add(weights.hiddenBias);
  const [xr, xz, xn] = tf.split(fromInput, 3, 1) as tf.Tensor2D[];
  const [hr, hz, hn] = tf.split(fromHidden, 3, 1) as tf.Tensor2D[];
  const resetGate = xr!.add(hr!).sigmoid();
  const updateGate = xz!.add(hz!).sigmoid();
  const candidate = xn!.add(resetGate.mul(hn!)).tanh();
  return updateGate.mul(hidden).add(tf.sub(1, updateGate).mul(candidate));
}

// %% [markdown]
// Are these the lib's cells? A step of each on random numbers, and the weights that each needs for 10 inputs and 32 units:

// %%
const sizes = { inputSize: 10, hiddenSize: 32 };
const fresh = {
  RNN: new Rnn(sizes, randomGenerator("02/fresh")),
  LSTM: new Lstm(sizes, randomGenerator("02/fresh")),
  GRU: new Gru(sizes, randomGenerator("02/fresh")),
};
const someInput = tf.randomNormal<tf.Rank.R2>([4, 10], 0, 1, "float32", 1);
const someState = tf.randomNormal<tf.Rank.R2>([4, 32], 0, 1, "float32", 2);
const gap = (a: tf.Tensor, b: tf.Tensor): number => firstNumber(a.sub(b).abs().max());
const both = { hidden: someState, cell: someState };
const lstmGap = gap(
  lstmCell(someInput, both, fresh.LSTM.weights).hidden,
  lstmStep(someInput, both, fresh.LSTM.weights).hidden,
);
const gruGap = gap(
  gruCell(someInput, someState, fresh.GRU.weights),
  gruStep(someInput, someState, fresh.GRU.weights),
);
band({
  name: "largest gap between our cells and the lib's",
  value: Math.max(lstmGap, gruGap),
  low: 0,
  high: 1e-6,
});
table(
  Object.entries(fresh).map(([cell, layer]) => ({
    cell,
    weights: countParameters(layer),
    "times the RNN's": countParameters(layer) / countParameters(fresh.RNN),
  })),
);

// %% [markdown]
// ## How far does the gradient reach now?
//
// The measurement of notebook 01, with autodiff: the length of the gradient of the last hidden state at the input of
// each earlier step. All three are fresh from the lib. *LSTM, keeping* has the bias of its forget gate at 4 instead of
// 1, so that its gates start at $\sigma(4) = 0.98$ instead of $\sigma(1) = 0.73$.

// %% {"jupyter": {"source_hidden": true}}
// by hand: 0.73
predict(
  "An untrained LSTM, fresh from the lib: does its gradient reach further than the plain network's?",
  "Further, but not far: its gates start at 0.73, and $0.73^{20} = 0.002$. The gates make a long reach *possible*; " +
    "training must open them, or a bias must start them open.",
);

// %%
const keeping = new Lstm(sizes, randomGenerator("02/fresh"));
const biasOf = (i: number, f: number, g: number, o: number) =>
  tf.concat([i, f, g, o].map((bias) => tf.fill([32], bias)));
keeping.parameters["bias"]!.assign(biasOf(0, 4, 0, 0));

const reachLength = isSmoke() ? 12 : 60;
const reachInputs = tf.randomNormal<tf.Rank.R3>([8, reachLength, 10], 0, 1, "float32", 3);
function reachOf(layer: Rnn | Lstm | Gru): number[] {
  return tf.tidy(() => {
    const lastState = (inputs: tf.Tensor3D) =>
      layer.run(inputs).last.hidden.sum() as tf.Scalar;
    const gradient = tf.grad(lastState as (x: tf.Tensor) => tf.Tensor)(reachInputs); // [8, time, 10]
    const lengths = Array.from(
      gradient.square().sum(2).sqrt().mean(0).dataSync(),
    ).reverse();
    return lengths.map((length) => Math.max(length / lengths[0]!, 1e-12));
  });
}
const reaches = {
  RNN: reachOf(fresh.RNN),
  GRU: reachOf(fresh.GRU),
  LSTM: reachOf(fresh.LSTM),
  "LSTM, keeping": reachOf(keeping),
};
const left = (lengths: readonly number[]): string => {
  const share = lengths[Math.min(30, reachLength - 1)]!;
  return share < 0.001 ? share.toExponential(0) : `${(100 * share).toFixed(0)} %`;
};
show(
  curvePlot({
    title: `After 30 steps the RNN has ${left(reaches.RNN)} of its gradient left, an LSTM that starts by keeping ${left(reaches["LSTM, keeping"])}`,
    series: Object.entries(reaches).map(([name, y]) => ({
      name,
      x: y.map((_, k) => k),
      y,
    })),
    xTitle: "distance back from the last state (time steps)",
    yTitle: "length of the gradient, first = 1",
    yScale: "log",
  }),
);

// %% [markdown]
// The line of *LSTM, keeping* even rises at its far end. The path through the cell multiplies by gates, so by at most 1;
// what grows is the other path, through $h_{t-1}$ into the gates. That one can still explode: we go on clipping.

// %% [markdown]
// ## Train it: recall the first letter
//
// Read 60 random letters, then say the first one. Ten letters, so a guess is right once in ten. Everything after the first
// letter is noise; the length is the distance. The data set's splits share no sequence.

// %%
const letters = "abcdefghij";
const idsOf = (source: readonly string[]): number[] =>
  source.map((letter) => letters.indexOf(letter));
const sequences = (split: "train" | "test", length: number): number[][] =>
  loadFirstToken({
    split,
    length,
    limit: isSmoke() ? 50 : split === "train" ? 4000 : 500,
  }).map(({ source }) => idsOf(source));
const farLength = isSmoke() ? 12 : 60;
console.log(
  sequences("test", farLength)
    .slice(0, 2)
    .map((ids) => `${ids.map((id) => letters[id]).join("")} → ${letters[ids[0]!]}`)
    .join("\n"),
);

// %%
class Recall {
  readonly output: Linear;
  readonly parameters;

  constructor(
    readonly layer: Rnn | Lstm | Gru,
    random: ReturnType<typeof randomGenerator>,
  ) {
    this.output = new Linear({ inputSize: 32, outputSize: 10 }, random);
    this.parameters = collectParameters({ layer, output: this.output });
  }

  logits(sequences: readonly (readonly number[])[]): tf.Tensor3D {
    const ids = tf.tensor2d(
      sequences.map((row) => [...row]),
      undefined,
      "int32",
    );
    const { last } = this.layer.run(tf.oneHot(ids, 10).cast("float32") as tf.Tensor3D);
    return this.output.apply(last.hidden.expandDims(1)); // [batch, 1, letter]
  }

  loss(sequences: readonly (readonly number[])[]): tf.Scalar {
    return tf.tidy(() => {
      const targets = tf.tensor2d(
        sequences.map(([first]) => [first!]),
        undefined,
        "int32",
      );
      return maskedCrossEntropy(this.logits(sequences), targets, tf.onesLike(targets));
    });
  }

  accuracy(sequences: readonly (readonly number[])[]): number {
    const said = tf.tidy(() => Array.from(this.logits(sequences).argMax(2).dataSync()));
    return sequences.filter(([first], i) => first === said[i]).length / sequences.length;
  }
}

// %% [markdown]
// One recipe for every network: 600 batches of 64 sequences, gradients shortened to length 1, and **Adam** with a learning rate of 0.01
// that falls in the last sixty steps. Adam (Kingma & Ba 2015) gives every weight a step size of its own: it divides the mean of
// the weight's latest gradients by their typical size, so that a weight with small gradients moves as far as one with large ones. First: how far back can a *plain* network learn to look? A new one for each length.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Plain networks, each trained and tested on sequences of one length: 10, 20, 40, 60. Up to which length do they recall the first letter?",
  "To about twenty, where it is right half the time. In notebook 01 less than 1 % of a fresh network's gradient was left " +
    "after eight steps; where no gradient arrives, training never finds out that the first letter matters.",
);

// %%
const numSteps = isSmoke() ? 6 : 600;
const baselines = [{ name: "blind guess", lossNats: Math.log(10) }];
type LengthAt = (progress: number) => number;
async function trainRecall(
  title: string,
  model: Recall,
  lengthAt: LengthAt,
): Promise<TrainResult> {
  const setOf = new Map<number, number[][]>();
  const setAt = (step: number): number[][] => {
    const length = lengthAt(step / numSteps);
    if (!setOf.has(length)) setOf.set(length, sequences("train", length));
    return setOf.get(length)!;
  };
  const batches = (random: ReturnType<typeof randomGenerator>) =>
    Array.from({ length: numSteps }, (_, step) =>
      Array.from({ length: 64 }, () => random.pick(setAt(step))),
    );
  const learningRate = (step: number) =>
    0.01 * Math.min(1, Math.max(0.05, 10 * (1 - step / numSteps)));
  const reporter = liveTraining({ title, baselines });
  return train(model, batches, { epochs: 1, seed: 2, clipNorm: 1, learningRate, reporter });
}

// %% [markdown]
// 5 to 15 seconds each.

// %%
const plainLengths = isSmoke() ? [5, farLength] : [10, 20, 40, farLength];
const plain = new Map<number, { model: Recall; run: TrainResult }>();
for (const length of plainLengths) {
  const random = randomGenerator("02/plain");
  const model = new Recall(new Rnn(sizes, random), random);
  const run = await trainRecall(
    `Plain RNN, first of ${length} letters`,
    model,
    () => length,
  );
  plain.set(length, { model, run });
}

// %%
const percent = (share: number): string => `${(100 * share).toFixed(0)}\u00a0%`; // not to be torn apart
const plainRecall = plainLengths.map((length) =>
  plain.get(length)!.model.accuracy(sequences("test", length)),
);
const rnnFar = plainRecall[plainRecall.length - 1]!;
show(
  curvePlot({
    title: `A plain RNN recalls the first of ${plainLengths[0]} letters in ${percent(plainRecall[0]!)} of unseen sequences, the first of ${farLength} in ${percent(rnnFar)}; a guess in 10\u00a0%`,
    series: [{ name: "RNN, trained at this length", x: plainLengths, y: plainRecall }],
    xTitle: "sequence length (time steps)",
    yTitle: "first letters recalled",
    yDomain: [0, 1],
    format: ".1%",
    baselines: [{ name: "blind guess", value: 0.1 }],
  }),
);

// %% [markdown]
// ### Gates that start open
//
// We know the distance, so let the gates start with it: unit $j$ shall keep for about $k_j$ steps, with $k_j$ drawn from 1 to
// the length. A forget gate of $k / (k + 1)$ does that; its bias is $\ln k$, and an input gate with the bias $-\ln k$ lets
// in as little as it forgets (*chrono initialization*: Tallec & Ollivier 2018). In the GRU one bias does both.

// %%
const startRandom = randomGenerator("02/start");
const keepFor = Array.from(
  { length: 32 },
  () => 1 + startRandom.uniform() * (farLength - 2),
);
const toKeep = tf.log(tf.tensor1d(keepFor)); // sigmoid of it is k / (k + 1)
const none = tf.zeros([32]);

const lstmRandom = randomGenerator("02/lstm");
const lstm = new Recall(new Lstm(sizes, lstmRandom), lstmRandom);
lstm.layer.parameters["bias"]!.assign(tf.concat([toKeep.neg(), toKeep, none, none])); // i f g o

const gruRandom = randomGenerator("02/gru");
const gru = new Recall(new Gru(sizes, gruRandom), gruRandom);
gru.layer.parameters["inputBias"]!.assign(tf.concat([none, toKeep, none])); // r z n

// %% [markdown]
// 10 to 80 seconds each: the LSTM's sixty steps are one operation of TensorFlow's, the GRU's are done one by one. For a while nothing
// seems to happen. Then the network finds the first letter, and the loss falls.

// %%
const lstmRun = await trainRecall(
  `LSTM, first of ${farLength} letters`,
  lstm,
  () => farLength,
);

// %%
const gruRun = await trainRecall(
  `GRU, first of ${farLength} letters`,
  gru,
  () => farLength,
);

// %% [markdown]
// ### Was that fair to the plain network?
//
// It has no gates to start open. Two other kinds of help: a $W_h$ that starts as a **rotation** (all singular values 1, on the
// edge between vanishing and exploding, notebook 01), and an **easy start**: short sequences first, then longer ones
// (a *curriculum*: Bengio et al. 2009). 5 to 15 seconds each.

// %%
const rotatedRandom = randomGenerator("02/plain");
const rotated = new Recall(new Rnn(sizes, rotatedRandom), rotatedRandom);
const normal = tf.randomNormal<tf.Rank.R2>([32, 32], 0, 1, "float32", rotatedRandom.seed());
rotated.layer.parameters["hiddenToHidden"]!.assign(tf.linalg.qr(normal)[0]);
const rotatedRun = await trainRecall("RNN, starts as a rotation", rotated, () => farLength);

// %%
const easyRandom = randomGenerator("02/plain");
const easy = new Recall(new Rnn(sizes, easyRandom), easyRandom);
const growing: LengthAt = (progress) =>
  Math.max(5, (farLength / 6) * Math.min(6, 1 + Math.floor(8 * progress))); // 10, 20, … 60
const easyRun = await trainRecall("RNN, short sequences first", easy, growing);

// %%
const smooth = (numbers: readonly number[], width = 10): number[] =>
  numbers.map((_, i) => {
    const window = numbers.slice(Math.max(0, i - width + 1), i + 1);
    return window.reduce((sum, x) => sum + x, 0) / window.length;
  });
const trained: Record<string, { model: Recall; run: TrainResult }> = {
  LSTM: { model: lstm, run: lstmRun },
  GRU: { model: gru, run: gruRun },
  RNN: plain.get(farLength)!,
  "RNN, rotation": { model: rotated, run: rotatedRun },
  "RNN, easy start": { model: easy, run: easyRun },
};
const curves = Object.entries(trained).map(([name, { run }]) => ({
  name,
  steps: run.steps.map(({ step }) => step),
  lossNats: smooth(run.steps.map(({ lossNats }) => lossNats)),
}));
const endOf = (name: string): string =>
  curves
    .find((curve) => curve.name === name)!
    .lossNats.at(-1)!
    .toFixed(2);
show(
  lossCurve({
    title: `LSTM and GRU end at ${endOf("LSTM")} and ${endOf("GRU")} nats, the plain RNN at ${endOf("RNN")}: a blind guess has ${Math.log(10).toFixed(2)} (means of 10 steps)`,
    series: curves,
    baselines,
  }),
);

// %% {"jupyter": {"source_hidden": true}}
predict(
  "LSTM and GRU have only ever read sequences of 60. What do they do with 10 letters, and with 100?",
  "Longer goes better than shorter: a gate that has learnt to shut stays shut, but at 10 letters they are asked at a moment at " +
    "which nobody ever asked them. And watch the plain network that starts as a rotation: right at 60 and nowhere else. " +
    "It has learnt to *count* to 60, not to keep a letter.",
);

// %%
const lengths = isSmoke() ? [6, farLength] : [10, 20, 30, 40, 50, 60, 70, 80, 90, 100];
const recalled = Object.fromEntries(
  Object.entries(trained).map(([name, { model }]) => [
    name,
    lengths.map((length) => model.accuracy(sequences("test", length))),
  ]),
);
const at = (name: string, length: number): number =>
  recalled[name]![Math.max(0, lengths.indexOf(length))]!;
const inWords = (name: string): string => `${name} ${percent(at(name, farLength))}`;
show(
  curvePlot({
    title: `The first of ${farLength} letters: ${Object.keys(trained).map(inWords).join("; ")}`,
    series: Object.entries(recalled).map(([name, y]) => ({ name, x: lengths, y })),
    xTitle: `sequence length (time steps); trained on ${farLength}`,
    yTitle: "first letters recalled, unseen sequences",
    yDomain: [0, 1],
    format: ".1%",
    baselines: [{ name: "blind guess", value: 0.1 }],
  }),
);

// %%
table(
  [
    {
      cell: "blind guess",
      weights: 0,
      "right at 10": 0.1,
      "right at 60": 0.1,
      "right at 100": 0.1,
    },
    ...Object.entries(trained).map(([cell, { model, run }]) => ({
      cell,
      weights: countParameters(model),
      "right at 10": at(cell, 10),
      "right at 60": at(cell, farLength),
      "right at 100": at(cell, 100),
      "training (s)": Math.round(run.seconds),
    })),
  ],
  "500 unseen sequences of each length",
);
band({
  name: "LSTM, first of 60 letters",
  value: at("LSTM", farLength),
  low: 0.99,
  high: 1,
});
band({ name: "GRU, first of 60 letters", value: at("GRU", farLength), low: 0.99, high: 1 });
band({ name: "plain RNN, first of 60 letters", value: rnnFar, low: 0.05, high: 0.2 });

// %% [markdown]
// The plain network learns up to some twenty steps; at forty and sixty it cannot be told from a blind guess. Each of these is one
// training, and the gated cells got a present that the plain one did not, gates that start open: take what follows for what
// *these* networks do, not for what such cells do in general. With either kind of help the plain network recalls the first of sixty,
// and the curves show that the two teach different things:
//
// - The **rotation** recalls the first letter of *sixty*, and of hardly any other length. It has become a **clock**: a
//   rotation never forgets, but it never stops turning either, and the letter stands where the output layer looks for it
//   after sixty turns.
// - With the **easy start** it is about as good at *every* length, see the table. What works for 10, 20 and
//   60 letters alike cannot count; it has found states that stay where they are.
//
// The gated cells are best at the lengths around the one that they were trained on, and better at longer ones than at much shorter
// ones: the gate that they shut behind the first letter stays shut, but at 10 letters they are asked at a moment at which nobody ever asked them.
//
// So a plain network is not unable to remember (Bengio et al. 1994 show how it can *latch* a state for ever). What it lacks
// is a gradient that finds such a solution from afar, and a state that can be left alone.

// %% [markdown]
// ## Look at its gates
//
// One test sequence, read by the trained LSTM twice: as it is, and with another first letter. The eight units shown are
// those whose memory differs most between the two at the end. Hover a cell for its number.

// %%
function traceOf(layer: Lstm, inputs: tf.Tensor3D): Record<string, number[][]> {
  return tf.tidy(() => {
    let state: LstmState = layer.zeroState(1);
    const rows = tf.unstack(inputs, 1).map((input) => {
      const gates = lstmGates(input as tf.Tensor2D, state.hidden, layer.weights);
      state = lstmCell(input as tf.Tensor2D, state, layer.weights);
      return { ...gates, memory: state.cell.tanh() };
    });
    const names = ["inputGate", "forgetGate", "outputGate", "memory"] as const;
    return Object.fromEntries(
      names.map((name) => [name, rows.map((row) => Array.from(row[name].dataSync()))]),
    );
  });
}
const columns = (rows: number[][], units: readonly number[]) =>
  rows.map((row) => units.map((unit) => row[unit]!));

/** The units whose memory differs most at the end of two readings. */
function tellingUnits(
  a: Record<string, number[][]>,
  b: Record<string, number[][]>,
): number[] {
  const [endA, endB] = [a, b].map(
    (trace) => trace["memory"]![trace["memory"]!.length - 1]!,
  );
  const gaps = endA!.map((memory, unit) => Math.abs(memory - endB![unit]!));
  return gaps
    .map((_, unit) => unit)
    .sort((x, y) => gaps[y]! - gaps[x]!)
    .slice(0, 8);
}

// %%
const looked = sequences("test", isSmoke() ? 8 : 30)[0]!;
const changed = [(looked[0]! + 3) % 10, ...looked.slice(1)];
const [readAsIs, readChanged] = [looked, changed].map((ids) => {
  const oneHots = tf.oneHot(tf.tensor2d([ids], undefined, "int32"), 10).cast("float32");
  return traceOf(lstm.layer as Lstm, oneHots as tf.Tensor3D);
});
const units = tellingUnits(readAsIs!, readChanged!);
show(
  gatePlot({
    title: `Only the first letter differs, ${letters[looked[0]!]} or ${letters[changed[0]!]}: the memory still shows it at the end`,
    tokens: looked.map((id, t) => (t === 0 ? "?" : letters[id]!)),
    gates: {
      [`memory tanh(c), first letter ${letters[looked[0]!]}`]: columns(
        readAsIs!["memory"]!,
        units,
      ),
      [`memory tanh(c), first letter ${letters[changed[0]!]}`]: columns(
        readChanged!["memory"]!,
        units,
      ),
      "forget gate: what is kept": columns(readAsIs!["forgetGate"]!, units),
      "input gate: what is written": columns(readAsIs!["inputGate"]!, units),
    },
  }),
);

// %%
const meanOf = (rows: readonly number[][]): number =>
  rows.flat().reduce((sum, x) => sum + x, 0) / rows.flat().length;
table(
  [
    {
      "forget gate at the start": meanOf([keepFor.map((k) => k / (k + 1))]),
      "trained, these units": meanOf(columns(readAsIs!["forgetGate"]!.slice(1), units)),
      "trained, all units": meanOf(readAsIs!["forgetGate"]!.slice(1)),
    },
  ],
  "Forget gates: means over all steps but the first",
);

// %% [markdown]
// ## Your turn
//
// The sheet [exercises/02-lstm-and-gru.ipynb](../exercises/02-lstm-and-gru.ipynb) asks for both cells, for the last state
// of padded sequences, and for what follows now: four tasks, about 50 minutes, middling.

// %% [markdown]
// ## Reading both ways
//
// A state knows only what came before it. In Korean the verb, and with it the tense, stands at the *end*: 저는 사과를
// **먹었어요** (I *ate* an apple). If the whole sentence is there before we answer, nothing forbids us to read it from both ends: one
// LSTM forwards, one backwards, their states side by side. That is a **bidirectional network** (양방향 신경망; Schuster &
// Paliwal 1997).
//
// It is also an old trick against **long-term dependencies** (장기 의존성, notebook 01): what stands far behind for one reader
// stands near for the other. It halves the longest way at best; what stands in the middle is far from both ends.
//
// $$h_t = [\overrightarrow{h}_t ; \overleftarrow{h}_t]$$
//
// The task: at *every* piece of a Korean sentence, say its tense (past, present, future). Many to many.

// %%
const tenses = ["past", "present", "future"] as const;
const korean = {
  train: loadKorean({ split: "train", limit: isSmoke() ? 200 : 4000 }),
  test: loadKorean({ split: "test", limit: isSmoke() ? 40 : 500 }),
};
const pieces = Vocabulary.fromTokens(korean.train.flatMap(({ source }) => source));
const encodeTense = ({ source, tense }: (typeof korean.train)[number]) => ({
  tokens: pieces.encode(source),
  tense: tenses.indexOf(tense),
});
const tagged = { train: korean.train.map(encodeTense), test: korean.test.map(encodeTense) };
type Tagged = (typeof tagged.train)[number];
const majority = tagged.test.filter(({ tense }) => tense === 0).length / tagged.test.length;
table(
  korean.test
    .slice(0, 4)
    .map(({ sourceText, targetText, tense }) => ({ sourceText, targetText, tense })),
);
console.log(`always saying "past" is right in ${percent(majority)} of the test sentences`);

// %% [markdown]
// Three pieces of plumbing that every later notebook uses. An **embedding** (임베딩) is a table with one row of numbers for each
// word; the network looks its words up in it, and the rows are learnt like all other weights. Sentences of one batch differ in
// length, so shorter ones are filled up with a word that means nothing, **padding** (패딩). And a **mask** (마스크) is 1
// where a real word stands and 0 on padding: no state changes there, and no loss is counted.

// %%
class Tagger {
  readonly embedding = new Embedding(
    { vocabSize: pieces.size, embeddingSize: 32 },
    randomGenerator("02/embedding"),
  );
  readonly output;
  readonly parameters;

  constructor(readonly layer: Lstm | Bidirectional) {
    this.output = new Linear(
      { inputSize: layer.hiddenSize, outputSize: 3 },
      randomGenerator("02/tags"),
    );
    this.parameters = collectParameters({
      embedding: this.embedding,
      layer,
      output: this.output,
    });
  }

  logits(tokens: tf.Tensor2D): tf.Tensor3D {
    const { hiddens } = this.layer.run(this.embedding.apply(tokens), {
      mask: paddingMask(tokens),
    });
    return this.output.apply(hiddens); // [batch, time, 3]
  }

  loss(examples: readonly Tagged[]): tf.Scalar {
    return tf.tidy(() => {
      const tokens = padSequences(examples.map((example) => example.tokens));
      const [batch, time] = tokens.shape;
      const targets = tf
        .tensor2d(
          examples.map(({ tense }) => [tense]),
          [batch, 1],
          "int32",
        )
        .tile<tf.Tensor2D>([1, time]);
      return maskedCrossEntropy(this.logits(tokens), targets, paddingMask(tokens));
    });
  }

  /** For each sentence, the tense said at each of its pieces. */
  tag(sentences: readonly (readonly number[])[]): number[][] {
    const said = tf.tidy(
      () => this.logits(padSequences(sentences)).argMax(2).arraySync() as number[][],
    );
    return said.map((row, i) => row.slice(0, sentences[i]!.length));
  }
}

// %% [markdown]
// 5 to 10 seconds each; the bidirectional one has 32 units in each direction.

// %%
async function trainTagger(title: string, model: Tagger): Promise<TrainResult> {
  const batches = (random: ReturnType<typeof randomGenerator>) =>
    bucketBatches(tagged.train, {
      batchSize: 32,
      lengthOf: ({ tokens }) => tokens.length,
      random,
    });
  const reporter = liveTraining({
    title,
    baselines: [{ name: "blind guess", lossNats: Math.log(3) }],
  });
  const learningRate = () => 0.005;
  return train(model, batches, {
    epochs: isSmoke() ? 1 : 2,
    seed: 2,
    clipNorm: 1,
    learningRate,
    reporter,
  });
}
const tagSizes = { inputSize: 32, hiddenSize: 32 };
const oneWay = new Tagger(new Lstm(tagSizes, randomGenerator("02/one-way")));
const oneWayRun = await trainTagger("Tense at every piece, one direction", oneWay);

// %%
const bothWays = new Tagger(new Bidirectional(tagSizes, randomGenerator("02/both-ways")));
const bothWaysRun = await trainTagger("Tense at every piece, both directions", bothWays);

// %% {"jupyter": {"source_hidden": true}}
predict(
  "At which place of the sentence does the one-way tagger learn the tense? And the one that reads both ways?",
  "The one-way tagger guesses until a time word (어제, *yesterday*) or the verb comes, mostly in the last three pieces. " +
    "The other knows at the very first piece, because its backward half has already seen the verb.",
);

// %%
const testTokens = tagged.test.map(({ tokens }) => tokens);
function rightByPlace(model: Tagger): number[] {
  const said = model.tag(testTokens);
  return [7, 6, 5, 4, 3, 2, 1, 0].map((fromEnd) => {
    const long = tagged.test.map((_, i) => i).filter((i) => testTokens[i]!.length > 7);
    const right = long.filter(
      (i) => said[i]![testTokens[i]!.length - 1 - fromEnd] === tagged.test[i]!.tense,
    );
    return right.length / long.length;
  });
}
const places = [-7, -6, -5, -4, -3, -2, -1, 0];
const byPlace = {
  "one direction": rightByPlace(oneWay),
  "both directions": rightByPlace(bothWays),
};
show(
  curvePlot({
    title: `Seven pieces before the end: ${percent(byPlace["one direction"][0]!)} right in one direction, ${percent(byPlace["both directions"][0]!)} in both`,
    series: Object.entries(byPlace).map(([name, y]) => ({ name, x: places, y })),
    xTitle: "place in the sentence, counted from its last piece",
    yTitle: "tense right, unseen sentences",
    yDomain: [0, 1],
    format: ".1%",
    baselines: [{ name: 'always "past"', value: majority }],
  }),
);
band({
  name: "tense seven pieces before the end, both directions",
  value: byPlace["both directions"][0]!,
  low: 0.93,
  high: 1,
});
band({
  name: "tense seven pieces before the end, one direction",
  value: byPlace["one direction"][0]!,
  low: 0.35,
  high: 0.8,
});

// %% [markdown]
// ### The gates over a sentence
//
// The one-way tagger reads a test sentence; shown are the eight units whose memory changes most from start to end. Below
// the plot stands what it would say after each piece.

// %%
const sentence = Math.max(
  0,
  korean.test.findIndex(({ source, tense }) => tense === "future" && source.length > 8),
);
const { source: sentencePieces, sourceText, targetText } = korean.test[sentence]!;
const embedded = oneWay.embedding.apply(padSequences([testTokens[sentence]!]));
const saidAt = oneWay.tag([testTokens[sentence]!])[0]!.map((tense) => tenses[tense]!);
const sentenceTrace = traceOf(oneWay.layer as Lstm, embedded);
const jumps = sentenceTrace["memory"]![sentencePieces.length - 1]!.map((memory, unit) =>
  Math.abs(memory - sentenceTrace["memory"]![0]![unit]!),
);
const moving = jumps
  .map((_, unit) => unit)
  .sort((x, y) => jumps[y]! - jumps[x]!)
  .slice(0, 8);
show(
  gatePlot({
    title: `Reading ${sourceText} (${targetText})`,
    tokens: sentencePieces,
    gates: {
      "input gate: what is written": columns(sentenceTrace["inputGate"]!, moving),
      "forget gate: what is kept": columns(sentenceTrace["forgetGate"]!, moving),
      "memory tanh(c)": columns(sentenceTrace["memory"]!, moving),
    },
  }),
);
table(
  sentencePieces.map((piece, t) => ({ "has read": piece, says: saidAt[t] })),
  `What the tagger says of ${sourceText}`,
);

// %% [markdown]
// ## What it costs, and what it still cannot do
//
// Twice the cells. Twice the time, too? Measured, not assumed (what is outside the cells costs the same for both).

// %%
function millisecondsPerBatch(model: Tagger): number {
  const batch = tagged.test.slice(0, 32);
  const times = Array.from({ length: isSmoke() ? 3 : 15 }, () => {
    const before = performance.now();
    tf.tidy(() => tf.variableGrads(() => model.loss(batch)).value.dataSync());
    return performance.now() - before;
  });
  return Math.min(...times); // other programs only ever add time
}
const cost = {
  oneWay: millisecondsPerBatch(oneWay),
  bothWays: millisecondsPerBatch(bothWays),
};
table([
  {
    reads: "one direction",
    weights: countParameters(oneWay.layer),
    "ms a batch, loss and gradient": cost.oneWay,
    "training (s)": oneWayRun.seconds,
  },
  {
    reads: "both directions",
    weights: countParameters(bothWays.layer),
    "ms a batch, loss and gradient": cost.bothWays,
    "training (s)": bothWaysRun.seconds,
  },
]);
band({
  name: "cost of reading both ways, times one direction",
  value: cost.bothWays / cost.oneWay,
  low: 1.2,
  high: 3,
});

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Someone is still speaking: only the first half of each sentence is there. Which tagger does better at the last piece heard?",
  "The one-way tagger, a little: it does what it always does, and sometimes a time word has told it. The other one falls " +
    "below always saying *past*: its backward half starts at a sentence that breaks off, which it never saw in training.",
);

// %%
const halves = testTokens.map((tokens) => tokens.slice(0, Math.ceil(tokens.length / 2)));
const rightAtEnd = (model: Tagger, sentences: readonly (readonly number[])[]): number => {
  const said = model.tag(sentences);
  return (
    said.filter((row, i) => row[row.length - 1] === tagged.test[i]!.tense).length /
    said.length
  );
};
const streaming = [
  { reads: 'always "past"', "first half only": majority, "whole sentence": majority },
  ...Object.entries({ "one direction": oneWay, "both directions": bothWays }).map(
    ([reads, model]) => ({
      reads,
      "first half only": rightAtEnd(model, halves),
      "whole sentence": rightAtEnd(model, testTokens),
    }),
  ),
];
table(streaming, "Tense right at the last piece heard, unseen sentences");

// %% [markdown]
// So reading both ways
//
// - needs the whole sequence before its first answer: no live captions, and no *writing*, since the future that a writer
//   would read does not exist yet. A decoder (notebook 04) is always one-way;
// - goes one step at a time, in both directions: $T$ steps that cannot run side by side;
// - still carries everything through a state of fixed width. What stands in the middle must travel to either end.
//
// ## What breaks
//
// A gate keeps *one* letter for 100 steps. How much can a state of 32 numbers keep? A whole sentence, word by word, so
// that another network can translate it? Notebook 03 writes text, notebook 04 runs into that wall.
// <!-- by hand: 32 -->

// %% [markdown]
// ## For the peer session
//
// 1. Why does the LSTM need both a cell state and a hidden state, when the GRU does with one?
// 2. What happens to an LSTM whose forget bias starts at −4? At +20?
// 3. One plain network recalls the first of 60 letters and of hardly any other length, another is about as good at every
//    length. What has each learnt, and how would you prove it?
// 4. LSTM and GRU started with gates that keep for just the right time. Was it the cell or the start? Which training would tell?
// 5. Someone says: "gates solve vanishing gradients." Which of our plots contradicts that, and how would you word it?
// 6. Your task is to put commas into a lecture while it is being held. Which of today's networks can you use?
// 7. The number of weights of a GRU is three quarters of an LSTM's. Is its training time, too? Why not?
// <!-- by hand: 20 -->

// %%
console.log(`This notebook took ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`);

// %% [markdown]
// ## Next
//
// The exercises: [exercises/02-lstm-and-gru.ipynb](../exercises/02-lstm-and-gru.ipynb). Then
// [notebook 03](03-language-model.ipynb): an LSTM that writes.
//
// ## Sources
//
// - Hochreiter & Schmidhuber 1997, "Long Short-Term Memory", §4 and §5.2. https://doi.org/10.1162/neco.1997.9.8.1735
// - Gers, Schmidhuber & Cummins 2000, "Learning to Forget", §3. https://doi.org/10.1162/089976600300015015
// - Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder", §2.3 (eq. 5–8).
//   https://arxiv.org/abs/1406.1078
// - Jozefowicz, Zaremba & Sutskever 2015, "An Empirical Exploration of Recurrent Network Architectures", on the bias of
//   the forget gate. https://proceedings.mlr.press/v37/jozefowicz15.html
// - Tallec & Ollivier 2018, "Can Recurrent Neural Networks Warp Time?" (chrono initialization). https://arxiv.org/abs/1804.11188
// - Bengio, Simard & Frasconi 1994, "Learning Long-Term Dependencies with Gradient Descent is Difficult".
//   https://doi.org/10.1109/72.279181
// - Bengio et al. 2009, "Curriculum Learning". https://doi.org/10.1145/1553374.1553380
// - Schuster & Paliwal 1997, "Bidirectional Recurrent Neural Networks". https://doi.org/10.1109/78.650093
