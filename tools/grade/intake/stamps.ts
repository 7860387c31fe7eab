/** When work came, as far as the course site says it: what a learner wrote into a file is no evidence. */
import type { Claim } from "./claim";

/** Zips whose entries all carry about one time were stamped when they were packed. */
const PACKING_MS = 3_600_000;

const hasZone = (stamp: string): boolean => /(Z|[+-]\d\d:\d\d)$/.test(stamp);
const millisecondsOf = (stamp: string): number => Date.parse(hasZone(stamp) ? stamp : `${stamp}Z`);

/** Where a site's naming tells no time, its zip's entries do, if they were not all stamped at once. */
export function stampedByZip(claims: readonly Claim[]): Claim[] {
  const all = claims.flatMap(({ site, items }) =>
    site ? items.flatMap(({ changed }) => changed ?? []) : [],
  );
  const times = all.map(millisecondsOf).sort((a, b) => a - b);
  const isPacking = times.length < 2 || times.at(-1)! - times[0]! < PACKING_MS;
  if (isPacking) return [...claims];
  return claims.map((claim) => {
    const own = claim.items.flatMap(({ changed }) => changed ?? []).sort();
    return claim.at !== undefined || !claim.site || own.length === 0 ? claim : { ...claim, at: own.at(-1)! };
  });
}

export const isLocalTime = (stamp: string): boolean => stamp !== "" && !hasZone(stamp);

/** The offset that a date ends in: "+09:00" or "Z". */
const offsetOf = (date: string): string => /(Z|[+-]\d\d:?\d\d)$/i.exec(date)?.[0] ?? "Z";

/** Milliseconds; NaN when nothing can be told. A local time is read in the zone of the due date. */
export const momentOf = (stamp: string, due = "Z"): number =>
  Date.parse(isLocalTime(stamp) ? `${stamp}${offsetOf(due)}` : stamp);

/** Whether work came after its due time; a missing stamp, or one from the future, says nothing. */
export function lateness(
  stamp: string,
  due: string | undefined,
  nowMs: number,
): "on time" | "late" | "unknown" {
  const [stampMs, dueMs] = [momentOf(stamp, due), due === undefined ? NaN : Date.parse(due)];
  if (Number.isNaN(stampMs) || Number.isNaN(dueMs) || stampMs > nowMs) return "unknown";
  return stampMs <= dueMs ? "on time" : "late";
}
