/** The alignment explorer: an example above, a model with its maps on each side, and one slider for the step of both. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { RecordedTask, Recording } from "../../record/recording";
import { Side } from "./explorer-side";
import { phrase, shownName } from "./language";

declare global {
  interface Window {
    recording: Recording;
  }
}

const { tasks } = window.recording;
const textOf = ({ space, examples }: RecordedTask, index: number): string =>
  examples[index]!.source.slice(0, -1).join(space); // without <eos>

/** "#korean-to-english-3": the third sentence. */
const addressOf = ({ name }: RecordedTask, example: number): string =>
  `#${name.toLowerCase().replace(/\W+/g, "-")}-${example + 1}`;

function readAddress(): { task: RecordedTask; example: number } {
  const number = Number(/\d+$/.exec(location.hash)?.[0] ?? 1) - 1;
  const task = tasks.find((one) => addressOf(one, number) === location.hash);
  return task && number in task.examples ? { task, example: number } : { task: tasks[0]!, example: 0 };
}

function Explorer() {
  const [{ task, example }, setPlace] = useState(readAddress);
  const [note, setNote] = useState("");
  const [isPlaying, setPlaying] = useState(false);
  const numSteps = Math.max(...task.models.map(({ outputs }) => outputs[example]!.tokens.length));
  const [reached, setStep] = useState(Infinity); // the whole map first; ▶ begins at the first step
  const step = Math.min(reached, numSteps - 1);
  useEffect(() => history.replaceState(null, "", addressOf(task, example)), [task, example]);
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setTimeout(() => (step + 1 < numSteps ? setStep(step + 1) : setPlaying(false)), 800);
    return () => clearTimeout(timer);
  }, [isPlaying, step, numSteps]);

  const go = (to: number, of: RecordedTask = task): void => {
    const count = of.examples.length;
    setPlace({ task: of, example: (to + count) % count });
    setNote("");
    setStep(Infinity);
    setPlaying(false);
  };
  const find = (typed: string): void => {
    const index = closest(task, typed);
    go(index);
    if (textOf(task, index) !== typed.trim())
      setNote(phrase("The one recorded that is most like “{0}”.", typed.trim()));
  };
  const { name, space, examples } = task;
  return (
    <>
      <div class="controls">
        <label>
          <span>{phrase("Task")}</span>
          <select
            value={name}
            onChange={({ currentTarget }) =>
              go(
                0,
                tasks.find((one) => one.name === currentTarget.value),
              )
            }
          >
            {tasks.map((one) => (
              <option value={one.name}>{shownName(one.name)}</option>
            ))}
          </select>
        </label>
        <label class="wide">
          <span>
            {phrase(
              "A {0}: pick one or type ({1} of {2})",
              shownName(task.example),
              example + 1,
              examples.length,
            )}
          </span>
          <input
            type="text"
            list="sources"
            autocomplete="off"
            value={textOf(task, example)}
            onFocus={({ currentTarget }) => currentTarget.select()}
            onChange={({ currentTarget }) => find(currentTarget.value)}
          />
        </label>
        <datalist id="sources">
          {examples.map((_, index) => (
            <option value={textOf(task, index)} />
          ))}
        </datalist>
        <button type="button" onClick={() => go(example - 1)}>
          {phrase("Previous")}
        </button>
        <button type="button" onClick={() => go(example + 1)}>
          {phrase("Next")}
        </button>
      </div>
      <div class="controls">
        <button
          type="button"
          onClick={() => {
            if (!isPlaying && step + 1 === numSteps) setStep(0);
            setPlaying(!isPlaying);
          }}
        >
          {isPlaying ? phrase("❚❚ Pause") : phrase("▶ Play")}
        </button>
        <label class="wide">
          <span>{phrase("Step {0} of {1}", step + 1, numSteps)}</span>
          <input
            type="range"
            min={0}
            max={numSteps - 1}
            value={step}
            onInput={({ currentTarget }) => setStep(Number(currentTarget.value))}
          />
        </label>
        <p class="quiet" role="status">
          {note} {phrase("Right answer:")} <b lang="en">{examples[example]!.target.join(space)}</b>
        </p>
      </div>
      <div class="sides">
        {[0, 1].map((side) => (
          <Side
            key={`${name} ${side}`}
            task={task}
            example={example}
            step={step}
            side={side}
            onStep={(to) => (setStep(to), setPlaying(false))}
          />
        ))}
      </div>
    </>
  );
}

/** The recorded example that shares most pairs of neighbouring characters with what was typed. */
function closest(task: RecordedTask, typed: string): number {
  const pairs = pairsOf(typed.trim());
  const likeness = task.examples.map((_, index) => {
    const others = pairsOf(textOf(task, index));
    const numShared = [...pairs].filter((pair) => others.has(pair)).length;
    return numShared / (pairs.size + others.size - numShared);
  });
  return likeness.indexOf(Math.max(...likeness));
}

const pairsOf = (text: string): Set<string> =>
  new Set(Array.from(` ${text}`, (character, index) => character + (text[index] ?? " ")));

render(<Explorer />, document.querySelector("#explorer")!);
