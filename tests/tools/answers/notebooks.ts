/** Notebooks of one task, dotScore, and what everybody must say of each. */

export interface Cell {
  readonly source: string;
  readonly role?: "answer" | "check" | "look";
  readonly type?: "markdown";
}

export type Verdict = "pass" | "fail" | "student_error" | "not_attempted" | "not_submitted";

export interface Row {
  readonly name: string;
  readonly verdict: Verdict;
  readonly cells: readonly Cell[];
  /** The order in which the learner ran the cells, counted from 0; from top to bottom if it is not said. */
  readonly order?: readonly number[];
}

export const code = (source: string): Cell => ({ source });
export const imports = code('import { check } from "./lib/notebook";\nimport { tf } from "./lib/tf";');
export const check: Cell = { source: 'await check("dotScore", dotScore);', role: "check" };
export const answer = (source: string): Cell => ({ source, role: "answer" });

const head = "function dotScore(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor2D {";
const right = "keys.mul(query.expandDims(1)).sum<tf.Tensor2D>(2)";

/** An answer that is right if the expression is 1. */
export const times = (factor: string): string =>
  `${head}\n  return tf.tidy(() => ${right}.mul<tf.Tensor2D>(${factor}));\n}`;
export const stub = answer(`${head}\n  throw new Error("not written yet: dotScore");\n}`);
export const wrong = times("2");

/** Cells between the imports and the check, with the answer last unless there is one. */
const row = (name: string, verdict: Verdict, ...cells: readonly (Cell | string)[]): Row => ({
  name,
  verdict,
  cells: [imports, ...cells.map((cell) => (typeof cell === "string" ? code(cell) : cell)), check],
});

/** The answer uses `factor`, which is 1 only if all of a cell above was heeded. */
const prepared = (name: string, source: string, factor = "factor"): Row =>
  row(`prepared by ${name}`, "pass", source, answer(times(factor)));

