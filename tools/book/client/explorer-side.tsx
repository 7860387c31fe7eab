/** One side of the explorer: a model, what it writes, where one head looks, and all its heads in small. */
import { useMemo, useState } from "preact/hooks";
import { readWeights, type RecordedTask } from "../../record/recording";
import { Arcs } from "./explorer-arcs";
import { AlignmentMap } from "../alignment-map";
import { phrase, shownName } from "./language";

interface SideProps {
  readonly task: RecordedTask;
  readonly example: number;
  readonly step: number;
  readonly side: number;
  readonly onStep: (step: number) => void;
}

export function Side({ task, example, step, side, onStep }: SideProps) {
  const [chosen, setChosen] = useState(side === 0 ? 0 : task.models.length - 1);
  const [head, setHead] = useState(0);
  const [hovered, setHovered] = useState<number>();
  const model = task.models[chosen]!;
  const { source, target, gold } = task.examples[example]!;
  const { tokens, maps } = model.outputs[example]!;
  const weights = useMemo(() => maps.map((map) => readWeights(map.weights, source.length)), [maps, source]);
  const written = tokens.filter((token) => token !== "<eos>").join(task.space);
  const isRight = written === target.join(task.space);
  const row = Math.min(hovered ?? step, tokens.length - 1);
  const { entropyNats, without } = maps[head]!;
  const numHeads = Number(/head (\d+)$/.exec(model.maps.at(-1)!)?.[1] ?? 1);
  const shown = { source, tokens, weights: weights[head]!, row, onRow: setHovered, onStep };
  return (
    <section class="side" aria-label={phrase("Side {0}", side + 1)}>
      <label class="labelled">
        <span class="quiet">{phrase("Model {0}", side + 1)}</span>
        <select
          value={String(chosen)}
          onChange={({ currentTarget }) => (setChosen(Number(currentTarget.value)), setHead(0))}
        >
          {task.models.map(({ name }, index) => (
            <option value={String(index)}>{shownName(name)}</option>
          ))}
        </select>
      </label>
      <p class="written">
        {phrase("writes")}{" "}
        <span lang="en">
          {tokens.map((token, index) => (
            <span class={index > step ? "later" : index === row ? "now" : ""}>{`${token}${task.space}`}</span>
          ))}
        </span>{" "}
        <b class={isRight ? "good" : "bad"}>{isRight ? phrase("✓ right") : phrase("✗ wrong")}</b>
      </p>
      <AlignmentMap {...shown} step={step} {...(isRight && { gold })} title={shownName(model.maps[head]!)} />
      <Arcs {...shown} />
      <dl>
        <dt>{phrase("entropy before “{0}”", tokens[row])}</dt>
        <dd>{`${entropyNats[row]!.toFixed(2)} nats`}</dd>
        <dt>{phrase("without this head")}</dt>
        {without === undefined ? <dd>{phrase("the same")}</dd> : <dd lang="en">{without}</dd>}
      </dl>
      {maps.length > 1 && (
        <div
          class="heads"
          role="group"
          aria-label={phrase("Heads of model {0}", side + 1)}
          style={{ "--heads": String(numHeads) }}
        >
          {model.maps.map((name, index) => (
            <button
              type="button"
              aria-pressed={index === head}
              title={
                maps[index]!.without === undefined ? "" : phrase("without it: {0}", maps[index]!.without)
              }
              onClick={() => setHead(index)}
            >
              <Thumbnail weights={weights[index]!} />
              {shownName(name)}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

const Thumbnail = ({ weights }: { readonly weights: readonly (readonly number[])[] }) => (
  <svg viewBox={`0 0 ${weights[0]!.length} ${weights.length}`} preserveAspectRatio="none" aria-hidden="true">
    {weights.flatMap((cells, row) =>
      cells.map(
        (weight, column) =>
          weight > 0.04 && <rect x={column} y={row} width={1} height={1} opacity={weight} />,
      ),
    )}
  </svg>
);
