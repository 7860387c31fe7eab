/** Reports must not lie among the work: the next run would take them for somebody's. */
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { BadConfiguration } from "../exit-codes";

/** The real path, also of a folder that is still to be made. */
function realPath(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute) || dirname(absolute) === absolute) return realpathSync(absolute);
  return join(realPath(dirname(absolute)), relative(dirname(absolute), absolute));
}

/** @throws {BadConfiguration} the output folder is one of the input's, or lies inside */
export function refuseInside(out: string, paths: readonly string[]): void {
  const target = realPath(out);
  const around = paths.find((path) => `${target}/`.startsWith(`${realPath(path)}/`));
  if (around !== undefined)
    throw new BadConfiguration(`--out ${out} lies inside ${around}: the next run would take its pages for somebody's work. Choose a folder outside.`); // prettier-ignore
}
