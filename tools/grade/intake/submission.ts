/** From the paths on the command line to submissions: whose they are, and one row for each learner. */
import { basename, resolve } from "node:path";
import { normalForm } from "../../names/spelling";
import { listArchive, ofClass } from "./archive";
import type { Layout, Surroundings } from "./claim";
import { fileItem, listFolder } from "./folder";
import { inputCaps, isArchiveName, RejectedInput } from "./item";
import type { Item } from "./item";
import { sha256 } from "./learner-id";
import { splitByLearner } from "./learners";
import { mergeByLearner } from "./merge";
import type { Roster } from "./roster";
import { stampedByZip } from "./stamps";
import { takeClaim } from "./take-claim";
import type { IntakeOptions, Taken } from "./take-claim";
import type { Submission } from "./work";
import { tellOwners } from "./whose";
import type { Told } from "./whose";

function submissionOf(
  { claim, claimedId, files, notes, refused }: Taken,
  told: Told,
  roster: Roster | undefined,
): Submission {
  const { origin, at = "", isLate, partners = [] } = claim;
  const person = roster?.find(told.owner);
  const aliases = [
    ...claim.ids,
    claim.name,
    claimedId,
    person?.name,
    ...(person?.aliases ?? []),
    ...partners,
  ];
  const isOther = claimedId !== undefined && normalForm(claimedId) !== normalForm(told.owner);
  const hashes = files.map((file) => file.sha256 ?? file.refused ?? "").sort();
  return {
    id: "",
    owner: told.owner,
    name: told.name,
    origin,
    files,
    notes: [
      ...notes,
      ...(isOther ? [`the hand-in file names the id ${JSON.stringify(claimedId.slice(0, 80))}`] : []),
      ...(partners.length > 0 ? [`handed in together with ${partners.join(", ")}`] : []),
      ...told.notes,
    ],
    created: at,
    aliases: [...new Set(aliases.filter((alias) => alias !== undefined && alias !== ""))] as string[],
    content: sha256(JSON.stringify([refused ?? "", ...hashes])),
    ...(refused !== undefined && { refused }),
    ...(isLate && { isLate }),
  };
}

/** Work of which nobody knows yet whose it is. */
export interface Stray {
  readonly what: string;
  /** Whose the course site says it is. */
  readonly name?: string;
}

export interface Intake {
  readonly submissions: readonly Submission[];
  /** Entries that belong to nobody. */
  readonly unmatched: readonly string[];
  /** Of a roster's learners somebody may have made these. */
  readonly strays: readonly Stray[];
  /** How the input was read. */
  readonly notes: readonly string[];
}

const oneClaim = (item: Item, name: string): Layout => ({
  claims: [{ ids: [], texts: [name.replace(/\.(zip|ipynb)$/i, "")], download: "", origin: name, items: [item] }],
  strays: [], unmatched: [], notes: [],
}); // prettier-ignore

async function layoutOf(path: string, around: Surroundings): Promise<Layout> {
  const absolute = resolve(path);
  const name = basename(absolute);
  const item = await fileItem(absolute, name, inputCaps.downloadBytes);
  if (item.kind === "directory")
    return splitByLearner(await listFolder(absolute), { names: [name], isArchive: false }, around);
  if (item.kind !== "file") return oneClaim(item, name);
  try {
    if (!isArchiveName(name)) {
      const layout = await splitByLearner([item], { names: [], isArchive: false }, around);
      return layout.claims.length === 1 ? layout : oneClaim(item, name);
    }
    const { items, notes } = await listArchive(await item.read(), ofClass);
    const layout = await splitByLearner(items, { names: [name], isArchive: true }, around);
    return {
      ...layout,
      claims: stampedByZip(layout.claims),
      notes: [...notes.map((note) => `${name}: ${note}`), ...layout.notes],
    };
  } catch (error) {
    if (error instanceof RejectedInput) return oneClaim(item, name); // refused again, with the reason, when it is taken
    throw error;
  }
}

/**
 * Takes in everything that the paths hold; one bad submission never stops another.
 *
 * @throws {Error} a path that is not there
 */
export async function takeIn(paths: readonly string[], options: IntakeOptions): Promise<Intake> {
  const { roster, sheets, slugs = [], snapshots } = options;
  const around = { roster, slugs: [...new Set([...sheets.map(({ slug }) => slug), ...slugs])] };
  const layouts: Layout[] = [];
  for (const path of paths) layouts.push(await layoutOf(path, around));
  const taken: Taken[] = [];
  for (const { claims } of layouts) for (const claim of claims) taken.push(await takeClaim(claim, options));
  const told = tellOwners(taken, roster);
  const all = taken.map((one, index) => submissionOf(one, told[index]!, roster));
  const unknown = taken.flatMap(({ claim }, index): Stray[] =>
    told[index]!.isKnown
      ? []
      : [{ what: claim.origin, ...(claim.name !== undefined && { name: claim.name }) }],
  );
  const strays = layouts.flatMap((layout) => layout.strays);
  return {
    submissions: mergeByLearner(all, { snapshots, sheets }),
    unmatched: [
      ...layouts.flatMap(({ unmatched }) => unmatched),
      ...strays.map((stray) => `${stray}: cannot tell whose this is`),
    ],
    strays: [...unknown, ...strays.map((what) => ({ what }))],
    notes: layouts.flatMap(({ notes }) => notes),
  };
}
