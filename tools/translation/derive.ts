/** Keeps the translations in step with their pages; a part of `npm run derive`. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../notebook/sources";
import { mergeEntries } from "./merge";
import { keyOf, type Message } from "./messages";
import { messagesOf, poOf, type TranslatedPage } from "./pages";
import { poText, writePo, type Entry, type PoFile } from "./po-file";

/**
 * Merges the messages of the pages into their translations, or says what a complete translation lacks.
 *
 * @returns what is wrong, a line each; an incomplete translation may lack anything
 */
export function deriveTranslations(pages: readonly TranslatedPage[], isCheck: boolean): string[] {
  return pages.flatMap((page) => {
    const file = poOf(page);
    if (isCheck && !file.isComplete) return [];
    const messages = messagesOf(page);
    if (!isCheck) mergePage(page, messages, file);
    return file.isComplete ? findGaps(page, messages, poOf(page).entries) : [];
  });
}

function mergePage({ poName }: TranslatedPage, messages: readonly Message[], file: PoFile): void {
  const merged = { ...file, entries: mergeEntries(messages, file.entries) };
  const path = join(root, poName);
  if (poText(merged) === poText(file)) return;
  mkdirSync(dirname(path), { recursive: true });
  writePo(path, merged);
  const open = merged.entries.filter((entry) => !isSettled(entry)).length;
  console.log(`merged: ${poName} (${open} of ${messages.length} messages to translate)`);
}

export const isSettled = ({ translation, isFuzzy }: Entry): boolean => translation !== "" && !isFuzzy;

/** What keeps a translation from being whole: missing, fuzzy and orphaned messages. */
export function findGaps(
  { sourceName, poName }: Pick<TranslatedPage, "sourceName" | "poName">,
  messages: readonly Message[],
  entries: readonly Entry[],
): string[] {
  // Before it is merged, a message that changed would be one that is missing and one that is orphaned.
  const merged = mergeEntries(messages, entries);
  const known = new Map(merged.map((entry) => [keyOf(entry), entry]));
  const formers = new Set(merged.map(({ former }) => former));
  const wanted = new Set(messages.map(keyOf));
  const open = messages.flatMap((message) => {
    const entry = known.get(keyOf(message));
    if (entry && isSettled(entry)) return [];
    const what = entry?.isFuzzy ? "changed since it was translated (fuzzy)" : "not translated";
    return [`${poName}: ${what}: ${start(message.text)} (${sourceName}:${message.line})`];
  });
  const orphans = entries
    .filter((entry) => !wanted.has(keyOf(entry)) && !formers.has(entry.text))
    .map(({ text }) => `${poName}: orphaned, no longer in ${sourceName}: ${start(text)}`);
  return [...open, ...orphans];
}

const start = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 59)}…` : text);
