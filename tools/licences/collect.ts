/** What set-up brings, and under which licence: read from the lock files, the list of Python licences and the data sets' cards. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../notebook/sources";
import { wheel as model } from "../setup/published-model.mjs";
import { archivesFor } from "../setup/tensorflow-archive.mjs";

export interface Part {
  readonly name: string;
  readonly version: string;
  /** As the package says itself; "" if it says nothing. */
  readonly licence: string;
}

export interface Parts {
  /** npm packages that a learner's notebooks run on. */
  readonly npm: readonly Part[];
  /** npm packages of checks, grader, book and tests. */
  readonly npmDevelopment: readonly Part[];
  readonly python: readonly Part[];
  /** TensorFlow's, for every system. */
  readonly archives: readonly { readonly system: string; readonly file: string }[];
  /** A published model, for notebook 11. */
  readonly modelFile: string;
  readonly dataSets: readonly { readonly name: string; readonly licence: string }[];
}

interface Locked {
  readonly name?: string;
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
}

export const pythonLicencesPath = join(__dirname, "python.json");

const read = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");

export function collect(): Parts {
  const { packages } = JSON.parse(read("package-lock.json")) as { packages: Record<string, Locked> };
  const entries = Object.entries(packages).filter(([path]) => path !== "");
  return {
    npm: npmParts(entries.filter(([, { dev }]) => dev !== true)),
    npmDevelopment: npmParts(entries.filter(([, { dev }]) => dev === true)),
    python: pythonParts(),
    archives: archives(),
    modelFile: model.file,
    dataSets: dataSetLicences(),
  };
}

function npmParts(entries: readonly (readonly [string, Locked])[]): Part[] {
  const parts = entries.map(([path, { name, version, license }]) => ({
    name: name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
    version,
    licence: license ?? "",
  }));
  return onceEach(parts);
}

/** Every pin of set-up, those for other systems and other Pythons too. */
function pythonParts(): Part[] {
  const licences = JSON.parse(readFileSync(pythonLicencesPath, "utf8")) as Record<string, string>;
  const pins = ["requirements.txt", "pip.txt"].flatMap((file) => [
    ...read("tools", "setup", file).matchAll(/^([\w.-]+)==([\w.]+)/gm),
  ]);
  return onceEach(
    pins.map(([, name, version]) => ({
      name: name!,
      version: version!,
      licence: licences[normalised(name!)] ?? "",
    })),
  );
}

/** As PEP 503 writes a name. */
export const normalised = (name: string): string => name.replace(/[-_.]+/g, "-").toLowerCase();

function onceEach(parts: readonly Part[]): Part[] {
  const byKey = new Map(parts.map((part) => [`${part.name} ${part.version}`, part]));
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}

const systems = [
  ["linux", "x64"],
  ["linux", "arm64"],
  ["darwin", "x64"],
  ["darwin", "arm64"],
  ["win32", "x64"],
] as const;

function archives(): Parts["archives"] {
  return systems.flatMap(([platform, arch]) =>
    archivesFor(platform, arch).map(({ file }) => ({ system: `${platform} ${arch}`, file })),
  );
}

function dataSetLicences(): Parts["dataSets"] {
  const folder = join(root, "datasets");
  return readdirSync(folder)
    .sort()
    .filter((name) => existsSync(join(folder, name, "card.md")))
    .map((name) => {
      const [, licence] = /^\| licence \| (.*) \|$/m.exec(read("datasets", name, "card.md")) ?? [];
      if (licence === undefined) throw new Error(`datasets/${name}/card.md has no row "licence"`);
      return { name, licence };
    });
}
