/** Fields that survive a reload: every control with data-save, kept in this browser only. */

/** A menu, a text, or a group of radio buttons. */
type Field = HTMLSelectElement | HTMLTextAreaElement | HTMLDivElement;

export const fieldsOn = (place: ParentNode): Field[] => [...place.querySelectorAll<Field>("[data-save]")];

const buttonsOf = (group: HTMLDivElement): HTMLInputElement[] => [...group.querySelectorAll("input")];

export const valueOf = (field: Field): string =>
  field instanceof HTMLDivElement
    ? (buttonsOf(field).find(({ checked }) => checked)?.value ?? "")
    : field.value;

export function setValue(field: Field, value: string): void {
  if (!(field instanceof HTMLDivElement)) field.value = value;
  else for (const button of buttonsOf(field)) button.checked = button.value === value;
}

function read(key: string): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

export interface Saved {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  clear(): void;
}

/** @param warn  called once when this browser keeps nothing */
export function openSaved(key: string, warn: () => void): Saved {
  let values = read(key);
  let hasWarned = false;
  const write = (): void => {
    try {
      localStorage.setItem(key, JSON.stringify(values));
    } catch {
      if (!hasWarned) warn();
      hasWarned = true;
    }
  };
  return {
    get: (name) => values[name],
    set: (name, value) => {
      values[name] = value;
      write();
    },
    clear: () => {
      values = {};
      write();
    },
  };
}

/** Fills the fields with what was saved, and saves what is typed from now on. */
export function keepFields(saved: Saved): void {
  for (const field of fieldsOn(document)) {
    const name = field.dataset["save"]!;
    setValue(field, saved.get(name) ?? valueOf(field));
    field.addEventListener("input", () => saved.set(name, valueOf(field)));
  }
}
