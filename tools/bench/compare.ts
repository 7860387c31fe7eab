/** Times all sides of a work in turn, again and again, so that a busy minute of the machine hits all of them. */
import { progress } from "../../lib/jupyter/progress";
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
  /** How much of a slow work's repetitions; all unless said otherwise. */
  readonly slowShare?: number;
}

export async function compare(work: Work, names: SideName[], settings: Rounds): Promise<Comparison> {
  const started = [];
  try {
    for (const name of names) started.push(await Side.start(name, work.name));
    const counts = new Map<Side, number>();
    for (const { side } of started) counts.set(side, await warmUp(side, work, settings));
    const numRounds = Math.min(settings.rounds, work.slow?.rounds ?? Infinity);
    const timings = await timeInTurns(counts, numRounds, work.name);
    const versions = Object.fromEntries(started.map(({ side, versions }) => [side.name, versions]));
    return summary(work, timings, versions);
  } finally {
    started.forEach(({ side }) => side.stop());
  }
}

async function timeInTurns(
  counts: Map<Side, number>,
  numRounds: number,
  label: string,
): Promise<Map<SideName, Timing[]>> {
  const timings = new Map([...counts.keys()].map(({ name }) => [name, [] as Timing[]]));
  const bar = progress(numRounds * counts.size, `timing ${label}`);
  let numDone = 0;
  for (let round = 0; round < numRounds; round++) {
    for (const [side, count] of counts) {
      timings.get(side.name)!.push(ofOne(await side.time(count), count));
      bar.update((numDone += 1));
    }
  }
  bar.end();
  return timings;
}

/** The first steps allocate, and ours become graphs at the twelfth, so they do not count. @returns how many repetitions make a round */
async function warmUp(side: Side, { slow }: Work, { roundMs, slowShare = 1 }: Rounds): Promise<number> {
  const repeats = slow?.repeats[side.name];
  await side.time(repeats === undefined ? 14 : 1);
  if (repeats !== undefined) return Math.ceil(repeats * slowShare);
  const { ms } = await side.time(2);
  return Math.max(1, Math.round(roundMs / (ms / 2)));
}

const ofOne = ({ ms, cpuMs, peakMb }: Timing, count: number): Timing => ({
  ms: ms / count,
  ...(cpuMs !== undefined && { cpuMs: cpuMs / count }),
  ...(peakMb !== undefined && { peakMb }),
});

function summary(
  { name, what, unit, peers }: Work,
  timings: Map<SideName, Timing[]>,
  versions: Comparison["versions"],
): Comparison {
  const sides = [...timings];
  const ours = timings.get("ours")!;
  const spreads = (read: (timing: Timing, round: number) => number | undefined) =>
    Object.fromEntries(
      sides
        .map(([side, rounds]) => [side, rounds.map(read).filter((value) => value !== undefined)] as const)
        .filter(([, values]) => values.length > 0)
        .map(([side, values]) => [side, spread(values)]),
    );
  const ratio = spreads(({ ms }, round) => ours[round]!.ms / ms);
  delete ratio["ours"];
  const peaks = sides.map(([side, rounds]) => [side, rounds.at(-1)!.peakMb] as const);
  return {
    work: name,
    what,
    unit,
    ms: spreads(({ ms }) => ms),
    cpuMs: spreads(({ cpuMs }) => cpuMs),
    peakMb: Object.fromEntries(
      peaks.filter(([, peak]) => peak !== undefined).map(([side, peak]) => [side, Math.round(peak!)]),
    ),
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