const preparations: readonly Row[] = [
  prepared("pushes in a loop", "const factors: number[] = [];\nfor (let i = 0; i < 4; i++) factors.push(1);", "factors.length / 4"), // prettier-ignore
  prepared("forEach and a map", 'const factors = new Map<string, number>();\n["dot"].forEach((name) => factors.set(name, 1));', 'factors.get("dot")!'), // prettier-ignore
  prepared("an if", "let factor = 2;\nif (factor > 1) factor = 1;"),
  prepared("++", "let factor = 0;\nfactor++;"),
  prepared("a swap", "let [factor, other] = [0, 1];\n[factor, other] = [other, factor];"),
  prepared("Object.assign", "const options = { factor: 0 };\nObject.assign(options, { factor: 1 });", "options.factor"), // prettier-ignore
  prepared("while", "let factor = 8;\nwhile (factor > 1) factor /= 2;"),
  prepared("do and a label", "let factor = 0;\nouter: do {\n  factor += 1;\n  if (factor > 0) break outer;\n} while (factor < 9);"), // prettier-ignore
  prepared("for … of over a table", "const table = [{ factor: 0 }];\nfor (const entry of table) entry.factor = 1;", "table[0].factor"), // prettier-ignore
  prepared("for … in", "const table: Record<string, number> = { dot: 0 };\nfor (const name in table) table[name] = 1;", "table.dot"), // prettier-ignore
  prepared("a loop over a variable of the cell", "let factor: number;\nfor (factor of [3, 2, 1]);"),
  prepared("switch", 'let factor = 0;\nswitch ("dot" as string) {\n  case "dot":\n    factor = 1;\n}'),
  prepared("try and finally", "let factor = 0;\ntry {\n  throw new Error();\n} catch {\n  factor = 0.5;\n} finally {\n  factor *= 2;\n}"), // prettier-ignore
  prepared("a top-level await", "const factor = await Promise.resolve(1);"),
  prepared("a helper from a top-level await", 'const { mulStrict } = await Promise.resolve({ mulStrict: (x: number) => x });', "mulStrict(1)"), // prettier-ignore
  prepared("for await", "let factor = 0;\nfor await (const one of [Promise.resolve(1)]) factor = one;"),
  prepared("a function that assigns", "let factor = 0;\nfunction prepare() {\n  factor = 1;\n}\nprepare();"),
  prepared("a function that calls another", "const table = [0];\nconst fill = () => table.fill(1);\nconst prepare = () => fill();\nprepare();", "table[0]"), // prettier-ignore
  prepared("a function in another cell", "const table = [0];\nfunction put(list: number[]) {\n  list[0] = 1;\n}\nput(table);", "table[0]"), // prettier-ignore
  prepared("a static block", "class Scale {\n  static factor = 0;\n  static {\n    Scale.factor = 1;\n  }\n}", "Scale.factor"), // prettier-ignore
  prepared(
    "a static field set later",
    "class Scale {\n  static factor = 0;\n}\nScale.factor = 1;",
    "Scale.factor",
  ),
  prepared("a property of a function", "const scale = Object.assign(() => scale.factor, { factor: 0 });\nscale.factor = 1;", "scale()"), // prettier-ignore
  prepared("another name for the list", "const factors: number[] = [];\nconst same = factors;\nsame.push(1);", "factors[0]"), // prettier-ignore
  prepared("a part under another name", "const table = { inner: { factor: 0 } };\nconst { inner } = table;\ninner.factor = 1;", "table.inner.factor"), // prettier-ignore
  prepared("destructuring into a property", "const options = { factor: 0 };\n({ factor: options.factor } = { factor: 1 });", "options.factor"), // prettier-ignore
  prepared("delete", "const options: { wrong?: number } = { wrong: 2 };\ndelete options.wrong;", "options.wrong ?? 1"), // prettier-ignore
  prepared("a change in an initialiser", "const factors = [1, 2];\nconst removed = factors.splice(1);", "factors.length"), // prettier-ignore
  prepared("an immediate function", "let factor = 0;\n(() => {\n  factor = 1;\n})();"),
  prepared("a template's tag", "const factors: number[] = [];\nconst put = (_: TemplateStringsArray, x: number) => factors.push(x);\nput`${1}`;", "factors[0]"), // prettier-ignore
  prepared("??=", "let factor: number | undefined;\nfactor ??= 1;", "factor!"),
  prepared("**= and a comma", "let [factor, n] = [2, 0];\n(n = 0), (factor **= n);"),
  prepared(
    "Reflect.set",
    'const options = { factor: 0 };\nReflect.set(options, "factor", 1);',
    "options.factor",
  ),
  prepared("Object.defineProperty", 'const options = {} as { factor: number };\nObject.defineProperty(options, "factor", { get: () => 1 });', "options.factor"), // prettier-ignore
  prepared("an optional call", "const factors: Set<number> | undefined = new Set<number>();\nfactors?.add(1);", "[...factors][0]"), // prettier-ignore
  prepared("an enum", "enum Factor {\n  None,\n  One,\n}", "Factor.One"),
  row("prepared by a var in a block of another cell", "student_error", "{\n  var factor = 1;\n}", answer(times("factor"))), // prettier-ignore
  row(
    "prepared by a var in a block of its cell",
    "pass",
    answer(`{\n  var factor = 1;\n}\n${times("factor")}`),
  ),
  prepared("a generator", "function* factors() {\n  yield 1;\n}\nconst [factor] = factors();"),
  prepared("a closure that counts", "const next = (() => {\n  let n = 0;\n  return () => (n += 1);\n})();\nconst factor = next();"), // prettier-ignore
  row("prepared between answer and check", "pass", "let factor = 0;", answer(times("factor")), "factor = 1;"),
  row("prepared below the answer, in its cell", "pass", answer(`let factor = 0;\n${times("factor")}\nfactor = 1;`)), // prettier-ignore
  row("prepared in three cells", "pass", "const factors: number[] = [];", "factors.push(2);", "factors[0] -= 1;", answer(times("factors[0]"))), // prettier-ignore
  row("tried out and trained in between", "pass", answer(times("1")), "const losses: number[] = [];\nfor (let i = 0; i < 3; i++) losses.push(dotScore(tf.ones([1, 2]), tf.ones([1, 3, 2])).dataSync()[0]);\nconsole.log(losses);"), // prettier-ignore
];

