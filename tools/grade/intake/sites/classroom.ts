/** Google Classroom, and whoever else writes `Kim Min-ji - 06-attention.ipynb`: a name, no id. */
import { isWork } from "../item";
import { readPaths } from "./site";
import type { Match, Site } from "./site";

const pattern = /^(?<name>[^/]*?\p{L}[^/]*?) - (?<rest>[^/]+)$/su;
/** `06 - attention.ipynb`, `Copy of 03 - lstm.ipynb`: that is a title. */
const title = /^(copy of |사본 )?[a-z]*\s*\d\d$/i;

function match(path: string): Match | undefined {
  const groups = pattern.exec(path)?.groups;
  if (!groups || title.test(groups["name"]!)) return undefined;
  return { ids: [], name: groups["name"]!, rest: groups["rest"]! };
}

export const classroom: Site = {
  name: "Google Classroom",
  read: (items) => readPaths(items.filter(isWork), match),
};
