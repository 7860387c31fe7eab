// %% [markdown]
// # 00 Start here: tensors, plots, and how this course works
//
// Every model of this course is made of **tensors** (텐서), every claim is a measurement, every measurement a plot.
// **What is a tensor, why is it worth the trouble, and what do you do when you are stuck at two in the morning?**
//
// ![Lines on logarithmic axes: time against how many numbers, for loops, map and tensors; the order of the lines changes as the numbers grow](pictures/00-loops.svg)
//
// You will multiply your first tensors, leak some memory and find the leak, measure a loop against `map` against a tensor
// over five powers of ten, and draw the result.

// %% [markdown]
// **You need** TypeScript, and from linear algebra the product of two matrices. The notebook takes about half a minute.
//
// **A notebook** is a page of cells. **Shift + Enter** runs a cell and goes on to the next; what it shows stands below it.
// Run the cells from top to bottom: a cell sees what the cells before it declared. ■ in the toolbar interrupts a cell that
// runs too long; *Kernel → Restart Kernel* begins anew. A cell may be folded to one line that says what it holds, such as the
// next one: it runs like the others, and a click on its ••• opens it. You can break nothing: change whatever you like.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the lesson's parts from lib, data frames, and a clock
import { load as loadKorean } from "../datasets/korean-english/korean-english";
import { band, isSmoke, predict, show, table } from "../lib/notebook";
import {
  plotConfig,
  seriesColours,
  svgRenderer,
  vegaLiteSchema,
} from "../lib/plot/plot-style";
import { comparisonPlot, curvePlot } from "../lib/plots";
import { randomGenerator } from "../lib/random";
import { checkShapes } from "../lib/shapes";
import { tf } from "../lib/tf";
import type { TopLevelSpec } from "vega-lite";
// after lib/tf, which quiets the TensorFlow that danfo loads too
import * as danfo from "danfojs-node";

const startedMs = performance.now();

// %% [markdown]
// ## A tensor is numbers with a shape
//
// A number, a row of numbers, a table, a stack of tables: all are **tensors**. The **shape** says how many numbers there are
// along each **axis**. Here is a table of 2 rows and 3 columns. The last line of a cell is shown by itself:

// %%
const grades = tf.tensor2d([
  [1, 2, 3],
  [4, 5, 6],
]);
grades.shape;

// %% [markdown]
// This course names its axes, always in this order, the batch first:
//
// | what it holds | shape |
// |---|---|
// | 32 sentences of 10 tokens, as ids | [batch, time] = [32, 10] |
// | a vector of 64 numbers for each token | [batch, time, embedding] = [32, 10, 64] |
// | how well each token fits each other one | [batch, query, key] = [32, 10, 10] |
//
// A **batch** is what is computed together. Most mistakes in deep learning are mistakes about shapes, so read them first.
// <!-- by hand: 32, 64 -->

// %% [markdown]
// ### Operations work on all numbers at once
//
// `mul`, `add`, `tanh` and their like keep the shape; `sum(axis)` removes an axis; `matMul` multiplies matrices:
// [rows, inner] times [inner, columns] gives [rows, columns].

// %%
const doubled = grades.mul(2);
const perRow = grades.sum(1); // [row]: 1+2+3 and 4+5+6
const product = grades.matMul(tf.tensor2d([[1], [0], [-1]])); // [2, 3] times [3, 1]
console.log({
  doubled: doubled.arraySync(),
  perRow: perRow.arraySync(),
  product: product.arraySync(),
});

// %% [markdown]
// Check one by hand: $1 · 1 + 2 · 0 + 3 · (-1) = -2$.

// %% {"jupyter": {"source_hidden": true}}
await predict({
  question:
    "`grades` is `[2, 3]`. You may add a tensor of shape `[3]` to it. What happens with " +
    "one of shape `[2]`?",
  choices: [
    "it is added to each column",
    "an error: the shapes do not fit",
    "it is filled up with a 0",
  ],
  right: 1,
  answer:
    "Shapes are matched from the *last* axis: `[3]` fits the columns and is added to " +
    "each row (**broadcasting**). `[2]` meets the axis of length 3 and is refused. Add " +
    "it as `[2, 1]`, and it is stretched along the columns.",
});

