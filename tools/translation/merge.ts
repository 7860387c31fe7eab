/** Brings a translation up to its page: what is new is empty, what has changed is fuzzy, what is gone goes. */
import { diffWords } from "diff";
import { keyOf, type Message } from "./messages";
import type { Entry } from "./po-file";

/** Below this share of common words two messages have nothing to do with each other. */
const nearEnough = 0.5;

/**
 * @param messages  those of the page
 * @param entries   those that were translated before
 * @returns an entry a message, in the order of the page
 */
export function mergeEntries(messages: readonly Message[], entries: readonly Entry[]): Entry[] {
  const known = new Map(entries.map((entry) => [keyOf(entry), entry]));
  const wanted = new Set(messages.map(keyOf));
  const vanished = new Set(entries.filter((entry) => entry.translation !== "" && !wanted.has(keyOf(entry))));
  const take = (former: Entry | undefined): Entry | undefined => {
    if (former) vanished.delete(former);
    return former;
  };
  // What only moved is found first, so that it cannot be taken for a changed neighbour.
  const moved = new Map(
    messages
      .filter((message) => !known.has(keyOf(message)))
      .map((message) => [message, take([...vanished].find(({ text }) => text === message.text))]),
  );
  return messages.map((message) => {
    const same = known.get(keyOf(message)) ?? moved.get(message);
    if (same) return renew(same, message);
    const changed = take(nearest(message, vanished));
    return changed
      ? { ...renew(changed, message), isFuzzy: true, former: changed.text }
      : renew(empty, message);
  });
}

const empty = { translation: "", isFuzzy: false };

const renew = (
  entry: Pick<Entry, "translation" | "isFuzzy" | "former" | "remark">,
  { context, text, kind, hasPlaces }: Message,
): Entry => ({
  context,
  text,
  translation: entry.translation,
  isFuzzy: entry.isFuzzy,
  ...(entry.isFuzzy && entry.former !== undefined && { former: entry.former }),
  note: hasPlaces ? `${kind}, with places` : kind,
  ...(entry.remark !== undefined && { remark: entry.remark }),
});

/** The vanished message under the same heading that has most words in common. */
function nearest({ context, text, kind }: Message, vanished: ReadonlySet<Entry>): Entry | undefined {
  const candidates = [...vanished]
    .filter((entry) => entry.context === context && entry.note.startsWith(kind))
    .map((entry) => ({ entry, share: commonShare(entry.text, text) }))
    .filter(({ share }) => share >= nearEnough)
    .sort((a, b) => b.share - a.share);
  return candidates[0]?.entry;
}

function commonShare(a: string, b: string): number {
  const common = diffWords(a, b)
    .filter(({ added, removed }) => !added && !removed)
    .reduce((length, { value }) => length + value.length, 0);
  return (2 * common) / (a.length + b.length);
}
