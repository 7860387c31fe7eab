/** The process in which `npm run check` runs a learner's code: it may loop for ever or exit, and only this one ends. */
import { runCalls, type Call, type Result } from "./call";
import { loadAnswer, type AnswerCode } from "./compile";
import { load } from "./load";
import "../../lib/tf"; // loaded before there is anything to do, so that a verdict does not wait for it

export type Request =
  | ({ readonly id: number } & AnswerCode)
  | { readonly id: number; readonly calls: readonly Call[]; readonly seconds?: number };

export type Reply =
  | { readonly id: number; readonly results: readonly Result[] }
  | { readonly id: number; readonly problem?: string };

let answer: unknown;

async function reply(request: Request): Promise<Reply> {
  const { id } = request;
  if ("calls" in request) {
    const { calls, seconds } = request;
    return { id, results: await runCalls(answer, calls, { load, ...(seconds && { seconds }) }) };
  }
  try {
    answer = await loadAnswer(request);
    return { id };
  } catch (error) {
    return { id, problem: String(error) };
  }
}

process.on("message", (request: Request) => {
  void reply(request).then((message) => process.send!(message));
});
process.send!({ id: 0 } satisfies Reply); // ready
process.on("unhandledRejection", () => undefined); // a promise that the learner forgot says nothing about the value
