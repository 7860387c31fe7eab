/** The numbered places of a message, "{0} of {1} words": a translation may put them in another order, or use one twice. */

const place = /(?<!\{)\{(\d+)\}(?!\})/;

/** "{0} kept" as letters, not as a place: "{{0}} kept". */
export const escapePlaces = (letters: string): string => letters.replace(/\{(\d+)\}/g, "{{$1}}");

const unescapePlaces = (letters: string): string => letters.replace(/\{\{(\d+)\}\}/g, "{$1}");

/** Letters and the numbers of places, in turns: ["", 0, " of ", 1, " words"]. */
export function splitPlaces(text: string): (string | number)[] {
  return text.split(place).map((part, i) => (i % 2 === 0 ? unescapePlaces(part) : Number(part)));
}

/** The numbers of the places, each once, in order. */
export const placesOf = (text: string): number[] =>
  [...new Set(splitPlaces(text).filter((part) => typeof part === "number"))].sort((a, b) => a - b);
