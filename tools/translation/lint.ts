/** Finds in a translation what a reader would stumble over: terms, speech level, particles, and a broken structure. */
import { readGlossary } from "../book/glossary";
import { endingOf } from "../../lib/jupyter/particle.cjs";
import type { Entry } from "./po-file";
import { structureFindings, wordsOf } from "./structure";

type Term = Readonly<{ term: string; korean: string }>;

/** Terms that are everyday words too: held only where they are **bold**. */
const everyday = new Set([
  "key",
  "value",
  "control",
  "candidate",
  "surprise",
  "smoothing",
  "query",
  "saturation",
  "alignment",
  "temperature",
  "gate",
  "token",
  "batch",
  "mask",
]);

/** The glossary's terms, longest first, so that "attention weight" is found before "attention". */
export const glossaryTerms = (): Term[] => [...readGlossary()].sort((a, b) => b.term.length - a.term.length);

/** @returns what is wrong with a translation, a line each; nothing for one that is empty */
export function lintEntry(entry: Entry, terms: readonly Term[]): string[] {
  if (entry.translation === "") return [];
  return [
    ...structureFindings(entry),
    ...termFindings(entry, terms),
    ...levelFindings(entry.translation),
    ...particleFindings(entry.translation, terms),
    ...percentFindings(entry.translation),
  ];
}

/** English has a space before the sign, Korean has none; percentage points, %p, are a unit of their own. */
const percentFindings = (translation: string): string[] =>
  (wordsOf(translation).match(/[\d}] %(?!p)/g) ?? []).map((found) => `a space before the sign: ${found}`);

/** A translator who means no term says so in a remark: `# no term: value`. */
function termFindings({ text, translation, remark = "" }: Entry, terms: readonly Term[]): string[] {
  let left = wordsOf(text);
  const got = wordsOf(translation).replace(/\s/g, "");
  return terms.flatMap(({ term, korean }) => {
    const plural = `${term.replace(/y$/, "(?:y|ie)")}(?:e?s)?`;
    const pattern = everyday.has(term) ? `\\*\\*${plural}\\*\\*` : `\\b${plural}\\b`;
    const found = new RegExp(pattern, "gi");
    if (!found.test(left)) return [];
    left = left.replace(found, " ");
    const isMeant = !remark.includes(`no term: ${term}`);
    return !isMeant || got.includes(korean.replace(/\s/g, ""))
      ? []
      : [`the glossary's "${term}" is ${korean}, which is missing`];
  });
}

/** Sentences end in 합니다체; headings, labels and cells may be nouns, which end without a mark. */
function levelFindings(translation: string): string[] {
  const ends = wordsOf(translation).matchAll(/(?<word>[가-힣]+)["'”’)*]*[.?!](?=\s|$|["'”’)*|])/gu);
  return [...ends].flatMap(({ groups }) => {
    const word = groups!["word"]!;
    const isPolite = /(?:니다|니까|시오)$/.test(word);
    return !isPolite && /[다요해자라까지네군]$/.test(word) ? [`not 합니다체: …${word}`] : [];
  });
}

const fixed = "을|를|은|는|과|와|으로|로";
const wrongAfter = { consonant: /^(?:를|는|와|로)$/, l: /^(?:를|는|와|으로)$/, vowel: /^(?:을|은|과|으로)$/ };

function particleFindings(translation: string, terms: readonly Term[]): string[] {
  const words = terms.map(({ korean }) => korean).join("|");
  const afterTerm = new RegExp(
    `(?<term>${words})(?:\\*\\*)?(?:\\([^)가-힣]*\\))?(?<particle>${fixed})(?![가-힣])`,
    "gu",
  );
  const wrong = [...wordsOf(translation).matchAll(afterTerm)].flatMap(({ groups }) => {
    const { term, particle } = groups as { term: string; particle: string };
    return wrongAfter[endingOf(term)].test(particle) ? [`wrong particle: ${term}${particle}`] : [];
  });
  const afterPlace = [...translation.matchAll(/\{\d+\}(을|를|은|는|이|가|과|와|으로|로)(?![가-힣(])/gu)];
  const open = afterPlace.map(
    ([found]) => `${found}: what stands there is not known, so write 을(를), 은(는), 이(가), 과(와), (으)로`,
  );
  const never = [...translation.matchAll(/[가-힣](를|을)(?![가-힣])/gu)]
    .filter(([pair]) => isNever(pair) && !/[가마노고개거저서]을/.test(pair))
    .map(([pair]) => `wrong particle: …${pair}`);
  return [...new Set([...wrong, ...open, ...never])];
}

const isNever = (pair: string): boolean => (endingOf(pair[0]!) === "vowel") === (pair[1] === "을");