// %% {"jupyter": {"source_hidden": true}}
// Helper: says what a computation gives, or its error
const tryOut = (what: string, run: () => tf.Tensor): string => {
  try {
    return `${what}: ${JSON.stringify(run().arraySync())}`;
  } catch (error) {
    return `${what}: ${(error as Error).message}`;
  }
};

// %%
[
  tryOut("[2, 3] + [3]", () => grades.add(tf.tensor1d([10, 20, 30]))),
  tryOut("[2, 3] + [2]", () => grades.add(tf.tensor1d([10, 20]))),
  tryOut("[2, 3] + [2, 1]", () => grades.add(tf.tensor2d([[10], [20]]))),
].forEach((line) => console.log(line));

// %% [markdown]
// The danger is **broadcasting** (브로드캐스팅) that *succeeds* when you did not mean it. So every function of `lib` names its axes and
// refuses what does not fit, in words that you will meet again:

// %%
console.log(
  tryOut("lib says", () => {
    checkShapes("attend", {
      scores: [tf.ones([2, 5]), "batch source"],
      values: [tf.ones([2, 4, 8]), "batch source hidden"],
    });
    return grades;
  }),
);

// %% [markdown]
// ## Memory: tensors are not collected
//
// A tensor's numbers lie in TensorFlow's memory, where JavaScript's garbage collector does not look. Every operation makes
// a new tensor, and it stays until someone calls `dispose`, or until the **`tidy`** around it ends: `tf.tidy` frees all
// that was made inside, except what is returned.

// %% {"jupyter": {"source_hidden": true}}
await predict({
  // by hand: 200, 200,000
  question:
    "One step computes `x.mul(2).add(1).tanh()` and keeps nothing. How many tensors are " +
    "left behind after 20 steps without `tidy`?",
  choices: [
    "none: JavaScript frees what nobody uses",
    "20: the result of each step",
    "60: one for each operation",
  ],
  right: 2,
  answer:
    "Each of the three operations makes a tensor, also those without a name. A training " +
    "of 1,000 steps with 200 operations each leaves 200,000, and your laptop goes to " +
    "sleep for good.",
});

// %%
const counts = { "without tidy": [] as number[], "with tidy": [] as number[] };
const x = tf.randomNormal([100], 0, 1, "float32", 1);
const before = tf.memory().numTensors;
const oneStep = (): number => x.mul(2).add(1).tanh().dataSync()[0]!;

for (let step = 0; step < 20; step++) {
  tf.tidy(oneStep);
  counts["with tidy"].push(tf.memory().numTensors - before);
}
// One big tidy around the leaking loop, so that it leaks only as long as we look.
tf.tidy(() => {
  for (let step = 0; step < 20; step++) {
    oneStep();
    counts["without tidy"].push(tf.memory().numTensors - before);
  }
});

// %% {"jupyter": {"source_hidden": true}}
// Plot: tensors left behind after each step, without and with tidy
show(
  curvePlot({
    title:
      `Without tidy ${counts["without tidy"][19]} tensors are left after 20 ` +
      `steps, with it ${counts["with tidy"][19]}`,
    series: Object.entries(counts).map(([name, y]) => ({
      name,
      x: y.map((_, i) => i + 1),
      y,
    })),
    xTitle: "step",
    yTitle: "tensors left behind",
    format: ",d",
  }),
);
band({
  name: "tensors left after tidy",
  value: counts["with tidy"][19]!,
  low: 0,
  high: 0,
});

// %% [markdown]
// ## Loop, `map` or tensor: which is faster, and why?
//
// A question from every year's peer sessions. The job: from $n$ numbers make $n$ new ones, $2x + 1$. If you come from Python:
//
// | | Python | TypeScript |
// |---|---|---|
// | loop | `for x in xs: made.append(2*x + 1)` | `for (const x of xs) made.push(2 * x + 1);` |
// | `map` | `list(map(lambda x: 2*x + 1, xs))` | `xs.map((x) => 2 * x + 1)` |
// | list comprehension | `[2*x + 1 for x in xs]` | there is none: `map` is what one writes |
// | comprehension with `if` | `[2*x for x in xs if x > 0]` | `xs.filter((x) => x > 0).map((x) => 2 * x)` |
// | tensor operation | `2*xs + 1` (NumPy, PyTorch) | `xs.mul(2).add(1)` |
//
// Two questions hide in this one: what does the *loop* cost, and what does it cost to *allocate* the memory for the result? To tell
// them apart, change one thing at a time: where the result goes (an array of JavaScript, or a `Float32Array`, whose numbers lie side by side
// in memory), and whether it is new each time or there already.

