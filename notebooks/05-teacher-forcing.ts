// %% [markdown]
// # 05 Teacher forcing: whose words does the decoder read?
//
// In training a decoder reads the *right* words before each step. In use it reads its *own*.
// **What does that difference cost? Does it help to let a model practise on its own words, and when should it start?**
//
// You will measure the gap between the two, find out which number hides it, and train one model under six schedules that
// mix right words and own words.

// %% [markdown]
// **You need** notebook [04](04-seq2seq.ipynb): encoder, decoder, greedy decoding.
// The whole notebook takes about 2 minutes on two cores: six trainings of 10 to 30 seconds, each with a live curve.
// You may stop a training with the ■ button: the model keeps what it has learnt so far.

// %%
import { load } from "../datasets/copy/copy";
import { bucketBatches, type EncodedPair } from "../lib/batches";
import { greedyDecode, teacherForcedDecode } from "../lib/decoding";
import { liveTraining } from "../lib/live-training";
import { exactMatch, tokenAccuracy } from "../lib/metrics";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import { comparisonPlot, exposurePlot, curvePlot, unrolledDiagram } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { teacherForcing, type Schedule } from "../lib/schedules";
import { Decoder } from "../lib/decoder";
import { Encoder } from "../lib/encoder";
import { Seq2Seq } from "../lib/seq2seq";
import { train } from "../lib/training";
import { unroll } from "../lib/unroll";
import { Vocabulary } from "../lib/vocabulary";

const startedMs = performance.now();

// %% [markdown]
// ## Same task, same model, one change
//
// The task is the copy of notebook 04: 3 to 7 random letters, to be said again. The context is narrow on purpose,
// 2 · 16 numbers: a model that makes no mistakes has none to learn from. What changes in this notebook is only **what the
// decoder reads while it is trained**.

// %%
const letters = { minLength: 3, maxLength: 7, numSymbols: 10 };
const splits = {
  train: load({ ...letters, split: "train", limit: isSmoke() ? 320 : 10_000 }),
  validation: load({ ...letters, split: "validation", limit: isSmoke() ? 20 : 300 }),
  test: load({ ...letters, split: "test", limit: isSmoke() ? 60 : 1_000 }),
};
const vocabulary = Vocabulary.fromTokens(splits.train.flatMap(({ target }) => target));
const encodePairs = (pairs: typeof splits.train): EncodedPair[] =>
  pairs.map(({ source, target }) => ({
    source: vocabulary.encode(source),
    target: vocabulary.encode(target),
  }));
const trainingPairs = encodePairs(splits.train);
const validationPairs = encodePairs(splits.validation);
const testPairs = encodePairs(splits.test);

const sizes = { vocabSize: vocabulary.size, embeddingSize: 32 };
const [encoderSize, decoderSize] = [16, 64];
const newModel = () =>
  new Seq2Seq(
    new Encoder({ ...sizes, hiddenSize: encoderSize }, randomGenerator("05/encoder")),
    new Decoder(
      { ...sizes, hiddenSize: decoderSize, encoderSize },
      randomGenerator("05/decoder"),
    ),
  );

// %% [markdown]
// ## The idea: a coin before each step
//
// Call $y_{t-1}$ the right token before step $t$, and $\hat y_{t-1}$ the token that the model finds most likely itself. Before
// each step and for each example a coin decides which one the decoder reads:
//
// $$\tilde y_{t-1} = \begin{cases} y_{t-1} & \text{with probability } \varepsilon \\ \hat y_{t-1} & \text{otherwise}\end{cases}$$
//
// | $\varepsilon$ | name |
// |---|---|
// | 1 | **teacher forcing** (Williams & Zipser 1989): always the right token |
// | 0 | **free running**: always its own, as in use |
// | between, and falling while training goes on | **scheduled sampling** (Bengio et al. 2015, §2.4) |
//
// The target does not change: step $t$ should still say $y_t$, whatever was read before it.

// %% [markdown]
// On numbers small enough to check by hand: four examples, $\varepsilon = 0.6$. A coin below 0.6 reads the right token.

