/** `npm run grade:worker`. */
import { parseArgs } from "node:util";
import { BadConfiguration, exitCodes } from "../exit-codes";
import { chooseSandbox } from "../grade";
import { openSuite } from "../judge/suite";
import { defaultLimits } from "../run/limits";
import { defaultConcurrency, openPool } from "./pool";
import { proveSuite } from "./prove-suite";
import { openWorker } from "./worker";

const help = `npm run grade:worker -- --redis URL [--sheets 03,06] [--hidden DIR] [--concurrency N]

Grades what npm run grade -- --redis URL sends, with the same sheets and hidden cases, until you stop it.`;

async function main(): Promise<number> {
  const options = { redis: { type: "string" }, sheets: { type: "string" }, hidden: { type: "string" }, concurrency: { type: "string" }, help: { type: "boolean" } } as const; // prettier-ignore
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(help);
    return exitCodes.allGraded;
  }
  if (values.redis === undefined)
    throw new BadConfiguration("--redis URL is missing (npm run grade:worker -- --help)");
  const out = process.stdout;
  const sandbox = await chooseSandbox(false, out);
  const sheets = values.sheets?.split(",");
  const suite = await openSuite({
    ...(sheets && { sheets }),
    ...(values.hidden !== undefined && { hidden: values.hidden }),
  });
  await proveSuite(suite, openPool(sandbox, suite, defaultLimits, 1), defaultLimits, out);
  const concurrency = Number(values.concurrency ?? defaultConcurrency(defaultLimits));
  const worker = await openWorker({ url: values.redis, suite, sandbox, concurrency, out });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void worker.close());
  out.write(
    `At work on sheets ${suite.sheets.map(({ slug }) => slug).join(", ")}, ${concurrency} at a time.\n`,
  );
  await worker.ended;
  return exitCodes.allGraded;
}

void main()
  .catch((error: Error) => {
    console.error(error.message);
    return error instanceof BadConfiguration ? exitCodes.badConfiguration : exitCodes.failed;
  })
  .then((code) => process.exit(code));
