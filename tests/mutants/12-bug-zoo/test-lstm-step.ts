/** Tests named `testLstmStep`: too weak, too strict, and right in other ways. */
import type { Alternative, Mistake } from "../../../tools/exercises/sheet";
import { variantsOf } from "../../../tools/exercises/variant";
import type { LstmStep } from "../../exercises/fixtures/12-bug-zoo/layer";
import { near, should } from "./should";

const { mistake, alternative } = variantsOf<(step: LstmStep) => void>();

export const mistakes: Mistake[] = [
  mistake("you start with hidden = cell = 0, where nobody can tell which one was read", (step) => {
    const { hidden, cell } = step(0.5, { hidden: 0, cell: 0 });
    should(!near(hidden, cell), "the new cell is the new hidden state");
  }),
  mistake("you never look at the new cell: what is handed on matters, not only what is shown", (step) => {
    const [low, high] = [0, 2].map((cell) => step(0.5, { hidden: 0.1, cell }));
    should(!near(low!.hidden, high!.hidden), "the old cell is not heard");
  }),
  mistake("you expect the cell to stay between −1 and 1: a right LSTM's need not", (step) => {
    const { cell } = step(0.5, { hidden: 0.1, cell: 50 });
    should(Math.abs(cell) <= 1, "the cell leaves −1 to 1");
  }),
  mistake("you expect the cell to stay exactly as it was: the forget gate is never quite 1", (step) => {
    should(near(step(0, { hidden: 0, cell: 3 }).cell, 3), "the cell has changed");
  }),
];

export const alternatives: Alternative[] = [
  alternative("a large cell stays large, whatever the hidden state is", (step) => {
    should(step(0, { hidden: 0, cell: 10 }).cell > 2, "a large cell is forgotten at once");
  }),
  alternative("ten times the cell leaves ten times as much", (step) => {
    const [none, one, ten] = [0, 1, 10].map((cell) => step(0.5, { hidden: 0.4, cell }).cell);
    should(one! - none! > 0.1, "the old cell is not heard");
    should(near(ten! - none!, 10 * (one! - none!)), "the cell is bent on its way");
  }),
];
