/** Something the reader can put right: shown as its one sentence, without a stack. */
export class Problem extends Error {}

/**
 * Runs a command's main function; a Problem ends it with its sentence and exit code 1.
 *
 * @param {() => Promise<number | void>} main  may return an exit code
 */
export async function runCommand(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof Problem ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
