/** Known mistakes as answers: code that the sandbox runs as if a learner had written it. */
import { join } from "node:path";
import { build } from "esbuild";
import type { Plugin } from "esbuild";
import type { Runnable } from "../../../tools/answers/answer";
import type { Sheet } from "../../../tools/exercises/sheet";
import { projectRoot } from "../../../tools/grade/layout";

/** The sandbox has the course's modules; the bundle asks for them by the name that a cell would use. */
const fromTheCourse: Plugin = {
  name: "from the course",
  setup(bundle) {
    bundle.onResolve({ filter: /(^|\/)(lib|datasets)\/[\w/-]+$/ }, ({ path }) => ({
      path: path.replace(/^.*?(?=(lib|datasets)\/)/, "./"),
      external: true,
    }));
  },
};

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

async function bundle(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(projectRoot, path)],
    plugins: [fromTheCourse],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    logLevel: "error",
  });
  return outputFiles[0]!.text;
}

/** One answer for each task of a sheet: the first task's first mistake, the second's second, and so on. */
export const mistakesOf = ({ slug, tasks }: Sheet): Promise<Runnable[]> =>
  Promise.all(
    tasks.map(async ({ name: task, mistakes }, index) => {
      const variants = await bundle(`tests/mutants/${slug}/${kebab(task)}.ts`);
      const answer = `module.exports.mistakes[${index % mistakes.length}].answer`;
      const code = `const module = { exports: {} };\n${variants}\nexports.${task} = ${answer};`;
      return { task, state: "found", message: "", notes: [], code };
    }),
  );
