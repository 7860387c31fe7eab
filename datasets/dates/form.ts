/**
 * Written forms: the ways in which a language writes a date.
 */
import type { Day } from "./calendar";
import { compileRelative, type Occasion, type RelativeTemplate } from "./relative";
import type { Segment } from "./segment";
import { compileTemplate, type Writers } from "./template";

export interface Form {
  readonly name: string;
  /** Clean, complete and without arithmetic: what the first lessons train on. */
  readonly isPlain: boolean;
  /** Nothing where the form cannot write this day. */
  write(day: Day, occasion: Occasion): Segment[] | undefined;
}

/** A template whose text is changed afterwards: capitals, small letters. */
export interface Restyled {
  readonly template: string;
  readonly restyle: (text: string) => string;
}

/** A language as data: its writers, and its forms by name. */
export interface WrittenLanguage {
  readonly writers: Writers;
  readonly plain: Readonly<Record<string, string>>;
  readonly other: Readonly<Record<string, string | Restyled>>;
  readonly relative: Readonly<Record<string, RelativeTemplate>>;
}

/** All forms of a language, the plain ones first. */
export function formsOf({ writers, plain, other, relative }: WrittenLanguage): Form[] {
  const forms = Object.entries({ ...plain, ...other, ...relative });
  return forms.map(([name, form]) => ({ name, isPlain: name in plain, write: writerOf(form, writers) }));
}

function writerOf(form: string | Restyled | RelativeTemplate, writers: Writers): Form["write"] {
  if (typeof form === "string") return compileTemplate(form, writers);
  if ("offsets" in form) return compileRelative(form, writers);
  const write = compileTemplate(form.template, writers);
  return (day) => write(day).map((segment) => ({ ...segment, text: form.restyle(segment.text) }));
}
