/** `npm run grade:worker`, but by the tiny sheet. */
import { chooseSandbox } from "../../../tools/grade/grade";
import { openWorker } from "../../../tools/grade/scale/worker";
import { tinySuite } from "./grading";

async function main(): Promise<void> {
  const out = process.stdout;
  const sandbox = await chooseSandbox(false, out);
  const worker = await openWorker({
    url: process.argv[2]!,
    suite: await tinySuite(),
    sandbox,
    concurrency: 1,
    out,
  });
  out.write("ready\n");
  await worker.ended;
}

void main();
