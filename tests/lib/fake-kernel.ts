/** Stands in for tslab's kernel: keeps what a cell would have sent to its notebook. */
import { createRequire } from "node:module";
import { join } from "node:path";
import type { MimeBundle } from "../../lib/jupyter/display";

export interface Message {
  readonly data: MimeBundle;
  readonly displayId: string | undefined;
  readonly isUpdate: boolean;
}

const { cache } = createRequire(import.meta.url);
const path = join("somewhere", "tslab", "dist", "jupyter.js");

/** @returns the messages, in order; the list grows as the code under test displays something */
export function startFakeKernel(): Message[] {
  const messages: Message[] = [];
  const lastWriteDisplayData = (
    content: { data: MimeBundle; transient: { display_id?: string } },
    isUpdate: boolean,
  ): void => {
    messages.push({ data: content.data, displayId: content.transient.display_id, isUpdate });
  };
  cache[path] = { exports: { lastWriteDisplayData } } as unknown as NodeJS.Module;
  return messages;
}

export function stopFakeKernel(): void {
  delete cache[path];
}
