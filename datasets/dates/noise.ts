/**
 * What happens to a date between the head and the file: spaces, slips of the finger, full-width digits.
 *
 * Noise never touches a digit's value, and typos only hit words of five letters or more, so the date stays readable.
 */
import type { RandomGenerator } from "../../lib/random";
import { characters, type Segment } from "./segment";

export type Noise = "spacing" | "typo" | "full-width digits";

const shortestTypo = 5;
const fullWidthZero = "０".codePointAt(0)!;

/** The segments with one kind of noise; nothing where that kind finds nothing to change. */
export function disturb(
  noise: Noise,
  segments: readonly Segment[],
  random: RandomGenerator,
): Segment[] | undefined {
  const change = { spacing: disturbSpacing, typo: mistype, "full-width digits": widenDigits }[noise];
  return change(characters(segments), random);
}

/** A space is doubled, lost, or put at an end. */
function disturbSpacing(chars: Segment[], random: RandomGenerator): Segment[] {
  const spaces = chars.flatMap(({ text }, index) => (text === " " ? [index] : []));
  const space: Segment = { text: " ", sure: [], possible: [] };
  if (spaces.length === 0) return random.uniform() < 0.5 ? [space, ...chars] : [...chars, space];
  const at = random.pick(spaces);
  const isLost = random.uniform() < 0.5 && mayJoin(chars[at - 1], chars[at + 1]);
  return [...chars.slice(0, at), ...(isLost ? [] : [chars[at]!, chars[at]!]), ...chars.slice(at + 1)];
}

/** Two digits that meet would be one number. */
function mayJoin(left: Segment | undefined, right: Segment | undefined): boolean {
  return ![left, right].every((side) => side !== undefined && /[\d.]/.test(side.text));
}

/** Two neighbouring letters swap, or one is lost, or typed twice. */
function mistype(chars: Segment[], random: RandomGenerator): Segment[] | undefined {
  const words = [
    ...chars
      .map(({ text }) => text)
      .join("")
      .matchAll(/\p{Script=Latin}+/gu),
  ];
  const long = words.filter(([text]) => text.length >= shortestTypo);
  if (long.length === 0) return undefined;
  const { index, 0: text } = random.pick(long);
  const at = index! + 1 + random.integer(text.length - 2);
  const [left, right] = [chars[at]!, chars[at + 1]!];
  const typed = random.pick([
    left.text === right.text ? [left] : [right, left],
    [right],
    [left, left, right],
  ]);
  return [...chars.slice(0, at), ...typed, ...chars.slice(at + 2)];
}

function widenDigits(chars: Segment[]): Segment[] | undefined {
  if (!chars.some(({ text }) => /\d/.test(text))) return undefined;
  return chars.map((char) => ({ ...char, text: char.text.replace(/\d/, widen) }));
}

function widen(digit: string): string {
  return String.fromCodePoint(fullWidthZero + Number(digit));
}
