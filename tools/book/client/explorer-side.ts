/** One side of the explorer: a model, one of its maps, what it wrote, and what it writes without that head. */
import { alignmentPlot } from "../../../lib/plot/alignment-plot";
import { readWeights, type RecordedExample, type RecordedMap, type Recording } from "../../record/recording";
import { element, labelled, selectOf } from "./element";
import { embedPlot } from "./embed-plot";

/** @returns shows another example */
export function addSide(
  place: HTMLElement,
  recording: Recording,
  firstModel: number,
  side: number,
): (example: number) => void {
  const models = selectOf(
    recording.models.map(({ name }) => name),
    firstModel,
  );
  const maps = element("select");
  const facts = element("dl");
  const figure = element("figure", { className: "plot" });
  const controls = [labelled(`Model ${side + 1}`, models), labelled(`Map of model ${side + 1}`, maps)];
  place.append(
    element("section", { className: "side", ariaLabel: `Side ${side + 1}` }, [...controls, facts, figure]),
  );

  let example = 0;
  const draw = (): void => {
    const output = recording.models[Number(models.value)]!.outputs[example]!;
    const map = output.maps[Number(maps.value)]!;
    const shown = { ...recording.examples[example]!, written: output.tokens, map };
    describe(facts, factsOf(shown));
    // A place of its own: a picture that comes late is drawn where nobody looks any more.
    const picture = element("div", { className: "live" });
    figure.replaceChildren(picture);
    void embedPlot(picture, plotOf(shown));
  };
  const listMaps = (): void => {
    const { maps: names } = recording.models[Number(models.value)]!;
    maps.replaceChildren(...selectOf(names, 0).children);
    maps.value = "0";
    maps.disabled = names.length === 1;
  };
  models.addEventListener("change", () => (listMaps(), draw()));
  maps.addEventListener("change", draw);
  listMaps();
  return (index) => {
    example = index;
    draw();
  };
}

interface Shown extends RecordedExample {
  readonly written: readonly string[];
  readonly map: RecordedMap;
}

function plotOf({ source, written, map, gold, ...rest }: Shown) {
  return alignmentPlot({
    source,
    target: written,
    weights: readWeights(map.weights, source.length),
    title: "",
    ...(isRight({ written, ...rest }) ? { gold } : {}),
  });
}

function factsOf(shown: Shown): [string, string][] {
  const { written, map } = shown;
  const widest = Math.max(...map.entropyNats);
  const token = written[map.entropyNats.indexOf(widest)]!;
  const mean = map.entropyNats.reduce((sum, nats) => sum + nats, 0) / map.entropyNats.length;
  return [
    ["writes", `${withoutEnd(written)} ${isRight(shown) ? "✓ right" : "✗ wrong"}`],
    ["mean entropy", `${mean.toFixed(2)} nats`],
    ["looks most widely", `before “${token}”: ${widest.toFixed(2)} nats`],
    ["without this head", map.without ?? "the same"],
  ];
}

const isRight = ({ written, target }: Pick<Shown, "written" | "target">): boolean =>
  withoutEnd(written) === target.join("");

const withoutEnd = (tokens: readonly string[]): string =>
  tokens.filter((token) => token !== "<eos>").join("");

function describe(list: HTMLElement, facts: readonly (readonly [string, string])[]): void {
  list.replaceChildren(
    ...facts.flatMap(([term, text]) => [
      element("dt", { textContent: term }),
      element("dd", { textContent: text }),
    ]),
  );
}