// %%
type Way = (
  numbers: number[],
  tensor: tf.Tensor1D,
  used: number[],
  typed: Float32Array,
) => unknown;
function fill(result: number[] | Float32Array, numbers: number[]) {
  for (let i = 0; i < numbers.length; i++) result[i] = 2 * numbers[i]! + 1;
  return result;
}

// %%
const ways: Record<string, Way> = {
  "array, pushed": (numbers) => {
    const made: number[] = [];
    for (let i = 0; i < numbers.length; i++) made.push(2 * numbers[i]! + 1);
    return made;
  },
  map: (numbers) => numbers.map((value) => 2 * value + 1),
  "array, new": (numbers) => fill(new Array<number>(numbers.length), numbers),
  "array, used again": (numbers, _, used) => fill(used, numbers),
  "Float32Array, new": (numbers) => fill(new Float32Array(numbers.length), numbers),
  "Float32Array, used again": (numbers, _, __, typed) => fill(typed, numbers),
  "tensor, left there": (_, tensor) => tf.tidy(() => void tensor.mul(2).add(1)),
  "tensor, read back": (_, tensor) => {
    let read: Float32Array | undefined;
    // tidy would search what it is given back
    tf.tidy(() => void (read = tensor.mul(2).add(1).dataSync<"float32">()));
    return read;
  },
};

// %% [markdown]
// `push` and `map` are what one writes. The four loops in the middle are the experiment. The last two compute in TensorFlow, and one
// of them brings the result back. Each way runs many times and the **fastest** counts: other programs on your machine only
// ever add time.

// %% {"jupyter": {"source_hidden": true}}
await predict({
  // by hand: 20, 60
  question:
    "You add numbers with a tensor instead of a loop. When is the tensor faster?",
  choices: [
    "with a million numbers, not with 100",
    "with 100 numbers, not with a million",
    "with 100 numbers, and with a million",
  ],
  right: 0,
  answer:
    "For 100 numbers it is far slower: each operation has to leave JavaScript, which " +
    "costs some 20 to 60 µs, in which a loop does tens of thousands of additions. For a " +
    "million it wins, because that price is paid only twice, **as long as the result " +
    "stays there**: reading it back means a copy. Remember both: *the number of " +
    "operations* is what training time is made of, which is why we compute in batches, " +
    "and we read numbers only where we print them.",
});

// %%
const sizes = isSmoke() ? [100, 1_000] : [100, 1_000, 10_000, 100_000, 1_000_000];
// all randomness in this course has a seed: same numbers every time
const random = randomGenerator("00/numbers");

// %% {"jupyter": {"source_hidden": true}}
// Helper: the fastest of many runs, in milliseconds
function fastestMs(run: () => unknown, budgetMs = isSmoke() ? 5 : 250): number {
  const end = performance.now() + budgetMs;
  let fastest = Infinity;
  for (let runs = 0; runs < 3 || performance.now() < end; runs++) {
    const started = performance.now();
    run();
    fastest = Math.min(fastest, performance.now() - started);
  }
  return Math.max(fastest, 1e-5);
}

// %%
const timings = sizes.flatMap((size) => {
  const numbers = Array.from({ length: size }, () => random.normal());
  const [used, typed] = [numbers.slice(), new Float32Array(size)];
  const tensor = tf.tensor1d(numbers);
  const rows = Object.entries(ways).map(([way, run]) => {
    const milliseconds = fastestMs(() => run(numbers, tensor, used, typed));
    return { way, n: size, milliseconds, "ns a number": (milliseconds * 1e6) / size };
  });
  tensor.dispose();
  return rows;
});

