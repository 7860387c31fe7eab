/** What a process of ours answers. */
import type { ChildProcess } from "node:child_process";

/** The reply with this number; nothing if the process ends first, or time is up. */
export function replyOf<Reply extends { readonly id: number }>(
  child: ChildProcess,
  id: number,
  seconds: number,
): Promise<Reply | undefined> {
  return new Promise((resolve) => {
    const settle = (reply?: Reply): void => {
      clearTimeout(timer);
      child.off("message", read).off("exit", end);
      resolve(reply);
    };
    const read = (reply: Reply): void => (reply.id === id ? settle(reply) : undefined);
    const end = (): void => settle();
    const timer = setTimeout(end, 1000 * seconds);
    child.on("message", read).on("exit", end);
  });
}
