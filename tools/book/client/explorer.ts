/** The alignment explorer: a date above, a model with one of its maps on each side. */
import type { Recording } from "../../record/recording";
import { addSide } from "./explorer-side";
import { element, labelled } from "./element";

declare global {
  interface Window {
    recording: Recording;
  }
}

const { recording } = window;
const sources = recording.examples.map(({ source }) => source.slice(0, -1).join("")); // without <eos>
start(document.querySelector<HTMLElement>("#explorer")!);

function start(place: HTMLElement): void {
  const list = element("datalist", { id: "sources" });
  list.append(...sources.map((source) => element("option", { value: source })));
  const input = element("input", { type: "text", autocomplete: "off" });
  input.setAttribute("list", "sources");
  const answer = element("p");
  const status = element("p");
  status.setAttribute("role", "status");
  const sides = element("div", { className: "sides" });
  const shows = [0, recording.models.length - 1].map((model, side) => addSide(sides, recording, model, side));

  let chosen = 0;
  const show = (index: number): void => {
    chosen = index;
    input.value = sources[index]!;
    answer.textContent = `Right answer: ${recording.examples[index]!.target.join("")}`;
    status.textContent = `Date ${index + 1} of ${sources.length}`;
    history.replaceState(null, "", `#${index + 1}`);
    for (const showExample of shows) showExample(index);
  };
  const find = (typed: string): void => {
    const index = closest(typed);
    show(index);
    if (sources[index] !== typed.trim())
      status.textContent += `: the one recorded that is most like “${typed.trim()}”`;
  };
  const step = (text: string, by: number): HTMLButtonElement => {
    const button = element("button", { type: "button", textContent: text });
    button.addEventListener("click", () => show((chosen + by + sources.length) % sources.length));
    return button;
  };
  input.addEventListener("focus", () => input.select());
  input.addEventListener("change", () => find(input.value));
  place.replaceChildren(
    labelled("Date, as people write it: pick one or type", input),
    list,
    element("p", { className: "steps" }, [step("Previous date", -1), step("Next date", 1)]),
    answer,
    status,
    sides,
  );
  const wanted = Number(location.hash.slice(1)) - 1;
  show(wanted in sources ? wanted : 0);
}

/** The recorded date that shares most pairs of neighbouring characters with what was typed. */
function closest(typed: string): number {
  const pairs = pairsOf(typed.trim());
  const likeness = sources.map((source) => {
    const others = pairsOf(source);
    const numShared = [...pairs].filter((pair) => others.has(pair)).length;
    return numShared / (pairs.size + others.size - numShared);
  });
  return likeness.indexOf(Math.max(...likeness));
}

const pairsOf = (text: string): Set<string> =>
  new Set(Array.from(` ${text}`, (character, index) => character + (text[index] ?? " ")));
