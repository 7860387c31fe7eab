// %% [markdown]
// # Exercises 13: the second zoo, whole models
//
// Four Transformers were trained to write a word backwards, and each has one bug. You get what you would get at work: loss curves, what
// the model writes, the maps of its heads, and beside them the same of a healthy model. The bug may do its harm in training, in writing, or in
// both. The code is not on this page. (It lives in `tests/exercises/fixtures/13-second-zoo`; reading it there spoils the hunt.)
//
// For each case write a function that questions *any* model, and
//
// - returns `{ place, evidence }` if the model has this case's bug: where it is, and what you measured, as a sentence with a number in it;
// - returns nothing (`undefined`) if it has not: if it is healthy, **or has another bug**.
//
// A constant answer earns nothing, and the right place without a proof 2 of 7 points at most. The others are for the proof: the checks hand your function the healthy model, the other three broken
// ones, and, hidden, models of another size, one that was never trained, and the same bug in another form. Different bugs look alike from afar,
// so change one thing, keep the rest, and ask what *else* could have caused what you see.
//
// Letters are the ids 3 to 10, `<sos>` is 1 and `<eos>` is 2. The source *abcd* is `[3, 4, 5, 6]`; with teacher forcing the decoder reads
// `[1, 6, 5, 4, 3]`.

// %% {"jupyter": {"source_hidden": true}}
// Imports: the parts of lib and the models that the cells below use
import { check, show, table } from "../lib/notebook";
import { curvePlot, headsPlot } from "../lib/plots";
import { curves } from "../tests/exercises/fixtures/13-second-zoo/curves";
import { suspect } from "../tests/exercises/fixtures/13-second-zoo/suspects";

// %%
/** What you can ask of a model. Plain numbers in, plain numbers out. */
interface Suspect {
  /** Scores of the next token after each input, all at once, as in training  [target, vocab] */
  logits(source: readonly number[], inputs: readonly number[]): number[][];
  /** The same, one input after the other with a KV cache, as in writing  [target, vocab] */
  stepLogits(source: readonly number[], inputs: readonly number[]): number[][];
  /** What it writes by itself, without <eos>; at most 8 tokens. */
  write(source: readonly number[]): number[];
  /** Where the last layer's heads look, all at once: at the inputs, and at the source with its <eos>  [head, target, key] */
  maps(
    source: readonly number[],
    inputs: readonly number[],
  ): { self: number[][][]; source: number[][][] };
}

/** "KV cache" is all that is special about going on from earlier tokens: keys, values, and which place comes next. */
type Place =
  | "encoder"
  | "embedding"
  | "causal mask"
  | "cross-attention"
  | "feed-forward"
  | "layer norm"
  | "dropout"
  | "KV cache"
  | "output layer"
  | "loss";

interface Accusation {
  readonly place: Place;
  readonly evidence: string;
}

/** The largest difference between two tables of scores. Use it in your functions. */
const gap = (a: number[][], b: number[][]): number =>
  Math.max(...a.flatMap((row, t) => row.map((x, i) => Math.abs(x - b[t]![i]!))));

// %% [markdown]
// The cell below prepares the pictures, and shows where the healthy model looks. All five models have one layer with two heads, and learned from
// the same words.

// %%
type Name = keyof typeof curves;
const models = Object.fromEntries(Object.keys(curves).map((name) => [name, suspect(name)])) as Record<Name, Suspect>; // prettier-ignore
const letters = (tokens: readonly number[]) =>
  tokens.map((token) => ["<pad>", "<sos>", "<eos>", ..."abcdefgh"][token]!);
const words = [[3, 4, 5, 6], [10, 8, 9], [7, 3, 9, 3, 5], [6, 6, 10, 4, 8, 5], [5, 4, 3, 10, 9, 8], [7, 7, 3, 6, 5, 5]]; // prettier-ignore

function showCurves(name: Name): void {
  const both = (["healthy", name] as const).map((one) => ({ one, ...curves[one] }));
  const losses = both.flatMap(({ one, steps, training, validation }) => [
    { name: `${one}, training`, x: steps, y: training },
    { name: `${one}, validation`, x: steps, y: validation },
  ]);
  const [xTitle, yTitle] = ["training step", "loss (nats a token)"];
  show(curvePlot({ series: losses, xTitle, yTitle, title: `Teacher-forced, ${name}` }));
  show(
    curvePlot({
      series: both.map(({ one, steps, exact }) => ({ name: one, x: steps, y: exact })),
      xTitle,
      yTitle: "words without a mistake",
      yDomain: [0, 1],
      title: `Written freely, ${name}`,
    }),
  );
}

