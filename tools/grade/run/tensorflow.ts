/** TensorFlow as a sandbox loads it: linked ahead of time where that can be done. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { projectRoot } from "../layout";
import { buildOnce } from "./build-once";
import { definedNames, prelink } from "./prelink";

export interface TensorFlow {
  /** tfjs-node's addon and the folder of the libraries that it loads. */
  readonly addon: string;
  readonly libraries: string;
}

const tfjsNode = join(projectRoot, "node_modules/@tensorflow/tfjs-node");
const addonPath = "lib/napi-v8/tfjs_binding.node";
const libraryFolder = "deps/lib";
/** In the order in which the system searches them. */
const libraryNames = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];

const within = (folder: string): TensorFlow => ({
  addon: join(folder, addonPath),
  libraries: join(folder, libraryFolder),
});

/** As npm left it. */
export const installed = within(tfjsNode);

/** What is searched before TensorFlow: Node itself and the system's libraries. */
function searchedBefore(): string[] {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: readonly string[] };
  const isOther = (path: string): boolean => path.startsWith("/") && !/tensorflow|tfjs/.test(basename(path));
  return [process.execPath, ...sharedObjects.filter(isOther)];
}

function link(draft: string): void {
  const to = within(draft);
  for (const folder of [dirname(to.addon), to.libraries]) mkdirSync(folder, { recursive: true });
  copyFileSync(installed.addon, to.addon);
  const taken = new Set([...searchedBefore(), installed.addon].flatMap(definedNames));
  for (const name of libraryNames) {
    const library = join(installed.libraries, name);
    prelink(library, join(to.libraries, name), taken);
    definedNames(library).forEach((defined) => taken.add(defined));
  }
  tryOut(to);
}

/** @throws {Error} this system cannot load it */
function tryOut({ addon }: TensorFlow): void {
  const program = `process.dlopen({ exports: {} }, ${JSON.stringify(addon)})`;
  execFileSync(process.execPath, ["-e", program], { stdio: "ignore", timeout: 60_000 });
}

/** Made once for each version of Node and tfjs-node, into .course: 0.6 GB. */
export async function prepareTensorFlow(): Promise<TensorFlow> {
  if (process.platform !== "linux" || process.arch !== "x64") return installed;
  const { version } = JSON.parse(readFileSync(join(tfjsNode, "package.json"), "utf8")) as {
    version: string;
  };
  const folder = join(projectRoot, ".course/grader", `tfjs-node-${version}-node-${process.version}`);
  try {
    await buildOnce(folder, link);
    return within(folder);
  } catch {
    return installed; // no room, or a system that wants its libraries otherwise: slower, and as right
  }
}