// %% {"jupyter": {"source_hidden": true}}
// Helpers: look up a time, and the largest size
const timeOf = (way: string, size: number): number =>
  timings.find((row) => row.way === way && row.n === size)!.milliseconds;
const largest = sizes[sizes.length - 1]!;

// %% {"jupyter": {"source_hidden": true}, "picture": "00-loops"}
// Plot: time against how many numbers, every way
const overTensor = (way: string, size: number): string =>
  (timeOf(way, size) / timeOf("tensor, left there", size)).toFixed(1);
show(
  curvePlot({
    title:
      "At 100 numbers the tensor takes " +
      `${(timeOf("tensor, left there", 100) / timeOf("map", 100)).toFixed(0)} ` +
      `times as long as map; at ${largest.toLocaleString("en")} map takes ` +
      `${overTensor("map", largest)} times as long as the tensor, a loop that ` +
      `allocates nothing ${overTensor("Float32Array, used again", largest)} times`,
    series: Object.keys(ways).map((way) => ({
      name: way,
      x: sizes,
      y: sizes.map((size) => timeOf(way, size)),
    })),
    xTitle: "how many numbers",
    yTitle: "time (ms, the fastest run)",
    xScale: "log",
    yScale: "log",
  }),
);

// %% [markdown]
// On these axes a straight line with a slope of one means: ten times the numbers, ten times the time. The tensor's line starts
// flat, for there you pay for the call alone. Do the other lines have that slope? By what factor does the time grow from one size to the next?

// %% {"jupyter": {"source_hidden": true}}
// Table: ten times the numbers, how many times the time
const growthOf = (way: string) =>
  sizes
    .slice(1)
    .map((size, i) => [
      `${sizes[i]!.toLocaleString("en")} → ${size.toLocaleString("en")}`,
      (timeOf(way, size) / timeOf(way, sizes[i]!)).toFixed(1),
    ]);
table(
  Object.keys(ways).map((way) => ({ way, ...Object.fromEntries(growthOf(way)) })),
  "Ten times the numbers: how many times the time?",
);

// %% [markdown]
// Where the factor is far above ten, something else than the loop has begun to cost. All of these rows make a new result each time, so a
// guess lies near: memory. The next plot tests it, and changes one thing at a time.

// %% {"jupyter": {"source_hidden": true}}
// Helpers: nanoseconds a number, and new against used again
const nanoseconds = (way: string) => (timeOf(way, largest) * 1e6) / largest;
const newOverUsed = (kind: string) =>
  timeOf(`${kind}, new`, largest) / timeOf(`${kind}, used again`, largest);
const arrayOverTyped =
  timeOf("array, used again", largest) / timeOf("Float32Array, used again", largest);

// %% {"jupyter": {"source_hidden": true}}
// Plot: nanoseconds a number at the largest size; then the bands
show(
  comparisonPlot({
    title:
      `At ${largest.toLocaleString("en")} numbers a new array takes ` +
      `${newOverUsed("array").toFixed(1)} times as long as one that is there, ` +
      (`a new Float32Array ${newOverUsed("Float32Array").toFixed(1)} times; the ` +
        `kind alone: ${arrayOverTyped.toFixed(1)} times`),
    rows: Object.keys(ways)
      .filter((way) => !way.startsWith("tensor"))
      .map((way) => ({ name: way, value: nanoseconds(way) })),
    valueTitle: "nanoseconds a number",
    format: ".2f",
  }),
);
band({
  name: "tensor over map, time at 100 numbers",
  value: timeOf("tensor, left there", 100) / timeOf("map", 100),
  low: 5,
  high: 5000,
});
band({
  name: "tensor over map, time at the largest size",
  value: timeOf("tensor, left there", largest) / timeOf("map", largest),
  low: 0,
  high: 1.5,
});
band({
  name: "a new array over one that is there, time at the largest size",
  value: newOverUsed("array"),
  low: 1,
  high: 1000,
});

// %% [markdown]
// Read it in pairs. *New* against *used again*, the same kind of memory: that is what allocation costs. *Array* against
// *Float32Array*, both used again: that is what the kind costs. What is left is the loop. And a tensor wins against `map` mostly because
// `map` allocates: against a loop into memory that is there, look for yourself. Whether `map` or `push` is faster depends on the
// engine, the size and how busy the memory is: write the one that reads better, and measure before you believe.
//
// And `filter`? It cannot know how many numbers it will keep.

