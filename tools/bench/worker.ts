/**
 * Does one work as often as it is told, in a process of its own: `worker.ts SIDE WORK`.
 *
 * A line with a number on stdin is how often; a line of JSON on stdout is how long that took. The peers' worker
 * (peers/worker.py) speaks the same.
 */
import { createInterface } from "node:readline";
import { tf } from "../../lib/tf";
import { layers } from "./layers";
import { ours } from "./ours";

const [side, work] = process.argv.slice(2);
const make = (side === "layers" ? layers : ours)[work!];
if (make === undefined) throw new Error(`There is no work ${work} on the side ${side}.`);
const repeat = make();
const { "tfjs-core": core } = tf.version;
const answer = (record: object) => console.log(JSON.stringify(record));
answer({ versions: `TensorFlow.js ${core}, Node ${process.versions.node}` });

async function main(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    await repeat(Number(line));
    const ms = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    answer({ ms, cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 });
  }
}

void main();
