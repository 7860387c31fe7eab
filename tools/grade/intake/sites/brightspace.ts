/** D2L Brightspace: `12345-678 - Kim Min-ji - Nov 20, 2026 930 PM/06-attention.ipynb`, or with " - " in place of the "/". */
import { readPaths } from "./site";
import type { Match, Site } from "./site";

const pattern =
  /^(?<user>\d+)-(?<folder>\d+) - (?<name>.+?) - (?<date>[^/]*?\d{4}[^/]*?)(?: - |\/)(?<rest>.+)$/s;
const english = /^(?<month>[A-Z][a-z]{2})[a-z]* (?<day>\d{1,2}), (?<year>\d{4}) (?<h>\d{1,2}):?(?<m>\d\d) (?<half>AM|PM)$/; // prettier-ignore
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "Nov 20, 2026 930 PM" → "2026-11-20T21:30:00"; undefined in other languages. */
function readDate(text: string): string | undefined {
  const groups = english.exec(text)?.groups;
  const month = groups ? months.indexOf(groups["month"]!) : -1;
  if (!groups || month < 0) return undefined;
  const hour = (Number(groups["h"]) % 12) + (groups["half"] === "PM" ? 12 : 0);
  const date = new Date(
    Date.UTC(Number(groups["year"]), month, Number(groups["day"]), hour, Number(groups["m"])),
  );
  return date.toISOString().slice(0, 19);
}

function match(path: string): Match | undefined {
  const groups = pattern.exec(path)?.groups;
  if (!groups) return undefined;
  const { user = "", folder = "", name = "", date = "", rest = "" } = groups;
  const at = readDate(date);
  return {
    ids: [user, `${user}-${folder}`],
    name,
    rest,
    ...(at !== undefined && { at, upload: Date.parse(`${at}Z`) }),
  };
}

export const brightspace: Site = {
  name: "Brightspace",
  isOwnFile: (path) => path === "index.html",
  read: (items) => readPaths(items, match),
};
