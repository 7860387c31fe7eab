/** Plans a session: who takes part, on which page they meet, and by which letters. */
import { randomGenerator } from "../../../lib/random";
import type { Graded } from "../../grade/batch";
import { sha256 } from "../../grade/intake/learner-id";
import { isUndecided } from "../../grade/judge/record";
import { groupsOf, ringOf } from "./groups";
import type { Session, SessionMember, SessionPage, SessionSheet } from "./session";

export interface PlanOptions {
  readonly seed: number;
  readonly groupSize: number;
  /** A ring instead of groups: everybody reviews the next ones. */
  readonly isPairs: boolean;
  readonly reviews: number;
  readonly isAnonymous: boolean;
}

export interface Chosen {
  readonly members: readonly Graded[];
  /** Who stays out, and why. */
  readonly left: readonly string[];
}

const stampOf = ({ submission }: Graded): number => Date.parse(submission?.created ?? "") || 0;
const hasWork = ({ record }: Graded): boolean =>
  record.tasks.some(
    ({ verdict }) => !["not_submitted", "not_attempted"].includes(verdict) && !isUndecided(verdict),
  );

/** Whoever handed in something to look at; of several hand-ins of one learner the latest. */
export function chooseMembers(graded: readonly Graded[]): Chosen {
  const left: string[] = [];
  const latest = new Map<string, Graded>();
  for (const one of graded) {
    const { record } = one;
    if (!hasWork(one)) {
      left.push(`${record.learner}: ${record.reason ?? "nothing was attempted"}`);
      continue;
    }
    const rival = latest.get(record.learner);
    if (rival)
      left.push(
        `${record.learner}: handed in several times; the latest is reviewed, or the first if none says when`,
      );
    if (!rival || stampOf(one) > stampOf(rival)) latest.set(record.learner, one);
  }
  return { members: [...latest.values()], left };
}

const letterAt = (index: number): string =>
  (index >= 26 ? letterAt(Math.floor(index / 26) - 1) : "") + String.fromCharCode(65 + (index % 26));

const lettered = (owners: readonly string[]): Record<string, string> =>
  Object.fromEntries(owners.map((owner, index) => [letterAt(index), owner]));

const numbered = (word: string, index: number, count: number): string =>
  `${word}-${String(index + 1).padStart(String(count).length, "0")}`;

/** In a ring the page belongs to one reviewer, "R", who is none of its authors. */
function pagesOf(ids: readonly string[], options: PlanOptions): SessionPage[] {
  const { seed, groupSize, isPairs, reviews } = options;
  if (isPairs) {
    const ring = ringOf(ids, reviews, seed);
    return ring.map(({ reviewer, authors }, index) => ({
      name: numbered("reviewer", index, ring.length),
      reviewers: { R: reviewer },
      authors: lettered(authors),
    }));
  }
  const groups = groupsOf(ids, groupSize, seed);
  return groups.map((group, index) => ({
    name: numbered("group", index, groups.length),
    reviewers: lettered(group),
    authors: lettered(group),
  }));
}

export function planSession(
  { members }: Chosen,
  sheets: readonly SessionSheet[],
  options: PlanOptions,
): Session {
  const sorted = [...members].sort((a, b) => (a.record.id < b.record.id ? -1 : 1));
  const ids = sorted.map(({ record }) => record.id);
  const contents = sorted.map(({ submission }) => submission?.content ?? "");
  const id = sha256(JSON.stringify([options, sheets, ids, contents])).slice(0, 12);
  const order = randomGenerator(`review/${options.seed}/feedback`).shuffle(ids);
  const people = sorted.map(({ record, submission }): SessionMember => ({
    submission: record.id,
    learner: record.learner,
    name: record.name,
    aliases: submission?.aliases ?? [],
    feedback: numbered("feedback", order.indexOf(record.id), ids.length),
  }));
  const pages = pagesOf(ids, options);
  return {
    version: 1,
    id,
    seed: options.seed,
    isAnonymous: options.isAnonymous,
    sheets,
    members: people,
    pages,
  };
}
