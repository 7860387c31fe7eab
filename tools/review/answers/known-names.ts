/** Finds the cohort's people in a text, by every spelling: 김민지, "Kim Min-ji", "Minji Kim", kimminji, minji.kim, 20230001. */
import { soundOf, spellingsOf } from "../../names/spelling";

/** What is known of the cohort: names, ids, logins, file names, as roster, course site and files write them. */
export type Identities = readonly string[];

export interface Span {
  readonly start: number;
  readonly end: number;
  /** Equal for the same person's spelling by sound. */
  readonly key: string;
}

export interface FindOptions {
  /** In comments and messages a part of a name counts; in strings and code only what is a name beyond doubt. */
  readonly isProse: boolean;
}

/** Words that the course's code is made of. A learner may be called Max or Key. */
const codeWords = new Set(
  [...[Math, Array.prototype, String.prototype, Map.prototype, Set.prototype, Object, Number, Promise, JSON].flatMap(Object.getOwnPropertyNames),
   ..."axis batch bias cell context data decoder dim dims dtype encoder epoch gate head hidden input key keys layer length loss mask matrix mean model norm output product query queries rank rate sample score scores seed shape size softmax state step steps sum target tensor time token tokens train unit units value values vector weight weights width".split(" "),
   ..."a all also an and any are as at be but by can do each for from get has have her here his how if in into is it its just let like may more most my new no not now of off oh on one only or our out over own ray so some such sure than that the then there this to too two under up use very was we well what when where which who why will with you young".split(" "),
  ].flatMap((name) => name.toLowerCase()),
); // prettier-ignore
const isOrdinary = (word: string): boolean => codeWords.has(word.toLowerCase());

/** Given names that are also words of a lesson: 정의 definition, 주의 attention, 지수 exponent … */
const hangulWords = new Set(
  "정의 주의 지수 하나 나라 소리 기억 유지 수지 보라 가중 기준 시도 이유 미래 신경 수치 지도 한계 현상".split(
    " ",
  ),
);

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const isHangul = (text: string): boolean => /^[\p{Script=Hangul}\s]+$/u.test(text);
const isLatinName = (text: string): boolean =>
  /\p{Script=Latin}/u.test(text) &&
  !/[\d@/\\]|\.(ipynb|zip|ts|json|txt)$/iu.test(text) &&
  text.split(/\s+/u).length <= 4;

