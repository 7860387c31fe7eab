/**
 * Builds what the sandbox runs: the runner, lib, the datasets' loaders and tfjs-node in one file, with V8's code cache
 * beside it. One file starts in half the time of 1,200, and nothing else of the project has to be in the sandbox.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { BuildOptions, Plugin } from "esbuild";
import { sha256 } from "../intake/learner-id";
import { madeOnce } from "../../setup/state-folder.cjs";
import { projectRoot } from "../layout";
import { buildOnce } from "./build-once";
import { canaryRequests } from "./canary";
import { tensorFlow } from "./tensorflow";

export interface Engine {
  /** Folder with `engine.cjs`, `start.cjs` and the code cache. */
  readonly folder: string;
}

const stack = "--stack-size=900";
/**
 * Node's permissions, all given but one that has no name: to debug a process, which would show an answer everything that we
 * keep from it.
 */
const permissions = [
  process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission",
  ...["--allow-fs-read=*", "--allow-fs-write=*", "--allow-addons", "--allow-worker", "--allow-child-process"],
  "--no-warnings",
];

/** What runs inside, answers or the compiler that reads them: its file in the engine, and how Node is told to start it. */
export const programs = {
  compiler: { script: "compile.cjs", options: [stack] },
  /** It lives too briefly to gain from threads of V8's own. */
  runner: { script: "start.cjs", options: [stack, "--single-threaded", ...permissions] },
} as const;
export type Program = keyof typeof programs;

/** Modules that an answer or a case may load, by path. */
function courseFiles(): string[] {
  return ["lib", "datasets", "tests/exercises/fixtures"].flatMap(sourcesBelow);
}

/** TypeScript files of a folder, sorted, as paths from the project's root. */
function sourcesBelow(folder: string): string[] {
  const absolute = join(projectRoot, folder);
  if (!existsSync(absolute)) return [];
  const names = readdirSync(absolute, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** Inside, the addon has one fixed place; tfjs-node would search for it. */
const fixedAddon: Plugin = {
  name: "fixed addon",
  setup(bundle) {
    bundle.onResolve({ filter: /^@mapbox\/node-pre-gyp$/ }, ({ path }) => ({ path, namespace: "addon" }));
    bundle.onLoad({ filter: /.*/, namespace: "addon" }, () => ({
      contents: 'exports.find = () => process.env.TFJS_ADDON ?? "/kit/tfjs/lib/napi-v8/tfjs_binding.node";',
    }));
  },
};

const entry = (files: readonly string[]): string => `
const courseModules = {
${files.map((file) => `  ${JSON.stringify(file.slice(0, -3))}: () => require(${JSON.stringify(`./${file}`)}),`).join("\n")}
};
exports.start = () => require("./tools/grade/run/inside/runner.ts").serve(courseModules);
`;

/**
 * Starts the bundle from V8's cache: parsing 5 MB of JavaScript costs more than running it. V8 takes a cache only under
 * the flags under which it was made, and the heap's limit is one of them: it holds from the start on, and its flag is
 * then set back to what it is for everybody.
 */
const starter = `"use strict";
const { readFileSync, existsSync, writeFileSync } = require("node:fs");
const { Script } = require("node:vm");
const { wrap } = require("node:module");
require("node:v8").setFlagsFromString("--max-old-space-size=0");
const file = __dirname + "/engine.cjs", cache = __dirname + "/engine.cache";
const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
const script = new Script(wrap(readFileSync(file, "latin1")), { filename: file, cachedData });
if (script.cachedDataRejected) process.stderr.write("V8 refuses the engine's cache\\n");
const module_ = { exports: {} };
script.runInThisContext()(module_.exports, require, module_, file, __dirname);
if (process.argv[2] === "--write-cache") process.once("exit", () => writeFileSync(cache, script.createCachedData()));
module_.exports.start();
`;

/** A bundle of ASCII is read in half the time: esbuild escapes strings, but not regular expressions. */
const escaped = (text: string): string =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

const shared = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  logLevel: "error",
} satisfies BuildOptions;

async function bundle(files: readonly string[], folder: string): Promise<void> {
  const { outputFiles } = await build({
    stdin: { contents: entry(files), resolveDir: projectRoot, loader: "js" },
    ...shared,
    external: ["vega", "vega-lite", "tslab", "danfojs-node"],
    plugins: [fixedAddon],
    write: false,
  });
  writeFileSync(join(folder, "engine.cjs"), escaped(outputFiles[0]!.text));
  const compiler = join(projectRoot, "tools/grade/run/inside/compiler.ts");
  await build({ ...shared, entryPoints: [compiler], outfile: join(folder, programs.compiler.script) });
  writeFileSync(join(folder, programs.runner.script), starter);
}

/** Everything that the bundle is made of. */
function fingerprint(files: readonly string[]): string {
  const inside = ["tools/answers", "tools/exercises", "tools/grade/run"].flatMap(sourcesBelow);
  const texts = [
    ...files,
    ...inside,
    "tools/kernel/spelling.cjs",
    "tools/kernel/advice.cjs",
    "package-lock.json",
  ].map((file) => readFileSync(join(projectRoot, file), "utf8"));
  return sha256([process.version, ...texts].join("\0")).slice(0, 16);
}

/** What a sandbox is asked at least: what this runs, V8's cache holds. */
const rehearsal = ["00", ...[...canaryRequests, { ping: true }].map((request) => JSON.stringify(request))]
  .map((line) => `${line}\n`)
  .join("");

async function buildEngine(draft: string, files: readonly string[]): Promise<void> {
  await bundle(files, draft);
  const { options, script } = programs.runner;
  execFileSync(process.execPath, [...options, join(draft, script), "--write-cache"], {
    env: { ...process.env, TFJS_ADDON: tensorFlow.addon },
    input: rehearsal,
    stdio: ["pipe", "ignore", "inherit", "pipe"],
  });
}

/** The engine for this state of the project; built once. */
export async function prepareEngine(): Promise<Engine> {
  const files = courseFiles();
  const folder = madeOnce("grader", fingerprint(files));
  await buildOnce(folder, (draft) => buildEngine(draft, files));
  return { folder };
}
