/**
 * When two spellings are one name. The same person is 김민지 in a roster, "Kim Min-ji" on the course site, "kimminji" in a
 * file's name and "Minji Kim" in a comment.
 */
import { romanize } from "./romanize";

/** What ids and names are compared by: composed, of one width, in small letters, with single spaces. Zeros stay. */
export const normalForm = (text: string): string =>
  text.normalize("NFKC").trim().replace(/\s+/gu, " ").toLowerCase();

/** Its letters and digits alone, without accents. */
const lettersOf = (text: string): string =>
  normalForm(text)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]/gu, "");

const hasHangul = (text: string): boolean => /\p{Script=Hangul}/u.test(text);

/** How people write one sound: what stands on the left is read as what stands on the right. */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/sh/g, "s"], [/ch|z/g, "j"], [/ph/g, "p"], [/eo|eu|oo|ou/g, "u"], [/ee/g, "i"], [/wu/g, "u"], [/ui/g, "i"],
  [/ae|ai/g, "e"], [/oe/g, "oi"], [/[kqc]/g, "g"], [/p/g, "b"], [/t/g, "d"], [/r/g, "l"],
  [/([aeiou])h(?![aeiou])/g, "$1"], [/(.)\1/g, "$1"],
]; // prettier-ignore

/** The same for "Hyun-woo" and "Hyeonu", "Ji-young" and "Jiyeong". */
export const soundOf = (text: string): string =>
  sounds.reduce((sound, [from, to]) => sound.replace(from, to), lettersOf(romanize(text)));

/** Surnames whose usual spellings do not even sound alike; the first is the Revised Romanization. */
const families = ["i lee yi rhee ri yee", "bak park", "im lim", "yu ryu", "no roh", "na ra", "heo hur", "baek back", "yang ryang"]; // prettier-ignore
const familySounds = families.map((family) => family.split(" ").map(soundOf));
const surnameSounds = (surname: string): readonly string[] =>
  familySounds.find((family) => family.includes(soundOf(surname))) ?? [soundOf(surname)];

const longSurnames = /^(남궁|황보|제갈|선우|독고|사공|서문|동방)/;

interface Split {
  readonly surname: string;
  readonly given: string;
}

/** The ways to tell surname and given name apart; Hangul says it, Latin letters leave it open. */
function splitsOf(name: string): Split[] {
  const words = name.replace(",", " ").trim().split(/\s+/u);
  const [first = "", last = ""] = [words[0], words.at(-1)];
  if (words.length > 1 && !(hasHangul(name) && first.length === 1))
    return [
      { surname: first, given: words.slice(1).join("") },
      { surname: last, given: words.slice(0, -1).join("") },
    ];
  const whole = words.join("");
  if (!hasHangul(whole) || whole.length < 2) return [];
  const length = whole.length > 2 && longSurnames.test(whole) ? 2 : 1;
  return [{ surname: whole.slice(0, length), given: whole.slice(length) }];
}

/** "김민지 (Kim Min-ji)" is one person by two names. */
const namesIn = (text: string): string[] =>
  text.normalize("NFC").split(/[()[\]（）/|]/u).map((part) => part.trim()).filter((part) => /\p{L}/u.test(part)); // prettier-ignore

export interface Spellings {
  /** Letter by letter, in both orders. */
  readonly exact: ReadonlySet<string>;
  /** By sound, in both orders. */
  readonly sounds: ReadonlySet<string>;
  readonly givenNames: readonly string[];
  readonly surnames: readonly string[];
}

/** Every spelling by which a name is known. */
export function spellingsOf(text: string): Spellings {
  const names = namesIn(text);
  const splits = names.flatMap(splitsOf);
  const joined = (a: string, b: string): string[] => [a + b, b + a];
  const exact = [
    ...names.map(lettersOf),
    ...splits.flatMap(({ surname, given }) => joined(lettersOf(surname), lettersOf(given))),
  ];
  const heard = [
    ...names.map(soundOf),
    ...splits.flatMap(({ surname, given }) =>
      surnameSounds(surname).flatMap((sound) => joined(sound, soundOf(given)).map(soundOf)),
    ),
  ];
  const filled = (list: readonly string[]): string[] => [...new Set(list.filter((one) => one !== ""))];
  return {
    exact: new Set(filled(exact)),
    sounds: new Set(filled(heard)),
    givenNames: filled(splits.map(({ given }) => given)),
    surnames: filled(splits.map(({ surname }) => surname)),
  };
}

const meet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((one) => b.has(one));

/** People, with every spelling of their names. */
export type Spelled<Person> = readonly { readonly person: Person; readonly spelled: Spellings }[];

export const spelledOut = <Person extends { readonly name: string }>(
  people: readonly Person[],
): Spelled<Person> => people.map((person) => ({ person, spelled: spellingsOf(person.name) }));

/** Of people with names, those who may be meant: those who are written so, else those who sound so. */
export function peopleNamed<Person>(text: string, known: Spelled<Person>): Person[] {
  const wanted = spellingsOf(text);
  if (wanted.exact.size === 0) return [];
  const exact = known.filter(({ spelled }) => meet(spelled.exact, wanted.exact));
  const found = exact.length > 0 ? exact : known.filter(({ spelled }) => meet(spelled.sounds, wanted.sounds));
  return found.map(({ person }) => person);
}

/** Whether two names can be one person's: a word in common, or a name that sounds the same. */
export function mayBeSamePerson(a: string, b: string): boolean {
  const [left, right] = [spellingsOf(a), spellingsOf(b)];
  const words = (text: string, { givenNames, surnames }: Spellings): Set<string> =>
    new Set(
      [...givenNames, ...[...surnames, ...text.split(/[\s_]+/u)].flatMap(surnameSounds)]
        .map(soundOf)
        .filter((one) => one !== ""),
    );
  return meet(left.sounds, right.sounds) || meet(words(a, left), words(b, right));
}
