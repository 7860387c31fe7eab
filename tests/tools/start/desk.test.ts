import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layOutDesk } from "../../../tools/start/desk.mjs";
import { temporaryFolder } from "../setup/folder";

const folders = ["notebooks", "exercises", "solutions"].flatMap((folder) => [folder, `${folder}/ko`]);

test("a learner gets copies of all notebooks, without their sources, and what they wrote in one is never replaced", () => {
  const [project, desk] = [temporaryFolder(), temporaryFolder()];
  for (const folder of folders) {
    mkdirSync(join(project, folder));
    writeFileSync(join(project, folder, "06-attention.ipynb"), "new");
    writeFileSync(join(project, folder, "06-attention.ts"), "source");
  }
  layOutDesk(project, desk);
  expect(folders.map((folder) => readdirSync(join(desk, folder)))).toEqual(
    folders.map((folder) => (folder.endsWith("/ko") ? ["06-attention.ipynb"] : ["06-attention.ipynb", "ko"])),
  );

  const mine = join(desk, "exercises", "ko", "06-attention.ipynb");
  writeFileSync(mine, "my answer");
  layOutDesk(project, desk);
  expect(readFileSync(mine, "utf8")).toBe("my answer");
});
