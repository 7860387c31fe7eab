/** Splits what was given into claims, one for each learner: by a course site's naming, else by folders and file names. */
import { normalForm } from "../../names/spelling";
import { listArchive } from "./archive";
import { below, inside, nothing, together, withoutWrapper, wrapperOf } from "./claim";
import type { Claim, Layout, Place, Surroundings } from "./claim";
import { readName } from "./file-name";
import { baseName, isArchiveName, isNotebookName, isWork, RejectedInput, stemOf } from "./item";
import type { Item } from "./item";
import { readNotebook } from "./notebook";
import { claimsOfSites } from "./site-claims";
import { recognise } from "./sites/table";
import { personCalled } from "./whose";

/** Folders and archives inside one another; a zip can hold itself. */
const MAX_NESTED = 8;

/** Whether these entries are a download of several learners' work, and not one learner's own. */
async function holdsSeveral(items: readonly Item[], { roster, slugs }: Surroundings): Promise<boolean> {
  const { recognised } = await recognise(items);
  if (recognised.some(({ site }) => site.name !== "Google Classroom")) return true;
  if (!roster) return false;
  const tops = new Set(items.map(({ path }) => path.split("/")[0]!));
  const people = new Set(
    [...tops].flatMap((top) => personCalled([readName(top, slugs).owner, stemOf(top)], roster) ?? []),
  );
  return people.size > 1;
}

/** Whether a number in a file's name is really the sheet's: `student_03.ipynb` may hold sheet 06. */
async function isSheetNumber(item: Item, sheet: string): Promise<boolean> {
  try {
    return (readNotebook(await item.read()).sheet ?? sheet).startsWith(sheet);
  } catch {
    return false;
  }
}

async function ownerOfFile(item: Item, slugs: readonly string[]): Promise<string> {
  const { sheet, isBareNumber, owner } = readName(item.path, slugs);
  if (sheet === undefined || !isBareNumber || (await isSheetNumber(item, sheet))) return owner;
  return stemOf(item.path);
}

/** A folder or a zip: a sheet's, a download of its own, or one learner's. */
interface Top {
  readonly claim: Claim;
  /** What is inside, and where. */
  readonly items: readonly Item[];
  readonly within: Place;
  readonly notes: readonly string[];
  readonly isOfSheet: boolean;
  readonly isDownload: boolean;
}

async function openTop(
  top: string,
  items: readonly Item[],
  place: Place,
  around: Surroundings,
): Promise<Top> {
  const { sheet, isBareNumber, owner } = readName(top, around.slugs);
  const isArchive = isArchiveName(top) && items[0]!.kind === "file";
  const isNamedBySheet = sheet !== undefined && !isBareNumber;
  const claim: Claim = {
    ids: [],
    texts: isNamedBySheet && owner !== "" ? [owner, stemOf(top)] : [isArchive ? stemOf(top) : top],
    download: place.names.join("/"),
    origin: below(place, isArchive ? top : `${top}/`),
    items: isArchive ? items : inside(items, top),
    ...(!isArchive && { hasFolder: true }),
  };
  const within: Place = { names: [...place.names, top], isArchive };
  const shared = { claim, within, isOfSheet: isNamedBySheet && owner === "" };
  try {
    const opened = isArchive ? await listArchive(await items[0]!.read()) : { items: claim.items, notes: [] };
    const isDownload = await holdsSeveral(isArchive ? withoutWrapper(opened.items) : opened.items, around);
    return { ...shared, ...opened, isDownload };
  } catch (error) {
    if (!(error instanceof RejectedInput)) throw error; // else it is refused again, with the reason, when it is taken
    return { ...shared, items: [], notes: [], isDownload: false };
  }
}

/**
 * Learners decide what stands inside their own zip, and could write there in a site's manner: as another learner. So
 * downloads inside are believed where nothing but downloads lies, or where the roster knows nobody of the outer name.
 */
async function splitTops(tops: readonly Top[], around: Surroundings): Promise<Layout[]> {
  const { roster } = around;
  const isAllDownloads = tops.every(
    ({ isDownload, isOfSheet, items }) => isDownload || isOfSheet || !items.some(isWork),
  );
  const layouts: Layout[] = [];
  for (const { claim, items, within, notes, isOfSheet, isDownload } of tops) {
    const isNobody = roster !== undefined && personCalled(claim.texts, roster) === undefined;
    const isSplit = (isOfSheet && !within.isArchive) || (isDownload && (isAllDownloads || isNobody));
    const layout = isSplit ? await splitByLearner(items, within, around) : { ...nothing, claims: [claim] };
    layouts.push(isSplit ? { ...layout, notes: [...notes, ...layout.notes] } : layout);
  }
  return layouts;
}

