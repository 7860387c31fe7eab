/** The peers' own Python environment, .course/peers: PyTorch at a pinned version. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../notebook/sources";

const folder = join(root, ".course", "peers");
const requirements = join(__dirname, "peers", "requirements.txt");

/** The Python that has the peers. */
export const peerPython = join(folder, "bin", "python");

/** Whether `npm run bench -- --peers` was run. */
export function hasPeers(): boolean {
  if (!existsSync(peerPython)) return false;
  try {
    execFileSync(peerPython, ["-c", "import torch"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Makes the environment; what is there already stays. */
export function installPeers(): void {
  console.log("Installing PyTorch into .course/peers: about 2 GB to download, 7 GB on disk, 5 minutes.");
  if (!existsSync(peerPython)) execFileSync("python3", ["-m", "venv", folder], { stdio: "inherit" });
  execFileSync(peerPython, ["-m", "pip", "install", "-r", requirements], { stdio: "inherit" });
}
