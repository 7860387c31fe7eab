/**
 * Canvas: `kimminji_LATE_1234_56789_06-attention-1.ipynb`, or `anon_4xR2b_56789_06-attention.ipynb` when names are hidden;
 * never a folder. The second number is the file's own and rises with each upload; "-1" is the second upload of one name.
 */
import type { Item } from "../item";
import { readPaths } from "./site";
import type { Match, Matches, Site } from "./site";

const named = /^(?<name>[^_/]+)_(?:(?<late>LATE)_)?(?<user>\d+)_(?<file>\d+)_(?<rest>[^/]+)$/s;
const anonymous =
  /^anon_(?:(?<late>LATE)_)?(?<user>[A-Za-z0-9]{5})_(?:(?<late2>LATE)_)?(?<file>\d+)_(?<rest>[^/]+)$/s;

function match(path: string): Match | undefined {
  const groups = (anonymous.exec(path) ?? named.exec(path))?.groups;
  if (!groups) return undefined;
  const { name, user = "", file, rest = "" } = groups;
  return {
    ids: [user],
    ...(name !== undefined && { name }),
    rest,
    ...((groups["late"] ?? groups["late2"]) !== undefined && { isLate: true }),
    upload: Number(file),
  };
}

/**
 * Canvas numbers have no leading zero, one learner has one name, and each file has a number of its own, but for a copy that
 * somebody made: `hw_06_2026_kim.ipynb` is none.
 */
function areNumbersOfCanvas(matches: readonly Match[]): boolean {
  const names = new Map<string, string | undefined>();
  const files = new Set<number>();
  for (const {
    ids: [id = ""],
    name,
    upload = 0,
  } of matches) {
    if (/^0/.test(id) || (names.has(id) && names.get(id) !== name)) return false;
    files.add(upload);
    names.set(id, name);
  }
  return files.size * 2 > matches.length;
}

function read(items: readonly Item[]): Matches {
  const matches = readPaths(items.filter(({ kind }) => kind !== "directory"), match); // prettier-ignore
  return areNumbersOfCanvas([...matches.values()].flat()) ? matches : new Map();
}

export const canvas: Site = { name: "Canvas", read };
