/** Tests named `testDecoder`: too weak, too strict, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { Decode, Step } from "../../exercises/fixtures/12-bug-zoo/sequence";
import { should } from "./should";

const { mistake, alternative } = variantsOf<(decode: Decode) => void>();

/** Logits of 20 tokens, the largest at `next`. */
const sure = (next: number): number[] => Array.from({ length: 20 }, (_, token) => (token === next ? 5 : 0));
/** Writes 4 5 6 …, as its state counts. */
const byState: Step = (_token, state) => ({ logits: sure(4 + state), state: state + 1 });
/** Writes the token after the one that it read. */
const byToken: Step = (token, state) => ({ logits: sure(token === 1 ? 4 : token + 1), state });

export const mistakes: Mistake[] = [
  mistake("your step never reads its state: let what it writes depend on it", (decode) => {
    should(decode(byToken, 0, 4).join() === "4,5,6,7", "the decoder does not read its own tokens");
  }),
  mistake("your step never reads its token: let what it writes depend on it", (decode) => {
    should(decode(byState, 0, 4).join() === "4,5,6,7", "the state is not handed on");
  }),
  mistake("you expect <eos> to be written: it ends the sequence, and is left out", (decode) => {
    const step: Step = (_token, state) => ({ logits: sure(state === 2 ? 2 : 4 + state), state: state + 1 });
    should(decode(step, 0, 9).join() === "4,5,2", "<eos> is missing at the end");
  }),
  mistake("you expect more tokens than maxTime", (decode) => {
    should(decode(byState, 0, 4).length > 4, "only maxTime tokens are written");
  }),
];

export const alternatives: Alternative[] = [
  alternative("two steps, one by state and one by token", (decode) => {
    should(decode(byState, 2, 3).join() === "6,7,8", "the state is not handed on");
    should(decode(byToken, 0, 3).join() === "4,5,6", "the token is not read back");
  }),
  alternative("what was read and at which state, written down", (decode) => {
    const seen: string[] = [];
    decode((token, state) => {
      seen.push(`${token}:${state}`);
      return { logits: sure(7 + state), state: state + 3 };
    }, 0, 3); // prettier-ignore
    should(seen.slice(0, 3).join() === "1:0,7:3,10:6", "a step read the wrong token or state");
  }),
];
