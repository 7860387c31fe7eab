import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { splits } from "../../datasets/kit/options";
import { sequencesOf, summarize } from "../../datasets/kit/summary";
import { catalogue } from "../../tools/datasets/catalogue";
import { readCard } from "./fingerprint";

const root = join(__dirname, "..", "..");
const withTokens = Object.keys(catalogue).filter((name) => name !== "adding"); // whose numbers are no tokens
const picture = (name: string, file: string) =>
  readFileSync(join(root, "datasets", name, `${file}.svg`), "utf8");

describe("the card of a data set", () => {
  test.each(withTokens)(
    "of %s shows its lengths and frequencies, and says how to draw them again",
    (name) => {
      for (const file of ["lengths", "frequencies"]) {
        expect(readCard(name)).toContain(`](${file}.svg)`);
        expect(picture(name, file)).toMatch(/^<svg[^>]*>[^]*<\/svg>\n$/);
      }
      expect(readCard(name)).toContain(`npm run datasets -- ${name} --plots`);
    },
  );

  test.each(["mail", "tatoeba"])("of %s says that nothing is bundled", (name) => {
    expect(readCard(name)).toMatch(/Nothing is bundled/);
  });
});

describe("the catalogue", () => {
  test("loads each split of each of its small data sets", async () => {
    for (const name of ["copy", "reverse", "first-token"]) {
      for (const split of splits) {
        const [source] = sequencesOf(split, await catalogue[name]!.load(split as never));
        expect(summarize(source!.sequences).sequences).toBe(split === "train" ? 10_000 : 1_000);
      }
    }
  });

  test("names only data sets that are there", () => {
    expect(
      Object.keys(catalogue).filter((name) => !existsSync(join(root, "datasets", name, "card.md"))),
    ).toEqual([]);
  });
});
