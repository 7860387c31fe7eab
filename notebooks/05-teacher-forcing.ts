// %% [markdown]
// # 05 Teacher forcing: whose words does the decoder read?
//
// In training a **decoder** (디코더) reads the *right* words before each step. In use it reads its *own*.
// **What does that difference cost? Does it help to let a model practise on its own words, and when should it start?**
//
// ![Share of right letters before and after the first mistake: told the truth the model goes on well, on its own words it does not recover](pictures/05-after-a-mistake.svg)
//
// You will measure the gap between the two, find out which number hides it, and train one model under six schedules that
// mix right words and own words.

// %% [markdown]
// **You need** notebook [04](04-seq2seq.ipynb): **encoder** (인코더), decoder, **greedy decoding** (탐욕적 디코딩).
// The whole notebook takes about 2 minutes on two cores: six trainings of 10 to 30 seconds, each with a live curve.
// You may stop a training with the ■ button: the model keeps what it has learnt so far.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the lesson's parts from lib, its data, the seed and the recorded runs
import { load } from "../datasets/copy/copy";
import { bucketBatches, type EncodedPair } from "../lib/batches";
import { greedyDecode, teacherForcedDecode } from "../lib/decoding";
import { liveTraining } from "../lib/live-training";
import { recordedRuns, runSeed } from "../lib/experiment";
import { differenceInterval, intervalText, meanInterval } from "../lib/intervals";
import { editDistance, exactMatch, tokenAccuracy } from "../lib/metrics";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import {
  comparisonPlot,
  curvePlot,
  exposurePlot,
  runsPlot,
  unrolledDiagram,
} from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { teacherForcing, type Schedule } from "../lib/schedules";
import { Decoder } from "../lib/decoder";
import { Encoder } from "../lib/encoder";
import { Seq2Seq } from "../lib/seq2seq";
import { train, type TrainingReporter } from "../lib/training";
import { unroll } from "../lib/unroll";
import { Vocabulary } from "../lib/vocabulary";

const startedMs = performance.now();
// the seed is 1; try another: every first number, batch and coin changes with it
const seed = runSeed();
const runs = recordedRuns("05-teacher-forcing");

// %% [markdown]
// ## Same task, same model, one change
//
// The task is the copy of notebook 04: 3 to 7 random letters, to be said again. The context is narrow on purpose,
// 2 · 16 numbers: a model that makes no mistakes has none to learn from. What changes in this notebook is only **what the
// decoder reads while it is trained**.

// %% {"jupyter": {"source_hidden": true}}
// Data: sequences of letters to copy, as ids
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

// %%
const sizes = { vocabSize: vocabulary.size, embeddingSize: 32 };
const narrow = 16;
function newModel(encoderSize = narrow): Seq2Seq {
  const random = randomGenerator(`05/${seed}`);
  return new Seq2Seq(
    new Encoder({ ...sizes, hiddenSize: encoderSize }, random),
    new Decoder({ ...sizes, hiddenSize: 64, encoderSize }, random),
  );
}

// %% [markdown]
// ## The idea: a coin before each step
//
// Call $y_{t-1}$ the right token before step $t$, and $\hat y_{t-1}$ the token that the model finds most likely itself. Before
// each step and for each example a coin decides which one the decoder reads: a random number $r$ from 0 to 1, so that it is the
// right one with the probability $\varepsilon$.
//
// $$\tilde y_{t-1} = \begin{cases} y_{t-1} & r < \varepsilon \\ \hat y_{t-1} & r \ge \varepsilon\end{cases}$$
//
// | $\varepsilon$ | name |
// |---|---|
// | 1 | **teacher forcing** (교사 강요; Williams & Zipser 1989): always the right token |
// | 0 | **free running** (자유 실행): always its own, as in use |
// | between, and falling while training goes on | **scheduled sampling** (스케줄드 샘플링; Bengio et al. 2015, §2.4) |
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
  return right.map((token, example) =>
    coins[example]! < epsilon ? token : own[example]!,
  );
}
const coins = [0.2, 0.9, 0.5, 0.7];
const readNext = nextInputs(["a", "b", "c", "d"], ["a", "x", "y", "d"], 0.6, coins);