/** A folder, a zip or a notebook for each learner. */
async function splitByTop(items: readonly Item[], place: Place, around: Surroundings): Promise<Layout> {
  const tops = new Map<string, Item[]>();
  const files = new Map<string, { owner: string; items: Item[] }>();
  const [strays, unmatched]: [string[], string[]] = [[], []];
  for (const item of items) {
    const [top = "", ...rest] = item.path.split("/");
    const where = below(place, item.path);
    if (rest.length > 0 || item.kind === "directory" || (isArchiveName(top) && item.kind === "file"))
      tops
        .set(top, tops.get(top) ?? [])
        .get(top)!
        .push(item);
    else if (!isNotebookName(top))
      unmatched.push(item.refused === undefined ? where : `${where} ${item.refused}`);
    else {
      const owner = await ownerOfFile(item, around.slugs);
      const file = files.get(normalForm(owner)) ?? { owner, items: [] };
      file.items.push(item);
      if (owner === "") strays.push(where);
      else files.set(normalForm(owner), file);
    }
  }
  const claims = [...files.values()].map(({ owner, items: own }): Claim => ({
    ids: [], texts: [...new Set([owner, ...own.map(({ path }) => stemOf(path))])], download: place.names.join("/"), origin: below(place, own[0]!.path), items: own,
  })); // prettier-ignore
  const opened: Top[] = [];
  for (const [top, own] of tops) opened.push(await openTop(top, own, place, around));
  return together([{ claims, strays, unmatched, notes: [] }, ...(await splitTops(opened, around))]);
}

/** Whether these entries are one learner's work: a hand-in's list, a desk, or sheets at the top that name nobody. */
function isOneSubmission(items: readonly Item[], { slugs, roster }: Surroundings): boolean {
  if (items.some(({ path }) => path === "hand-in.json" || /^exercises(\/|$)/.test(path))) return true;
  const names = items
    .filter(({ path }) => isNotebookName(path) && !path.includes("/"))
    .map(({ path }) => readName(path, slugs));
  const owners = names
    .filter(({ sheet, owner }) => sheet !== undefined && owner !== "")
    .map(({ owner }) => owner);
  if (roster && owners.some((owner) => personCalled([owner], roster))) return false;
  return (
    names.some(({ sheet, owner }) => sheet !== undefined && owner === "") &&
    new Set(owners.map(normalForm)).size < 2
  );
}

async function splitPlain(items: readonly Item[], place: Place, around: Surroundings): Promise<Layout> {
  // A notebook by itself has no folder whose name would tell whose it is; then its own name stands for it.
  const names = place.names.length > 0 ? place.names : items.slice(0, 1).map(({ path }) => baseName(path));
  const origin = names.join("/");
  const texts = names.map(stemOf);
  if (isOneSubmission(items, around) || place.names.length > MAX_NESTED)
    return { ...nothing, claims: [{ ids: [], texts, download: origin, origin, items }] };
  const work = items.filter(({ kind }) => kind !== "directory");
  const [only] = work;
  if (place.isArchive && work.length === 1 && isArchiveName(only!.path) && only!.kind === "file") {
    const { items: inner, notes } = await listArchive(await only!.read());
    const layout = await splitByLearner(
      inner,
      { names: [...place.names, baseName(only!.path)], isArchive: true },
      around,
    );
    return { ...layout, notes: [...notes, ...layout.notes] };
  }
  const layout = await splitByTop(items, place, around);
  if (layout.claims.length !== 1) return layout;
  const [claim] = layout.claims as [Claim];
  return { ...layout, claims: [{ ...claim, texts: [...new Set([...claim.texts, ...texts])] }] };
}

/** What stands in the one folder around all, if that folder is nobody's name: a zip's wrapper, or that of a whole class. */
async function splitWrapped(
  items: readonly Item[],
  place: Place,
  around: Surroundings,
): Promise<Layout | undefined> {
  const wrapper = wrapperOf(items);
  if (wrapper === undefined || (around.roster && personCalled([wrapper], around.roster))) return undefined;
  const within = { ...place, names: [...place.names, wrapper] };
  const layout = await splitByLearner(inside(items, wrapper), within, around);
  const isClass = layout.claims.length > 1 || layout.claims.some(({ site }) => site !== undefined);
  return place.isArchive || isClass ? layout : undefined;
}

/**
 * Tells whose work the entries of a folder or an archive are.
 *
 * @throws {RejectedInput} it holds one archive, and that cannot be read
 */
export async function splitByLearner(
  all: readonly Item[],
  place: Place,
  around: Surroundings,
): Promise<Layout> {
  const items = all.filter(({ hasBadName }) => !hasBadName);
  const bad = all.filter(({ hasBadName }) => hasBadName);
  const unmatched = bad.map(({ path, refused }) => `${below(place, path.slice(0, 200))} ${refused}`);
  return together([{ ...nothing, unmatched }, await splitNamed(items, place, around)]);
}

async function splitNamed(items: readonly Item[], place: Place, around: Surroundings): Promise<Layout> {
  const direct = await recognise(items);
  if (direct.recognised.length === 0) {
    const wrapped = await splitWrapped(items, place, around);
    return wrapped ?? splitPlain(items, place, around);
  }
  const claims = claimsOfSites(direct.recognised, place);
  const others = await splitByTop(
    direct.others.filter((item) => isWork(item) || item.path.includes("/") || item.kind !== "directory"),
    place,
    around,
  );
  return together([{ ...nothing, claims }, others]);
}
