import { expect, test } from "vitest";
import { plotConfig } from "../../../lib/plot/plot-style";

test("all plots share the fonts and colours that we have looked at", async () => {
  await expect(`${JSON.stringify(plotConfig, null, 2)}\n`).toMatchFileSnapshot("specs/plot-config.json");
});