function showWriting(name: Name): void {
  table(
    words.map((word) => ({
      word: letters(word).join(""),
      healthy: letters(models.healthy.write(word)).join(""),
      [name]: letters(models[name].write(word)).join(""),
      [`${name}, again`]: letters(models[name].write(word)).join(""),
    })),
  );
}

/** Both looks of the last layer, for *abcd* and its teacher-forced answer. */
function showMaps(name: Name): void {
  const [source, inputs] = [words[0]!, [1, 6, 5, 4, 3]];
  const looks = models[name].maps(source, inputs);
  const [queries, read] = [letters(inputs), letters([...source, 2])];
  show(headsPlot({ queries, keys: queries, weights: [looks.self], title: `Looks at the inputs, ${name}` })); // prettier-ignore
  show(headsPlot({ queries, keys: read, weights: [looks.source], title: `Looks at the source, ${name}` })); // prettier-ignore
}

showMaps("healthy");

// %% [markdown] {"course": {"task": "caseOne", "role": "prompt", "difficulty": 3, "minutes": 35}}
// ## Good marks, bad words
//
// Model 1. Its teacher-forced loss is that of the healthy model. Left to itself it gets no word right. Where is the bug? Write `caseOne(model)`, which finds it in any model that has
// it, and returns `undefined` for all others.

// %%
showCurves("model 1");
showWriting("model 1");
showMaps("model 1");

// %% {"course": {"task": "caseOne", "role": "answer"}}
/** @returns nothing if the model does not have the bug of model 1 */
function caseOne(model: Suspect): Accusation | undefined {
  const [source, inputs] = [[3, 4, 5, 6], [1, 6, 5, 4, 3]]; // prettier-ignore
  const atOnce = model.logits(source, inputs);
  const changesByChance = gap(atOnce, model.logits(source, inputs)) > 1e-6;
  const otherEnd = model.logits(source, [1, 6, 9, 10, 7]).slice(0, 2);
  const hearsTheFuture = gap(otherEnd, atOnce) > 1e-4;
  if (changesByChance || hearsTheFuture) return undefined; // they would explain a difference, too
  const differs = gap(atOnce, model.stepLogits(source, inputs));
  if (differs < 1e-3) return undefined;
  return { place: "KV cache", evidence: `step by step, scores differ by ${differs}` };
}

// %% {"course": {"task": "caseOne", "role": "check"}}
await check("caseOne", caseOne);

// %% [markdown] {"course": {"task": "caseOne", "role": "hint"}}
// What does the model do in writing that it does not do with teacher forcing? There are two methods that compute the same scores. Do they agree?
//
// ---
//
// ```
// scores of one source and its inputs, computed in both ways: how far apart?
// what else could set the two ways apart?
//     chance: does one way agree with itself?
//     later inputs, which only one of the two ways has at hand: do they change earlier scores?
// rule both out before you accuse
// ```
//
// ---
//
// `gap(a, b)` compares row by row, as many rows as `a` has. Rounding makes differences of about 0.000001; take 0.001 as the bound. Keep the first two inputs and exchange the rest to see what the later ones do, and compare only the first two rows.

// %% {"course": {"task": "caseOne", "role": "look"}}
table(Object.entries(models).map(([name, model]) => ({ name, "your function": caseOne(model)?.evidence ?? "nothing" }))); // prettier-ignore

// %% [markdown] {"course": {"task": "caseTwo", "role": "prompt", "difficulty": 3, "minutes": 20}}
// ## The model that is a little worse
//
// Model 2. Its training loss is that of the healthy model, its validation loss is not, and it writes most words, but not all. Somebody has suggested more data. Where is the bug? Write
// `caseTwo(model)`.

// %%
showCurves("model 2");
showWriting("model 2");
showMaps("model 2");

// %% {"course": {"task": "caseTwo", "role": "answer"}}
/** @returns nothing if the model does not have the bug of model 2 */
function caseTwo(model: Suspect): Accusation | undefined {
  const ask = () => model.logits([3, 4, 5, 6], [1, 6, 5, 4, 3]);
  const differs = gap(ask(), ask());
  if (differs < 1e-6) return undefined;
  return { place: "dropout", evidence: `asked twice, its scores differ by ${differs}` };
}

// %% {"course": {"task": "caseTwo", "role": "check"}}
await check("caseTwo", caseTwo);

