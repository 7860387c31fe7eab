/** Tells in one line what has happened, to eyes and to screen readers. */
import type { clientWords } from "./words";

/** Put in when the script is built. */
declare const WORDS: ReturnType<typeof clientWords>;

export const wordsOf = (name: keyof typeof WORDS, ...values: readonly string[]): string =>
  WORDS[name].replace(/\{(\d)\}/g, (_, place: string) => values[Number(place)]!);

const shownMs = 10_000;
let hiding: ReturnType<typeof setTimeout> | undefined;

export function say(text: string): void {
  const place = document.querySelector("#said")!;
  place.textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => (place.textContent = ""), shownMs);
}

/** Hands a text over as a file. */
export function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
