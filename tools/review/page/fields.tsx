/** Fields that a page's script keeps in the browser, by the name in `data-save`. */

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly save: string;
}

interface ChoiceProps extends FieldProps {
  /** What stands there before a choice is made. */
  readonly empty: string;
  readonly options: readonly { readonly value: string | number; readonly text: string }[];
  /** Of the rubric. */
  readonly criterion?: string;
}

export const Choice = ({ id, label, save, empty, options, criterion }: ChoiceProps) => (
  <>
    <label for={id}>{label}</label>
    <select id={id} data-save={save} data-criterion={criterion}>
      <option value="">{empty}</option>
      {options.map(({ value, text }) => (
        <option value={value}>{text}</option>
      ))}
    </select>
  </>
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
