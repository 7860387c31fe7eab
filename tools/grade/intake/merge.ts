/** One learner, one row: what came by several ways is put together, unless two of them hold the same sheet differently. */
import type { Sheet } from "../../exercises/sheet";
import { normalForm } from "../../names/spelling";
import { isNotebookName } from "./item";
import { sha256, submissionId } from "./learner-id";
import { sheetOf } from "./select";
import type { Snapshots } from "./snapshots";
import type { Submission } from "./work";
import type { SubmittedFile } from "./take-claim";

interface Place {
  readonly snapshots: Snapshots;
  readonly sheets: readonly Sheet[];
}

/** By sheet, what a submission holds of it. */
function contentsOf({ files }: Submission, { snapshots, sheets }: Place): ReadonlyMap<string, string> {
  const hashes = new Map<string, string[]>();
  for (const file of files) {
    if (!isNotebookName(file.path)) continue;
    const slug = sheetOf(file, snapshots, sheets);
    if (slug === undefined) continue;
    hashes.set(slug, [...(hashes.get(slug) ?? []), file.sha256 ?? ""].sort());
  }
  return new Map([...hashes].map(([slug, list]) => [slug, list.join()]));
}

/** Those that cannot be put together with another: it holds the same sheet otherwise, or nobody knows what they hold. */
function rivalsIn(group: readonly Submission[], place: Place): ReadonlySet<Submission> {
  const contents = group.map((one) => contentsOf(one, place));
  const isContested = (mine: ReadonlyMap<string, string>): boolean =>
    contents.some((other) => [...mine].some(([slug, hash]) => other.has(slug) && other.get(slug) !== hash));
  return new Set(
    group.filter(({ refused }, index) => refused !== undefined || isContested(contents[index]!)),
  );
}

function uniqueFiles(files: readonly SubmittedFile[]): SubmittedFile[] {
  const seen = new Set<string>();
  return files.filter(({ path, sha256: hash, refused }) => {
    const key = JSON.stringify([path, hash, refused]);
    return !seen.has(key) && seen.add(key);
  });
}

function join(parts: readonly Submission[]): Submission {
  const [first, ...others] = parts as [Submission, ...Submission[]];
  if (others.length === 0) return first;
  const origins = parts.map(({ origin }) => origin);
  const stamps = parts.map(({ created }) => created);
  return {
    ...first,
    name: parts.find(({ name }) => name !== "")?.name ?? "",
    origin: origins.join(" + "),
    files: uniqueFiles(parts.flatMap(({ files }) => files)),
    notes: [
      ...new Set([...parts.flatMap(({ notes }) => notes), `put together from ${origins.join(" and ")}`]),
    ],
    created: stamps.includes("") ? "" : stamps.sort().at(-1)!,
    aliases: [...new Set(parts.flatMap(({ aliases }) => aliases))],
    content: sha256(JSON.stringify(parts.map(({ content }) => content).sort())),
    ...(parts.some(({ isLate }) => isLate) && { isLate: true }),
  };
}

function mergeGroup(group: readonly Submission[], place: Place): Submission[] {
  if (group.length === 1) return [...group];
  const rivals = rivalsIn(group, place);
  const common = group.filter((one) => !rivals.has(one));
  if (rivals.size === 0) return [join(common)];
  const open = [...rivals].filter(({ refused }) => refused === undefined);
  if (open.length === 0) return [join(common), ...rivals];
  return [...rivals].map((one) => (one.refused === undefined ? join([one, ...common]) : one));
}

/** Names of its own for each: the place tells rivals apart, and a count those of one place. */
function withIds(group: readonly Submission[]): Submission[] {
  if (group.length === 1) return [{ ...group[0]!, id: submissionId(group[0]!.owner) }];
  const note = `this id handed in ${group.length} times; all are kept and the conflict is listed`;
  const places = group.map(({ origin }) => origin.normalize("NFC"));
  return group.map((one, index) => {
    const earlier = places.slice(0, index).filter((place) => place === places[index]).length;
    const place = `${places[index]}${earlier === 0 ? "" : `\0${earlier}`}`;
    return {
      ...one,
      owner: group[0]!.owner,
      id: submissionId(group[0]!.owner, place),
      notes: [...one.notes, note],
    };
  });
}

export function mergeByLearner(submissions: readonly Submission[], place: Place): Submission[] {
  const groups = new Map<string, Submission[]>();
  const inOrder = [...submissions].sort((a, b) =>
    `${a.origin}\0${a.content}` < `${b.origin}\0${b.content}` ? -1 : 1,
  );
  for (const one of inOrder) {
    const key = normalForm(one.owner);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const merged = [...groups.values()].flatMap((group) => withIds(mergeGroup(group, place)));
  return merged.sort((a, b) => (a.id < b.id ? -1 : 1));
}
