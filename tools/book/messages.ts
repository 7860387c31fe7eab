/** What scripts of Korean pages say: a script that comes before them, since a page opened from a folder may not fetch. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inLanguage, readEntries, shownName } from "../../lib/jupyter/language.cjs";
import { root } from "../notebook/sources";
import { kitContext, phrasesIn } from "../translation/said";

/**
 * @param files  that the scripts are made of, from the root
 * @param names  in the data that the scripts show
 */
export function messagesScript(files: readonly string[], names: readonly string[]): string {
  const entries = readEntries(readFileSync(join(root, "lib", "ko", "kit.po"), "utf8"));
  const ofKit = entries.filter(({ context }) => context === kitContext);
  const translations = new Map(ofKit.map(({ text, translation }) => [text, translation]));
  const said = phrasesIn(files).map(({ text }) => [text, translations.get(text)] as const);
  const named = inLanguage("ko", () => names.map((name) => [name, shownName(name)] as const));
  return `window.messages = ${JSON.stringify(Object.fromEntries([...said, ...named]))};\n`;
}
