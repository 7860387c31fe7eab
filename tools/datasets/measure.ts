/**
 * Loads one data set in a process of its own, so that nothing else takes time or memory, and tells on its channel 3 what it
 * measured.
 */
import { writeFileSync } from "node:fs";
import { lengthCounts, sequencesOf, summarize, type SequenceSummary } from "../../datasets/kit/summary";
import { catalogue } from "./catalogue";

/** A split of a data set. */
export interface Measured {
  readonly split: string;
  /** By the clock, and of the processor: on a busy machine the first is longer. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The most memory that the process took so far beyond what it had before. */
  readonly megabytes: number;
  readonly examples: number;
  readonly fields: readonly FieldMeasured[];
}

export interface FieldMeasured extends SequenceSummary {
  readonly field: string;
  readonly lengths: readonly { length: number; sequences: number }[];
  /** How often each token occurs, the most frequent first. */
  readonly frequencies: readonly number[];
}

async function main(name: string): Promise<void> {
  const { splits, load } = catalogue[name]!;
  const before = process.resourceUsage().maxRSS;
  const rows: Measured[] = [];
  for (const split of splits) {
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    const examples = await load(split as never);
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    const cpuSeconds = (user + system) / 1e6;
    const megabytes = (process.resourceUsage().maxRSS - before) / 1024;
    rows.push({
      split,
      seconds,
      cpuSeconds,
      megabytes,
      examples: examples.length,
      fields: fieldsOf(split, examples),
    });
  }
  writeFileSync(3, JSON.stringify(rows)); // stdout belongs to the bars of slow loads
}

/** The numbers of `adding` are no tokens. */
function fieldsOf(split: string, examples: readonly object[]): FieldMeasured[] {
  if ("values" in examples[0]!) return [];
  return sequencesOf(split, examples).map(({ field, sequences }) => ({
    field,
    ...summarize(sequences),
    lengths: lengthCounts(sequences),
    frequencies: frequenciesOf(sequences),
  }));
}

function frequenciesOf(sequences: readonly (readonly string[])[]): number[] {
  const counts = new Map<string, number>();
  for (const sequence of sequences)
    for (const token of sequence) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts.values()].sort((one, other) => other - one);
}

void main(process.argv[2]!);
