/**
 * Moodle: `Kim Min-ji_1001_assignsubmission_file_/06-attention.ipynb`, or without folders
 * `Kim Min-ji_1001_assignsubmission_file_06-attention.ipynb`. The number is that of the hand-in, not of the learner.
 */
import { readPaths } from "./site";
import type { Match, Site } from "./site";

const pattern = /^(?<name>[^/]*)_(?<user>\d+)_assignsubmission_[a-z]+(?:_?\/|_)(?<rest>.+)$/s;
/** What stands there when names are hidden. */
const noName = /^(participant|참가자)$/i;

function match(path: string): Match | undefined {
  const groups = pattern.exec(path)?.groups;
  if (!groups) return undefined;
  const { name = "", user = "", rest = "" } = groups;
  return { ids: [user], ...(!noName.test(name) && { name }), rest };
}

export const moodle: Site = {
  name: "Moodle",
  hasLocalIds: true,
  isOwnFile: (path) => /_assignsubmission_onlinetext_?\/?[^/]*\.html$/.test(path),
  read: (items) => readPaths(items, match),
};
