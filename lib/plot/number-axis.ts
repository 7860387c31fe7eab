/** The axis of a quantity: where it begins and ends, and ticks that never run into each other. */
import { scale } from "vega";
import { largest, smallest } from "../extremes";
import { inExpression } from "./plot-style";

export interface NumberAxis {
  /** "log" spreads powers of ten evenly; "linear" unless said otherwise. */
  readonly type?: "linear" | "log";
  /** Where it ends; omit to end it at the data. */
  readonly domain?: readonly [number, number];
  /** Whether a linear axis begins at 0, whatever the data. */
  readonly zero?: boolean;
  /** Whether it goes on to the next round number; true unless said otherwise. */
  readonly nice?: boolean;
  readonly grid?: boolean;
  /** How its ticks are written, as a d3 format. */
  readonly format?: string;
}

/** From the smallest value to the largest, or as far as the axis says: the same numbers that Vega would come to. */
function domainOf(values: readonly number[], axis: NumberAxis): [number, number] {
  const { type = "linear", domain, zero = false, nice = true } = axis;
  if (domain) return [...domain];
  const all = zero && type === "linear" ? [0, ...values] : values;
  const low = smallest(all);
  const highest = largest(all);
  const high = highest > low ? highest : type === "log" ? low * 10 : low + (Math.abs(low) || 1);
  if (!nice) return [low, high];
  return type === "log" ? outward(low, high) : (scale("linear") as () => Scale)().domain([low, high]).nice().domain(); // prettier-ignore
}

/** What an axis of Vega is made of. */
interface Scale {
  domain(): [number, number];
  domain(ends: number[]): Scale;
  nice(): Scale;
}

/** 1, 2 or 5 times a power of ten, below and above. */
function outward(low: number, high: number): [number, number] {
  const steps = oneTwoFive(Math.floor(Math.log10(low)) - 1, Math.ceil(Math.log10(high)));
  return [largest(steps.filter((step) => step <= low)), smallest(steps.filter((step) => step >= high))];
}

const oneTwoFive = (firstPower: number, lastPower: number): number[] =>
  Array.from({ length: lastPower - firstPower + 1 }, (_, i) =>
    [1, 2, 5].map((digit) => Number(`${digit}e${firstPower + i}`)),
  ).flat();

/** Where a value stands on an axis of `length` pixels, 0 at its start; and which value stands at a pixel. */
export function placesOn({ type, domain }: ReturnType<typeof numberAxis>["scale"], length: number) {
  const [low, high] = domain.map(type === "log" ? Math.log10 : Number) as [number, number];
  const place = (value: number): number => (type === "log" ? Math.log10(value) : value);
  return {
    pixelOf: (value: number): number => ((place(value) - low) / (high - low)) * length,
    valueAt: (pixel: number): number => {
      const value = low + (pixel / length) * (high - low);
      return type === "log" ? 10 ** value : value;
    },
  };
}

const fewestTicks = 3;
const mostPowers = 13;

/** Powers of ten; where there are fewer than three, 2 and 5 times them too; where there are too many, some of them. */
function logTicks([low, high]: readonly [number, number]): number[] {
  const steps = oneTwoFive(Math.floor(Math.log10(low)), Math.ceil(Math.log10(high)));
  const inside = steps.filter((step) => step >= low && step <= high);
  const powers = inside.filter((step) => Number.isInteger(Math.log10(step)));
  const every = Math.ceil(powers.length / mostPowers);
  return powers.length < fewestTicks ? inside : powers.filter((_, i) => i % every === 0);
}

const superscripts = [..."⁰¹²³⁴⁵⁶⁷⁸⁹"];

/** 10⁻⁸, and 2·10⁻⁸. */
function powerText(value: number): string {
  const [digit, exponent] = value.toExponential(0).split("e") as [string, string];
  const raised = exponent.replace("+", "").replace("-", "⁻").replace(/\d/g, (figure) => superscripts[Number(figure)]!); // prettier-ignore
  return digit === "1" ? `10${raised}` : `${digit}·10${raised}`;
}

/** A logarithmic axis writes all of its ticks in one style: as decimals, or, where those are long, all as powers. */
function logAxis(domain: readonly [number, number]): object {
  const ticks = logTicks(domain);
  const isShort = ticks.every((tick) => tick > 9e-6 && tick < 2e7);
  const texts = ticks.map((tick) => (isShort ? tick.toLocaleString("en", { maximumFractionDigits: 5 }) : powerText(tick))); // prettier-ignore
  return {
    values: ticks,
    labelExpr: `${inExpression(texts)}[indexof(${JSON.stringify(ticks)}, datum.value)]`,
  };
}

/** A linear axis of about `numTicks`; few whole numbers get a tick each: no half steps, no half letters. */
function linearAxis(
  values: readonly number[],
  [low, high]: readonly [number, number],
  numTicks: number,
): object {
  const span = high - low;
  const isFewWhole = values.every(Number.isInteger) && span > 0 && span < 14;
  return { tickCount: isFewWhole ? span : numTicks };
}

/** Scale and axis of an encoding, for these values; about `numTicks` ticks if it is linear. */
export function numberAxis(axis: NumberAxis, values: readonly number[], numTicks: number) {
  const { type = "linear", grid = true, format } = axis;
  const domain = domainOf(values, axis);
  const ticks = type === "log" ? logAxis(domain) : linearAxis(values, domain, numTicks);
  return { scale: { type, domain, nice: false }, axis: { ...ticks, grid, ...(format && { format }) } };
}