// %% [markdown] {"course": {"task": "caseTwo", "role": "hint"}}
// Compare the training loss and the validation loss of the healthy model: which is lower, and why? Then look at the table, column by column.
//
// ---
//
// ```
// which experiment changes nothing at all?
// what should a healthy model's scores do in it?
// how large is the difference here?
// ```
//
// ---
//
// Name the only part of a model that gives another number for the same input. `gap` needs two tables; a small function that asks one fixed question makes them.

// %% {"course": {"task": "caseTwo", "role": "look"}}
table(Object.entries(models).map(([name, model]) => ({ name, "your function": caseTwo(model)?.evidence ?? "nothing" }))); // prettier-ignore

// %% [markdown] {"course": {"task": "caseThree", "role": "prompt", "difficulty": 3, "minutes": 30}}
// ## Too good to be true
//
// Model 3. Its teacher-forced loss falls faster than the healthy model's. Left to itself it writes one letter, whatever the word. Where is the bug? Write `caseThree(model)`. (Model 4 below has
// curves like these, and another bug.)

// %%
showCurves("model 3");
showWriting("model 3");
showMaps("model 3");

// %% {"course": {"task": "caseThree", "role": "answer"}}
/** @returns nothing if the model does not have the bug of model 3 */
function caseThree(model: Suspect): Accusation | undefined {
  const { self } = model.maps([3, 4, 5, 6], [1, 6, 5, 4, 3]);
  const ahead = self.flatMap((head) => head.flatMap((row, t) => row.slice(t + 1)));
  const largest = Math.max(...ahead);
  if (largest < 1e-6) return undefined;
  return { place: "causal mask", evidence: `a head gives ${largest} to a later input` };
}

// %% {"course": {"task": "caseThree", "role": "check"}}
await check("caseThree", caseThree);

// %% [markdown] {"course": {"task": "caseThree", "role": "hint"}}
// A loss near 0 so early means that the answer can be read somewhere. Where does the next token stand when the decoder is teacher-forced? By which of its two looks could it get there? Compare the maps with those of the healthy model.
//
// ---
//
// ```
// the maps of one source and its inputs
// which weights of which map should be exactly 0 in a healthy decoder?
// how large is the largest of them?
// ```
//
// ---
//
// The row of input t is `head[t]`; what a healthy model may not use are the columns from t + 1 on: `slice(t + 1)`. `Math.max(...list)` finds the largest, `flatMap` makes one list of all heads and rows. That later inputs *change* earlier scores is true of model 4 as well.

// %% {"course": {"task": "caseThree", "role": "look"}}
table(Object.entries(models).map(([name, model]) => ({ name, "your function": caseThree(model)?.evidence ?? "nothing" }))); // prettier-ignore

// %% [markdown] {"course": {"task": "caseFour", "role": "prompt", "difficulty": 3, "minutes": 25}}
// ## The twin
//
// Model 4. Its loss falls at first faster than the healthy model's, as model 3's did, and left to itself it writes nothing. But what mends model 3 does not mend it. Where is the bug? Write `caseFour(model)`.

// %%
showCurves("model 4");
showWriting("model 4");
showMaps("model 4");

// %% {"course": {"task": "caseFour", "role": "answer"}}
/** @returns nothing if the model does not have the bug of model 4 */
function caseFour(model: Suspect): Accusation | undefined {
  const inputs = [1, 6, 5, 4, 3];
  const scores = model.logits([3, 4, 5, 6], inputs);
  const ofAnother = model.logits([8, 7, 9, 10], inputs);
  const differs = gap(scores, ofAnother);
  if (differs > 1e-6) return undefined;
  return {
    place: "cross-attention",
    evidence: `another source changes scores by ${differs}`,
  };
}

// %% {"course": {"task": "caseFour", "role": "check"}}
await check("caseFour", caseFour);

// %% [markdown] {"course": {"task": "caseFour", "role": "hint"}}
// Which of the model's two inputs does it need to write a word backwards? What happens to its words if you change that input?
//
// ---
//
// ```
// scores for one source, and for another, with the same inputs
// how much should they differ? how much do they?
// which part carries from the one side to the other?
// ```
//
// ---
//
// Keep the inputs, exchange the source for one of the same length, and compare with `gap`. A model that was never trained hears its source too, only without sense: any difference above rounding acquits.

// %% {"course": {"task": "caseFour", "role": "look"}}
table(Object.entries(models).map(([name, model]) => ({ name, "your function": caseFour(model)?.evidence ?? "nothing" }))); // prettier-ignore
