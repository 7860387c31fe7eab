/** What one sandbox may use. */
export interface Limits {
  /** Processor seconds of one call; loading an answer counts as a call. One that trains has four times these two. */
  readonly cpuSeconds: number;
  /** Seconds that one call may wait: by the clock, while nothing of it runs. */
  readonly wallSeconds: number;
  readonly memoryMegabytes: number;
  readonly processes: number;
  /** What it may print in all. */
  readonly outputMegabytes: number;
  /** What it may write into its own /tmp. */
  readonly diskMegabytes: number;
}

export const defaultLimits: Limits = {
  cpuSeconds: 5,
  wallSeconds: 10,
  memoryMegabytes: 1500,
  processes: 64,
  outputMegabytes: 8,
  diskMegabytes: 32,
};

/** The share of JavaScript's heap; tensors lie outside of it. */
export const heapMegabytes = ({ memoryMegabytes }: Limits): number =>
  Math.round(Math.min(2048, memoryMegabytes * 0.6));

const names = Object.keys(defaultLimits) as (keyof Limits)[];

/**
 * Reads `cpuSeconds=5,memoryMegabytes=800`.
 *
 * @throws {Error} an unknown name, or a value that is no positive number
 */
export function parseLimits(text: string): Limits {
  const given = text.split(",").map((pair) => {
    const [name, value] = pair.split("=");
    if (!names.includes(name as keyof Limits))
      throw new Error(`--limits: no limit ${name}; there are ${names.join(", ")}`);
    if (!(Number(value) > 0)) throw new Error(`--limits: ${name} should be above 0, got ${value}`);
    return [name, Number(value)] as const;
  });
  return { ...defaultLimits, ...Object.fromEntries(given) };
}
