/** What a human is told about an answer's ways, whatever they are written like; and what nobody is told about honest ones. */
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { createReader } from "../../../tools/answers/answer";
import { root } from "../../../tools/exercises/load";

const read = createReader(ts, join(root));

function notesOn(source: string, task = "attend"): string {
  const course = { sheet: "06", task, role: "answer" } as const;
  const cell = { number: 1, isCode: true, source, course } as Parameters<typeof read>[0][number];
  const { answers } = read([cell], [task]);
  expect(answers[0]!.message).toBe("");
  return answers[0]!.notes.join("\n");
}

const whole = 'import * as Whole from "./lib/attention";\n';
const attend = (body: string): string => `function attend(...all: any[]): any { ${body} }`;
const took = "takes attend ready-made from the course";

describe("an answer that takes the course's own function", () => {
  test.each([
    ["by its name", `import { attend as ready } from "./lib/attention";\n${attend("return ready;")}`],
    ["of a namespace", whole + attend("return Whole.attend;")],
    ["of a namespace that is no longer typed", whole + attend("return (Whole as any).attend;")],
    ["by a text", whole + attend('return Whole["attend"];')],
    ["by a text in parts", whole + attend('return (Whole as any)[("att" + "en") + `d`];')],
    ["by a text with escapes", whole + attend('return Whole["\\u0061ttend"];')],
    ["out of a pattern", `${whole}const { attend: ready } = Whole;\n${attend("return ready;")}`],
    ["out of a pattern with a computed name", `${whole}const { ["att" + "end"]: ready } = Whole as any;\n${attend("return ready;")}`],
  ])("%s", (_how, source) => expect(notesOn(source)).toContain(took)); // prettier-ignore
});

describe("an answer that hides which function it takes", () => {
  test.each([
    ["a name that is computed", whole + attend("return (Whole as any)[String(all[0])];")],
    ["another name for the module", `${whole}const other: any = Whole;\n${attend("return other;")}`],
    ["the rest of a pattern", `${whole}const { ...other } = Whole;\n${attend("return other;")}`],
    ["the module as an argument", whole + attend("return Object.values(Whole);")],
  ])("by %s", (_how, source) =>
    expect(notesOn(source)).toContain("takes a whole module of the course (Whole)"),
  );
});

describe("an answer that reaches out", () => {
  test.each([
    ["const bring: any = require;\n" + attend("return bring;"), "loads a module while it runs"],
    [attend("return (\\u0072equire as any)(String(all[0]));"), "loads a module while it runs"],
    [attend('return (module as any)["req" + "uire"];'), "loads a module while it runs"],
    [attend("return import(String(all[0]));"), "loads a module while it runs"],
    [attend("return (process as any).mainModule;"), "uses process"],
    [attend('return (globalThis as any)["pro" + "cess"];'), "uses process"],
    [attend('return (attend as any)["constr" + "uctor"]("return 1")();'), "reaches for globals or prototypes"],
    [attend('return new Function("return 1")();'), "makes code out of text"],
    [attend("// @ts-ignore\n const x: string = 1; return x;"), "switches type checks off"],
    ['import { tf } from "./lib/tf";\nconst { layers } = tf;\n' + attend("return layers;"), "uses ready-made layers of tf"],
    ['import { tf } from "./lib/tf";\n' + attend("return tf.layers.lstm;"), "uses ready-made layers of tf"],
  ])("%s", (source, what) => expect(notesOn(source)).toContain(what)); // prettier-ignore
});

describe("nobody is told of", () => {
  test.each([
    ["a part of the course that the task does not ask for", whole + attend("return Whole.causalMask(3);")],
    ["a word in a text or a comment", attend('// require("fs"), eval(x)\n return "process eval(1) globalThis";')],
    ["a type", attend("const go: Function = attend; return typeof go;")],
    ["a variable of one's own", "const module = 1, global = 2;\n" + attend("return module + global;")],
    ["a name in a record", attend("return { process: 1, attend: 2, require: 3 };")],
    ["a field that is named as the task", attend("return all[0].attend;")],
  ])("%s", (_what, source) => expect(notesOn(source)).toBe("")); // prettier-ignore
});
