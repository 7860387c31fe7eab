/** A learner's id is opaque text: kept as it came, and for files turned into a slug with a hash of the original. */
import { createHash } from "node:crypto";

export const sha256 = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");

/** Windows takes these names for devices, whatever follows the dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A name that every file system takes and no two learners share.
 *
 * @param owner  as the roster or the course site writes it, leading zeros included
 * @param place  tells apart what one learner handed in twice
 */
export function submissionId(owner: string, place = ""): string {
  const slug = owner
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  const hash = sha256(`${owner.normalize("NFC")}\0${place.normalize("NFC")}`).slice(0, 10);
  return `${slug === "" || reserved.test(slug) ? "learner" : slug}-${hash}`;
}
