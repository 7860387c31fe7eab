/** What StrykerJS' instrumenter would change in a text: operators, conditions, literals, blocks. Its runner is not used. */
import { createInjector } from "typed-inject";
import type { Edit } from "./edit";

/** It has nothing to say: our texts parse. */
const silent = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  fatal: () => undefined,
};

/** Nothing left out, nothing added to the text. */
const options = { plugins: null, excludedMutations: [], ignorers: [], noHeader: true };

export async function strykerEdits(text: string): Promise<Edit[]> {
  const { createInstrumenter } = await import("@stryker-mutator/instrumenter");
  const instrumenter = createInjector()
    .provideValue("logger", silent)
    .injectFunction(createInstrumenter as never) as ReturnType<typeof createInstrumenter>;
  const file = { name: "answer.ts", content: text, mutate: true };
  const { mutants } = await instrumenter.instrument([file], options);
  const starts = [...text.matchAll(/^/gm)].map(({ index }) => index);
  const offsetOf = ({ line, column }: { line: number; column: number }): number => starts[line]! + column;
  return mutants.map(({ location, replacement }) => ({
    from: offsetOf(location.start),
    to: offsetOf(location.end),
    put: replacement,
  }));
}
