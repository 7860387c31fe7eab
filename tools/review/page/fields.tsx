/** Fields that a page's script keeps in the browser, by the name in `data-save`. */
import { phrase } from "../../../lib/jupyter/language.cjs";
import type { Criterion } from "../notes/rubric";

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly save: string;
}

interface ChoiceProps extends FieldProps {
  /** What stands there before a choice is made. */
  readonly empty: string;
  readonly options: readonly { readonly value: string | number; readonly text: string }[];
}

export const Choice = ({ id, label, save, empty, options }: ChoiceProps) => (
  <>
    <label for={id}>{label}</label>
    <select id={id} data-save={save}>
      <option value="">{empty}</option>
      {options.map(({ value, text }) => (
        <option value={value}>{text}</option>
      ))}
    </select>
  </>
);

/** A row of numbers from 0, each with its words; the words of the chosen one show. */
export const Scale = ({ id, save, of }: Omit<FieldProps, "label"> & { readonly of: Criterion }) => (
  <div class="scale" role="radiogroup" aria-label={of.shown()} data-save={save} data-criterion={of.name}>
    <b>{of.shown()}</b>
    {[phrase("not judged yet"), ...of.words()].map((text, index) => (
      <label title={text}>
        <input type="radio" name={id} value={index === 0 ? "" : index - 1} checked={index === 0} />
        <span>{index === 0 ? "–" : index - 1}</span>
        <small>{text}</small>
      </label>
    ))}
  </div>
);

export const Comment = ({ id, label, save }: FieldProps) => (
  <>
    <label for={id}>{label}</label>
    <textarea id={id} data-save={save} />
  </>
);

/** The options of a scale whose words stand in order. @param first  the lowest value */
export const scale = (words: readonly string[], first: number) =>
  words.map((text, index) => ({ value: first + index, text: `${first + index}: ${text}` }));
