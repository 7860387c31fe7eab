/** What the variants of all four cases ask a model. */
import type { Suspect } from "../../exercises/fixtures/13-second-zoo/suspects";

export interface Accusation {
  readonly place: string;
  readonly evidence: string;
}
export type Investigate = (model: Suspect) => Accusation | undefined;

export const [source, other, inputs] = [[3, 4, 5, 6], [8, 7, 9, 10], [1, 6, 5, 4, 3]]; // prettier-ignore

/** The largest difference of two tables, over their common rows. */
export const gap = (a: number[][], b: number[][]): number =>
  Math.max(...a.flatMap((row, t) => row.map((x, i) => Math.abs(x - b[t]![i]!))));

export const changesBySelf = (model: Suspect): number =>
  gap(model.logits(source, inputs), model.logits(source, inputs));

/** How much the first scores change with the later inputs. */
export const hearsTheFuture = (model: Suspect): number =>
  gap(model.logits(source, inputs).slice(0, 2), model.logits(source, [...inputs.slice(0, 2), 9, 10, 7]));

export const hearsTheSource = (model: Suspect): number =>
  gap(model.logits(source, inputs), model.logits(other, inputs));

export const stepsDiffer = (model: Suspect): number =>
  gap(model.logits(source, inputs), model.stepLogits(source, inputs));

/** The largest weight that a head gives to an input behind its own place. */
export const looksAhead = (model: Suspect): number =>
  Math.max(...model.maps(source, inputs).self.flatMap((head) => head.flatMap((row, t) => row.slice(t + 1))));

export const accuse = (place: string, isGuilty: boolean, measured: number): Accusation | undefined =>
  isGuilty ? { place, evidence: `the largest difference is ${measured}` } : undefined;
