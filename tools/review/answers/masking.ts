/** Takes out of a text what says whose it is. */

/** What is known of the cohort: a learner's name, id, file names. */
export type Identities = readonly string[];

const mailAddress = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu;
const signature =
  /((?:@author|\b(?:author|written by|made by|name|student(?: id)?)\b|작성자|이름|학번)\s*[:：]?[ \t]+)[^\n*]+/giu;

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A name is also told by its parts, and whatever stands between them. */
function patternsOf(identities: Identities, shortest: number): RegExp | undefined {
  const wholes = identities.map((text) => text.trim().split(/[\s_-]+/u));
  const parts = wholes.filter((words) => words.length > 1).flat();
  const spelled = [
    ...wholes.map((words) => words.map(escapeRegExp).join("[\\s_-]*")),
    ...parts.map(escapeRegExp),
  ];
  const isHangul = (text: string): boolean => /\p{Script=Hangul}$/u.test(text);
  const long = [...new Set(spelled)].filter((text) => [...text].length >= shortest);
  if (long.length === 0) return undefined;
  const ended = (text: string): string => (isHangul(text) ? text : `${text}(?![\\p{L}\\p{N}])`); // particles follow
  const longestFirst = long.sort((a, b) => b.length - a.length).map(ended);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join("|")})`, "giu");
}

/** Prose: comments, messages, notes. A part of a name counts from two letters on. */
export function maskProse(text: string, identities: Identities): string {
  const names = patternsOf(identities, 2);
  const shorn = text.replace(mailAddress, "[e-mail]").replace(signature, "$1[name]");
  return names ? shorn.replace(names, "[name]") : shorn;
}

/** Strings, templates and comments of TypeScript; a comment mark inside a string is none. */
const commentsAndStrings =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`/g;

/** Code: comments are prose; elsewhere only whole names and ids go, for `max` may be a learner and a function. */
export function maskCode(source: string, identities: Identities): string {
  const whole = patternsOf(
    identities.filter((text) => !/^\p{L}+$/u.test(text) || text.length > 5),
    5,
  );
  const maskRest = (text: string): string => {
    const shorn = text.replace(mailAddress, "[e-mail]");
    return whole ? shorn.replace(whole, "[name]") : shorn;
  };
  let at = 0;
  let masked = "";
  for (const { 0: piece, index } of source.matchAll(commentsAndStrings)) {
    const isComment = piece.startsWith("//") || piece.startsWith("/*");
    masked +=
      maskRest(source.slice(at, index)) + (isComment ? maskProse(piece, identities) : maskRest(piece));
    at = index + piece.length;
  }
  return masked + maskRest(source.slice(at));
}
