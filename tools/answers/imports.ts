/** What an answer may import. */
import { builtinModules } from "node:module";

/** Packages that the course's notebooks use. */
const coursePackages = new Set(["@tensorflow/tfjs-node", "@tensorflow/tfjs", "seedrandom"]);

const courseFile = /^\.\/((lib|datasets|tests\/exercises\/fixtures)\/[\w/-]+?)(\.js)?$/;

/** "lib/tf" of "./lib/tf" and "./lib/tf.js"; undefined if it is no module of the course. */
export const courseModule = (specifier: string): string | undefined => courseFile.exec(specifier)?.[1];

/** What cells are made with, and no task asks for. */
const everyday = /^lib\/(tf|shapes|random|argument|notebook|plots|(plot|jupyter)\/.*)$/;

/** Whether a module of the course holds what a task may ask for: "lib/attention". */
export const isReadyMade = (path: string): boolean =>
  /^(lib|tests\/exercises\/fixtures)\//.test(path) && !everyday.test(path);

/** Why an import cannot be, in a sentence, or undefined. */
export function refusedImport(specifier: string): string | undefined {
  if (courseModule(specifier) !== undefined || coursePackages.has(specifier)) return undefined;
  if (builtinModules.includes(specifier.replace(/^node:/, ""))) return undefined;
  const quoted = JSON.stringify(specifier);
  if (/solutions/.test(specifier)) return `imports ${quoted}: the solutions are not there when it is graded`;
  if (/^[./]/.test(specifier)) return `imports ${quoted}, a file that is not part of the course`;
  return `imports the package ${quoted}, which is not part of the course`;
}
