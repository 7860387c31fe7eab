/** Every command of package.json says what it does when it is asked. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = join(__dirname, "..", "..", "..");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};
/** npm's own shorthands. */
const calledAs: Record<string, string> = { start: "npm start", test: "npm test" };

/** A command that fails rejects, with what it wrote to stderr in the message. */
async function firstLineOfHelp(name: string): Promise<string> {
  const [program, ...args] = scripts[name]!.split(" ");
  expect(program).toBe("node");
  const { stdout } = await promisify(execFile)(process.execPath, [...args, "--help"], { cwd: root });
  return stdout.split("\n")[0]!;
}

test.concurrent.each(Object.keys(scripts))(
  "npm run %s -- --help",
  async (name) => {
    const line = await firstLineOfHelp(name);
    const call = calledAs[name] ?? `npm run ${name}`;
    expect([call, `${line} `.slice(0, call.length + 1)]).toEqual([call, `${call} `]);
  },
  120_000,
);
