/**
 * Numbers as Korean and Japanese say them: 2026 is "two thousand, two ten, six", 이천이십육, 二千二十六.
 */
import { digit, type Field, implying, positionsOf, type Segment } from "./segment";

export interface SinoDigits {
  /** zero to nine */
  readonly digits: string;
  /** ten, hundred, thousand */
  readonly units: string;
}

export const hangul: SinoDigits = { digits: "공일이삼사오육칠팔구", units: "십백천" };
export const kanji: SinoDigits = { digits: "〇一二三四五六七八九", units: "十百千" };

/**
 * The number with its units. A spoken digit is sure; "ten" without a digit before it says that digit, 1; a zero is not
 * spoken and belongs to the unit before it, or, at the front, to the first thing said.
 */
export function sinoNumber(value: number, field: Field, { digits, units }: SinoDigits): Segment[] {
  const written = String(value);
  const positions = positionsOf[field].slice(-written.length);
  const spoken: Segment[] = [];
  let unspoken: number[] = positionsOf[field].slice(0, -written.length);
  const say = (segment: Segment) => {
    spoken.push({ ...segment, possible: [...segment.possible, ...unspoken] });
    unspoken = [];
  };
  [...written].forEach((char, index) => {
    const position = positions[index]!;
    const place = written.length - 1 - index;
    if (char === "0") return spoken.push(implying(spoken.pop()!, position));
    if (char !== "1" || place === 0) say(digit(digits[Number(char)]!, field, position));
    if (place === 0) return;
    const unit = units[place - 1]!;
    say(char === "1" ? digit(unit, field, position) : { text: unit, field, sure: [], possible: [position] });
  });
  return spoken;
}

/** The number digit by digit, 二〇二六 or 이공이육; the last digits of the field where it has fewer. */
export function sinoDigits(written: string, field: Field, { digits }: SinoDigits): Segment[] {
  const positions = positionsOf[field].slice(-written.length);
  return [...written].map((char, index) => digit(digits[Number(char)]!, field, positions[index]!));
}
