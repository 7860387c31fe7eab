/** Investigations named `caseTwo`: too hasty, at the wrong place, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import {
  accuse,
  changesBySelf,
  gap,
  hearsTheFuture,
  source,
  stepsDiffer,
  type Investigate,
} from "./question";

const { mistake, alternative } = variantsOf<Investigate>();
const place = "dropout";

export const mistakes: Mistake[] = [
  mistake("you compare two ways to compute: ask the same question twice instead", (model) =>
    accuse(place, stepsDiffer(model) > 1e-3, stepsDiffer(model)),
  ),
  mistake(
    "that the later inputs change something has several reasons: change nothing at all, and look again",
    (model) => accuse(place, hearsTheFuture(model) > 1e-4, hearsTheFuture(model)),
  ),
  mistake("you see that chance is at work, and name a part that has no chance in it", (model) =>
    accuse("layer norm", changesBySelf(model) > 1e-6, changesBySelf(model)),
  ),
  mistake("you accuse the model that answers the same twice: a healthy model does", (model) =>
    accuse(place, changesBySelf(model) < 1e-6, changesBySelf(model)),
  ),
];

export const alternatives: Alternative[] = [
  alternative("the same question twice", (model) =>
    accuse(place, changesBySelf(model) > 1e-6, changesBySelf(model)),
  ),
  alternative("the same question twice, step by step", (model) => {
    const noise = gap(model.stepLogits(source, [1, 3]), model.stepLogits(source, [1, 3]));
    return accuse(place, noise > 0, noise);
  }),
];