// %%
const many = Array.from({ length: largest }, () => random.normal());
const positive = {
  "filter, then map": () => many.filter((value) => value > 0).map((value) => 2 * value),
  "one loop, push": () => {
    const made: number[] = [];
    for (const value of many) if (value > 0) made.push(2 * value);
    return made;
  },
};

// %% {"jupyter": {"source_hidden": true}}
// Table: how long each way of keeping the positive numbers takes
const keepTimes = Object.entries(positive).map(([way, run]) => ({
  way,
  milliseconds: fastestMs(run),
}));
table(
  keepTimes,
  `Keep the positive ones of ${largest.toLocaleString("en")} numbers and double them`,
);

// %% [markdown]
// ## Data frames
//
// Rows of measurements are best kept as a table: **danfo** is for TypeScript what pandas is for Python. A data frame is made
// of records; columns have names; rows can be chosen, grouped and summed up. Before you sort, drop the rows whose value is
// NaN: danfo's `sortValues` does not tell you that it leaves such a column in disorder.

// %%
const frame = new danfo.DataFrame(timings);
const atLargest = frame.query(frame["n"].eq(largest)) as danfo.DataFrame;
table(
  atLargest.loc({ columns: ["way", "milliseconds", "ns a number"] }),
  `The rows of size ${largest.toLocaleString("en")}`,
);

// %%
const best = frame.groupby(["way"]).col(["ns a number"]).min() as danfo.DataFrame;
table(
  best.sortValues("ns a number_min"),
  "Each way at its best size: nanoseconds a number",
);

// %% [markdown]
// ## Plots
//
// A plot is data, too: a **Vega-Lite** specification says which field of the rows goes to which channel (x, y, colour), and
// the page draws it. The plots of `lib/plots` are functions that return such a specification; here is one written by
// hand (its data and its two halves are folded), for the lengths of 400 Korean sentences and their translations.

// %% {"jupyter": {"source_hidden": true}}
// Data for the plot: sentence lengths, and the colours of the tenses
// dots of the same lengths should not hide each other
const jitter = randomGenerator("00/jitter");
const sentences = loadKorean({ split: "train", limit: isSmoke() ? 50 : 400 }).map(
  (pair) => ({
    korean: pair.source.length,
    english: pair.target.length,
    tense: pair.tense,
    text: pair.sourceText,
    x: Number((pair.source.length + jitter.uniform() * 0.6 - 0.3).toFixed(2)),
    y: Number((pair.target.length + jitter.uniform() * 0.6 - 0.3).toFixed(2)),
  }),
);
const base = {
  $schema: vegaLiteSchema,
  usermeta: svgRenderer,
  background: "transparent",
  config: plotConfig,
};
const brush = { name: "brush", select: { type: "interval" as const } };
const tenses = ["past", "present", "future"];
const colour = {
  field: "tense",
  type: "nominal" as const,
  scale: { domain: tenses, range: seriesColours.slice(0, 3) },
  legend: null,
};

// %% [markdown]
// **Drag a rectangle** over the dots on the left: the bars on the right count only what you chose. Hover a dot to read its
// sentence. Click beside the rectangle to let go.

// %% {"jupyter": {"source_hidden": true}}
// Plot, its two halves: dots to choose from, and bars that count them
const dots = {
  width: 330,
  height: 260,
  params: [brush],
  mark: { type: "circle" as const, size: 40, aria: false },
  encoding: {
    x: {
      field: "x",
      type: "quantitative" as const,
      title: "length in Korean (pieces)",
    },
    y: {
      field: "y",
      type: "quantitative" as const,
      title: "length in English (words)",
    },
    color: colour,
    opacity: { condition: { param: "brush", value: 0.85 }, value: 0.12 },
    tooltip: ["text", "korean", "english", "tense"].map((field) => ({ field })),
  },
};
const bars = {
  width: 150,
  height: 260,
  transform: [{ filter: { param: "brush" } }],
  mark: { type: "bar" as const, aria: false },
  encoding: {
    x: {
      field: "tense",
      type: "nominal" as const,
      sort: tenses,
      title: "tense",
      axis: { labelAngle: 0 },
    },
    y: {
      aggregate: "count" as const,
      type: "quantitative" as const,
      title: "sentences in the rectangle",
    },
    color: colour,
  },
};

