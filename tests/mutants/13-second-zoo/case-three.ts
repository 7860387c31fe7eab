/** Investigations named `caseThree`: too hasty, at the wrong place, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import {
  accuse,
  changesBySelf,
  hearsTheFuture,
  hearsTheSource,
  inputs,
  looksAhead,
  source,
  stepsDiffer,
  type Investigate,
} from "./question";

const { mistake, alternative } = variantsOf<Investigate>();
const place = "causal mask";

export const mistakes: Mistake[] = [
  mistake("that later inputs change the scores has several reasons: which look brings them in?", (model) =>
    accuse(place, changesBySelf(model) === 0 && hearsTheFuture(model) > 1e-4, hearsTheFuture(model)),
  ),
  mistake("all at once and step by step differ for several reasons", (model) =>
    accuse(place, stepsDiffer(model) > 1e-3, stepsDiffer(model)),
  ),
  mistake("you look at what is behind, not at what is ahead: every decoder looks behind", (model) => {
    const behind = model.maps(source, inputs).self[0]![2]![0]!;
    return accuse(place, behind > 0, behind);
  }),
  mistake("you see where it looks ahead, and name another place", (model) =>
    accuse("cross-attention", looksAhead(model) > 1e-6, looksAhead(model)),
  ),
];

export const alternatives: Alternative[] = [
  alternative("a head of self-attention looks ahead", (model) =>
    accuse(place, looksAhead(model) > 1e-6, looksAhead(model)),
  ),
  alternative("later inputs change the scores, chance does not, and the source is heard", (model) => {
    const isSound = changesBySelf(model) === 0 && hearsTheSource(model) > 1e-6;
    return accuse(place, isSound && hearsTheFuture(model) > 1e-4, hearsTheFuture(model));
  }),
];
