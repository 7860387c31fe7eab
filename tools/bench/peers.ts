/** The peers' own Python environment, .course/peers: PyTorch, JAX, IPython's kernel and nbgrader at pinned versions. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../grade/record/write-file";
import { root } from "../notebook/sources";

const folder = join(root, ".course", "peers");
const requirements = join(__dirname, "peers", "requirements.txt");
/** A copy of the requirements, written when all of them are there. */
const stamp = join(folder, "installed.txt");

/** Where the peers' programs lie. */
export const peerPrograms = join(folder, process.platform === "win32" ? "Scripts" : "bin");
/** The Python that has the peers. */
export const peerPython = join(peerPrograms, process.platform === "win32" ? "python.exe" : "python");

/** Whether `npm run bench -- --peers` was run, and for the versions that are asked for now. */
export const hasPeers = (): boolean =>
  existsSync(stamp) && readFileSync(stamp, "utf8") === readFileSync(requirements, "utf8");

/** Makes the environment; what is there already stays. */
export function installPeers(): void {
  console.log(
    "Installing PyTorch, JAX, ipykernel and nbgrader into .course/peers: about 3 GB to download, 7 GB on disk, 5 to 15 minutes.",
  );
  if (!existsSync(peerPython)) execFileSync("python3", ["-m", "venv", folder], { stdio: "inherit" });
  execFileSync(peerPython, ["-m", "pip", "install", "-r", requirements], { stdio: "inherit" });
  writeWhole(stamp, readFileSync(requirements, "utf8"));
}