// %%
function nextInputs(
  right: readonly string[],
  own: readonly string[],
  epsilon: number,
  coins: readonly number[],
): string[] {
  return right.map((token, example) => (coins[example]! < epsilon ? token : own[example]!));
}
const coins = [0.2, 0.9, 0.5, 0.7];
const readNext = nextInputs(["a", "b", "c", "d"], ["a", "x", "y", "d"], 0.6, coins);
table(
  coins.map((coin, example) => ({
    example: example + 1,
    "right token": "abcd"[example],
    "own token": "axyd"[example],
    coin,
    reads: readNext[example],
  })),
  "ε = 0.6",
);

// %% [markdown]
// Example 2 reads its own mistake, `x`. Example 3 has made one too, but does not get to see it. Examples 1 and 4 were
// right, so the coin makes no difference to them. The lib does the same in `Seq2Seq.loss(pairs, { teacherForcing, random })`.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Does a gradient flow through the token that the model chose itself?",
  "No. The most likely token is a whole number, and choosing it is a step function: its derivative is 0 almost everywhere. " +
    "The model learns to answer well *after* a mistake; it does not learn, through this path, to avoid making it.",
);

// %% [markdown]
// ## Schedules: from right words to own words
//
// At first the model's own words are noise, and reading them teaches nothing. So $\varepsilon$ starts near 1 and falls with
// the training step $i$ (Bengio et al. 2015, §2.4):
//
// | schedule | equation | its numbers |
// |---|---|---|
// | constant | $\varepsilon_i = \varepsilon$ | $\varepsilon$ in $[0, 1]$ |
// | linear | $\varepsilon_i = \max(\varepsilon_{end},\; 1 - c\,i)$ | slope $c$ |
// | exponential | $\varepsilon_i = k^i$ | $k < 1$ |
// | inverse sigmoid | $\varepsilon_i = k / (k + e^{i/k})$ | $k \ge 1$ |
// | late switch | 1, then 0 from some step on | that step |

// %% {"jupyter": {"source_hidden": true}}
predict(
  "At which step does the inverse sigmoid schedule cross one half?",
  "Where $k = e^{i/k}$, that is at $i = k \\ln k$. For $k = 80$: at step 351.",
);

// %%
const epochs = isSmoke() ? 2 : 6;
const batchSize = 128;
const numSteps = epochs * Math.ceil(trainingPairs.length / batchSize);
const lateStep = Math.round(0.75 * numSteps);
const rate = Math.max(1, numSteps / 8);
const schedules: Record<string, Schedule> = {
  "teacher forcing": teacherForcing.constant(1),
  "constant ½": teacherForcing.constant(0.5),
  linear: teacherForcing.linear({ start: 1, end: 0, steps: numSteps }),
  exponential: teacherForcing.exponential({ rate: 0.05 ** (1 / numSteps) }),
  "inverse sigmoid": teacherForcing.inverseSigmoid({ rate }),
  "late switch": (step) => (step <= lateStep ? 1 : 0),
};
const spread = Array.from(
  { length: 41 },
  (_, i) => 1 + Math.round((i * (numSteps - 1)) / 40),
);
const someSteps = [...new Set(spread)]; // few steps would stand there twice
const half = Math.round(rate * Math.log(rate));
show(
  curvePlot({
    format: ".0%",
    yDomain: [0, 1],
    title: `Six ways to hand over, in ${numSteps} steps: the inverse sigmoid passes one half near step ${half}`,
    xTitle: "training step",
    yTitle: "ε: share of right tokens read",
    series: Object.entries(schedules).map(([name, schedule]) => ({
      name,
      x: someSteps,
      y: someSteps.map(schedule),
    })),
  }),
);

// %% [markdown]
// ## Two numbers, always
//
// Each by token and by whole sequence: `forced` reads right tokens, `free` its own. The trivial baseline guesses letters.

