/** `npm run bench`: what the course costs on this machine, beside what others take for the same. */
import { parseArgs } from "node:util";
import { compare, type Comparison } from "./compare";
import { courseCost, courseTable, courseTotal } from "./course";
import { hasPeers, installPeers } from "./peers";
import { keepComparisons, table } from "./report";
import { keep, machine } from "./results";
import { chooseParts, parts } from "./parts";
import type { SideName, Work } from "./works";

const help = `npm run bench                    all parts, about 25 minutes; what it measures is kept in tools/bench/results
npm run bench -- --only kernel   some parts (--only lstm --only growth):
${parts.map(({ name, what }) => `    ${name.padEnd(18)} ${what}`).join("\n")}
npm run bench -- --quick         each part a few seconds; prints only, keeps nothing
npm run bench -- --profile lstm  where the time of a training step or a decoding goes, kernel by kernel
npm run bench -- --setup         set-up in a fresh clone, cold and warm: 470 MB to download, some minutes
npm run bench -- --peers         installs the peers (PyTorch, JAX, ipykernel, nbgrader) into .course/peers`;

interface Options {
  readonly quick: boolean;
  readonly hasPeers: boolean;
}

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      peers: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      setup: { type: "boolean", default: false },
      profile: { type: "string" },
      only: { type: "string", multiple: true },
      help: { type: "boolean", default: false },
    },
  });
  if (options.help) return console.log(help);
  if (options.peers) return installPeers();
  if (options.profile !== undefined) return profile(options.profile, options.quick);
  if (options.setup) return setUp();
  const { works, hasGrowth, hasCourse } = chooseParts(options.only);
  const { cpu, cores, memoryGb, node } = machine();
  console.log(`${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}\n`);
  if (works.length > 0) await timeWorks(works, { quick: options.quick, hasPeers: hasPeers() });
  if (hasGrowth) await growth(options.quick);
  if (hasCourse) course(options.quick);
}

/** A work that cannot be timed here (no sandbox, no kernel) does not stop the others. */
async function timeWorks(works: readonly Work[], { quick, hasPeers }: Options): Promise<void> {
  if (!hasPeers) console.log("The peers are not installed (npm run bench -- --peers): fewer sides.\n");
  const comparisons: Comparison[] = [];
  for (const work of works) {
    const names = (Object.keys(work.peers) as SideName[]).filter((side) => hasPeers || !needsPeers(side));
    const settings = quick ? { rounds: 2, roundMs: 200, slowShare: 0.1 } : { rounds: 11, roundMs: 500 };
    try {
      comparisons.push(await compare(work, ["ours", ...names], settings));
      console.log(`${table(comparisons.at(-1)!)}\n`);
    } catch (error) {
      console.error(`${work.name} could not be timed: ${(error as Error).message}\n`);
      process.exitCode = 1;
    }
  }
  if (!quick && comparisons.length > 0) console.log(`${keepComparisons(comparisons)}\n`);
}

const needsPeers = (side: SideName): boolean => ["torch", "jax", "ipykernel", "nbgrader"].includes(side);

/** TensorFlow is loaded here only for what runs in this process. */
async function growth(isQuick: boolean): Promise<void> {
  const { fullGrowth, measureGrowth, quickGrowth } = await import("./growth");
  const { growthPlot } = await import("./growth-plot");
  const { crossingsOf, growthTable, slopesOf } = await import("./growth-report");
  const settings = isQuick ? quickGrowth : fullGrowth;
  const { base } = settings;
  const curves = await measureGrowth(settings);
  console.log(`${growthTable(curves, base)}`);
  if (isQuick) return;
  const [slopes, crossings] = [slopesOf(curves, base), crossingsOf(curves, base)];
  console.log(
    `${keep("growth", { machine: machine(), base, crossings, slopes, curves }, growthPlot(curves, base))}\n`,
  );
}

function course(isQuick: boolean): void {
  const notebooks = courseCost();
  console.log(courseTable(notebooks));
  if (!isQuick) console.log(keep("course", { machine: machine(), total: courseTotal(notebooks), notebooks }));
}

async function profile(work: string, isQuick: boolean): Promise<void> {
  const { profileTable, profileWork } = await import("./profile");
  console.log(profileTable(await profileWork(work, isQuick ? 2 : 30)));
}

async function setUp(): Promise<void> {
  const { measureSetUp } = await import("./set-up");
  const times = measureSetUp();
  console.log(
    `set-up of ${times.commit}: ${times.coldSeconds.toFixed(0)} s cold, ${times.warmSeconds.toFixed(1)} s warm`,
  );
  console.log(keep("set-up", { machine: machine(), ...times }));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
