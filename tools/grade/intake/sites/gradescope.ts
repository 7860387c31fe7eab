/**
 * Gradescope: `submission_123456789/06-attention.ipynb`; who handed it in stands in submission_metadata.yml. A group has
 * several submitters, and each of them gets the work.
 */
import { parse as parseYaml } from "yaml";
import type { Item } from "../item";
import type { Match, Matches, Site } from "./site";

const listName = "submission_metadata.yml";
const pattern = /^(?<key>submission_\d+)\/(?<rest>.+)$/s;

interface Submitter {
  readonly ids: readonly string[];
  readonly name?: string;
}

interface Entry {
  readonly submitters: readonly Submitter[];
  readonly at?: string;
}

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};
const text = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

function readSubmitter(value: unknown): Submitter {
  const entry = fields(value);
  const ids = [text(entry[":sid"]), text(entry[":email"])].filter((id) => id !== "");
  const name = text(entry[":name"]);
  return { ids, ...(name !== "" && { name }) };
}

/** "2026-11-21 00:30:00.123 +0900" → "2026-11-21T00:30:00.123+09:00" */
function readTime(value: unknown): string | undefined {
  const groups = /^(?<day>\d{4}-\d\d-\d\d)[ T](?<time>[\d:]+(?:\.\d{1,3})?)\d* ?(?<zone>Z|UTC|[+-]\d\d:?\d\d)?$/.exec(text(value))?.groups; // prettier-ignore
  if (!groups) return undefined;
  const zone = (groups["zone"] ?? "").replace("UTC", "Z").replace(/^([+-]\d\d):?(\d\d)$/, "$1:$2");
  return `${groups["day"]}T${groups["time"]}${zone}`;
}

/** Ids stay text: "007" must not become 7. */
async function readList(item: Item | undefined): Promise<ReadonlyMap<string, Entry>> {
  if (!item || item.size > 1e7) return new Map();
  const list = await item
    .read()
    .then((bytes) => fields(parseYaml(bytes.toString("utf8"), { schema: "failsafe", maxAliasCount: 0 })))
    .catch(() => ({})); // a broken list names nobody; the work stays that of its submission's number
  const entries = Object.entries(list).map(([key, value]) => {
    const entry = fields(value);
    const submitters = Array.isArray(entry[":submitters"]) ? entry[":submitters"].map(readSubmitter) : [];
    const at = readTime(entry[":created_at"]);
    return [key, { submitters, ...(at !== undefined && { at }) }] as const;
  });
  return new Map(entries);
}

function matchesOf(key: string, rest: string, entry: Entry | undefined): Match[] {
  const known = entry?.submitters.filter(({ ids, name }) => ids.length > 0 || name !== undefined) ?? [];
  const at = entry?.at;
  const called = known.map(({ ids, name }) => name ?? ids[0]!);
  const shared = { rest, ...(at !== undefined && { at }) };
  if (known.length === 0) return [{ ids: [key], ...shared }];
  return known.map((submitter, index) => ({
    ...submitter,
    ...shared,
    partners: called.filter((_, other) => other !== index),
  }));
}

async function read(items: readonly Item[]): Promise<Matches> {
  const entries = await readList(items.find(({ path }) => path === listName));
  const found = items.flatMap((item) => {
    const groups = pattern.exec(item.path)?.groups;
    return groups
      ? [[item, matchesOf(groups["key"]!, groups["rest"]!, entries.get(groups["key"]!))] as const]
      : [];
  });
  return new Map(found);
}

export const gradescope: Site = { name: "Gradescope", isOwnFile: (path) => path === listName, read };
