/** The course sites that we know; the first one that recognises a path says whose it is. */
import type { Item } from "../item";
import { blackboard } from "./blackboard";
import { brightspace } from "./brightspace";
import { canvas } from "./canvas";
import { classroom } from "./classroom";
import { gradescope } from "./gradescope";
import { moodle } from "./moodle";
import type { Match, Site } from "./site";

const sites: readonly Site[] = [moodle, blackboard, brightspace, gradescope, canvas, classroom];

export interface Recognised {
  readonly item: Item;
  readonly site: Site;
  readonly matches: readonly Match[];
}

export interface Reading {
  readonly recognised: readonly Recognised[];
  readonly others: readonly Item[];
}

/** Sorts a download's entries into what a site's naming explains and what is left; the site's own files are neither. */
export async function recognise(items: readonly Item[]): Promise<Reading> {
  const recognised: Recognised[] = [];
  let others = items;
  for (const site of sites) {
    const matches = await site.read(others);
    if (matches.size === 0) continue;
    for (const [item, found] of matches)
      if (!site.isOwnFile?.(item.path)) recognised.push({ item, site, matches: found });
    others = others.filter((item) => !matches.has(item) && !site.isOwnFile?.(item.path));
  }
  return { recognised, others };
}