const rerun = (name: string, verdict: Verdict, cells: readonly Cell[], order: readonly number[]): Row => ({
  name,
  verdict,
  cells,
  order,
});

const definitions: readonly Row[] = [
  row(
    "the answer in one cell with its import",
    "pass",
    answer(`import { tf } from "./lib/tf";\n${times("1")}`),
  ),
  row("an arrow", "pass", answer(`const dotScore = (query: tf.Tensor2D, keys: tf.Tensor3D) => tf.tidy(() => ${right});`)), // prettier-ignore
  row("overloads", "pass", answer(`function dotScore(query: tf.Tensor2D, keys: tf.Tensor3D): tf.Tensor2D;\n${times("1")}`)), // prettier-ignore
  row("a wrong answer", "fail", answer(wrong)),
  row("the stub", "not_attempted", stub),
  row("the stub, and the answer above it", "not_attempted", code(times("1")), stub),
  row("the stub, and the answer below it", "pass", stub, code(times("1"))),
  rerun("the stub, and the answer below the check", "pass", [imports, stub, check, code(times("1"))], [0, 1, 2, 3, 2]), // prettier-ignore
  row("a copied cell, the last one wrong", "fail", answer(times("1")), answer(wrong)),
  row("a copied cell, the last one right", "pass", answer(wrong), answer(times("1"))),
  rerun("a copied cell below the check", "pass", [imports, answer(wrong), check, answer(times("1"))], [0, 1, 2, 3, 2]), // prettier-ignore
  row("a cell whose mark was lost", "pass", code(times("1"))),
  row("no answer at all", "not_submitted", answer("")),
  row("the course's own function", "pass", answer('import { dotScore } from "./lib/attention-scores";')),
  rerun("a helper further down that was run first", "pass", [imports, answer(times("one()")), check, code("const one = () => 1;")], [0, 3, 1, 2]), // prettier-ignore
];

const after = (name: string, source: string): Row => {
  const { cells } = row(name, "pass", "let factor = 1;\nconst one = () => factor;", answer(times("one()")));
  return { name, verdict: "pass", cells: [...cells, code(source)] };
};

const later: readonly Row[] = [
  after("a later cell declares the factor anew", "const factor = 0;"),
  after("a later cell assigns to it", "factor = 0;"),
  after("a later cell declares the helper anew", "const one = () => 0;"),
  after("a later cell without the mark declares the answer anew", wrong),
  row("the factor declared anew before the check", "fail", "const factor = 1;", answer(times("factor")), "const factor = 0;"), // prettier-ignore
  row("the helper declared anew before the check", "fail", "const one = () => 1;", answer(times("one()")), "const one = () => 2;"), // prettier-ignore
  row(
    "declared twice, the answer between",
    "pass",
    "const factor = 3;",
    "const factor = 1;",
    answer(times("factor")),
  ),
];

const oneCell = (name: string, verdict: Verdict, source: string): Row => row(name, verdict, answer(source));
const noTf = code('import { check } from "./lib/notebook";');
const own = (name: string, statement: string): Row => ({
  name,
  verdict: "pass",
  cells: [noTf, answer(`${statement}\n${times("1")}`), check],
});

