/** Where the links of a notebook or a card lead in the book, and which files must come along. */
import { existsSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { fromTop } from "./edition";

export interface Links {
  /** For a file of the repository, such as "notebooks": where `href` leads. */
  from(folder: string): (href: string) => string;
  /** Files that a page links to as they are, relative to the repository. */
  readonly files: ReadonlySet<string>;
}

/** @throws {Error} when a link is asked for whose file does not exist: the message names folder and link */
export function bookLinks(root: string): Links {
  const files = new Set<string>();
  const from = (folder: string) => (href: string) => {
    if (/^[a-z]+:/i.test(href)) return href;
    const [path = "", fragment] = href.split("#");
    const target = posix.normalize(posix.join(folder, decodeURIComponent(path)));
    const anchor = fragment === undefined ? "" : `#${fragment}`;
    const page = pageOf(target);
    if (page !== undefined) return page + anchor;
    if (target.startsWith("..") || !existsSync(join(root, target))) {
      throw new Error(`${folder} links to "${href}", but there is no ${target}`);
    }
    if (statSync(join(root, target)).isDirectory()) return "index.html";
    files.add(target);
    return fromTop(`files/${target}`);
  };
  return { from, files };
}

/** In its own edition: a page has the same name in both. */
function pageOf(target: string): string | undefined {
  const notebook = /^(notebooks|solutions)\/(?:ko\/)?(\d\d-[\w-]+)\.ipynb$/.exec(target);
  if (notebook !== null) return `${notebook[1] === "solutions" ? "solutions-" : ""}${notebook[2]}.html`;
  const dataSet = /^datasets\/([\w-]+)(?:(?:\/ko)?\/card\.md)?\/?$/.exec(target);
  if (dataSet !== null) return `dataset-${dataSet[1]}.html`;
  return target === "README.md" ? "index.html" : undefined;
}
