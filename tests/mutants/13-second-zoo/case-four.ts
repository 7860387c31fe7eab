/** Investigations named `caseFour`: too hasty, at the wrong place, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import {
  accuse,
  changesBySelf,
  hearsTheFuture,
  hearsTheSource,
  inputs,
  other,
  source,
  stepsDiffer,
  type Investigate,
} from "./question";

const { mistake, alternative } = variantsOf<Investigate>();
const place = "cross-attention";

export const mistakes: Mistake[] = [
  mistake("that later inputs change the scores has several reasons: ask about the source as well", (model) =>
    accuse(place, hearsTheFuture(model) > 1e-4, hearsTheFuture(model)),
  ),
  mistake("all at once and step by step differ for several reasons", (model) =>
    accuse(place, stepsDiffer(model) > 1e-3, stepsDiffer(model)),
  ),
  mistake("you accuse a model that hears the source: it should", (model) =>
    accuse(place, hearsTheSource(model) > 1e-6, hearsTheSource(model)),
  ),
  mistake("the source is not heard, but the causal mask has nothing to do with the source", (model) =>
    accuse("causal mask", hearsTheSource(model) < 1e-6, hearsTheSource(model)),
  ),
];

export const alternatives: Alternative[] = [
  alternative("another source changes no score", (model) =>
    accuse(place, hearsTheSource(model) < 1e-6, hearsTheSource(model)),
  ),
  alternative("what it writes for two sources, and no score has changed", (model) => {
    const isSame = model.write(source).join() === model.write(other).join();
    const [a, b] = [source, other].map((words) => model.logits(words, inputs)[0]!.join());
    return accuse(place, changesBySelf(model) === 0 && isSame && a === b, 0);
  }),
];
