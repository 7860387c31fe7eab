/** `npm start -- --lang ko`: the page that opens, and the language of JupyterLab itself. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { projectRoot } from "../../../tools/setup/layout.mjs";
import { firstNotebook, writeLocale } from "../../../tools/start/jupyter-lab.mjs";
import { temporaryFolder } from "../setup/folder";

afterEach(() => void vi.unstubAllEnvs());

const speak = (language: string): void => void vi.stubEnv("COURSE_LANG", language);

test("the course opens on the start page of the learner's language", () => {
  speak("ko");
  expect(firstNotebook(projectRoot)).toBe("notebooks/ko/00-start-here.ipynb");
  speak("en");
  expect(firstNotebook(projectRoot)).toBe("notebooks/00-start-here.ipynb");
});

test("a start page that is not translated opens in English", () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "notebooks", "ko"), { recursive: true });
  writeFileSync(join(root, "notebooks", "00-start-here.ipynb"), "{}");
  speak("ko");
  expect(firstNotebook(root)).toBe("notebooks/00-start-here.ipynb");
});

test("JupyterLab's own menus speak the language of the run, whatever the last one spoke", () => {
  const config = temporaryFolder();
  const path = "lab/user-settings/@jupyterlab/translation-extension/plugin.jupyterlab-settings";
  const locale = (): unknown => JSON.parse(readFileSync(join(config, path), "utf8"));
  speak("ko");
  writeLocale(config);
  expect(locale()).toEqual({ locale: "ko_KR" });
  speak("en");
  writeLocale(config);
  expect(locale()).toEqual({ locale: "en" });
});