// %%
function evaluate(model: Seq2Seq, pairs: readonly EncodedPair[]) {
  const right = pairs.map(({ target }) => target);
  const forced = teacherForcedDecode(model, pairs).map(({ tokens }) => tokens);
  const sources = pairs.map(({ source }) => source);
  const free = greedyDecode(model, sources, { maxTime: 12 }).map(({ tokens }) => tokens);
  return {
    forcedToken: tokenAccuracy(forced, right),
    freeToken: tokenAccuracy(free, right),
    forcedWhole: exactMatch(forced, right),
    freeWhole: exactMatch(free, right),
  };
}

// %% [markdown]
// One recipe for all schedules: the same first numbers, the same batches in the same order, Adam, a learning rate that rises
// for 100 steps and then falls in a line. Only the coins differ. After each epoch we measure both accuracies.

// %%
const learningRate = (step: number) =>
  0.01 *
  Math.min(step / 100, Math.max(0.02, 1 - (step - 100) / Math.max(1, numSteps - 100)));
const batches = (random: ReturnType<typeof randomGenerator>) =>
  bucketBatches(trainingPairs, {
    batchSize,
    lengthOf: ({ source }) => source.length,
    random,
  });

/** A model whose loss at each step follows a schedule. */
function scheduled(model: Seq2Seq, schedule: Schedule) {
  const random = randomGenerator("05/coins");
  let step = 0;
  const loss = (pairs: readonly EncodedPair[]) => {
    const share = schedule(++step);
    // Teacher forcing feeds all steps at once; a coin needs one step after the other.
    return share === 1
      ? model.loss(pairs)
      : model.loss(pairs, { teacherForcing: share, random });
  };
  return { parameters: model.parameters, loss };
}

// %%
async function fit(name: string) {
  const model = newModel();
  const scores = () => {
    const { forcedToken, freeToken } = evaluate(model, validationPairs);
    return { forced: forcedToken, free: freeToken };
  };
  const start = scores();
  const validate = () => ({ scores: scores() });
  const baselines = [{ name: "uniform guess", lossNats: Math.log(vocabulary.size) }];
  const reporter = liveTraining({ title: `copy, ${name}`, baselines });
  const options = { epochs, learningRate, clipNorm: 1, seed: 5, validate, reporter };
  const { epochs: reports, seconds } = await train(
    scheduled(model, schedules[name]!),
    batches,
    options,
  );
  const measured = [start, ...reports.map(({ validation }) => validation.scores!)];
  const steps = [0, ...reports.map(({ step }) => step)];
  return {
    model,
    seconds,
    curve: {
      name,
      steps,
      teacherForcing: steps.map((step) => schedules[name]!(Math.max(1, step))),
      forced: measured.map((scores) => scores["forced"]!),
      free: measured.map((scores) => scores["free"]!),
    },
  };
}

// %% [markdown]
// ## Teacher forcing, measured
//
// 10 to 15 seconds. The bar shows both token accuracies, measured on validation data.

// %%
const runs: Record<string, Awaited<ReturnType<typeof fit>>> = {};
runs["teacher forcing"] = await fit("teacher forcing");
const forcedModel = runs["teacher forcing"].model;

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Four numbers: tokens and whole sequences, forced and free. Where is the gap between forced and free, and where is none?",
  "In the **tokens**. In whole sequences there is none, and hardly can be: if every token is right under teacher forcing, then " +
    "free running reads the very same tokens, and writes the same. (Only stopping in time is left.) So teacher " +
    "forcing flatters *token* accuracy: after a mistake it puts the model back on the right track.",
);

// %%
const guesser = randomGenerator("05/guess");
const guessed = testPairs.map(({ target }) => target.map(() => 4 + guesser.integer(10)));
const right = testPairs.map(({ target }) => target);
const guessing = {
  freeToken: tokenAccuracy(guessed, right),
  freeWhole: exactMatch(guessed, right),
};
const forcedScores = evaluate(forcedModel, testPairs);
table(
  [
    { "trained by": "teacher forcing", ...forcedScores },
    { "trained by": "nothing: guesses, knows the length", ...guessing },
  ],
  `${testPairs.length} unseen sequences`,
);
const forcedGap = forcedScores.forcedToken - forcedScores.freeToken;
band({
  name: "exposure gap of teacher forcing (tokens)",
  value: forcedGap,
  low: 0.05,
  high: 0.16,
});
band({
  name: "gap in whole sequences",
  value: forcedScores.forcedWhole - forcedScores.freeWhole,
  low: -0.02,
  high: 0.02,
});

