/**
 * The names in a zip. Older programs write them in the encoding of the machine that packed them and do not say which:
 * Korean (CP949, which holds EUC-KR), Japanese (Shift-JIS) or that of the first PC (CP437). One program packed one
 * archive, so all its names are judged together: by whether they can be decoded at all, and by how many of the characters
 * that come out are ones that people write.
 */
import yauzl from "yauzl";
import type { Entry } from "yauzl";
import { inputCaps } from "./item";
import { tryDecode } from "./notebook-text";

/** Every character whose two bytes lie in these ranges. */
function charactersOf(encoding: string, first: readonly [number, number], second: readonly [number, number]) {
  const decoder = new TextDecoder(encoding);
  const found = new Set<string>();
  for (let high = first[0]; high <= first[1]; high += 1)
    for (let low = second[0]; low <= second[1]; low += 1) found.add(decoder.decode(Uint8Array.of(high, low)));
  return found;
}

/** The 2,350 syllables of KS X 1001; the other 8,822 hardly occur in names. */
const commonHangul = charactersOf("euc-kr", [0xb0, 0xc8], [0xa1, 0xfe]);
/** The 2,965 kanji of JIS level 1. */
const commonKanji = charactersOf("shift_jis", [0x88, 0x98], [0x40, 0xfc]);

const encodings = [
  { label: "euc-kr", name: "Korean (CP949)", isUsual: (char: string) => commonHangul.has(char) },
  {
    label: "shift_jis",
    name: "Japanese (Shift-JIS)",
    isUsual: (char: string) => /[\u3041-\u30fe]/.test(char) || commonKanji.has(char),
  },
] as const;

/** Bytes of a name that may still be taken; a longer one is refused in whatever encoding. */
const LONGEST = 4 * inputCaps.nameLength;

const decodeCp437 = (raw: Buffer): string => yauzl.getFileNameLowLevel(0, raw, [], false);

/** The share of usual characters among those that are not ASCII; undefined if some name cannot be decoded. */
function plausibility(raws: readonly Buffer[], { label, isUsual }: (typeof encodings)[number]) {
  const texts = raws.map((raw) => tryDecode(raw, label));
  if (texts.includes(undefined)) return undefined;
  const foreign = [...texts.join("")].filter((char) => char > "\x7f");
  return foreign.filter(isUsual).length / Math.max(1, foreign.length);
}

const LEAST_PLAUSIBLE = 0.7;

function chooseEncoding(raws: readonly Buffer[]) {
  const judged = encodings.map((encoding) => ({ encoding, share: plausibility(raws, encoding) ?? 0 }));
  const best = judged.reduce((a, b) => (b.share > a.share ? b : a));
  return best.share >= LEAST_PLAUSIBLE ? best.encoding : undefined;
}

/** Info-ZIP's extra field with the name in UTF-8. */
function unicodeName({ extraFields }: Entry): string | undefined {
  const field = extraFields.find(({ id, data }) => id === 0x7075 && data.length > 5 && data[0] === 1);
  return field && tryDecode(field.data.subarray(5), "utf-8");
}

/** Names with "/" between the folders, and a note if their encoding had to be concluded. */
export function decodeNames(entries: readonly Entry[]): {
  names: readonly string[];
  notes: readonly string[];
} {
  const told = entries.map((entry) => unicodeName(entry) ?? tryDecode(entry.fileNameRaw, "utf-8"));
  const open = entries.flatMap(({ fileNameRaw }, index) =>
    told[index] === undefined && fileNameRaw.length <= LONGEST ? [fileNameRaw] : [],
  );
  const encoding = open.length === 0 ? undefined : chooseEncoding(open);
  const decode = (raw: Buffer): string =>
    encoding === undefined || raw.length > LONGEST ? decodeCp437(raw) : tryDecode(raw, encoding.label)!;
  const names = entries.map(({ fileNameRaw }, index) => told[index] ?? decode(fileNameRaw));
  const notes =
    open.length === 0
      ? []
      : [
          `names that are not in UTF-8 were read as ${encoding?.name ?? "CP437"}: ${JSON.stringify(decode(open[0]!).slice(0, 80))}`,
        ];
  return { names: names.map((name) => name.replaceAll("\\", "/")), notes };
}
