/**
 * Whose work is it? The course site's naming says it, checked against the roster; then the names of folders and files;
 * the id that a hand-in claims for itself only where nothing else speaks. Nothing is concluded in silence.
 */
import { mayBeSamePerson, normalForm } from "../../names/spelling";
import type { Claim } from "./claim";
import { submissionId } from "./learner-id";
import type { Person, Roster } from "./roster";

export interface Told {
  readonly owner: string;
  readonly name: string;
  /** In a roster: whether it is somebody's in it. */
  readonly isKnown: boolean;
  readonly notes: readonly string[];
}

export interface ClaimWithList {
  readonly claim: Claim;
  /** The id in hand-in.json, which anybody can write. */
  readonly claimedId: string | undefined;
}

interface Found {
  readonly person?: Person;
  readonly notes: readonly string[];
  readonly candidates: readonly Person[];
}

const quote = (text: string): string => JSON.stringify(text.slice(0, 80));
const listed = (people: readonly Person[]): string =>
  people.slice(0, 5).map(({ id, name }) => (name === "" ? id : `${name} (${id})`)).join(", ") + (people.length > 5 ? `, … (${people.length})` : ""); // prettier-ignore

/** An id in a file's name stands between separators; short logins are words too, and are taken only alone. */
const wordsOf = (text: string): string[] =>
  text.split(/[\s_.,()-]+/u).filter((word) => /\d/.test(word) && word.length > 2);

/** The one whom a text names: by id as a whole or in part, or by full name. */
export function personCalled(texts: readonly string[], roster: Roster): Person | undefined {
  for (const text of texts) {
    const whole = roster.find(text);
    if (whole) return whole;
    const byWord = new Set(wordsOf(text).flatMap((word) => roster.find(word) ?? []));
    if (byWord.size === 1) return [...byWord][0];
    const named = roster.named(text.replace(/\d+/g, " ").replaceAll("_", " "));
    if (byWord.size === 0 && named.length === 1) return named[0];
  }
  return undefined;
}

const unclear = (candidates: readonly Person[], why: string): Found => ({
  candidates,
  notes: [`for a human to look at: ${why}`],
});

function bySite({ ids, name, site }: Claim, roster: Roster): Found {
  const byId = ids.map((id) => roster.find(id)).find((person) => person !== undefined);
  const named = name === undefined ? [] : roster.named(name);
  const byName = named.length === 1 ? named[0] : undefined;
  if (byId && byName && byId !== byName && !site?.hasLocalIds)
    return unclear(
      [byId, byName],
      `the id ${quote(ids[0]!)} is that of ${listed([byId])}, the name ${quote(name!)} that of ${listed([byName])}`,
    );
  const contradicts =
    byId && site?.hasLocalIds && name !== undefined && byId.name !== "" && !mayBeSamePerson(name, byId.name);
  if (byId && !contradicts && (!byName || byName === byId))
    return { person: byId, candidates: [], notes: [] };
  if (byName)
    return { person: byName, candidates: [], notes: [`whose it is: told by the name ${quote(name!)}`] };
  if (named.length > 1)
    return unclear(named, `${named.length} learners of the roster are called ${quote(name!)}`);
  return { candidates: name === undefined ? [] : roster.resembling(name), notes: [] };
}

function byTexts({ texts }: Claim, roster: Roster): Found {
  const person = personCalled(texts, roster);
  if (!person) return { candidates: texts.slice(0, 1).flatMap((text) => roster.resembling(text)), notes: [] };
  const isId = texts.some((text) => normalForm(text) === normalForm(person.id));
  return {
    person,
    candidates: [],
    notes: isId
      ? []
      : [
          `whose it is: told by the file name ${quote(texts.find((text) => personCalled([text], roster)) ?? "")}`,
        ],
  };
}

/** `npm run hand-in` names its file after the id; a browser may have added "(1)". */
const isNamedAfter = ({ texts }: Claim, id: string): boolean =>
  texts.some((text) => text.startsWith(`hand-in-${submissionId(id)}`));
const hasSite = ({ ids, name }: Claim): boolean => ids.length > 0 || name !== undefined;

/** What the claimed id adds where the names say nothing: it counts if nobody else is known to own it. */
function byClaim(
  { claim, claimedId }: ClaimWithList,
  found: Found,
  roster: Roster,
  taken: ReadonlySet<Person>,
): Found {
  const person = claimedId === undefined ? undefined : roster.find(claimedId);
  if (found.person || !person) return found;
  const fits = claim.name === undefined ? !hasSite(claim) : mayBeSamePerson(claim.name, person.name);
  if (fits && !taken.has(person))
    return {
      person,
      candidates: [],
      notes: [`whose it is, only the hand-in file itself says: ${quote(claimedId!)}`],
    };
  return { ...found, candidates: [...new Set([...found.candidates, person])] };
}