// %% [markdown]
// ### One sequence, read both ways
//
// A test sequence that the model gets wrong, unrolled with its real states (first eight numbers; hover them). Look at the
// letters **after** the first cross.

// %%
const numWrong = ({ source, target }: EncodedPair) => {
  const [written] = greedyDecode(forcedModel, [source], { maxTime: 12 });
  return target.filter((id, t) => written!.tokens[t] !== id).length;
};
const derailed =
  testPairs.slice(0, 300).find((pair) => pair.target.length === 7 && numWrong(pair) > 2) ??
  testPairs[0]!;
function unrolledOver(reads: "right" | "own", title: string): void {
  const { encoder, decoder } = unroll(forcedModel, derailed, { reads });
  const word = (id: number) => vocabulary.decode([id])[0]!;
  const first = (state: readonly number[]) => state.slice(0, 8);
  show(
    unrolledDiagram({
      title,
      reads,
      context: [`h: ${encoderSize}`, `c: ${encoderSize}`],
      encoder: encoder.map(({ read, state }) => ({
        read: word(read),
        state: first(state),
      })),
      decoder: decoder.map((step) => ({
        read: word(step.read),
        wrote: word(step.wrote),
        right: word(step.right),
        probability: step.probability,
        state: first(step.state),
      })),
    }),
  );
}

// %%
unrolledOver(
  "right",
  "Teacher forcing: after its mistake the model is told the right letter",
);

// %%
unrolledOver(
  "own",
  "Free running: the same model on the same source, with nobody to tell it",
);

// %% [markdown]
// ### After the first mistake
//
// One sequence proves nothing. Take all test sequences with a mistake, and line them up at their **first** mistake. How
// many of the letters 1, 2, 3, … steps later are right?

// %%
function afterMistake(written: readonly number[][]): { x: number[]; y: number[] } {
  const x = [1, 2, 3, 4];
  const first = right.map((target, i) =>
    target.findIndex((id, t) => written[i]![t] !== id),
  );
  const y = x.map((later) => {
    const judged = right
      .map((target, i) => ({
        target,
        output: written[i]!,
        place: first[i]! + later,
        start: first[i]!,
      }))
      .filter(({ start, place, target }) => start >= 0 && place < target.length);
    const good = judged.filter(
      ({ target, output, place }) => output[place] === target[place],
    );
    return judged.length === 0 ? 0 : good.length / judged.length;
  });
  return { x, y };
}
const writeForced = (model: Seq2Seq) =>
  teacherForcedDecode(model, testPairs).map(({ tokens }) => tokens);
const writeFree = (model: Seq2Seq) =>
  greedyDecode(
    model,
    testPairs.map(({ source }) => source),
    { maxTime: 12 },
  ).map(({ tokens }) => tokens);
const recovery = {
  forced: afterMistake(writeForced(forcedModel)),
  free: afterMistake(writeFree(forcedModel)),
};
const percent = (share: number) => `${(100 * share).toFixed(0)}\u00a0%`; // not to be torn apart

// %%
show(
  curvePlot({
    format: ".0%",
    yDomain: [0, 1],
    title:
      `Right after its first mistake the model writes ${percent(recovery.forced.y[0]!)} of the letters right if it is ` +
      `told the truth, ${percent(recovery.free.y[0]!)} if it reads its mistake`,
    xTitle: "steps after the first mistake",
    yTitle: "share of right letters",
    baselines: [{ name: "guessing", value: 0.1 }],
    series: [
      { name: "teacher-forced", ...recovery.forced },
      { name: "free-running", ...recovery.free },
    ],
  }),
);

// %% [markdown]
// If free running is right less often than guessing, it is not lost: it is systematically somewhere else. What *does* it
// write right after its first mistake?

