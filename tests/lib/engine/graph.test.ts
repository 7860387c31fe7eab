import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { tf } from "../../../lib/tf";
import { Graph, type Program } from "../../../lib/engine/graph";
import { nodeBackend, type Binding } from "../../../lib/engine/kernel";
import { traced } from "../../../lib/engine/traced";
import { numbers } from "../tensors";

describe("a graph", () => {
  let folder: string;
  const backend = nodeBackend();
  const { binding } = backend;
  const loadSavedModel = vi.fn((from: string, tag: string) => {
    expect(readdirSync(folder)).toHaveLength(1); // so the tests below look where the file is
    return binding.loadSavedModel(from, tag);
  });
  const deleteSavedModel = vi.fn((session: number) => binding.deleteSavedModel(session));
  /** Whether each graph that was read here is gone: graphs of other test files in this process may go at any time. */
  const gone = () =>
    loadSavedModel.mock.results.map(({ value }) => deleteSavedModel.mock.calls.some(([id]) => id === value));

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "graph-test-"));
    vi.stubEnv("TMPDIR", folder);
    const watched = { deleteSavedModel, loadSavedModel };
    backend.binding = Object.create(binding, Object.getOwnPropertyDescriptors(watched)) as Binding;
  });
  afterEach(() => {
    backend.binding = binding;
    vi.unstubAllEnvs();
    vi.clearAllMocks();
    rmSync(folder, { recursive: true });
  });

  test("leaves no file behind, and gives its memory back when it is dropped", () => {
    const holder = { times: 2.125 }; // no other test file has a graph with this number
    const run = traced(
      ({ x }: { readonly x: tf.Tensor1D }) => ({ y: x.mul(holder.times) }),
      () => [holder],
    );
    const runs = () => Array.from({ length: 15 }, () => numbers(run({ x: tf.tensor1d([1]) }).y)[0]);
    expect(runs()).toEqual(Array(15).fill(2.125));
    expect(gone()).toEqual([false]);
    expect(readdirSync(folder)).toEqual([]);
    holder.times = 3.125;
    expect(runs()).toEqual(Array(15).fill(3.125));
    expect(gone()).toEqual([true, false]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("serves all models of one shape, and goes on with the others when one has changed", () => {
    const model = (times: number) => {
      const holder = { weight: tf.scalar(times), bias: 0.125 };
      const run = traced(
        ({ x }: { readonly x: tf.Tensor1D }) => ({ y: x.mul(holder.weight).add(holder.bias) }),
        () => [holder],
      );
      return {
        holder,
        runs: () => Array.from({ length: 15 }, () => numbers(run({ x: tf.tensor1d([1]) }).y)[0]),
      };
    };
    const [two, three] = [model(2), model(3)];
    expect([two.runs(), three.runs()]).toEqual([Array(15).fill(2.125), Array(15).fill(3.125)]);
    expect(loadSavedModel).toHaveBeenCalledTimes(1);
    two.holder.bias = 1.125;
    expect([two.runs(), three.runs()]).toEqual([Array(15).fill(3.125), Array(15).fill(3.125)]);
    expect(loadSavedModel).toHaveBeenCalledTimes(3);
  });

  test("that TensorFlow cannot read leaves no file either", () => {
    const program = { bytes: new Uint8Array([1]), inputs: [], outputNames: [] } as unknown as Program;
    expect(() => new Graph(program)).toThrow();
    expect(loadSavedModel).toHaveBeenCalledTimes(1);
    expect(readdirSync(folder)).toEqual([]);
  });
});
