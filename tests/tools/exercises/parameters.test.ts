/** A message names the argument that it means, as the learner's stub names it. */
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { leaksNothing, likeReference, call } from "../../../tools/exercises/case";
import { runCalls } from "../../../tools/exercises/call";
import { callsOf, judge, parametersOf } from "../../../tools/exercises/judge";
import { load, loadSheets } from "../../../tools/exercises/load";
import { argumentAt, parameterNames } from "../../../tools/exercises/parameters";
import type { Task } from "../../../tools/exercises/sheet";
import { readSolution, readTasks } from "../../../tools/exercises/solution";
import { parse } from "../../../tools/exercises/syntax";
import { floats } from "../../../tools/exercises/draw";

const sheets = await loadSheets();

/** What the compiler reads in the answer cell, whose signature is the stub's; of a class, in its constructor. */
function namesInCell(name: string, source: string): (string | undefined)[] {
  let found: readonly ts.ParameterDeclaration[] | undefined;
  const visit = (node: ts.Node): void => {
    const isTask =
      (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) && node.name?.getText() === name;
    if (isTask && ts.isFunctionDeclaration(node)) found ??= node.parameters;
    if (isTask && ts.isVariableDeclaration(node)) found ??= (node.initializer as ts.ArrowFunction).parameters;
    if (ts.isConstructorDeclaration(node)) found ??= node.parameters;
    ts.forEachChild(node, visit);
  };
  visit(parse(source));
  return (found ?? []).map((one) => (ts.isIdentifier(one.name) ? one.name.text : undefined));
}

/** A function of the zoos is given models, and its messages name those. */
const tasks = sheets
  .filter(({ slug }) => !/^1[23]/.test(slug))
  .flatMap((sheet) =>
    readTasks(sheet, readSolution(sheet.slug)).map(({ name, answer }) => ({
      task: sheet.tasks.find((one) => one.name === name)!,
      names: namesInCell(name, answer),
    })),
  );

test.each(tasks.map(({ task, names }) => [task.name, task, names] as const))(
  "the arguments of %s are called as the stub calls them",
  (_name, task, names) => {
    const called = parametersOf(task).map((parameter, index) =>
      names[index] === undefined ? undefined : parameter,
    );
    expect(called).toEqual(names);
  },
);

describe("the names of parameters", () => {
  test.each([
    ["function f(query, keys = new Map([[1, 2]]), ...rest) {}", ["query", "keys", "rest"]],
    ["async (inputs, { width, depth }) => width", ["inputs", undefined]],
    ["x => x", ["x"]],
    ["class Head { shape(a, b) {} constructor(inputWidth, headWidth) {} }", ["inputWidth", "headWidth"]],
    ["class Head {}", []],
    ["() => 1", []],
  ])("are read from %s", (source, names) => {
    expect(parameterNames(source)).toEqual(names);
  });

  test("stand in a message; one without a name is counted", () => {
    expect(argumentAt("2.bias", ["input", "state", "weights"])).toBe("weights.bias");
    expect(argumentAt("1.width", ["input", undefined])).toBe("the second argument's width");
    expect(argumentAt("1", ["input", undefined])).toBe("the second argument");
    expect(argumentAt("7.width", [])).toBe("argument number 8's width");
  });
});

describe("a check that fails", () => {
  const reference = (query: number[], weights: { bias: number[] }): number => query[0]! + weights.bias[0]!;
  const spoil = (query: number[], weights: { bias: number[] }): number => {
    weights.bias[0] = 9;
    return query[0]! + 2;
  };
  const only = (testCase: Task["cases"][number]): Task => ({
    name: "sum",
    reference,
    cases: [testCase],
    mistakes: [],
    alternatives: [],
  });

  test("names the argument that was changed", async () => {
    const task = only(
      leaksNothing("leaves all as it was", { points: 1, calls: () => call([1], { bias: [2] }) }),
    );
    const results = await runCalls(spoil, callsOf(task, task.cases[0]!), { load });
    const { message } = await judge(task, task.cases[0]!, results, load);
    expect(message).toMatch(/^weights\.bias is no longer what it was/);
  });

  test("names the argument whose gradient is wrong", async () => {
    const calls = () => ({ ...call(floats([1]), { bias: floats([2]) }), gradients: ["1.bias"] });
    const task = only(likeReference("passes a gradient", { points: 1, calls }));
    const sum = (query: { add(x: unknown): unknown }, weights: { bias: unknown }): unknown =>
      query.add(weights.bias);
    const results = [{ value: floats([3]), gradients: { "1.bias": floats([5]) }, leaked: 0, changed: [] }];
    const { message } = await judge({ ...task, reference: sum }, task.cases[0]!, results, load);
    expect(message).toContain("the gradient of weights.bias");
  });
});
