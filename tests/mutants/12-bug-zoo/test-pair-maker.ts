/** Tests named `testPairMaker`: too weak, too strict, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { PairMaker } from "../../exercises/fixtures/12-bug-zoo/sequence";
import { should } from "./should";

const { mistake, alternative } = variantsOf<(makePair: PairMaker) => void>();

export const mistakes: Mistake[] = [
  mistake("you only compare lengths: they are equal without any shift", (makePair) => {
    const { inputs, targets } = makePair([5, 6, 7]);
    should(inputs.length === targets.length, "inputs and targets have different lengths");
  }),
  mistake("you expect the inputs to be one step ahead: they should lag", (makePair) => {
    const { inputs, targets } = makePair([5, 6, 7]);
    should(inputs[0] === targets[1], "the first input is not the second target");
  }),
  mistake("you expect the model to read what it should write: then it only has to copy", (makePair) => {
    const { inputs, targets } = makePair([5, 6, 7]);
    should(inputs.join() === targets.join(), "inputs and targets differ");
  }),
  mistake("that the two differ is not enough: say which number should equal which", (makePair) => {
    const { inputs, targets } = makePair([5, 6, 7]);
    should(inputs.join() !== targets.join(), "the model reads its answers");
  }),
];

export const alternatives: Alternative[] = [
  alternative("each input is the target before it", (makePair) => {
    const { inputs, targets } = makePair([8, 4, 9, 5]);
    should(inputs.slice(1).join() === targets.slice(0, -1).join(), "the inputs do not lag by one step");
  }),
  alternative("both lists as they should be", (makePair) => {
    const { inputs, targets } = makePair([5, 6]);
    should(inputs.join() === "1,5,6" && targets.join() === "5,6,2", "not <sos> 5 6 and 5 6 <eos>");
  }),
];
