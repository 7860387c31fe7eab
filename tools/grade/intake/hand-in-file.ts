/** The list that a hand-in file carries: who, when, from which release of the sheets, and a hash of each notebook. */
import { RejectedInput } from "./item";

export interface HandInList {
  readonly version: number;
  readonly id: string;
  readonly created: string;
  readonly suite: string;
  /** SHA-256 by path inside the archive. */
  readonly files: Readonly<Record<string, string>>;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.length < 20_000;

/**
 * Reads `hand-in.json`; anybody may have written it, so only texts are taken.
 *
 * @throws {RejectedInput} it is no list of ours
 */
export function readHandInList(bytes: Buffer): HandInList {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new RejectedInput("hand-in.json is not JSON");
  }
  if (typeof value !== "object" || value === null) throw new RejectedInput("hand-in.json is not an object");
  const { version, id, created, suite, files } = value as Record<string, unknown>;
  if (!isText(id) || id === "") throw new RejectedInput("hand-in.json names no id");
  const hashes =
    typeof files === "object" && files !== null
      ? Object.entries(files).filter(([, hash]) => isText(hash))
      : [];
  return {
    version: typeof version === "number" ? version : 0,
    id,
    created: isText(created) ? created : "",
    suite: isText(suite) ? suite : "",
    files: Object.fromEntries(hashes) as Record<string, string>,
  };
}