// %%
const freeWritten = writeFree(forcedModel);
const mistaken = right
  .map((target, i) => ({ target, output: freeWritten[i]! }))
  .map((pair) => ({
    ...pair,
    first: pair.target.findIndex((id, t) => pair.output[t] !== id),
  }))
  .filter(({ target, first }) => first >= 0 && first + 2 < target.length);
const writesPlace = (shift: number) =>
  mistaken.filter(
    ({ target, output, first }) => output[first + 1] === target[first + 1 + shift],
  ).length / mistaken.length;
table(
  [
    { "it writes the right letter of": "this place", share: writesPlace(0) },
    { "it writes the right letter of": "the place before", share: writesPlace(-1) },
    { "it writes the right letter of": "the place after", share: writesPlace(1) },
  ],
  `One step after the first mistake, free-running, ${mistaken.length} sequences; guessing would have 0.1 of each`,
);

// %% [markdown]
// This is **exposure bias**: the model has only ever been exposed to right prefixes. A wrong letter before it is a
// situation that it never met in training (Ranzato et al. 2016, §1, gave it the name). Part of the fall is not bias, though: a
// mistake is often made where the memory of the source is poor, and what follows is poor too. The forced curve shows that part.

// %% [markdown]
// ## Practise on your own words
//
// Now the other five. A step with coins is slower, since the decoder must be asked token by token: 15 to 30 seconds each.

// %% {"jupyter": {"source_hidden": true}}
predict(
  "Five schedules that practise on own letters. Against teacher forcing: what happens to the gap? And to the free-running accuracy?",
  "The gap shrinks clearly for two of them, *linear* and *exponential*. But look at **how**: the forced accuracy falls, and the " +
    "free one falls too. A small gap is not yet a good model. And the late switch does worst of all.",
);

// %%
for (const name of Object.keys(schedules).slice(1)) runs[name] = await fit(name);

// %% [markdown]
// ## See it: both accuracies, and the gap between them over time
//
// Click a name in the legend to bring one schedule out in all four panels (shift-click for more, double-click for all).
// Hover a point to read it.

// %%
const gapAtEnd = Object.values(runs).map(({ curve }) => ({
  name: curve.name,
  gap: curve.forced.at(-1)! - curve.free.at(-1)!,
}));
const widest = gapAtEnd.reduce((a, b) => (b.gap > a.gap ? b : a));
const narrowest = gapAtEnd.reduce((a, b) => (b.gap < a.gap ? b : a));
show(
  exposurePlot({
    title:
      `At the end of training the gap is widest with ${widest.name} (${(100 * widest.gap).toFixed(1)} points) and ` +
      `narrowest with ${narrowest.name} (${(100 * narrowest.gap).toFixed(1)})`,
    series: Object.values(runs).map(({ curve }) => curve),
  }),
);

// %%
const results = Object.entries(runs).map(([name, { model, seconds }]) => ({
  name,
  seconds,
  ...evaluate(model, testPairs),
}));
const share = (value: number) => `${(100 * value).toFixed(1)} %`;
table(
  results.map(({ name, seconds, ...scores }) => ({
    schedule: name,
    "token, forced": share(scores.forcedToken),
    "token, free": share(scores.freeToken),
    "gap (points)": (100 * (scores.forcedToken - scores.freeToken)).toFixed(1),
    "whole, forced": share(scores.forcedWhole),
    "whole, free": share(scores.freeWhole),
    "training (s)": seconds.toFixed(0),
  })),
  `${testPairs.length} unseen sequences; guessing has ${share(guessing.freeToken)} of the tokens, ${share(guessing.freeWhole)} of the wholes`,
);

// %%
const bestFree = results.reduce((a, b) => (b.freeToken > a.freeToken ? b : a));
const [byForcing] = results;
const gain = bestFree.freeToken - byForcing!.freeToken;
show(
  comparisonPlot({
    title:
      bestFree === byForcing
        ? "No schedule writes better on its own than plain teacher forcing, however small its gap"
        : `${bestFree.name} writes best on its own: ${(100 * gain).toFixed(1)} points above teacher forcing`,
    valueTitle: "token accuracy, test",
    format: ".1%",
    domain: [0, 1],
    rows: [
      ...results.flatMap(({ name, forcedToken, freeToken }) => [
        { name, series: "teacher-forced", value: forcedToken },
        { name, series: "free-running", value: freeToken },
      ]),
      { name: "guessing", series: "free-running", value: guessing.freeToken },
    ],
  }),
);

