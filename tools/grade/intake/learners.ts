/** Whose work is it? The layouts that course sites download, and our own. */
import { parse as parseYaml } from "yaml";
import { baseName, isArchiveName, isNotebookName } from "./item";
import type { Item } from "./item";

/** What one learner handed in, before it is read. */
export interface Claim {
  /** As the layout writes it; the file name or the folder name when it says nothing. */
  readonly owner: string;
  readonly name?: string;
  /** Where it stood, for the conflict report. */
  readonly origin: string;
  readonly items: readonly Item[];
  readonly isLate?: boolean;
}

export interface Layout {
  readonly claims: readonly Claim[];
  /** Entries that belong to nobody: listed, not dropped. */
  readonly unmatched: readonly string[];
}

interface Match {
  readonly owner: string;
  readonly name?: string;
  /** What is left of the path inside the learner's work. */
  readonly rest: string;
  readonly isLate?: boolean;
}

type Convention = (path: string) => Match | undefined;

/** `kimminji_LATE_1234_56789_06-attention-1.ipynb`: Canvas; "-1" is the second upload. */
const canvas: Convention = (path) => {
  const groups = /^(?<name>[^_/]+)_(?<late>LATE_)?(?<user>\d+)_\d+_(?<rest>.+)$/s.exec(path)?.groups;
  if (!groups) return undefined;
  const rest = groups["rest"]!.replace(/-\d+(?=\.(ipynb|zip)$)/i, "");
  return { owner: groups["user"]!, name: groups["name"]!, rest, isLate: groups["late"] !== undefined };
};

/** `Kim Min-ji_1234567_assignsubmission_file_/06-attention.ipynb`: Moodle. */
const moodle: Convention = (path) => {
  const groups = /^(?<name>[^/]+)_(?<user>\d+)_assignsubmission_[a-z]+_?\/(?<rest>.+)$/s.exec(path)?.groups;
  return groups && { owner: groups["user"]!, name: groups["name"]!, rest: groups["rest"]! };
};

/** `submission_123456789/06-attention.ipynb`: Gradescope; the learner's id stands in submission_metadata.yml. */
const gradescope: Convention = (path) => {
  const groups = /^submission_(?<user>\d+)\/(?<rest>.+)$/s.exec(path)?.groups;
  return groups && { owner: `submission_${groups["user"]!}`, rest: groups["rest"]! };
};

interface GradescopeEntry {
  readonly ":submitters"?: readonly { readonly ":name"?: string; readonly ":sid"?: string | number }[];
}

/** Gradescope's own list of who made which submission. */
async function gradescopeNames(
  items: readonly Item[],
): Promise<ReadonlyMap<string, { owner: string; name: string }>> {
  const metadata = items.find(({ path }) => path === "submission_metadata.yml");
  if (!metadata || metadata.size > 1e7) return new Map();
  // Ids stay text: "007" must not become 7.
  const text = (await metadata.read()).toString("utf8");
  const entries = (parseYaml(text, { schema: "failsafe", maxAliasCount: 0 }) ?? {}) as Record<
    string,
    GradescopeEntry
  >;
  return new Map(
    Object.entries(entries).flatMap(([key, entry]) => {
      const first = entry?.[":submitters"]?.[0];
      return first?.[":sid"]
        ? [[key, { owner: String(first[":sid"]), name: first[":name"] ?? "" }] as const]
        : [];
    }),
  );
}

/** Removes the one folder that everything stands in, as most programs pack it. */
export function withoutWrapper(items: readonly Item[]): readonly Item[] {
  const top = items[0]?.path.split("/")[0];
  if (top === undefined || top === "exercises" || conventions.some((match) => match(`${top}/x`)))
    return items;
  if (!items.every(({ path, kind }) => path.startsWith(`${top}/`) || (path === top && kind === "directory")))
    return items;
  return items
    .filter(({ path }) => path !== top)
    .map((item) => ({ ...item, path: item.path.slice(top.length + 1) }));
}

const conventions: readonly Convention[] = [moodle, gradescope, canvas];

/** `06-attention.ipynb`, `Copy of 06-attention (1).ipynb`; but `kim.ipynb` is a learner's. */
const sheetAtTop = /^[^/]*(?<!\d)\d\d-[a-z][^/]*\.ipynb$/i;

/** Whether these entries are one learner's work: sheets at the top or in exercises/, or a hand-in's list. */
const isOneSubmission = (items: readonly Item[]): boolean =>
  items.some(({ path }) => path === "hand-in.json" || /^exercises(\/|$)/.test(path) || sheetAtTop.test(path));

function collect(items: readonly Item[], match: Convention, origin: string): Layout {
  const claims = new Map<string, Claim & { items: Item[] }>();
  const unmatched: string[] = [];
  for (const item of items) {
    const found = match(item.path);
    if (!found && item.kind !== "directory") unmatched.push(item.path);
    if (!found) continue;
    const { owner, name, rest, isLate } = found;
    const place = `${origin}/${item.path.slice(0, item.path.length - rest.length)}`;
    const claim = claims.get(owner) ?? {
      owner,
      ...(name !== undefined && { name }),
      origin: place,
      items: [],
      isLate,
    };
    claim.items.push({ ...item, path: rest });
    claims.set(owner, claim as Claim & { items: Item[] });
  }
  return { claims: [...claims.values()], unmatched };
}

/** A folder or a zip for each learner, named by id. */
const byTopName: Convention = (path) => {
  const [top, ...rest] = path.split("/");
  if (rest.length > 0) return { owner: top!, rest: rest.join("/") };
  return isArchiveName(top!) || isNotebookName(top!)
    ? { owner: top!.replace(/\.(zip|ipynb)$/i, ""), rest: top! }
    : undefined;
};

async function nameGradescope(layout: Layout, items: readonly Item[]): Promise<Layout> {
  const names = await gradescopeNames(items);
  const claims = layout.claims.map((claim) => ({ ...claim, ...names.get(claim.owner) }));
  return { claims, unmatched: layout.unmatched.filter((path) => path !== "submission_metadata.yml") };
}

/**
 * Tells whose work the entries of a folder or an archive are.
 *
 * @param origin  what the folder or archive is called
 */
export async function splitByLearner(items: readonly Item[], origin: string): Promise<Layout> {
  const convention = conventions.find((match) => items.some(({ path }) => match(path)));
  if (convention) {
    const layout = collect(items, convention, origin);
    return convention === gradescope ? nameGradescope(layout, items) : layout;
  }
  if (isOneSubmission(items)) {
    const owner = baseName(origin).replace(/\.(zip|ipynb)$/i, "");
    return { claims: [{ owner, origin, items }], unmatched: [] };
  }
  return collect(items, byTopName, origin);
}
