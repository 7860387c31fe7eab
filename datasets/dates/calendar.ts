/**
 * Calendar days, without times or zones.
 */

export interface Day {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  /** 1 to 31 */
  readonly day: number;
}

/** The hundred years that the dates come from: two digits name one of them and no other. */
export const firstYear = 1950;
export const lastYear = 2049;

/** The day as ISO 8601 writes it, "2026-10-03". */
export function isoDate({ year, month, day }: Day): string {
  return [year, pad(month), pad(day)].join("-");
}

/** The day that many days later; earlier if negative. */
export function addDays(day: Day, numDays: number): Day {
  const moved = new Date(Date.UTC(day.year, day.month - 1, day.day + numDays));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/** 0 on a Sunday, 6 on a Saturday. */
export function weekday({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** 3 becomes "03". */
export function pad(value: number): string {
  return String(value).padStart(2, "0");
}
