import { phrase } from "../../lib/jupyter/language.cjs";
import { ProgramFailure } from "./program.mjs";
import { Problem } from "./problem.mjs";

const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ConnectionError|ConnectTimeout|name resolution|getaddrinfo|Failed to establish a new connection|Network is unreachable|timed out|network connectivity/i;

/** @param {unknown} error */
export const isUnreachable = (error) =>
  UNREACHABLE.test(
    error instanceof ProgramFailure ? error.tail : `${error} ${/** @type {any} */ (error)?.cause}`,
  );

/**
 * Runs something that needs the network; says so in one sentence when that is what failed.
 *
 * @template Result
 * @param {string} server  what it talks to, e.g. "the npm registry"
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function needingNetwork(server, work) {
  try {
    return await work();
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    throw new Problem(
      phrase(
        "Cannot reach {0}: connect to the internet (behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1), then run this again.",
        server,
      ),
    );
  }
}
