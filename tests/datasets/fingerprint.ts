/**
 * Fingerprints of built splits, compared with those in a dataset's card.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** SHA-256 over the items, each as one line of JSON. */
export function fingerprint(items: readonly unknown[]): string {
  const hash = createHash("sha256");
  for (const item of items) hash.update(JSON.stringify(item) + "\n");
  return hash.digest("hex");
}

export function readCard(dataset: string): string {
  return readFileSync(new URL(`../../datasets/${dataset}/card.md`, import.meta.url), "utf8");
}
