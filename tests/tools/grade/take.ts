/** Takes in a download, as `npm run grade` would, without grading it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readRoster } from "../../../tools/grade/intake/roster";
import { openSnapshots } from "../../../tools/grade/intake/snapshots";
import { takeIn } from "../../../tools/grade/intake/submission";
import type { Intake } from "../../../tools/grade/intake/submission";
import { temporaryFolder } from "./grading";
import { sheet } from "./tiny-sheet";

type Files = Readonly<Record<string, string | Buffer>>;

async function take(
  files: Files,
  paths: readonly string[],
  roster: string | undefined,
  slugs: readonly string[],
): Promise<Intake> {
  const folder = temporaryFolder();
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder.path, name)), { recursive: true });
      writeFileSync(join(folder.path, name), content);
    }
    const snapshots = openSnapshots(join(folder.path, "snapshots"));
    const known = roster === undefined ? undefined : readRoster(Buffer.from(roster));
    return await takeIn(paths.map((path) => join(folder.path, path)), { snapshots, roster: known, suite: "now", sheets: [sheet], slugs }); // prettier-ignore
  } finally {
    folder.remove();
  }
}

/** Each file is a path on the command line. */
export const intakeOfAll = (files: Files, roster?: string, slugs: readonly string[] = []): Promise<Intake> =>
  take(files, Object.keys(files), roster, slugs);

export const intakeOf = (file: string, bytes: Buffer, roster?: string): Promise<Intake> =>
  intakeOfAll({ [file]: bytes }, roster);

/** The folder is the path. */
export const intakeOfFolder = (name: string, files: Files, roster?: string, slugs: readonly string[] = []): Promise<Intake> =>
  take(Object.fromEntries(Object.entries(files).map(([path, content]) => [`${name}/${path}`, content])), [name], roster, slugs); // prettier-ignore