const spellings: readonly Row[] = [
  own('import from "./lib/tf.js"', 'import { tf } from "./lib/tf.js";'),
  own('import from "../lib/tf"', 'import { tf } from "../lib/tf";'),
  own("import * as", 'import * as course from "./lib/tf";\nimport tf = course.tf;'),
  own("import under another name", 'import { tf as flow } from "./lib/tf";\nimport tf = flow;'),
  own("import of a package", 'import * as tf from "@tensorflow/tfjs-node";'),
  own("import type beside it", 'import type { RandomGenerator } from "./lib/random";\nimport { tf } from "./lib/tf";\ntype R = RandomGenerator;'), // prettier-ignore
  prepared("import()", 'const { shown } = await import("./lib/argument");', "shown(1).length"),
  oneCell(
    "import of a file that is not there",
    "student_error",
    `import { x } from "./lib/nothing";\n${times("1")}`,
  ),
  oneCell("import of a name that is not there", "student_error", `import { nothing } from "./lib/random";\n${times("1")}`), // prettier-ignore
  row("%name in an expression", "pass", "const two = () => 2;\nconst factor = 3\n  %two() + 0;", answer(times("factor"))), // prettier-ignore
  row(
    "% in a text of several lines",
    "pass",
    "const text = `\n%d of them`;",
    answer(times("text.length / 11")),
  ),
  oneCell("%%time above the answer", "student_error", `%%time\n${times("1")}`),
  row("%matplotlib in another cell", "pass", "%matplotlib inline", answer(times("1"))),
  oneCell("export function", "pass", `export ${times("1")}`),
  oneCell("export default", "pass", `export default ${times("1")}`),
  oneCell("a list of exports", "pass", `${times("1")}\nexport { dotScore };`),
  row("export const, export type", "pass", "export const factor = 1;\nexport type Factor = number;", answer(times("factor as Factor"))), // prettier-ignore
];

const types: readonly Row[] = [
  oneCell("a cast that is missing", "student_error", `${head}\n  const scores = keys.mul(query.expandDims(1)).sum(2);\n  return scores;\n}`), // prettier-ignore
  oneCell(
    "a cast that TypeScript refuses",
    "student_error",
    `${head}\n  return tf.scalar(1) as tf.Tensor2D;\n}`,
  ),
  oneCell("a type of a package that no cell imports", "student_error", `${head}\n  const factor: Chai.Message = "1";\n  return tf.tidy(() => ${right}.mul<tf.Tensor2D>(Number(factor)));\n}`), // prettier-ignore
  oneCell("rubbish in the answer's cell", "student_error", `${times("1")}\nconst rubbish: string = 5;`),
  row("rubbish in the helper's cell", "student_error", "const one = () => 1;\nconst rubbish: string = 5;", answer(times("one()"))), // prettier-ignore
  row("rubbish in another cell", "pass", "const rubbish: string = 5;", answer(times("1"))),
  row("rubbish in a newer answer", "student_error", answer(times("1")), answer(`${times("1")}\nconst rubbish: string = 5;`)), // prettier-ignore
  oneCell("@ts-nocheck", "student_error", `// @ts-nocheck\n${times("1")}\nconst rubbish: string = 5;`),
  oneCell("@ts-ignore", "pass", `${times("1")}\n// @ts-ignore\nconst rubbish: string = 5;`),
  oneCell("a private member that escapes", "student_error", `export const Scale = class {\n  private factor = 1;\n};\n${times("1")}`), // prettier-ignore
  row("a text assigned to a number of another cell", "pass", "let factor = 1;", 'factor = "2";', answer(times("factor"))), // prettier-ignore
  row("an assignment to a constant of another cell", "pass", "const factor = 1;", "factor = 2;", answer(times("factor"))), // prettier-ignore
  row("types of another cell", "pass", "interface Scale {\n  factor: number;\n}\ntype One = Scale;", answer(`const one: One = { factor: 1 };\n${times("one.factor")}`)), // prettier-ignore
  oneCell("a name that nobody declares", "student_error", times("nobody")),
  oneCell("a syntax error", "student_error", times("1 +")),
  row("a syntax error in another cell", "pass", "const = 1;", answer(times("1"))),
  oneCell(
    "a merge conflict",
    "student_error",
    `<<<<<<< mine\n${times("1")}\n=======\n${wrong}\n>>>>>>> theirs`,
  ),
  row("a helper that throws when it is made", "student_error", 'const factor = ((): number => {\n  throw new Error("no");\n})();', answer(times("factor"))), // prettier-ignore
  oneCell("an answer that throws", "student_error", `${head}\n  throw new RangeError("no");\n}`),
  row("nonsense that gives NaN", "fail", answer(times("NaN"))),
];

export const rows: readonly Row[] = [...preparations, ...definitions, ...later, ...spellings, ...types];
