/** Investigations named `caseOne`: too hasty, at the wrong place, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import {
  accuse,
  changesBySelf,
  gap,
  hearsTheFuture,
  inputs,
  looksAhead,
  source,
  stepsDiffer,
  hearsTheSource,
  type Investigate,
} from "./question";

const { mistake, alternative } = variantsOf<Investigate>();
const place = "KV cache";

export const mistakes: Mistake[] = [
  mistake("you ask only whether it writes wrongly: a model can do that for many reasons", (model) =>
    accuse(place, model.write(source).join() !== "6,5,4,3", 1),
  ),
  mistake("all at once and step by step can differ for other reasons too: rule those out first", (model) =>
    accuse(place, stepsDiffer(model) > 1e-3, stepsDiffer(model)),
  ),
  mistake("with one token there is nothing in the cache: take more", (model) => {
    const first = gap(model.logits(source, [1]), model.stepLogits(source, [1]));
    return accuse(place, first > 1e-3, first);
  }),
  mistake("it computes the same all at once, whatever you do: the mask is not the place", (model) =>
    accuse("causal mask", stepsDiffer(model) > 1e-3, stepsDiffer(model)),
  ),
];

export const alternatives: Alternative[] = [
  alternative("step by step differs, and neither chance nor the future is the reason", (model) => {
    if (changesBySelf(model) > 1e-6 || hearsTheFuture(model) > 1e-4) return undefined;
    return accuse(place, stepsDiffer(model) > 1e-3, stepsDiffer(model));
  }),
  alternative("the maps are causal, the source is heard, and a second try gives the same", (model) => {
    const isSound = looksAhead(model) === 0 && hearsTheSource(model) > 1e-5 && changesBySelf(model) === 0;
    const last = gap(model.logits(source, inputs).slice(-1), model.stepLogits(source, inputs).slice(-1));
    return accuse(place, isSound && last > 1e-3, last);
  }),
];
