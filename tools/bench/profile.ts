/** Where the time of a work goes: TensorFlow's kernels by name, and the JavaScript around them. */
import { tf } from "../../lib/tf";
import { withoutGraphs } from "../../lib/engine/traced";
import { ours } from "./ours";

export interface KernelTime {
  /** TensorFlow's name of a kernel, or what tfjs-node does with a tensor. */
  readonly name: string;
  /** A repetition. */
  readonly calls: number;
  /** A repetition. */
  readonly ms: number;
}

export interface Profile {
  readonly work: string;
  /** Of one repetition as it runs: training steps and decoding as graphs. */
  readonly graphMs: number;
  /** Of one repetition kernel by kernel, without graphs, where each call can be seen. */
  readonly ms: number;
  /** The dearest first. */
  readonly kernels: readonly KernelTime[];
}

/** What crosses from JavaScript to TensorFlow. */
const crossings = ["executeOp", "createTensor", "deleteTensor", "tensorDataSync"] as const;
type Binding = Record<(typeof crossings)[number], (...args: unknown[]) => unknown>;
type Sums = Map<string, { calls: number; ms: number }>;

/** @throws {Error} there is no such work */
export async function profileWork(work: string, repetitions: number): Promise<Profile> {
  const make = ours[work];
  if (make === undefined)
    throw new Error(`There is no work ${work} to profile. Works: ${Object.keys(ours).join(", ")}.`);
  const repeat = make();
  const timed = async (): Promise<number> => {
    const started = performance.now();
    await repeat(repetitions);
    return (performance.now() - started) / repetitions;
  };
  await repeat(14); // the first ones allocate, and become graphs
  const graphMs = await timed();
  return withoutGraphs(async () => {
    await repeat(1);
    const sums: Sums = new Map();
    const stop = watchBinding(sums);
    try {
      const ms = await timed();
      return { work, graphMs, ms, kernels: kernelsOf(sums, repetitions) };
    } finally {
      stop();
    }
  });
}

/** Adds up all calls, until the returned function is called. */
function watchBinding(sums: Sums): () => void {
  const backend = tf.backend() as unknown as { binding: Binding };
  const { binding } = backend;
  const watched = Object.create(binding) as Binding; // the addon's own object stays as it is
  for (const crossing of crossings) {
    const value = (...args: unknown[]): unknown => {
      const started = performance.now();
      try {
        return binding[crossing](...args);
      } finally {
        const ms = performance.now() - started;
        const name = crossing === "executeOp" ? (args[0] as string) : crossing;
        const sum = sums.get(name) ?? { calls: 0, ms: 0 };
        sums.set(name, { calls: sum.calls + 1, ms: sum.ms + ms });
      }
    };
    Object.defineProperty(watched, crossing, { value }); // the inherited one cannot be assigned
  }
  backend.binding = watched;
  return () => void (backend.binding = binding);
}

const kernelsOf = (sums: Sums, repetitions: number): KernelTime[] =>
  [...sums]
    .map(([name, { calls, ms }]) => ({ name, calls: calls / repetitions, ms: ms / repetitions }))
    .sort((a, b) => b.ms - a.ms);

/** A line a kernel; the rest is JavaScript. */
export function profileTable({ work, graphMs, ms, kernels }: Profile): string {
  const [inTensorFlow, calls] = [sumOf(kernels, "ms"), sumOf(kernels, "calls")];
  const line = (name: string, time: number, count?: number) =>
    [
      `  ${name.padEnd(36)}`,
      (count?.toFixed(1) ?? "").padStart(8),
      time.toFixed(2).padStart(9),
      `${((100 * time) / ms).toFixed(1)} %`.padStart(8),
      (count === undefined ? "" : ((1000 * time) / count).toFixed(1)).padStart(9),
    ]
      .join("")
      .trimEnd();
  return [
    `${work}: ${graphMs.toFixed(2)} ms a repetition; without graphs ${ms.toFixed(2)} ms:`,
    `  ${"".padEnd(36)}   calls       ms   share  µs/call`,
    ...kernels.map((kernel) => line(kernel.name, kernel.ms, kernel.calls)),
    line("all of TensorFlow", inTensorFlow, calls),
    line("the rest: JavaScript", ms - inTensorFlow),
  ].join("\n");
}

const sumOf = (kernels: readonly KernelTime[], field: "ms" | "calls"): number =>
  kernels.reduce((sum, kernel) => sum + kernel[field], 0);
