import { mkdirSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256OfSmallFile } from "./checksum.mjs";

/** tfjs-node's native addon, between Node and TensorFlow's C library. */

/** @typedef {import("./step.mjs").Context} Context */

/** tfjs-node knows Node-API 3 to 8, and every Node we support has 8. */
const folderName = join("lib", "napi-v8");

/** What we link to tfjs-node's sources. */
const signals = fileURLToPath(new URL("signals.cc", import.meta.url));

export const PREBUILT = "prebuilt";

/** Which addon set-up makes; one that was made as another is made anew. @param {string} platform */
export const addonVersion = (platform) => (platform === "linux" ? sha256OfSmallFile(signals) : PREBUILT);

/** @param {import("./layout.mjs").Layout} layout */
const sourcesOf = ({ tfjsNode }) =>
  readdirSync(join(tfjsNode, "binding"))
    .filter((name) => name.endsWith(".cc"))
    .map((name) => join("binding", name));

/**
 * Compiles the addon without node-gyp, which would need make and download Node's headers.
 *
 * @param {Context} context
 */
export async function compileAddon({ layout, run }) {
  mkdirSync(join(layout.tfjsNode, folderName), { recursive: true });
  const nodeHeaders = join(layout.nodeModules, "node-api-headers", "include");
  await run(
    "g++",
    [
      ...["-shared", "-fPIC", "-O2", "-std=c++17", "-DNAPI_VERSION=8"],
      ...["-I", join("deps", "include"), "-I", nodeHeaders],
      ...sourcesOf(layout),
      signals,
      ...["-o", join(folderName, "tfjs_binding.node")],
      ...["-L", join("deps", "lib"), "-ltensorflow", "-ltensorflow_framework"],
      "-Wl,-rpath,$ORIGIN/../../deps/lib",
    ],
    { cwd: layout.tfjsNode, log: join(layout.logs, "addon.log") },
  );
}

/**
 * Lets tfjs-node's install script fetch its prebuilt addon, for systems where a compiler is rarely at hand. It finds our
 * checked library in deps and leaves it. Nobody publishes a checksum of the addon: here we trust HTTPS, as upstream does.
 *
 * @param {Context} context
 */
export async function fetchPrebuiltAddon({ layout, run }) {
  const tools = join(layout.nodeModules, ".bin");
  await run(process.execPath, [join("scripts", "install.js")], {
    cwd: layout.tfjsNode,
    env: { PATH: `${tools}${delimiter}${process.env["PATH"]}` },
    log: join(layout.logs, "addon.log"),
  });
}
