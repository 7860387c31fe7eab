/** The frame of a grader's pages: one file, no script, nothing from elsewhere. */
import { join } from "node:path";
import type { ComponentChildren } from "preact";
import { language } from "../../../lib/jupyter/language.cjs";
import { styleWith } from "../../page/design";
import { documentOf } from "../../page/document";

const style = styleWith(join(__dirname, "report.css"));

/** In the language of whatever builds it: pages for teachers are built `inLanguage("en")`. */
export const page = (title: string, children: ComponentChildren): string =>
  documentOf({ title, language: language(), style, children });

/** Points as people write them: 1.5, 2. */
export const points = (value: number): string => String(Math.round(value * 100) / 100);