// %% {"jupyter": {"source_hidden": true}}
// Table: what each of the four examples reads next
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
await predict({
  question: "Does a gradient flow through the token that the model chose itself?",
  choices: [
    "yes: that is how it learns from its mistakes",
    "no: the choice has no useful slope",
    "yes, but only where the choice was right",
  ],
  right: 1,
  answer:
    "The most likely token is a whole number, and choosing it is a step function: its " +
    "derivative is 0 almost everywhere. The model learns to answer well *after* a " +
    "mistake; it does not learn, through this path, to avoid making it.",
});

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
await predict({
  question:
    "At which step does the inverse sigmoid schedule, $k / (k + e^{i/k})$, cross one " +
    "half?",
  choices: ["$i = k$", "$i = k^2$", "$i = k \\ln k$", "$i = \\ln k$"],
  right: 2,
  answer: "Where $k = e^{i/k}$, that is at $i = k \\ln k$. For $k = 80$: at step 351.",
});

// %%
const epochs = isSmoke() ? 2 : 6;
const batchSize = 128;
const stepsAnEpoch = Math.ceil(trainingPairs.length / batchSize);
const numSteps = epochs * stepsAnEpoch;
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

// %% {"jupyter": {"source_hidden": true}}
// Data for the plot: some of the steps, and where the inverse sigmoid is at half
const spread = Array.from(
  { length: 41 },
  (_, i) => 1 + Math.round((i * (numSteps - 1)) / 40),
);
const someSteps = [...new Set(spread)]; // few steps would stand there twice
const half = Math.round(rate * Math.log(rate));

