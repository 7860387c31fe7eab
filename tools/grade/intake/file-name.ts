/** What the name of a file or folder says: which sheet, and, when that is taken away, perhaps whose. */
import { stemOf } from "./item";

export interface NameParts {
  /** "06" */
  readonly sheet?: string;
  /** Only two digits said so, without the sheet's title beside them. */
  readonly isBareNumber: boolean;
  /** What is left: a name, an id, or nothing. */
  readonly owner: string;
}

/** Words that people put around a sheet's name, and that are nobody's. */
const noise =
  /(?<![\p{L}\p{N}])(?:copy ?of|copy|final|draft|backup|old|new|submissions?|submitted|download|notebooks?|homework|assignments?|exercises?|sheets?|solutions?|answers?|hw|v\d{1,2}|사본|복사본|최종|제출|과제|수정본?)(?![\p{L}\p{N}])|\(\d{1,2}\)/giu;

const separators = /^[\s_.\-–—]+|[\s_.\-–—]+$/gu;
const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const before = String.raw`(?<!\d)(?:(?<![\p{L}])(?:hw|homework|ex|sheet|week|과제|실습)[\s_-]?)?`;
const after = String.raw`(?![\p{L}\p{N}])`;

/** "06-attention" however it is joined; "attention" alone; "06" or "hw06". */
function patternsOf(slug: string): readonly RegExp[] {
  const [number = "", ...words] = slug.split("-");
  const title = words.map(escapeRegExp).join("[\\s_-]?");
  return [
    new RegExp(`${before}${number}[\\s_-]*${title}${after}`, "iu"),
    new RegExp(`(?<![\\p{L}\\p{N}])${title}${after}`, "iu"),
    new RegExp(`${before}${number}(?!\\d)`, "iu"),
  ];
}

const clean = (text: string): string =>
  text.replace(noise, " ").replace(/\s+/gu, " ").replace(/[\s_-]{2,}/gu, "_").replace(separators, ""); // prettier-ignore

/**
 * @param name   a file or folder, with or without its path
 * @param slugs  the sheets that there are: "06-attention"
 */
export function readName(name: string, slugs: readonly string[]): NameParts {
  const stem = stemOf(name).normalize("NFC");
  const known = slugs.map((slug) => ({ sheet: slug.slice(0, 2), patterns: patternsOf(slug) }));
  for (const rank of [0, 1, 2])
    for (const { sheet, patterns } of known) {
      const found = patterns[rank]!.exec(stem);
      if (!found) continue;
      const owner = clean(`${stem.slice(0, found.index)} ${stem.slice(found.index + found[0].length)}`);
      return { sheet, isBareNumber: rank === 2 && /^\d/.test(found[0]), owner };
    }
  return { isBareNumber: false, owner: clean(stem) };
}
