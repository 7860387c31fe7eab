/** `npm run bench`: our models beside the same models of others, on this machine. */
import { parseArgs } from "node:util";
import { compare, type Comparison } from "./compare";
import { hasPeers, installPeers } from "./peers";
import { keep, machine, table } from "./report";
import { works, type SideName } from "./works";

const help = `npm run bench               times all works beside the peers that are installed, about 3 minutes
npm run bench -- --peers    installs the peers (PyTorch) into .course/peers
npm run bench -- --only lstm   one work: ${works.map(({ name }) => name).join(", ")}
npm run bench -- --quick    a few seconds a work; prints only, keeps nothing`;

async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      peers: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      only: { type: "string", multiple: true },
      help: { type: "boolean", default: false },
    },
  });
  if (options.help) return console.log(help);
  if (options.peers) return installPeers();
  const chosen = choose(options.only);
  const hasTorch = hasPeers();
  if (!hasTorch) console.log("PyTorch is not installed (npm run bench -- --peers): only our own numbers.");
  const { cpu, cores, memoryGb, node } = machine();
  console.log(`${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}\n`);
  const comparisons: Comparison[] = [];
  for (const work of chosen) {
    const peers = (Object.keys(work.peers) as SideName[]).filter((side) => side !== "torch" || hasTorch);
    const settings = options.quick ? { rounds: 3, roundMs: 200 } : { rounds: 11, roundMs: 500 };
    console.log(
      `timing ${work.name}, about ${Math.ceil((settings.rounds * settings.roundMs * (peers.length + 1)) / 1000) + 5} s …`,
    );
    comparisons.push(await compare(work, ["ours", ...peers], settings));
    console.log(`${table(comparisons.at(-1)!)}\n`);
  }
  if (!options.quick) console.log(`Kept in ${keep(comparisons)}`);
}

function choose(names: string[] | undefined) {
  const unknown = names?.find((name) => !works.some((work) => work.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no work ${unknown}. Works: ${works.map(({ name }) => name).join(", ")}.`);
  }
  return works.filter(({ name }) => names === undefined || names.includes(name));
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
