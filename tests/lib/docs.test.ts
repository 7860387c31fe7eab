import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** Plots and the notebook's display have tests of their own. */
const OTHERS = /plot|curve|layers\.ts|notebook|live-|progress|svg|html|display/;
const folder = new URL("../../lib/", import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".ts") && (!OTHERS.test(name) || name === "notebook.ts"))
  .filter((name) => name !== "notebook.ts");

interface Documented {
  readonly name: string;
  readonly kind: "function" | "class" | "type";
  readonly doc: string;
  readonly text: string;
}

const read = (file: string): string => readFileSync(new URL(file, folder), "utf8");

function exportsOf(file: string): Documented[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true);
  return source.statements.flatMap((statement) => {
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword); // prettier-ignore
    if (!isExported || ts.isVariableStatement(statement)) return [];
    const kind = ts.isFunctionDeclaration(statement) ? "function" : ts.isClassDeclaration(statement) ? "class" : "type"; // prettier-ignore
    const name = (statement as ts.DeclarationStatement).name!.getText();
    const doc = ts.getJSDocCommentsAndTags(statement).map((part) => part.getFullText()).join("\n"); // prettier-ignore
    return [{ name, kind, doc: doc || leadingComment(source, statement), text: statement.getText() }];
  });
}

function leadingComment(source: ts.SourceFile, node: ts.Node): string {
  const ranges = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? [];
  return ranges.map(({ pos, end }) => source.text.slice(pos, end)).join("\n");
}

const everyExport = files.flatMap((file) => exportsOf(file).map((entry) => ({ ...entry, file })));
const code = everyExport.filter(({ kind }) => kind !== "type");

/** What only other files of lib use; a learner never imports it. */
const INTERNAL =
  /^(kernel|.*-fused|recurrence|masked-softmax|token-reader|writer|parameters|shapes|tf|mend-node)\.ts$/;
const taught = code.filter(({ file, name }) => !INTERNAL.test(file) && name !== "TargetReader" && name !== "disposeParameters"); // prettier-ignore

/** The axes of every checkShapes call in a file, such as "batch time hidden". */
const contractsOf = (file: string): string[] =>
  [...read(file).matchAll(/\[[^[\]"]*, "([a-zA-Z ]+)"\]/g)].map((match) => match[1]!);

const banned = [
  ...["h0", "c0", "seqLen", "seq_len", "preds", "ctx", "attn", "n_embd", "nHeads", "blockSize", "block_size"],
  ...["embDim", "hiddenDim", "encoderOutputs", "loss2"],
];

describe("every file of lib", () => {
  test.each(files)("%s opens with what it is for", (file) => {
    expect(read(file).trimStart().startsWith("/**")).toBe(true);
  });

  test.each(files)("%s is short enough to read in one go", (file) => {
    expect(read(file).split("\n").length).toBeLessThanOrEqual(251);
  });

  test.each(files)("%s uses no name that the glossary bans", (file) => {
    const found = banned.filter((name) => new RegExp(`\\b${name}\\b`).test(read(file)));
    expect(found).toEqual([]);
  });

  test.each(files)("%s says in words the axes that it checks", (file) => {
    const documented = read(file)
      .replace(/\n\s*\* ?/g, " ")
      .replace(/\d·hidden\]/g, "gates]");
    const missing = contractsOf(file).filter(
      (axes) => !documented.includes(`[${axes.split(" ").join(", ")}]`),
    );
    expect([...new Set(missing)]).toEqual([]);
  });

  test.each(files)("%s cites its sources by address", (file) => {
    const comments = read(file).replace(/\n\s*\* ?/g, " ").match(/@source.*?(?=@|\*\/)/g) ?? []; // prettier-ignore
    const withoutAddress = comments.filter((comment) => !/https:\/\/|The kernels|Fisher|sacreBLEU|Sutskever et al\. 2014|Luong et al\. 2015/.test(comment)); // prettier-ignore
    expect(withoutAddress).toEqual([]);
  });
});

describe("every export of lib", () => {
  test.each(everyExport)("$file: $name is explained", ({ doc, text }) => {
    const isExplained = doc.length > 0 || text.split("\n").length <= 3 || /\/\*\*/.test(text);
    expect(isExplained).toBe(true);
  });

  test.each(taught)("$file: $name says in which notebook it is taught", ({ doc, text }) => {
    expect(`${doc}\n${text}`).toMatch(/Taught in notebook \d\d/);
  });

  test.each(taught)("$file: $name says which errors it throws", ({ doc, text }) => {
    const canThrow = /\bthrow |\bcheck[A-Z]\w*\(/.test(text);
    expect(canThrow ? `${doc}\n${text}` : "@throws").toContain("@throws");
  });
});