// %% {"jupyter": {"source_hidden": true}}
// Plot: the share of right words against the training step, six schedules
show(
  curvePlot({
    format: ".0%",
    yDomain: [0, 1],
    title:
      `Six ways to hand over, in ${numSteps} steps: the inverse sigmoid passes ` +
      `one half near step ${half}`,
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
// ## Three numbers, and each read both ways
//
// `forced` reads right tokens, `free` its own. By **token**: the share of places with the right letter. By **whole** sequence.
// And by **edit distance**: how many letters must be inserted, deleted or replaced, for each letter of the right answer.
// Places alone are a harsh judge: who skips one letter of `a b c d e` and writes `a c d e` has four places of five wrong,
// but one edit mends it.

// %% {"jupyter": {"source_hidden": true}}
// Helper: token accuracy, whole sequences and edits, read both ways
function evaluate(model: Seq2Seq, pairs: readonly EncodedPair[]) {
  const right = pairs.map(({ target }) => target);
  const forced = teacherForcedDecode(model, pairs).map(({ tokens }) => tokens);
  const sources = pairs.map(({ source }) => source);
  const free = greedyDecode(model, sources, { maxTime: 12 }).map(
    ({ tokens }) => tokens,
  );
  const sum = (numbers: number[]) =>
    numbers.reduce((total, number) => total + number, 0);
  return {
    forcedToken: tokenAccuracy(forced, right),
    freeToken: tokenAccuracy(free, right),
    forcedWhole: exactMatch(forced, right),
    freeWhole: exactMatch(free, right),
    freeEdits:
      sum(free.map((tokens, i) => editDistance(tokens, right[i]!))) /
      sum(right.map((tokens) => tokens.length)),
  };
}

// %% [markdown]
// One recipe for all schedules: the same first numbers, the same batches in the same order, Adam (a step rule that gives each
// parameter a step size of its own; Kingma & Ba 2015), a learning rate that rises for 100 steps and then falls in a line. Only
// the coins differ. After each **epoch** (에포크) we measure both token accuracies.

// %% {"jupyter": {"source_hidden": true}}
// Helpers: batches of similar length, and the learning rate
const batches = (random: ReturnType<typeof randomGenerator>) =>
  bucketBatches(trainingPairs, {
    batchSize,
    lengthOf: ({ source }) => source.length,
    random,
  });

/** Rises for 100 steps, then falls in a line to a fiftieth. */
const riseAndFall = (steps: number) => (step: number) =>
  0.01 *
  Math.min(step / 100, Math.max(0.02, 1 - (step - 100) / Math.max(1, steps - 100)));

// %%
/** A model whose loss at each step follows a schedule. */
function scheduled(model: Seq2Seq, schedule: Schedule) {
  const random = randomGenerator(`05/coins/${seed}`);
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

// %% {"jupyter": {"source_hidden": true}}
// Helper: trains a model under a schedule, with a live curve
interface Recipe {
  readonly schedule: Schedule;
  readonly encoderSize?: number;
  readonly numEpochs?: number;
  readonly learningRate?: Schedule;
  /** Called after each epoch. */
  readonly onScores?: (scores: { forced: number; free: number }) => void;
  /** Draws several trainings in one plot. */
  readonly reporter?: TrainingReporter;
}
async function fit(name: string, recipe: Recipe) {
  const { schedule, encoderSize = narrow, numEpochs = epochs, onScores } = recipe;
  const model = newModel(encoderSize);
  const scores = () => {
    const { forcedToken, freeToken } = evaluate(model, validationPairs);
    return { forced: forcedToken, free: freeToken };
  };
  const measured = [scores()];
  const steps = [0];
  const validate = () => {
    measured.push(scores());
    steps.push(steps.length * stepsAnEpoch);
    onScores?.(measured.at(-1)!);
    return { scores: measured.at(-1)! };
  };
  const baselines = [{ name: "uniform guess", lossNats: Math.log(vocabulary.size) }];
  const { seconds } = await train(scheduled(model, schedule), batches, {
    epochs: numEpochs,
    learningRate: recipe.learningRate ?? riseAndFall(numEpochs * stepsAnEpoch),
    clipNorm: 1,
    seed,
    validate,
    reporter: recipe.reporter ?? liveTraining({ title: `copy, ${name}`, baselines }),
  });
  const curve = {
    name,
    steps,
    teacherForcing: steps.map((step) => schedule(Math.max(1, step))),
    forced: measured.map(({ forced }) => forced),
    free: measured.map(({ free }) => free),
  };
  return { model, seconds, curve };
}

// %% [markdown]
// ## Teacher forcing, measured
//
// 10 to 15 seconds. The bar shows both token accuracies, measured on validation data.

// %%
const trained: Record<string, Awaited<ReturnType<typeof fit>>> = {};
const train1 = async (name: string, recipe: Partial<Recipe> = {}) => {
  trained[name] = await fit(name, { schedule: schedules[name]!, ...recipe });
};
await train1("teacher forcing");
const forcedModel = trained["teacher forcing"]!.model;

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "Four numbers: tokens and whole sequences, forced and free. Where is there a gap " +
    "between forced and free?",
  choices: ["in the tokens only", "in the whole sequences only", "in both"],
  right: 0,
  answer:
    "In whole sequences there is none, and hardly can be: if every token is right under " +
    "teacher forcing, then free running reads the very same tokens, and writes the " +
    "same. (Only stopping in time is left.) So teacher forcing flatters *token* " +
    "accuracy: after a mistake it puts the model back on the right track.",
});

// %% {"jupyter": {"source_hidden": true}}
// Table: the scores of teacher forcing, beside a guesser; then the bands
const guesser = randomGenerator("05/guess");
const guessed = testPairs.map(({ target }) =>
  target.map(() => 4 + guesser.integer(10)),
);
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
band({
  name: "exposure gap of teacher forcing (tokens)",
  value: forcedScores.forcedToken - forcedScores.freeToken,
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

// %% {"jupyter": {"source_hidden": true}}
// Helper: draws the model unrolled over a pair that it gets wrong
const numWrong = ({ source, target }: EncodedPair) => {
  const [written] = greedyDecode(forcedModel, [source], { maxTime: 12 });
  return target.filter((id, t) => written!.tokens[t] !== id).length;
};
const derailed =
  testPairs
    .slice(0, 300)
    .find((pair) => pair.target.length === 7 && numWrong(pair) > 2) ?? testPairs[0]!;
function unrolledOver(reads: "right" | "own", title: string): void {
  const { encoder, decoder } = unroll(forcedModel, derailed, { reads });
  const word = (id: number) => vocabulary.decode([id])[0]!;
  const first = (state: readonly number[]) => state.slice(0, 8);
  show(
    unrolledDiagram({
      title,
      reads,
      context: [`h: ${narrow}`, `c: ${narrow}`],
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

// %% {"jupyter": {"source_hidden": true}}
// Diagram: the model unrolled, reading the right letters
unrolledOver(
  "right",
  "Teacher forcing: after its mistake the model is told the right letter",
);

// %% {"jupyter": {"source_hidden": true}}
// Diagram: the model unrolled, reading its own letters
unrolledOver(
  "own",
  "Free running: the same model on the same source, with nobody to tell it",
);

// %% [markdown]
// ### After the first mistake
//
// One sequence proves nothing. Take all test sequences with a mistake, and line them up at their **first** mistake. How
// many of the letters 1, 2, 3, … steps later are right?

// %% {"jupyter": {"source_hidden": true}}
// Measure: right letters after the first mistake, read both ways
const firstWrong = (target: readonly number[], output: readonly number[]) =>
  target.findIndex((id, t) => output[t] !== id);
function afterMistake(written: readonly number[][]): { x: number[]; y: number[] } {
  const x = [1, 2, 3, 4];
  const mistaken = right
    .map((target, i) => ({ target, output: written[i]! }))
    .map((pair) => ({ ...pair, first: firstWrong(pair.target, pair.output) }))
    .filter(({ first }) => first >= 0);
  const y = x.map((later) => {
    const judged = mistaken.filter(
      ({ target, first }) => first + later < target.length,
    );
    const good = judged.filter(
      ({ target, output, first }) => output[first + later] === target[first + later],
    );
    return judged.length === 0 ? 0 : good.length / judged.length;
  });
  return { x, y };
}
const writeForced = (model: Seq2Seq, pairs = testPairs) =>
  teacherForcedDecode(model, pairs).map(({ tokens }) => tokens);
const writeFree = (model: Seq2Seq, pairs = testPairs) =>
  greedyDecode(
    model,
    pairs.map(({ source }) => source),
    { maxTime: 12 },
  ).map(({ tokens }) => tokens);
const recovery = {
  forced: afterMistake(writeForced(forcedModel)),
  free: afterMistake(writeFree(forcedModel)),
};
const percent = (share: number, digits = 0) =>
  `${(100 * share).toFixed(digits)}\u00a0%`; // not to be torn apart

// %% {"jupyter": {"source_hidden": true}, "picture": "05-after-a-mistake"}
// Plot: right letters against the steps after the first mistake
show(
  curvePlot({
    format: ".0%",
    yDomain: [0, 1],
    title:
      "Right after its first mistake the model writes " +
      `${percent(recovery.forced.y[0]!)} of the letters right if it is ` +
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
// ## Detective work: what *is* the first mistake?
//
// Less often right than by guessing: the model is not lost, it is somewhere else, and each time in the same way. So do what
// one does with any list of mistakes: sort them. What does it write at the first wrong place, and what at the next?

// %% {"jupyter": {"source_hidden": true}}
// Helper: sorts first mistakes by kind
const kindsOfMistake = [
  "swap: the next letter, then this one",
  "skip: the next letter, then the one after it",
  "the next letter, then another",
  "repeat: the letter before",
  "another letter of the word",
  "a letter that is not in the word",
  "stops early",
] as const;
type Mistake = (typeof kindsOfMistake)[number];

function kindOf(
  target: readonly number[],
  output: readonly number[],
  first: number,
): Mistake {
  const [wrote, then] = [output[first], output[first + 1]];
  const [now, next, later] = [target[first], target[first + 1], target[first + 2]];
  if (wrote === undefined) return "stops early";
  if (wrote === next && then === now) return "swap: the next letter, then this one";
  if (wrote === next && then !== undefined && then === later)
    return "skip: the next letter, then the one after it";
  if (wrote === next) return "the next letter, then another";
  if (wrote === target[first - 1]) return "repeat: the letter before";
  return target.includes(wrote)
    ? "another letter of the word"
    : "a letter that is not in the word";
}

/**
 * The share of each kind among the first mistakes; before the last letter, so that
 * a swap is possible.
 */
function taxonomy(written: readonly number[][]): Record<Mistake, number> {
  const kinds = right.flatMap((target, i) => {
    const first = firstWrong(target, written[i]!);
    return first >= 0 && first + 1 < target.length
      ? [kindOf(target, written[i]!, first)]
      : [];
  });
  const shareOf = (kind: Mistake) =>
    kinds.filter((one) => one === kind).length / Math.max(1, kinds.length);
  return Object.fromEntries(
    kindsOfMistake.map((kind) => [kind, shareOf(kind)]),
  ) as Record<Mistake, number>;
}
const swap = kindsOfMistake[0];

// %% {"jupyter": {"source_hidden": true}}
// Plot: kinds of first mistake, the model beside a guesser
const mistakes = {
  model: taxonomy(writeFree(forcedModel)),
  guesses: taxonomy(guessed),
};
show(
  comparisonPlot({
    title:
      `${percent(mistakes.model[swap])} of the first mistakes are swaps; guessing ` +
      `makes ${percent(mistakes.guesses[swap])}`,
    valueTitle: "share of first mistakes, test",
    format: ".0%",
    rows: kindsOfMistake.flatMap((name) => [
      { name, series: "free-running model", value: mistakes.model[name] },
      { name, series: "guessing", value: mistakes.guesses[name] },
    ]),
  }),
);

// %% [markdown]
// It writes the next letter too early, and then **goes back** for the one that it left out: `a c b d` for `a b c d`. That is
// odd. If the letter just read told it *where* in the sequence it is, it would go on from there: `a c d`, a skip.
//
// ### An experiment that changes one thing: put a letter into its mouth
//
// A first mistake comes where the memory is poor, so what follows may be poor for the same reason. Take that away: use only
// sequences that the model copies without any mistake, and change one letter of what it *reads*, at place 3. What does it
// write next?

// %% {"jupyter": {"source_hidden": true}}
// Measure: what it writes after a letter that we put into its mouth
interface Answers {
  readonly "this letter": number;
  readonly "the next letter": number;
  readonly "the one after": number;
}
const putAt = 2; // counted from 0
/**
 * What the model writes after it was made to read another letter than the right
 * one at `putAt`.
 */
function afterReading(
  model: Seq2Seq,
  put: (target: readonly number[]) => number,
): Answers {
  const good = writeFree(model);
  const usable = testPairs.filter(
    ({ target }, i) =>
      target.length >= putAt + 3 &&
      new Set(target).size === target.length &&
      firstWrong(target, good[i]!) < 0,
  );
  if (usable.length === 0)
    // in smoke size
    return { "this letter": 0, "the next letter": 0, "the one after": 0 };
  const changed = usable.map(({ source, target }) => ({
    source,
    target: target.map((id, t) => (t === putAt ? put(target) : id)),
  }));
  const wrote = writeForced(model, changed).map((tokens) => tokens[putAt + 1]);
  const shareOf = (shift: number) =>
    usable.filter(({ target }, i) => wrote[i] === target[putAt + shift]).length /
    Math.max(1, usable.length);
  return {
    "this letter": shareOf(0),
    "the next letter": shareOf(1),
    "the one after": shareOf(2),
  };
}
const foreign = (target: readonly number[]) =>
  Array.from({ length: 10 }, (_, i) => 4 + i).find((id) => !target.includes(id))!;
const puts: Record<string, (target: readonly number[]) => number> = {
  "the right letter, as it is": (target) => target[putAt]!,
  "the next letter": (target) => target[putAt + 1]!,
  "the letter before, again": (target) => target[putAt - 1]!,
  "a letter that is not in the word": foreign,
};
const answers = Object.entries(puts).map(([name, put]) => ({
  name,
  ...afterReading(forcedModel, put),
}));

// %% {"jupyter": {"source_hidden": true}}
// Table: what it writes after each letter put into its mouth
table(
  answers.map(({ name, ...shares }) => ({
    "it reads at place 3": name,
    "then writes letter 3": percent(shares["this letter"]),
    "letter 4": percent(shares["the next letter"]),
    "letter 5": percent(shares["the one after"]),
  })),
  "Only test sequences that the model copies without a mistake, all letters different",
);

// %% [markdown]
// Now it is plain what the letters that it reads are to this model: **a list of what has been said**, not a mark of where it
// is. It writes the first letter that is still owed. Put the next letter into its mouth, and letter 3 is still owed, so it
// says letter 3. Put in a letter that is not in the word at all, and again letter 3 is still owed. On right prefixes, the only
// kind that it was ever trained on, "say what is owed" and "say what stands at this place" give the same answer: nothing in
// training told the two rules apart.
//
// This is **exposure bias** (노출 편향; Ranzato et al. 2016, §1, gave it the name): the model has only ever been exposed to
// right prefixes. What it does after a wrong one was never trained; it is whatever rule happens to fit the right ones.
// Here that rule is a sensible one: a swap costs two places and two edits, and the rest of the word is safe.

// %% [markdown]
// ## Practise on your own words
//
// Now the other five. A step with coins is slower, since the decoder must be asked token by token: 15 to 30 seconds each.

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "Five schedules make the model practise on its own letters. What happens to its " +
    "free-running accuracy, against teacher forcing?",
  choices: [
    "it falls under all five",
    "it rises under all five",
    "it rises if the change comes late enough",
  ],
  right: 0,
  answer:
    "Scheduled sampling asks for the letter of *this place*, whatever was read. That is " +
    "not the rule that the model has found, to say what is owed. Look at three things: " +
    "does the gap shrink because free running gets better, or because reading right " +
    "letters helps less? Do the swaps go away? And does it matter when the change " +
    "begins?",
});

// %%
const others = Object.keys(schedules).slice(1);
const reporter = liveTraining({
  title: "copy, five schedules: the loss on what each of them reads",
  runs: others,
});
for (const name of others) await train1(name, { reporter });

// %% [markdown]
// ## See it: both accuracies, and the gap between them over time
//
// Click a name in the legend to bring one schedule out in all four panels (shift-click for more, double-click for all).
// Hover a point to read it.

// %% {"jupyter": {"source_hidden": true}}
// Plot: both accuracies and their gap while each schedule trains
show(
  exposurePlot({
    title: "Both accuracies and the gap between them, while each schedule trains",
    series: Object.values(trained).map(({ curve }) => curve),
  }),
);

// %% {"jupyter": {"source_hidden": true}}
// Table: the scores of all six schedules
const results = Object.entries(trained).map(([name, { model, seconds }]) => ({
  name,
  seconds,
  ...evaluate(model, testPairs),
  swaps: taxonomy(writeFree(model))[swap],
}));
for (const { name, ...numbers } of results)
  for (const [what, value] of Object.entries(numbers))
    runs.keep(`${name}: ${what}`, value);
answers.forEach(({ name, ...shares }) => {
  for (const [what, value] of Object.entries(shares))
    runs.keep(`reads ${name}: ${what}`, value);
});
table(
  results.map(({ name, seconds, ...scores }) => ({
    schedule: name,
    "token, forced": percent(scores.forcedToken, 1),
    "token, free": percent(scores.freeToken, 1),
    "gap (points)": (100 * (scores.forcedToken - scores.freeToken)).toFixed(1),
    "edits a letter, free": percent(scores.freeEdits, 1),
    "whole, free": percent(scores.freeWhole, 1),
    "swaps among first mistakes": percent(scores.swaps),
    "training (s)": seconds.toFixed(0),
  })),
  `${testPairs.length} unseen sequences; guessing has ` +
    `${percent(guessing.freeToken, 1)} of the tokens, ` +
    `${percent(guessing.freeWhole, 1)} of the wholes`,
);

// %% [markdown]
// ### Is that luck?
//
// Each schedule above was trained once. With other first numbers, another order of the batches and other coins, would the
// table look the same? `npm run experiment -- 05` ran this whole notebook under five seeds. Each dot is one training; the bar
// is their mean with its 95 % interval, where the mean of many more runs should lie; the orange diamond is *your* run.

// %% {"jupyter": {"source_hidden": true}}
// Helpers: by how much one schedule leads another, over the seeds
const names = Object.keys(schedules);
/** By how much `name` is above `base`, seed by seed. */
const lead = (name: string, base: string, what = "freeToken") =>
  differenceInterval(runs.values(`${name}: ${what}`), runs.values(`${base}: ${what}`));
const points = { scale: 100, unit: " points" };
const worse = names.slice(1).filter((name) => lead(name, names[0]!).high < 0);
const yours = (name: string) => results.find((result) => result.name === name)!;

// %% {"jupyter": {"source_hidden": true}}
// Plot: free-running tokens of the six schedules among the recorded runs
show(
  runsPlot({
    title:
      `${worse.length} of the ${names.length - 1} schedules write worse on ` +
      "their own than teacher forcing, by an interval that leaves out 0; " +
      `the late switch by ${intervalText(lead("late switch", names[0]!), points)}`,
    valueTitle: "free-running tokens right, test",
    format: ".0%",
    rows: names.map((name) => ({
      name,
      recorded: runs.values(`${name}: freeToken`),
      yours: yours(name).freeToken,
    })),
    baselines: [{ name: "guessing", value: guessing.freeToken }],
  }),
);

// %% {"jupyter": {"source_hidden": true}}
// Table: the six schedules over the seeds; then the bands
table(
  names.map((name) => ({
    schedule: name,
    "free tokens": intervalText(meanInterval(runs.values(`${name}: freeToken`)), {
      scale: 100,
      unit: " %",
    }),
    "edits a letter": intervalText(meanInterval(runs.values(`${name}: freeEdits`)), {
      scale: 100,
      unit: " %",
    }),
    "swaps among first mistakes": intervalText(
      meanInterval(runs.values(`${name}: swaps`)),
      { scale: 100, unit: " %", decimals: 0 },
    ),
  })),
  `${runs.count} seeds: mean and 95 % interval of the mean`,
);
console.log(
  "exponential minus late switch: " +
    `${intervalText(lead("exponential", "late switch"), points)}`,
);
band({
  name: "free tokens, teacher forcing (your run)",
  value: yours("teacher forcing").freeToken,
  low: 0.72,
  high: 0.9,
});
band({
  name: "swaps among first mistakes, teacher forcing (your run)",
  value: yours("teacher forcing").swaps,
  low: 0.6,
  high: 1,
});
band({
  name: "swaps among first mistakes, exponential (your run)",
  value: yours("exponential").swaps,
  low: 0,
  high: 0.4,
});

// %% [markdown]
// Practice on own letters does what it is meant to do, the swaps go: the model unlearns its rule. But what it learns instead
// is worth less, by places and by edits alike, so it is not only the way of counting that punishes it. And it matters when the
// change begins: the exponential schedule hands over soonest, the late switch last.
//
// ## When should training switch?
//
// Before one says "never", three doubts. Each is one more training that changes that one thing, recorded under the same five seeds:
//
// - *It had not finished learning, and was never accurate enough to practise on its own words.* An encoder of 64 units instead of 16, trained
//   twice as long, gets nearly everything right.
// - *Switch once it is accurate*, the boot camp's recipe: the wide model, on its own letters from the epoch on in which it writes 90 %
//   of the tokens right by itself.
// - *The late switch comes when the learning rate is nearly zero, too late to learn anything new.* The rate is held at its middle from
//   beginning to end, with and without the switch.
//
// The command above runs these too; here you see only what it left.

// %% {"jupyter": {"source_hidden": true}}
// Recorded runs: a wide model, and a learning rate that is held
const wide = { encoderSize: 64, numEpochs: 2 * epochs };
const stepsOf = (numEpochs: number) => numEpochs * stepsAnEpoch;
const linearOver = (numEpochs: number) =>
  teacherForcing.linear({ start: 1, end: 0, steps: stepsOf(numEpochs) });
const lateOver = (numEpochs: number) => (step: number) =>
  step <= 0.75 * stepsOf(numEpochs) ? 1 : 0;
/**
 * The boot camp's recipe: own words from the epoch on that writes 90 % of the
 * tokens right by itself.
 */
function onceAccurate(): Pick<Recipe, "schedule" | "onScores"> {
  let isAccurate = false;
  return {
    schedule: () => (isAccurate ? 0 : 1),
    onScores: ({ free }) => (isAccurate ||= free >= 0.9),
  };
}
const held = { learningRate: (step: number) => 0.005 * Math.min(1, step / 100) };
const arms: Record<string, Recipe> = {
  "wide, never": { ...wide, schedule: () => 1 },
  "wide, early (linear)": { ...wide, schedule: linearOver(wide.numEpochs) },
  "wide, late": { ...wide, schedule: lateOver(wide.numEpochs) },
  "wide, once it is accurate": { ...wide, ...onceAccurate() },
  "narrow, rate held, never": { ...held, schedule: () => 1 },
  "narrow, rate held, late": { ...held, schedule: lateOver(epochs) },
};
for (const [name, recipe] of Object.entries(arms))
  await runs.only(name, async () => {
    const { model } = await fit(name, recipe);
    const scores = {
      ...evaluate(model, testPairs),
      swaps: taxonomy(writeFree(model))[swap],
    };
    return Object.fromEntries(
      Object.entries(scores).map(([what, value]) => [`${name}: ${what}`, value]),
    );
  });

// %% {"jupyter": {"source_hidden": true}}
// Data for the plot: each setup, and the schedule that it is compared with
const setups: Record<string, [never: string, ...others: string[]]> = {
  "narrow (as above)": ["teacher forcing", "linear", "late switch"],
  wide: [
    "wide, never",
    "wide, early (linear)",
    "wide, late",
    "wide, once it is accurate",
  ],
  "narrow, rate held": ["narrow, rate held, never", "narrow, rate held, late"],
};
const switches = Object.entries(setups).flatMap(([setup, [never, ...others]]) =>
  others.map((name) => ({ setup, name, never, lead: lead(name, never) })),
);

// %% {"jupyter": {"source_hidden": true}}
// Plot: what switching does to free running, in each setup
show(
  runsPlot({
    title:
      "What switching to own letters does to free running, against the same " +
      "model that never switches",
    valueTitle: "free-running tokens right: switched minus never (points)",
    format: ".1f",
    rows: switches.map(({ setup, name, never }) => ({
      name: name.includes(",") ? name : `${setup.replace(" (as above)", "")}, ${name}`,
      recorded: runs
        .values(`${name}: freeToken`)
        .map((value, run) => 100 * (value - runs.values(`${never}: freeToken`)[run]!)),
    })),
    baselines: [{ name: "no difference", value: 0 }],
  }),
);

// %% {"jupyter": {"source_hidden": true}}
// Table: switched minus never, in each setup
table(
  switches.map(({ setup, name, never, ...rest }) => ({
    model: setup,
    switch: name.replace(/^.*, /, ""),
    "free tokens, never": intervalText(
      meanInterval(runs.values(`${never}: freeToken`)),
      {
        scale: 100,
        unit: " %",
      },
    ),
    "switched minus never": intervalText(rest.lead, points),
    "edits a letter": intervalText(lead(name, never, "freeEdits"), points),
  })),
  `${runs.count} seeds`,
);

// %% [markdown]
// Read it row by row; a dot is one seed, and a row counts as a loss where its whole interval lies left of the line.
//
// - *Waiting until the model is accurate* does not save the switch. The wide model that goes over to its own letters once it writes nine of ten right by itself
//   loses more than the same model that waits longer, and more than the one that is mixed gently from the beginning.
// - *The rate* is part of it: where it is held, the late switch costs the narrow model less than where the rate has already fallen. But
//   it still costs.
// - A wide model that is mixed gently, or switched late, loses little: about a point in a hundred, and both intervals just miss zero. (Under
//   our first four seeds both still held zero, and this page said "perhaps nothing". We had planned five runs, and the
//   fifth moved them. An interval that barely holds zero does not say that there is no difference. But do not add runs until
//   you like the answer: say before how many there will be.) Why so little? We did not test it, so take
//   this for a guess: a model that is nearly always right reads nearly the same letters whether they are its own or not, so there is
//   little to unlearn.
//
// Why should practice hurt at all? This, too, is a reading and not a proof. After a wrong letter the targets of scheduled sampling ask for the
// letter of *this place*, where the model's own rule says to pay what is owed. Learning the new rule means to stop trusting what is read, which
// mostly was right. Watch the late switch in the plot over time: from the switch on, even its *forced* accuracy falls.

// %% [markdown]
// Huszár (2015) shows why no schedule can be right in general: the objective of scheduled sampling is not consistent, its best
// answer is not the right distribution. Bengio et al. (2015) did measure gains, in image captions, parsing and speech. So:
//
// - measure free running, on your own task, before and after: a smaller gap proves nothing;
// - look at what the mistakes *are* before you train against them;
// - keep what writes better. Large **language models** (언어 모델) are pre-trained (사전 학습) with teacher forcing alone.

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

// %% {"jupyter": {"source_hidden": true}}
// How long this notebook took
console.log(
  `This notebook took ${((performance.now() - startedMs) / 60_000).toFixed(1)} ` +
    "minutes.",
);
