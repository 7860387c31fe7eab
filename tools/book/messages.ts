/** What scripts of Korean pages say: a script that comes before them, since a page opened from a folder may not fetch. */
import { join } from "node:path";
import { shownName } from "../../lib/jupyter/language.cjs";
import { root } from "../notebook/sources";
import { keyOf } from "../translation/messages";
import { translationsOf } from "../translation/pages";
import { readPo } from "../translation/po-file";
import { phrasesIn } from "../translation/said";
import { inLanguage } from "./edition";

/**
 * @param files  that the scripts are made of, from the root
 * @param names  in the data that the scripts show
 */
export function messagesScript(files: readonly string[], names: readonly string[]): string {
  const translations = translationsOf(readPo(join(root, "lib", "ko", "kit.po")));
  const said = phrasesIn(files).map((message) => [message.text, translations.get(keyOf(message))] as const);
  const named = inLanguage("ko", () => names.map((name) => [name, shownName(name)] as const));
  return `window.messages = ${JSON.stringify(Object.fromEntries([...said, ...named]))};\n`;
}
