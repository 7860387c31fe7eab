/** JupyterLab for a test: started by the project's own command, on a free port, ended with all its kernels. */
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const projectRoot = join(__dirname, "..", "..");

export interface Lab {
  /** The page that shows one notebook; `path` counts from the project's root. */
  notebookUrl(path: string): string;
  stop(): Promise<void>;
}

/** @throws {Error} the lab did not answer in time; the message holds what it printed */
export async function startLab(timeoutMs: number): Promise<Lab> {
  const [port, token] = [await freePort(), randomUUID()];
  const settings = settingsOfItsOwn();
  const lab = spawnLab(port, token, settings);
  const stop = async (): Promise<void> => {
    await stopLab(lab);
    rmSync(settings, { recursive: true, force: true });
  };
  const log = collectOutput(lab);
  try {
    await answers(`http://127.0.0.1:${port}/api/status?token=${token}`, timeoutMs);
  } catch {
    await stop();
    throw new Error(`JupyterLab did not answer within ${timeoutMs / 1000} s. It printed:\n${log()}`);
  }
  return {
    notebookUrl: (path) => `http://127.0.0.1:${port}/lab/tree/${path}?token=${token}&reset`,
    stop,
  };
}

/** Hidden files are allowed because the tested copies lie in .course, where nothing is committed. */
function spawnLab(port: number, token: string, settings: string): ChildProcess {
  const options = ["--no-browser", "--port", String(port), `--IdentityProvider.token=${token}`];
  return spawn(
    process.execPath,
    [
      "tools/run.cjs",
      "start",
      ...options,
      "--ContentsManager.allow_hidden=True",
      "--LabApp.expose_app_in_browser=True",
    ],
    {
      cwd: projectRoot,
      env: {
        ...process.env,
        JUPYTERLAB_SETTINGS_DIR: settings,
        JUPYTERLAB_WORKSPACES_DIR: settings,
        SMOKE: "1",
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true, // a process group of its own, so that nothing of it outlives the test
    },
  );
}

/** A test that changes the theme must not change the reader's; and no question about news covers the page. */
function settingsOfItsOwn(): string {
  const folder = mkdtempSync(join(tmpdir(), "lab-settings-"));
  const notification = join(folder, "@jupyterlab", "apputils-extension", "notification.jupyterlab-settings");
  mkdirSync(dirname(notification), { recursive: true });
  writeFileSync(notification, JSON.stringify({ fetchNews: "false", checkForUpdates: false }));
  return folder;
}

function collectOutput(lab: ChildProcess): () => string {
  let text = "";
  for (const stream of [lab.stdout!, lab.stderr!])
    stream.on("data", (piece: Buffer) => (text += piece.toString()));
  return () => text;
}

async function answers(url: string, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("no answer");
}

/** SIGTERM lets the server end its kernels; what is left after ten seconds is killed. */
async function stopLab(lab: ChildProcess): Promise<void> {
  if (lab.exitCode !== null) return;
  const ended = new Promise((resolve) => lab.once("exit", resolve));
  process.kill(lab.pid!, "SIGTERM");
  const patience = setTimeout(() => process.kill(-lab.pid!, "SIGKILL"), 10_000);
  await ended;
  clearTimeout(patience);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
