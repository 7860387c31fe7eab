/** Times all sides of a work in turn, again and again, so that a busy minute of the machine hits all of them. */
import { quantile } from "../review/feedback/statistics";
import { Side, type Timing } from "./side";
import type { SideName, Work } from "./works";

export interface Spread {
  readonly median: number;
  /** A quarter of the rounds is below. */
  readonly low: number;
  /** A quarter of the rounds is above. */
  readonly high: number;
}

export interface Comparison {
  readonly work: string;
  readonly what: string;
  readonly unit: string;
  /** Milliseconds a repetition. */
  readonly ms: Partial<Record<SideName, Spread>>;
  readonly cpuMs: Partial<Record<SideName, Spread>>;
  readonly peakMb: Partial<Record<SideName, number>>;
  /** Our time over a peer's, of the same round. */
  readonly ratio: Partial<Record<SideName, Spread>>;
  readonly wanted: Work["peers"];
  readonly versions: Partial<Record<SideName, string>>;
}

export interface Rounds {
  readonly rounds: number;
  /** How long one side works in one round, about. */
  readonly roundMs: number;
}

export async function compare(work: Work, names: SideName[], settings: Rounds): Promise<Comparison> {
  const started = [];
  for (const name of names) started.push(await Side.start(name, work.name));
  try {
    const sides = started.map(({ side }) => side);
    const counts = new Map<Side, number>();
    for (const side of sides) counts.set(side, await warmUp(side, settings.roundMs));
    const timings = new Map(sides.map((side) => [side.name, [] as Timing[]]));
    for (let round = 0; round < settings.rounds; round++) {
      for (const side of sides) {
        const count = counts.get(side)!;
        const { ms, cpuMs, peakMb } = await side.time(count);
        timings.get(side.name)!.push({ ms: ms / count, cpuMs: cpuMs / count, peakMb });
      }
    }
    const versions = Object.fromEntries(started.map(({ side, versions }) => [side.name, versions]));
    return summary(work, timings, versions);
  } finally {
    started.forEach(({ side }) => side.stop());
  }
}

/** The first steps compile and allocate. @returns how many repetitions fill a round */
async function warmUp(side: Side, roundMs: number): Promise<number> {
  await side.time(3);
  const { ms } = await side.time(2);
  return Math.max(1, Math.round(roundMs / (ms / 2)));
}

function summary(
  { name, what, unit, peers }: Work,
  timings: Map<SideName, Timing[]>,
  versions: Comparison["versions"],
): Comparison {
  const each = <Result>(read: (rounds: Timing[], side: SideName) => Result) =>
    Object.fromEntries([...timings].map(([side, rounds]) => [side, read(rounds, side)]));
  const ours = timings.get("ours")!;
  const ratio = each((rounds) => spread(rounds.map(({ ms }, round) => ours[round]!.ms / ms)));
  delete ratio["ours"];
  return {
    work: name,
    what,
    unit,
    ms: each((rounds) => spread(rounds.map(({ ms }) => ms))),
    cpuMs: each((rounds) => spread(rounds.map(({ cpuMs }) => cpuMs))),
    peakMb: each((rounds) => Math.round(rounds.at(-1)!.peakMb)),
    ratio,
    wanted: peers,
    versions,
  };
}

/** Median and quartiles. */
export function spread(values: number[]): Spread {
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share));
  return { median: median!, low: low!, high: high! };
}
