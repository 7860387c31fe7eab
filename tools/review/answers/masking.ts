/** Takes out of a text what says whose it is: in comments, strings and names of variables. */
import { KnownNames } from "./known-names";
import type { FindOptions, Identities } from "./known-names";

const mailAddress = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu;
const signature =
  /((?:@author|\b(?:author|written by|made by|name|student(?: id)?)\b|작성자|이름|학번)\s*[:：]?[ \t]+)[^\n*]+/giu;

const cache = new WeakMap<Identities, KnownNames>();

/** What is known of a cohort, prepared once. */
export function namesOf(identities: Identities): KnownNames {
  const known = cache.get(identities) ?? new KnownNames(identities);
  cache.set(identities, known);
  return known;
}

function hideNames(text: string, known: KnownNames, options: FindOptions): string {
  let [at, masked] = [0, ""];
  for (const { start, end } of known.find(text, options)) {
    masked += `${text.slice(at, start)}[name]`;
    at = end;
  }
  return masked + text.slice(at);
}

/** Prose: comments, messages, notes. A part of a name counts too. */
export function maskProse(text: string, identities: Identities): string {
  const shorn = text.normalize("NFC").replace(mailAddress, "[e-mail]").replace(signature, "$1[name]");
  return hideNames(shorn, namesOf(identities), { isProse: true });
}

const maskString = (text: string, identities: Identities): string =>
  hideNames(text.replace(mailAddress, "[e-mail]"), namesOf(identities), { isProse: false });

/** Strings, templates and comments of TypeScript; a comment mark inside a string is none. */
const commentsAndStrings =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/g;

const identifier = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
/** "scoreOfMinJi_2" → score, Of, Min, Ji, 2 */
const subword = /\p{Script=Hangul}+|\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+|[^\p{L}\p{N}]+/gu;

/** Gives a variable that is named after somebody a name that is nobody's; the same one wherever it stands. */
class Renaming {
  private readonly numbers = new Map<string, number>();

  constructor(private readonly known: KnownNames) {}

  private standIn(key: string, isFirst: boolean): string {
    const number = this.numbers.get(key) ?? this.numbers.size + 1;
    this.numbers.set(key, number);
    return `${isFirst ? "name" : "Name"}${number}`;
  }

  rename(name: string): string {
    const words = [...name.matchAll(subword)].map(([word]) => word);
    let renamed = "";
    for (let at = 0; at < words.length; at += 1) {
      const size = [7, 5, 3, 2, 1].find((length) => this.isSomebody(words.slice(at, at + length), length));
      if (size === undefined) renamed += words[at]!;
      else
        renamed += this.standIn(
          words
            .slice(at, at + size)
            .join("")
            .toLowerCase(),
          renamed === "",
        );
      at += (size ?? 1) - 1;
    }
    return renamed;
  }

  private isSomebody(words: readonly string[], length: number): boolean {
    const joined = words.join("");
    if (words.length < length || /^[^\p{L}]|[^\p{L}]$/u.test(joined)) return false;
    if (/\p{Script=Hangul}/u.test(joined)) return this.known.find(joined, { isProse: false }).length > 0;
    return this.known.isName(
      words.filter((word) => /\p{L}/u.test(word)),
      false,
    );
  }
}

/** Code: comments are prose; in strings and names of variables whole and given names go, but `max` stays `max`. */
export function maskCode(source: string, identities: Identities): string {
  const text = source.normalize("NFC");
  const renaming = new Renaming(namesOf(identities));
  const rename = (some: string): string => some.replace(identifier, (name) => renaming.rename(name));
  const maskRest = (rest: string): string => rename(rest.replace(mailAddress, "[e-mail]"));
  let [at, masked] = [0, ""];
  for (const { 0: piece, index } of text.matchAll(commentsAndStrings)) {
    const isComment = piece.startsWith("//") || piece.startsWith("/*");
    const hidden = isComment ? maskProse(piece, identities) : maskString(piece, identities);
    masked += maskRest(text.slice(at, index)) + rename(hidden); // `${minjiScore}` and "see minjiScore" name the variable
    at = index + piece.length;
  }
  return masked + maskRest(text.slice(at));
}
