/** Makes elements of a page. */

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<Omit<HTMLElementTagNameMap[Name], "style">> = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

let numLabelled = 0;

/** A control under its label. */
export function labelled(text: string, control: HTMLElement): HTMLElement {
  control.id = `control-${++numLabelled}`;
  const label = element("label", { htmlFor: control.id, textContent: text });
  return element("div", { className: "labelled" }, [label, control]);
}

export function selectOf(names: readonly string[], chosen: number): HTMLSelectElement {
  const select = element("select");
  select.append(
    ...names.map((name, index) =>
      element("option", { value: String(index), textContent: name, selected: index === chosen }),
    ),
  );
  return select;
}