// %%
const gapOf = (name: string) => {
  const { forcedToken, freeToken } = results.find((result) => result.name === name)!;
  return forcedToken - freeToken;
};
band({
  name: "gap of exponential against that of teacher forcing",
  value: gapOf("exponential") / gapOf("teacher forcing"),
  low: 0,
  high: 0.6,
});
const others = results.slice(1).map(({ freeToken }) => freeToken);
band({
  name: "free-running tokens, best schedule with own letters minus teacher forcing",
  value: Math.max(...others) - byForcing!.freeToken,
  low: -0.25,
  high: -0.03,
});
const late = runs["late switch"]!.curve.forced;
band({
  name: "teacher-forced tokens, late switch, end minus last epoch before the switch",
  value: late.at(-1)! - late.at(-3)!,
  low: -0.45,
  high: -0.1,
});

// %% [markdown]
// ## When should training switch?
//
// On this task, with this much training: not at all. Each schedule writes worse on its own than plain teacher forcing, even
// linear and exponential, whose gap is clearly smaller. Two reasons can be read off the plots:
//
// - **It learns later.** At first its own letters are noise, and what is learnt from noise must be unlearnt. More training
//   would give some of that back; we have not measured how much.
// - **The two lessons contradict each other.** Teacher forcing teaches *after j comes h*: what was read tells where in the
//   sequence it is. After a mistake this leads to the wrong place, as the table above shows. Scheduled sampling asks for
//   the letter of *this* place whatever was read: to obey, the model must stop trusting what it reads. Watch the late
//   switch: from the switch on, even its forced accuracy **falls**.

// %% [markdown]
// Huszár (2015) shows that this is no accident: the objective of scheduled sampling is not consistent, its best answer is not
// the right distribution. Bengio et al. (2015) did measure gains, in image captions, parsing and speech. So:
//
// - measure free running, on your own task, before and after: a smaller gap proves nothing;
// - hand over gradually, and while the learning rate is still high enough to learn again;
// - keep what writes better. Large language models are pre-trained with teacher forcing alone.

// %% [markdown]
// **Your turn:** the exercises of this notebook are in
// [exercises/05-teacher-forcing.ipynb](../exercises/05-teacher-forcing.ipynb).
//
// ## For the peer session
//
// 1. When should training switch from teacher forcing to the model's own predictions? What in your curves says so?
// 2. Why are the two *whole* columns (nearly) equal for every schedule? When could they differ?
// 3. A small gap can mean that free running is good, or that forced is bad. Which number decides, and why?
// 4. No gradient flows through the model's own choice. What does scheduled sampling then teach, and what not?
// 5. A model skips one letter and then writes the rest perfectly. What do token accuracy and scheduled sampling make of it?

// %% [markdown]
// **Read next:** notebook [06](06-attention.ipynb), where the decoder may look back at the source; then Bengio et al. 2015,
// §2, all of which you have now built.
//
// ## Sources
//
// - Williams & Zipser 1989, "A Learning Algorithm for Continually Running Fully Recurrent Neural Networks" (teacher
//   forcing). https://doi.org/10.1162/neco.1989.1.2.270
// - Bengio, Vinyals, Jaitly & Shazeer 2015, "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks",
//   §2.4. https://arxiv.org/abs/1506.03099
// - Ranzato, Chopra, Auli & Zaremba 2016, "Sequence Level Training with Recurrent Neural Networks", §1 (exposure bias).
//   https://arxiv.org/abs/1511.06732
// - Huszár 2015, "How (not) to Train your Generative Model: Scheduled Sampling, Likelihood, Adversary?" (why its
//   objective is not consistent). https://arxiv.org/abs/1511.05101

// %%
console.log(
  `This notebook took ${((performance.now() - startedMs) / 60_000).toFixed(1)} minutes.`,
);
