/**
 * Every data set that needs no file of yours, with its splits and how to load one.
 */

import { setUpMail } from "./mail-package";

/** Examples, whatever they are. */
type Loader = (split: never) => Promise<readonly object[]>;

export interface Entry {
  readonly splits: readonly string[];
  readonly load: Loader;
  /** Of a data set that is too large for everyone's set-up: gets what it needs, unless that is there. */
  readonly setUp?: () => Promise<void>;
}

const usual = ["train", "validation", "test"];

/** A module is only read when one of its splits is asked for, so that each can be measured alone. */
export const catalogue: Readonly<Record<string, Entry>> = {
  dates: {
    splits: usual,
    load: async (split) => (await import("../../datasets/dates/dates")).load({ split }),
  },
  "korean-english": {
    splits: [...usual, "longer", "unseen-combination"],
    load: async (split) => (await import("../../datasets/korean-english/korean-english")).load({ split }),
  },
  cmudict: {
    splits: usual,
    load: async (split) => (await import("../../datasets/cmudict/cmudict")).load({ split }),
  },
  "ts-messages": {
    splits: usual,
    load: async (split) => (await import("../../datasets/ts-messages/ts-messages")).load({ split }),
  },
  "node-docs": {
    splits: usual,
    load: async (split) => (await import("../../datasets/node-docs/node-docs")).load({ split }),
  },
  mail: {
    splits: usual,
    load: async (split) => (await import("../../datasets/mail/mail")).load({ split }),
    setUp: setUpMail,
  },
  "moby-dick": {
    splits: usual,
    load: async (split) => (await import("../../datasets/moby-dick/moby-dick")).load({ split }),
  },
  copy: {
    splits: usual,
    load: async (split) => (await import("../../datasets/copy/copy")).load({ split }),
  },
  reverse: {
    splits: usual,
    load: async (split) => (await import("../../datasets/reverse/reverse")).load({ split }),
  },
  "first-token": {
    splits: usual,
    load: async (split) => (await import("../../datasets/first-token/first-token")).load({ split }),
  },
  adding: {
    splits: usual,
    load: async (split) => (await import("../../datasets/adding/adding")).load({ split }),
  },
};
