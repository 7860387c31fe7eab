/** The docstrings of lib are complete, and what they say is what the code does. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import {
  callable,
  contractOf,
  exported,
  files,
  parametersOf,
  paramDoc,
  root,
  type Documented,
} from "./exports";

const namesOf = (items: readonly Documented[]): string[] => items.map(({ name }) => name);
const takesTensors = ({ node, source }: Documented): boolean =>
  (node as ts.FunctionLikeDeclaration).parameters.some(({ type }) =>
    /\btf\.(Tensor|Variable)|\bQueries\b|\bScores\b|\bInput\b/.test(type?.getText(source) ?? ""),
  );
/** Inner parts: a cell has no reason to import them. */
const isPublic = ({ source: { fileName } }: Documented): boolean =>
  !/^lib\/(engine\/|(masked-softmax|recurrence|transformer-stack|writer)\.ts)/.test(fileName);
const isFunction = ({ node }: Documented): boolean => ts.isFunctionDeclaration(node);

describe("every export of lib", () => {
  test("has a docstring", () => {
    const silent = exported.filter(({ node, doc }) => doc === "" && !ts.isInterfaceDeclaration(node));
    expect(namesOf(silent)).toEqual([]);
  });

  /** Axes and kinds of arguments need no word: lib/README.md says once what they throw. */
  const throwsItself = ({ node, source }: Documented): boolean =>
    /\bthrow |\bcheck(?!(Shapes|Gates|Record|List|Floats)\()[A-Z]\w*\(/.test(node.getText(source));

  test("that throws more than a contract of axes says what and when", () => {
    const throws = exported.filter(throwsItself);
    const isSilent = ({ doc, node, source }: Documented): boolean =>
      !`${doc}${node.getText(source)}`.includes("@throws");
    expect(namesOf(throws.filter(isPublic).filter(isSilent))).toEqual([]);
    expect(throws.length).toBeGreaterThan(50);
  });

  const tensorFunctions = callable.filter(isPublic).filter(takesTensors).filter(isFunction);

  test("that takes tensors says their axes, what comes back, and which other errors it throws", () => {
    const isIncomplete = (item: Documented): boolean =>
      !/\[[\w· +−\d]+(, [\w· +−\d]+)*\]/.test(item.doc) ||
      !/@returns/.test(item.doc) ||
      (throwsItself(item) && !/@throws/.test(item.doc));
    expect(namesOf(tensorFunctions.filter(isIncomplete))).toEqual([]);
    expect(tensorFunctions.length).toBeGreaterThan(15);
  });

  test("that takes tensors checks something of them: their axes, or what it says that it throws", () => {
    const checks = ({ node, source }: Documented): boolean => /\bcheck[A-Z]\w*\(/.test(node.getText(source));
    const unchecked = tensorFunctions.filter((item) => !checks(item) && !/@throws/.test(item.doc));
    expect(namesOf(unchecked)).toEqual([]);
  });

  test("leaves to lib/README.md what holds for all: axes of two lengths, and who frees what is returned", () => {
    const page = readFileSync(join(root, "lib", "README.md"), "utf8");
    expect(page).toContain("throws a `ShapeError` where one axis has two lengths");
    expect(page).toContain("The caller owns the tensors that a function returns");
    const repeats = [...exported, ...callable].filter(({ doc }) =>
      /an axis has two lengths|caller disposes[.]?(\n|$)/.test(doc),
    );
    expect(namesOf(repeats)).toEqual([]);
  });

  test("that implements an equation of a paper names its source and its notebook", () => {
    const sourced = exported.filter(isPublic).filter(({ doc }) => /@source/.test(doc));
    const isUnplaced = ({ doc }: Documented): boolean => !/Taught in notebook \d\d/.test(doc);
    expect(namesOf(sourced.filter(isUnplaced))).toEqual([]);
    expect(sourced.length).toBeGreaterThan(30);
  });
});

describe("every file of lib", () => {
  test("opens with what it is for", () => {
    const abrupt = files.filter(({ text }) => !text.startsWith("/**"));
    expect(abrupt.map(({ fileName }) => fileName)).toEqual([]);
  });

  test("gives an address with each paper it names, once a file", () => {
    const sources = files.flatMap(({ fileName, text }) => {
      const named = text.replace(/\n\s*\* ?/g, " ").match(/@source .*?(?= @|\*\/)/g) ?? [];
      const isElsewhere = (paper: string): boolean => text.includes(`${paper}`) && /https:/.test(text);
      return named
        .filter((note) => !/https:/.test(note) && !isElsewhere(note.split(",")[0]!.replace("@source ", "")))
        .map((note) => `${fileName}: ${note}`);
    });
    expect(sources).toEqual([]);
  });
});

describe("the axes of a docstring", () => {
  const contracts = callable.flatMap((item) =>
    [...contractOf(item)]
      .filter(([argument]) => parametersOf(item).includes(argument) && paramDoc(item, argument) !== undefined)
      .map(([argument, axes]) => ({ item, argument, axes })),
  );

  test("are those that the code checks", () => {
    const wrong = contracts.filter(({ item, argument, axes }) => {
      const said = paramDoc(item, argument)!.replace(/\s+/g, " ");
      return !said.includes(`[${axes.join(", ")}]`);
    });
    const told = wrong.map(({ item, argument, axes }) => `${item.name}: ${argument} is [${axes.join(", ")}]`);
    expect(told).toEqual([]);
    expect(contracts.length).toBeGreaterThan(25);
  });
});

describe("what lib refers to", () => {
  test("exists: files of the repository", () => {
    const mentioned = files.flatMap(({ text }) => [
      ...text.matchAll(/\b(?:tests|tools|datasets|lib)\/[\w./-]+\.\w+/g),
    ]);
    const missing = mentioned.map(([path]) => path).filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });

  test("exists: names in {@link …}", () => {
    const known = new Set(namesOf([...exported, ...callable]).map((name) => name.split(": ").at(-1)));
    const missing = files.flatMap(({ fileName, text }) =>
      [...text.matchAll(/\{@link ([\w.]+)\}/g)]
        .filter(([, name]) => !known.has(name))
        .map(([link]) => `${fileName}: ${link}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("the glossary", () => {
  const banned = ["bs", "seq", "h0", "state1", "a1", "a2", "preds", "n_embd", "hs", "n_head", "att", "attn", "ctx", "block_size", "loss2"]; // prettier-ignore

  test("has no banned name in lib", () => {
    const found: string[] = [];
    const visit = (node: ts.Node, source: ts.SourceFile): void => {
      if (ts.isIdentifier(node) && banned.includes(node.text)) found.push(`${source.fileName}: ${node.text}`);
      ts.forEachChild(node, (child) => visit(child, source));
    };
    files.forEach((source) => visit(source, source));
    expect(found).toEqual([]);
  });
});