/** One name in one download by two ids is two people, though the roster knows only one of them. */
function withoutTwins(all: readonly ClaimWithList[], found: readonly Found[]): Found[] {
  const idsOf = (person: Person, download: string): Set<string> =>
    new Set(
      all.flatMap(({ claim }, index) =>
        found[index]!.person === person && claim.download === download && claim.ids.length > 0
          ? [claim.ids[0]!]
          : [],
      ),
    );
  return found.map((one, index) => {
    const { claim } = all[index]!;
    const isByName = one.person && one.notes.length > 0 && claim.ids.length > 0;
    if (!isByName || idsOf(one.person, claim.download).size < 2) return one;
    return unclear([one.person], `several learners of the download are called ${quote(claim.name ?? "")}`);
  });
}

function tellByRoster(all: readonly ClaimWithList[], roster: Roster): Told[] {
  const first = withoutTwins(all, all.map(({ claim, claimedId }) => {
    if (hasSite(claim)) return bySite(claim, roster);
    const person = claimedId !== undefined && isNamedAfter(claim, claimedId) ? roster.find(claimedId) : undefined;
    return person ? { person, candidates: [], notes: [] } : byTexts(claim, roster);
  })); // prettier-ignore
  const strong = first.flatMap(({ person }) => person ?? []);
  const claimed = all.flatMap(({ claimedId }, index) => (first[index]!.person ? [] : (claimedId === undefined ? undefined : roster.find(claimedId)) ?? [])); // prettier-ignore
  const taken = new Set([...strong, ...claimed.filter((person, index) => claimed.indexOf(person) !== index)]);
  return all.map((one, index) => {
    const { person, candidates, notes } = byClaim(one, first[index]!, roster, taken);
    if (person) return { owner: person.id, name: person.name, isKnown: true, notes };
    const { ids, name = "", texts } = one.claim;
    const whose =
      candidates.length > 0
        ? [`for a human to look at: cannot tell whose this is; it could be that of ${listed(candidates)}`]
        : [];
    return {
      owner: ids[0] ?? (name || texts[0]!),
      name,
      isKnown: false,
      notes: ["this id is not in the roster", ...notes, ...whose],
    };
  });
}

/** Moodle counts the hand-ins of each assignment anew: over several downloads only the name is one learner's. */
function localOwners(all: readonly ClaimWithList[]): ReadonlyMap<Claim, string> {
  const local = all
    .map(({ claim }) => claim)
    .filter(({ site, name }) => site?.hasLocalIds && name !== undefined);
  if (new Set(local.map(({ download }) => download)).size < 2) return new Map();
  const isUnique = (claim: Claim): boolean =>
    !local.some(
      (other) =>
        other !== claim &&
        other.download === claim.download &&
        normalForm(other.name!) === normalForm(claim.name!),
    );
  return new Map(
    local.map((claim) => [claim, isUnique(claim) ? claim.name! : `${claim.name!} ${claim.ids[0]!}`]),
  );
}

function tellByNames(all: readonly ClaimWithList[]): Told[] {
  const local = localOwners(all);
  const own = all.map(({ claim, claimedId }) => {
    const { ids, name, texts, hasFolder } = claim;
    if (hasSite(claim)) return { owner: local.get(claim) ?? ids[0] ?? name!, isSure: true };
    const isSure = hasFolder === true || claimedId === undefined || isNamedAfter(claim, claimedId) || texts.some((text) => normalForm(text) === normalForm(claimedId));
    return { owner: isSure && claimedId !== undefined && !hasFolder ? claimedId : texts[0]!, isSure };
  }); // prettier-ignore
  const sure = new Set(own.filter(({ isSure }) => isSure).map(({ owner }) => normalForm(owner)));
  return all.map(({ claim, claimedId }, index) => {
    const { owner, isSure } = own[index]!;
    const shared = { name: claim.name ?? "", isKnown: true };
    if (local.has(claim))
      return {
        ...shared,
        owner,
        notes: [`Moodle's number ${quote(claim.ids[0]!)} is that of the hand-in; told by the name`],
      };
    if (isSure || claimedId === undefined) return { ...shared, owner, notes: [] };
    if (sure.has(normalForm(claimedId))) return { ...shared, owner, notes: [] };
    return {
      ...shared,
      owner: claimedId,
      notes: [`whose it is, only the hand-in file itself says: ${quote(claimedId)}`],
    };
  });
}

/** One id of two sites with names that cannot be one person's is two learners. */
function apart(all: readonly ClaimWithList[], told: readonly Told[]): Told[] {
  const keys = told.map(({ owner }) => normalForm(owner));
  return told.map((one, index) => {
    const { name } = all[index]!.claim;
    const others = all.filter((_, at) => keys[at] === keys[index]).flatMap(({ claim }) => claim.name ?? []);
    if (name === undefined || others.every((other) => mayBeSamePerson(name, other))) return one;
    const note = `the id ${quote(one.owner)} stands beside two names`;
    return { ...one, owner: `${one.owner} (${name})`, notes: [...one.notes, note] };
  });
}

/** The owner of each claim, with what was concluded from which name. */
export function tellOwners(all: readonly ClaimWithList[], roster: Roster | undefined): Told[] {
  return roster ? tellByRoster(all, roster) : apart(all, tellByNames(all));
}
