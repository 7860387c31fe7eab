/** Starts the program that tries the doors, as whoever runs this, and prints what was open and who it was outside. */
import { readFileSync } from "node:fs";
import { bubblewrapProblem } from "../../../tools/grade/run/bubblewrap";
import { defaultLimits } from "../../../tools/grade/run/limits";
import { openSandbox } from "../../../tools/grade/run/sandbox";
import { processTree } from "../../../tools/grade/run/usage";

const [folder] = process.argv.slice(2);
const problem = bubblewrapProblem();
if (problem !== undefined) throw new Error(problem);
const { child, kill } = openSandbox({ folder: folder! }, null).start("runner", defaultLimits);
child.stderr!.pipe(process.stderr);
child.stdio[3]!.once("data", (line: Buffer) => {
  const { open } = JSON.parse(String(line)) as { open: string[] };
  const pid = processTree(child.pid!).at(-1)!;
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const [uid] = /^Uid:\s+(\d+)/m.exec(status)!.slice(1);
  const [mayDo] = /^CapEff:\s+(\w+)/m.exec(status)!.slice(1);
  console.log(JSON.stringify({ open, uid: Number(uid), mayDo }));
  kill();
});
