/** From what a course site's naming says of each entry to one claim for each learner. */
import { normalForm } from "../../names/spelling";
import { below } from "./claim";
import type { Claim, Place } from "./claim";
import type { Item } from "./item";
import type { Match, Site } from "./sites/site";
import type { Recognised } from "./sites/table";

function claimOf(
  found: readonly { readonly item: Item; readonly match: Match }[],
  site: Site,
  place: Place,
): Claim {
  const [{ item, match }] = found as [(typeof found)[number]];
  const stamps = found.flatMap((one) => one.match.at ?? []).sort();
  return {
    site,
    ids: match.ids,
    ...(match.name !== undefined && { name: match.name }),
    texts: [],
    download: place.names.join("/"),
    origin: below(place, item.path.slice(0, item.path.length - match.rest.length)),
    items: found.map((one) => ({
      ...one.item,
      path: one.match.rest,
      ...(one.match.upload !== undefined && { upload: one.match.upload }),
    })),
    ...(found.some((one) => one.match.isLate) && { isLate: true }),
    ...(stamps.length > 0 && { at: stamps.at(-1)! }),
    ...(match.partners && match.partners.length > 0 && { partners: match.partners }),
  };
}

export function claimsOfSites(recognised: readonly Recognised[], place: Place): Claim[] {
  const groups = new Map<string, { site: Site; found: { item: Item; match: Match }[] }>();
  for (const { item, site, matches } of recognised)
    for (const match of matches) {
      const key = JSON.stringify([site.name, normalForm(match.ids[0] ?? match.name ?? "")]);
      const group = groups.get(key) ?? { site, found: [] };
      group.found.push({ item, match });
      groups.set(key, group);
    }
  return [...groups.values()].map(({ site, found }) => claimOf(found, site, place));
}
