/**
 * Blackboard: `Sheet 6_kimminji_attempt_2026-11-20-23-10-05_06-attention.ipynb`, and for each attempt a receipt,
 * `Sheet 6_kimminji_attempt_2026-11-20-23-10-05.txt`, whose first line is "Name: Kim Min-ji (kimminji)".
 */
import type { Item } from "../item";
import type { Match, Matches, Site } from "./site";

const pattern = /^(?<head>[^/]+)_attempt_(?<day>\d{4}-\d\d-\d\d)-(?<h>\d\d)-(?<m>\d\d)-(?<s>\d\d)(?:_(?<rest>.+)|(?<receipt>\.txt))$/s; // prettier-ignore

interface Receipt {
  readonly login: string;
  readonly name: string;
}

async function readReceipt(item: Item): Promise<Receipt | undefined> {
  if (item.kind !== "file" || item.size > 1e6) return undefined;
  const text = await item.read().then((bytes) => bytes.toString("utf8"), () => ""); // prettier-ignore
  const groups = /^\s*(?:Name|이름):\s*(?<name>[^\n]*?)\s*\((?<login>[^()\n]+)\)\s*$/mu.exec(text)?.groups;
  return groups && { name: groups["name"]!, login: groups["login"]! };
}

/** Title and login may both hold "_": a receipt says where the login starts, else it is the last word. */
function loginOf(head: string, receipts: readonly Receipt[]): Pick<Match, "ids" | "name"> {
  const receipt = receipts.find(({ login }) => head.endsWith(`_${login}`));
  if (receipt) return { ids: [receipt.login], name: receipt.name };
  const words = head.split("_");
  const tails = words.map((_, index) => words.slice(index).join("_"));
  return { ids: [words.at(-1)!, ...tails.slice(1, -1).reverse()] };
}

async function read(items: readonly Item[]): Promise<Matches> {
  const found = items.flatMap((item) => {
    const groups = pattern.exec(item.path.normalize("NFC"))?.groups;
    return groups ? [{ item, groups }] : [];
  });
  const slips = found.filter(({ groups }) => groups["receipt"] !== undefined);
  const receipts = (await Promise.all(slips.map(({ item }) => readReceipt(item)))).filter(
    (one) => one !== undefined,
  );
  const matches = found.map(({ item, groups }) => {
    const { head = "", day, h, m, s, rest = "receipt.txt" } = groups;
    const at = `${day}T${h}:${m}:${s}`;
    return [item, [{ ...loginOf(head, receipts), rest, at, upload: Date.parse(`${at}Z`) }]] as const;
  });
  return new Map(matches);
}

export const blackboard: Site = {
  name: "Blackboard",
  isOwnFile: (path) => pattern.exec(path)?.groups?.["receipt"] !== undefined,
  read,
};
