/** What one learner handed in, as the paths tell it, and how lists of entries are cut. */
import type { Item } from "./item";
import type { Roster } from "./roster";
import type { Site } from "./sites/site";

/** What one learner handed in, before it is read. */
export interface Claim {
  readonly site?: Site;
  /** As the site writes them, the most telling first. */
  readonly ids: readonly string[];
  readonly name?: string;
  /** What the names of files and folders around the work say, the most telling first. */
  readonly texts: readonly string[];
  /** Somebody gave each learner a folder: its name outranks what the work says of itself. */
  readonly hasFolder?: boolean;
  /** Which download it came in. */
  readonly download: string;
  /** Where it stood, for the conflict report. */
  readonly origin: string;
  readonly items: readonly Item[];
  readonly isLate?: boolean;
  readonly at?: string;
  readonly partners?: readonly string[];
}

export interface Layout {
  readonly claims: readonly Claim[];
  /** Work that is nobody's, and entries that are no work: listed, not dropped. */
  readonly strays: readonly string[];
  readonly unmatched: readonly string[];
  readonly notes: readonly string[];
}

export interface Surroundings {
  /** The sheets that there are: "06-attention". */
  readonly slugs: readonly string[];
  readonly roster: Roster | undefined;
}

/** The folders and archives that hold the entries, outermost first. */
export interface Place {
  readonly names: readonly string[];
  readonly isArchive: boolean;
}

export const together = (layouts: readonly Layout[]): Layout => ({
  claims: layouts.flatMap(({ claims }) => claims),
  strays: layouts.flatMap(({ strays }) => strays),
  unmatched: layouts.flatMap(({ unmatched }) => unmatched),
  notes: layouts.flatMap(({ notes }) => notes),
});
export const nothing: Layout = { claims: [], strays: [], unmatched: [], notes: [] };
export const below = ({ names }: Place, path: string): string => [...names, path].join("/");

/** The one folder that everything stands in, as most programs pack it. */
export function wrapperOf(items: readonly Item[]): string | undefined {
  const top = items[0]?.path.split("/")[0];
  if (top === undefined || top === "exercises") return undefined;
  const isInside = ({ path, kind }: Item): boolean =>
    path.startsWith(`${top}/`) || (path === top && kind === "directory");
  return items.every(isInside) ? top : undefined;
}

export const inside = (items: readonly Item[], top: string): Item[] =>
  items.flatMap((item) =>
    item.path.startsWith(`${top}/`) ? [{ ...item, path: item.path.slice(top.length + 1) }] : [],
  );

export function withoutWrapper(items: readonly Item[]): readonly Item[] {
  const top = wrapperOf(items);
  return top === undefined ? items : inside(items, top);
}