/** As they stand, with anything between their words. */
function literalPattern(texts: readonly string[]): RegExp | undefined {
  const spelled = texts.map((text) =>
    text
      .trim()
      .split(/[\s_-]+/u)
      .map(escapeRegExp)
      .join("[\\s_-]*"),
  );
  if (spelled.length === 0) return undefined;
  return new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${spelled.sort((a, b) => b.length - a.length).join("|")})(?![\\p{L}\\p{N}])`,
    "giu",
  );
}

/** Syllables, perhaps spaced. A particle or 님 may follow a name, another syllable does not stand before it. */
const syllables = /(?<!\p{Script=Hangul})\p{Script=Hangul}(?:\s?\p{Script=Hangul}){1,4}/gu;
const isCalled = (rest: string): boolean => /^\s?(?:님|씨)/u.test(rest);

/** Words of Latin letters: a name's hyphen, apostrophe or dot belongs to it only if both sides do. */
const word = /\p{Script=Latin}[\p{Script=Latin}\p{M}]*/gu;
const between = /^[\s,.'’_·-]{0,2}$/u;
const LONGEST = 4;

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export class KnownNames {
  private readonly literals: { readonly prose: RegExp | undefined; readonly code: RegExp | undefined };
  private readonly wholeSounds = new Set<string>();
  private readonly givenSounds = new Set<string>();
  private readonly parts = new Set<string>();
  private readonly heard = new Map<string, string>();

  constructor(identities: Identities) {
    const texts = [
      ...new Set(identities.map((text) => text.normalize("NFC").trim()).filter((text) => text !== "")),
    ];
    for (const text of texts) {
      const isName = isLatinName(text) || /^\p{Script=Hangul}/u.test(text);
      if (!isName) continue;
      const { sounds, givenNames, surnames } = spellingsOf(text);
      for (const sound of sounds) if (sound.length > 3) this.wholeSounds.add(sound);
      for (const given of givenNames) if (soundOf(given).length > 3) this.givenSounds.add(soundOf(given));
      for (const part of [...givenNames, ...surnames, ...text.split(/[\s,-]+/u)])
        if (!isHangul(part) && part.length > 2) this.parts.add(part.toLowerCase());
    }
    const literal = texts.filter((text) => !isHangul(text) && [...text].length > 1);
    this.literals = {
      prose: literalPattern(
        literal.filter((text) => !isOrdinary(text) && (!/^\d+$/.test(text) || text.length > 2)),
      ),
      code: literalPattern(
        literal.filter((text) => text.length > 4 && !/^\p{L}{1,5}$/u.test(text) && !isOrdinary(text)),
      ),
    };
  }

  /** Answers repeat their words: each is listened to once. */
  soundOf(text: string): string {
    const known = this.heard.get(text);
    if (known !== undefined) return known;
    const sound = soundOf(text);
    this.heard.set(text, sound);
    return sound;
  }

  /** Whether a full name, or a given name of some length, sounds inside a longer word. */
  isInside(text: string): boolean {
    const sound = this.soundOf(text);
    const holds = (name: string): boolean => name.length > 4 && sound.includes(name);
    return [...this.wholeSounds].some(holds) || [...this.givenSounds].some(holds);
  }

  /** Whether the words, taken as one, are somebody's full or given name. */
  isName(words: readonly string[], isProse: boolean): boolean {
    const joined = words.join("");
    const sound = this.soundOf(joined);
    if (words.length === 1 && isOrdinary(joined))
      return isProse && /^\p{Lu}/u.test(joined) && this.parts.has(joined.toLowerCase());
    if (this.wholeSounds.has(sound) || this.givenSounds.has(sound)) return true;
    return isProse && words.length === 1 && this.parts.has(joined.toLowerCase());
  }

  private inLatin(text: string, isProse: boolean): Span[] {
    const words = [...text.matchAll(word)].map((found): Word => ({
      text: found[0],
      start: found.index,
      end: found.index + found[0].length,
    }));
    const spans: Span[] = [];
    for (let at = 0; at < words.length; at += 1)
      for (let size = LONGEST; size >= 1; size -= 1) {
        const some = words.slice(at, at + size);
        const isRun =
          some.length === size &&
          some.every(
            ({ start }, index) => index === 0 || between.test(text.slice(some[index - 1]!.end, start)),
          );
        if (!isRun || !this.isName(some.map((one) => one.text), isProse)) continue; // prettier-ignore
        spans.push({
          start: some[0]!.start,
          end: some.at(-1)!.end,
          key: soundOf(some.map((one) => one.text).join("")),
        });
        at += size - 1;
        break;
      }
    return spans;
  }

  private inHangul(text: string): Span[] {
    return [...text.matchAll(syllables)].flatMap(({ 0: run, index }): Span[] => {
      for (let length = run.length; length > 1; length -= 1) {
        const name = run.slice(0, length).replace(/\s/g, "");
        const sound = this.soundOf(name);
        const isGiven =
          this.givenSounds.has(sound) && (!hangulWords.has(name) || isCalled(text.slice(index + length)));
        const isLong = name.length > 2 || !hangulWords.has(name);
        if (name.length > 1 && (isGiven || (isLong && this.wholeSounds.has(sound))))
          return [{ start: index, end: index + run.slice(0, length).trimEnd().length, key: sound }];
      }
      return [];
    });
  }

  /** Where people stand in a text, in order and without overlap. */
  find(text: string, { isProse }: FindOptions): Span[] {
    const pattern = isProse ? this.literals.prose : this.literals.code;
    const literal = pattern ? [...text.matchAll(pattern)] : [];
    const matched = literal.map(({ 0: found, index }): Span => ({
      start: index,
      end: index + found.length,
      key: soundOf(found),
    }));
    const all = [...matched, ...this.inHangul(text), ...this.inLatin(text, isProse)].sort(
      (a, b) => a.start - b.start || b.end - a.end,
    );
    const kept: Span[] = [];
    for (const span of all) if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
    return kept;
  }
}