// %% {"jupyter": {"source_hidden": true}}
// Helper: the mean, and English words per Korean piece
const meanOf = (numbers: number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const ratio =
  meanOf(sentences.map(({ english }) => english)) /
  meanOf(sentences.map(({ korean }) => korean));

// %%
const linked: TopLevelSpec = {
  ...base,
  title:
    `A Korean sentence of 10 pieces has ${(10 * ratio).toFixed(0)} English words, ` +
    "on average",
  description:
    `Lengths of ${sentences.length} Korean sentences against their translations; ` +
    "bars count tenses",
  data: { values: sentences },
  hconcat: [dots, bars],
};
show(linked);

// %% [markdown]
// A page that does not know Vega-Lite, such as a code-hosting site, shows the same plot as a still picture.

// %% [markdown]
// ## Questions, bands, budgets
//
// Three habits of this course that you have met by now:
//
// - **Predict before you run.** A question stands before a surprising cell. Run it and type a letter in the box below
//   (Enter skips): the truth appears beside your answer. Being wrong is how it sticks. `npm run check` counts your first
//   answers; they stay on your machine.
// - **Every result has a band**: the range it should land in. ✗ means that something is broken, perhaps by you: good.
// - **A training cell says how long it takes**, shows a live curve, and may be stopped: the model keeps what it learnt.

// %% [markdown]
// ## How exercises work
//
// Each notebook from 01 on has a sheet in [exercises/](../exercises/) with at least four tasks, with points and minutes. A
// task is a function with a stub:
//
// ```ts
// function dotScore(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor2D {
//   throw new Error("your turn"); // about 3 lines
// }
// ```
//
// Below it stands a check. It tries your function on several shapes and numbers, and says *what is probably wrong*:
//
// ```ts
// await check("dotScore", dotScore);
// ```
//
// Stuck? Each task has three folded hints: a nudge, then pseudo-code, then almost the answer. Take them one at a time.

// %% [markdown]
// The same from a terminal, where the sheet is checked again whenever you save it:
//
// | command | does |
// |---|---|
// | `npm run check -- 06 --watch` | checks sheet 06 on every save |
// | `npm run check -- 06 --task dotScore` | one task |
// | `npm run check -- 06 --hint dotScore` | its next hint |
// | `npm run check -- 06 --reset dotScore` | puts the stub back and keeps a copy of your answer |
//
// A task never builds on your answer to another one, so one mistake costs you one task. At two in the morning: read the
// check's message aloud, take one hint, sleep. Bring the question to the peer session.

// %% [markdown]
// ## For the peer session
//
// 1. Is the list-building loop or `map` faster on your machine, and is it the loop or the allocation?
// 2. From how many numbers on is the tensor worth it? Why does training read *batches* of sentences?
// 3. Which of your own functions would have broadcast silently where they should have failed?
// 4. Why does this course count the *fastest* run? When would you report the median instead?

// %% {"jupyter": {"source_hidden": true}}
// How long this notebook took
console.log(
  `This notebook took ${((performance.now() - startedMs) / 1000).toFixed(0)} s.`,
);

// %% [markdown]
// ## Next
//
// [Notebook 01](01-recurrent-networks.ipynb): a loop over a sequence that learns. Its sheet,
// [exercises/01-recurrent-networks.ipynb](../exercises/01-recurrent-networks.ipynb), is your first.
//
// ## Sources
//
// - TensorFlow.js, "Tensors and operations", sections "Tensors" and "Memory".
//   https://www.tensorflow.org/js/guide/tensors_operations
// - Danfo.js, "Getting started". https://danfo.jsdata.org/getting-started
// - Satyanarayan, Moritz, Wongsuphasawat & Heer 2017, "Vega-Lite: A Grammar of Interactive Graphics", §3 (marks,
//   channels) and §4 (selections). https://doi.org/10.1109/TVCG.2016.2599030
