/** Who reviews whom: balanced groups, or a ring; the same seed gives the same ones, and nobody reviews themselves. */
import { randomGenerator } from "../../../lib/random";

/**
 * Groups of at most `groupSize`, whose sizes differ by at most 1; nobody is left alone.
 *
 * @param members  sorted, so that the order of the command line does not matter
 */
export function groupsOf<Member>(members: readonly Member[], groupSize: number, seed: number): Member[][] {
  const shuffled = randomGenerator(`review/${seed}`).shuffle(members);
  const wanted = Math.ceil(shuffled.length / groupSize);
  const count = Math.max(1, Math.min(wanted, Math.floor(shuffled.length / 2)));
  const groups: Member[][] = Array.from({ length: count }, () => []);
  shuffled.forEach((member, index) => groups[index % count]!.push(member));
  return groups;
}

export interface Assignment<Member> {
  readonly reviewer: Member;
  readonly authors: readonly Member[];
}

/** Everybody in a shuffled ring reviews the next `reviews` ones, and is reviewed as often. */
export function ringOf<Member>(
  members: readonly Member[],
  reviews: number,
  seed: number,
): Assignment<Member>[] {
  const ring = randomGenerator(`review/${seed}`).shuffle(members);
  const count = Math.min(reviews, ring.length - 1);
  return ring.map((reviewer, place) => ({
    reviewer,
    authors: Array.from({ length: count }, (_, step) => ring[(place + step + 1) % ring.length]!),
  }));
}
